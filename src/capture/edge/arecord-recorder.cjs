"use strict";

/**
 * The recorder module that node-record-lpcm16 loads by its path. Its own "arecord" knows no period, no environment
 * and no process group. CommonJS, because that package requires it.
 *
 * Options: device, sampleRate, channels, periodMs, bufferMs, environment, name.
 */
module.exports = (options) => ({
  cmd: "arecord",
  args: [
    "-D",
    options.device,
    "-q",
    "-t",
    "raw",
    "-f",
    "S16_LE",
    "-r",
    String(options.sampleRate),
    "-c",
    String(options.channels),
    `--period-time=${options.periodMs * 1000}`,
    `--buffer-time=${options.bufferMs * 1000}`,
    "-",
  ],
  // detached: a session and process group of its own, so that closing ends whatever it may have started.
  // argv0: how others find it in the list of processes; it must contain "arecord", or the program refuses to run.
  spawnOptions: { detached: true, env: options.environment, argv0: options.name },
});
