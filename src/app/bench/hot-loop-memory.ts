import { roomTone } from "../../capture/room-tone.js";
import { HOP_SAMPLES } from "../../domain/audio.js";
import { loadHotLoop } from "../../hotloop/edge/load-hot-loop.js";
import { FileModelStore } from "../../models/edge/file-model-store.js";
import { residentMb } from "../resident-memory.js";

const HOPS = 2000;

/** Resident megabytes of a process, each step on top of the one before. */
export interface HotLoopMemory {
  readonly bareMb: number;
  readonly hotLoopMb: number;
  /** With all the code that the ear's process loads, the recogniser's too, but not the recogniser's models. */
  readonly earMb: number;
}

/** To be asked before anything else is loaded. @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED */
export async function measureHotLoopMemory(): Promise<HotLoopMemory> {
  const bareMb = residentMb();
  const { hotLoop } = await loadHotLoop({ models: new FileModelStore(), engine: "auto" });
  const sound = roomTone(HOP_SAMPLES);
  for (let hop = 0; hop < HOPS; hop++) hotLoop.hop(sound);
  const hotLoopMb = residentMb();
  await import("../ear/run-ear.js");
  return { bareMb, hotLoopMb, earMb: residentMb() };
}
