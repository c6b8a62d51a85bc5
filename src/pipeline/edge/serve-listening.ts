import type { MessagePort } from "node:worker_threads";
import { assertNever } from "../../domain/assert-never.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { EngineName } from "../../hotloop/embedding-engine.js";
import type { HearingGauge } from "../hearing-gauge.js";
import type { Listening, ListeningEvent } from "../listening.js";
import { parseOrder } from "../listening-orders.js";
import type { ListeningReport } from "../listening-reports.js";

export interface ServedListening {
  readonly listening: Listening;
  readonly engine: EngineName;
}

/** Far more often than the ear looks whether the thread lives. */
const BEAT_MS = 100;
/** Reports that the ear has not taken. An ear that is so far behind has stood still for long: the source is closed. */
const MOST_UNTAKEN = 64;

/** The thread's side of a ThreadListening: obeys its orders until the source is closed. */
export async function serveListening(
  port: MessagePort,
  gauge: HearingGauge,
  load: () => Promise<ServedListening>,
): Promise<void> {
  const beating = setInterval(() => gauge.beat(), BEAT_MS);
  try {
    const { listening, engine } = await load();
    const server = new ListeningServer(port, listening);
    post(port, { kind: "ready", engine });
    await server.over;
  } catch (error) {
    post(port, failureOf(error));
  } finally {
    clearInterval(beating);
    port.close();
  }
}

function failureOf(error: unknown): ListeningReport {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // An error of ours begins with its code, which is put there again on the other side.
  return code === undefined
    ? { kind: "failed", code: "INTERNAL", detail: message }
    : { kind: "failed", code, detail: message.slice(`${code}: `.length) };
}

function post(port: MessagePort, report: ListeningReport, sound?: Float32Array<ArrayBuffer>): void {
  port.postMessage(report, sound ? [sound.buffer] : []);
}

class ListeningServer {
  readonly #port: MessagePort;
  readonly #listening: Listening;
  /** Rejects with what the source throws, and when the ear takes nothing any more. */
  readonly over: Promise<void>;
  #end: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  #allTaken: () => void = () => undefined;
  #untaken = 0;
  #epoch = 0;
  #isRunning = false;
  #isClosing = false;
  #fault: SottoError | undefined;

  constructor(port: MessagePort, listening: Listening) {
    this.#port = port;
    this.#listening = listening;
    this.over = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    port.on("message", (message: unknown) => this.#obey(message));
  }

  #obey(message: unknown): void {
    const order = parseOrder(message);
    switch (order?.kind) {
      case undefined:
        this.#stop(new SottoError("INTERNAL", "the thread that listens was given no order that it knows"));
        return;
      case "open":
        this.#open();
        return;
      case "taken":
        this.#untaken--;
        if (this.#untaken === 0) this.#allTaken();
        return;
      case "reject":
        this.#listening.reject({ number: order.look });
        return;
      case "settle":
        this.#listening.settle(order.draft);
        return;
      case "forget":
        this.#epoch = order.epoch;
        this.#listening.forget();
        return;
      case "close":
        this.#close();
        return;
      default:
        assertNever(order);
    }
  }

  #open(): void {
    if (this.#isRunning || this.#isClosing) return;
    this.#isRunning = true;
    this.#listening.run((event) => this.#tell(event)).then(() => this.#ended(), this.#fail);
  }

  #close(): void {
    this.#isClosing = true;
    this.#allTaken();
    this.#listening.close().then(() => {
      if (!this.#isRunning) this.#ended();
    }, this.#fail);
  }

  /** Nothing is heard any more; why is told when the source is closed. */
  #stop(error: SottoError): void {
    this.#fault ??= error;
    this.#close();
  }

  #ended(): void {
    if (this.#fault) this.#fail(this.#fault);
    else this.#end();
  }

  #tell(event: ListeningEvent): Promise<void> | void {
    if (this.#untaken >= MOST_UNTAKEN) {
      this.#stop(new SottoError("HEARING_STOPPED", `the ear took none of ${MOST_UNTAKEN} reports`));
    }
    if (this.#fault) {
      eraseSound(event);
      return;
    }
    this.#untaken++;
    this.#report(event);
    if (event.kind === "lost" && !this.#isClosing) return this.#whenTaken();
  }

  /** Whoever opens again must know that it may: the light may have said no while the ear was busy. */
  #whenTaken(): Promise<void> {
    return new Promise((resolve) => {
      this.#allTaken = resolve;
    });
  }

  #report(event: ListeningEvent): void {
    const epoch = this.#epoch;
    switch (event.kind) {
      case "opened":
      case "lost":
      case "gap":
      case "closed":
        post(this.#port, event);
        return;
      case "collecting":
      case "abandoned":
      case "called-off":
        post(this.#port, { ...event, epoch });
        return;
      case "looked": {
        const window = ownMemory(event.window);
        post(this.#port, { ...event, epoch, window }, window);
        return;
      }
      case "draft":
      case "utterance": {
        const { utterance, ...told } = event;
        const { span, speechEnd, spotter } = utterance;
        const samples = ownMemory(utterance.audio.samples);
        const spotted = { ...spotter, convicted: [...spotter.convicted] };
        post(this.#port, { ...told, epoch, span, speechEnd, spotter: spotted, samples }, samples);
        return;
      }
      default:
        assertNever(event);
    }
  }
}

/** The samples in memory that is theirs alone and can be given away; where it is another's, that is overwritten. */
function ownMemory(samples: Float32Array): Float32Array<ArrayBuffer> {
  if (samples.buffer instanceof ArrayBuffer && samples.byteLength === samples.buffer.byteLength) {
    return new Float32Array(samples.buffer);
  }
  const own = Float32Array.from(samples);
  samples.fill(0);
  return own;
}

function eraseSound(event: ListeningEvent): void {
  if (event.kind === "looked") event.window.fill(0);
  if (event.kind === "draft" || event.kind === "utterance") event.utterance.audio.erase();
}
