import { constants, setPriority } from "node:os";
import type { Places } from "../../config/places.js";
import { recorderName } from "../../config/places.js";
import { assertNever } from "../../domain/assert-never.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { openPrivateFolder } from "../../keys/edge/private-file.js";
import type { MicrophoneAccount } from "../../light/edge/account.js";
import { ErasureFile } from "../../light/edge/erasure-file.js";
import { LampDriver } from "../../light/edge/lamp-driver.js";
import { MuteFile } from "../../light/edge/mute-file.js";
import type { Panel } from "../../light/panel.js";
import type { LinkMessage } from "../../link/messages.js";
import type { Log } from "../../log/log.js";
import type { Watchdog } from "../../supervise/watchdog.js";
import { ErasureDesk } from "./erasure-desk.js";
import { type ControlPeer, LightLinks } from "./light-links.js";
import { LightService } from "./light-service.js";
import { QuestionDesk } from "./question-desk.js";

export interface LightParts {
  readonly places: Places;
  readonly account: MicrophoneAccount;
  readonly panel: Panel;
  readonly log: Log;
  readonly ending: AbortSignal;
  readonly watchdog: Watchdog;
}

/**
 * The light's own life: button, lamp, mute and erasures, whoever else is there or not. Resolves after the end.
 * @throws SottoError ALREADY_RUNNING, KEY_INVALID for a folder that is open to others, FILE_UNREADABLE
 */
export async function runLight({ places, account, panel, log, ending, watchdog }: LightParts): Promise<void> {
  openPrivateFolder(places.light);
  const isAhead = goAhead();
  // Handlers are called by connections, which begin with `listen`, when all that they name is there.
  const links: LightLinks = new LightLinks({
    places,
    onEar: (message) => {
      if (message.kind === "phase") service.take(message);
      else desk.advance(message.request, "erasing");
    },
    onEarConnected: (connected) => {
      // Before it may listen: `last` means what was said before it hears anew.
      if (connected) desk.tellEar();
      service.take({ kind: "ear", connected });
    },
    onUplink: ({ kind, request }) => desk.advance(request, kind),
    onUplinkConnected: (connected) => service.take({ kind: "uplink", connected }),
    onControl: (message, from) => obey(message, from, { service, desk, questions, links }),
    onControlLost: (peer) => questions.lost(peer),
  });
  const toEar = (message: LinkMessage<"light-to-ear">) => links.toEar(message);
  const desk = new ErasureDesk({
    file: new ErasureFile(places.light),
    log,
    toEar,
    told: (request, stage) => links.told(request, stage),
  });
  const questions: QuestionDesk = new QuestionDesk({
    log,
    clock: systemClock,
    ask: (waitMs) => service.take({ kind: "ask", waitMs }),
    withdraw: () => service.take({ kind: "withdraw" }),
  });
  const service: LightService = new LightService({
    ...{ account, panel, desk, log, toEar, watchdog },
    onEdge: (edge) => questions.edge(edge),
    onAnswer: (answer) => questions.answered(answer),
    recorder: recorderName(places.run),
    lamp: new LampDriver(panel, systemClock),
    muteFile: new MuteFile(places.light),
    toUplink: (message) => links.toUplink(message),
    clock: systemClock,
  });
  if (desk.isDamaged) service.fault("erasures-damaged", true);
  // The button and the light work before anybody can connect, and if nobody ever does.
  const running = service.run();
  await links.listen();
  // Whoever waits for us may start now: the lamp tells the truth, and the ear finds a socket.
  watchdog.ready();
  log.write("light-ready", { muted: service.state.muted, ahead: isAhead });
  await new Promise<void>((resolve) => {
    if (ending.aborted) resolve();
    ending.addEventListener("abort", () => resolve());
  });
  watchdog.stopping();
  service.end();
  // Before anything waits for a disk: nobody is let in any more, and an ear that is alone hears nothing.
  const closed = links.close();
  await running;
  await Promise.all([service.settled(), desk.settled()]);
  log.write("light-ended", { refusedConnections: links.refused });
  await closed;
}

/**
 * Ahead of the ear's models, where the system lets us: a busy processor must not make the light late.
 * @returns false for an ordinary user without leave, for whom it is no fault
 */
function goAhead(): boolean {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** What a person's command may do: ask, mute, erase. Nothing that it sends lifts the mute or presses the button. */
function obey(
  message: LinkMessage<"control-to-light">,
  from: ControlPeer,
  {
    service,
    desk,
    questions,
    links,
  }: {
    readonly service: LightService;
    readonly desk: ErasureDesk;
    readonly questions: QuestionDesk;
    readonly links: LightLinks;
  },
): void {
  const tellStatus = () => {
    const { muted, account, ear, uplink } = service.state;
    from.send({ kind: "status", muted, isOpen: account !== "closed", account, ear, uplink });
  };
  switch (message.kind) {
    case "status":
      tellStatus();
      return;
    case "mute":
      service.take({ kind: "mute" });
      void service.settled().then(tellStatus);
      return;
    case "erase":
      links.await(from, message.request);
      if (desk.take(message.request, message.selector) === "full") from.close();
      return;
    case "ask-consent":
    case "ask-press":
      questions.asked(message, from);
      return;
    default:
      assertNever(message);
  }
}
