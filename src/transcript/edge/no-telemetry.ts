// Imported before onnxruntime-node. The pinned build has no telemetry; should another one ever be
// installed in its place, this is the switch that its makers document.
process.env["ORT_DISABLE_TELEMETRY"] = "1";
