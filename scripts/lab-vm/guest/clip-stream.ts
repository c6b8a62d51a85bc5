import type { LinkMessage } from "../../../src/link/messages.js";
import type { ClipContents } from "../../../src/seal/clip-contents.js";
import { pause } from "./time.js";

/*
 * Clips without a recogniser, which takes a minute for each in emulation: text sealed with this device's own keys by the
 * installed package's own code, handed to the installed uplink over the ear's socket. The ear's service is stopped meanwhile.
 */
const DIST = "/opt/sotto/dist";

interface Parts {
  readonly seal: typeof import("../../../src/seal/sealed-clip.js");
  readonly pinned: typeof import("../../../src/keys/edge/pinned-readers.js");
  readonly link: typeof import("../../../src/link/edge/link-client.js");
  readonly clock: typeof import("../../../src/domain/edge/system-clock.js");
}

async function installedParts(): Promise<Parts> {
  return {
    seal: await import(`${DIST}/seal/sealed-clip.js`),
    pinned: await import(`${DIST}/keys/edge/pinned-readers.js`),
    link: await import(`${DIST}/link/edge/link-client.js`),
    clock: await import(`${DIST}/domain/edge/system-clock.js`),
  };
}

const CONTENTS: Omit<ClipContents, "recordedAtMs"> = {
  clock: "unsynced",
  mode: "text",
  policyHash: new Uint8Array(32),
  modelsHash: new Uint8Array(32),
  removed: [{ startMs: 480, endMs: 1_440, types: ["PERSON"] }],
  durationMs: 2_000,
  media: "text/plain",
  payload: new TextEncoder().encode("call [PERSON]"),
};

export interface ClipStreamOptions {
  /** The uplink has said that this clip is on its disk. */
  readonly onAccepted: (id: string) => void;
  /** As long as it is true, a further clip follows. */
  readonly goesOn: () => boolean;
  readonly everyMs: number;
}

export async function streamClips({ onAccepted, goesOn, everyMs }: ClipStreamOptions): Promise<void> {
  const { seal, pinned, link, clock } = await installedParts();
  const readers = await pinned.PinnedReaders.load("/var/lib/sotto-ear");
  const uplink = new link.LinkClient<"uplink-to-ear", "ear-to-uplink">({
    path: "/run/sotto/ear-uplink/socket",
    receives: "uplink-to-ear",
    sends: "ear-to-uplink",
    clock: clock.systemClock,
    onMessage: (message: LinkMessage<"uplink-to-ear">) => {
      if (message.kind === "accepted") onAccepted(message.id);
    },
  });
  while (goesOn()) {
    const { message } = await seal.sealContents(
      { ...CONTENTS, recordedAtMs: Date.now() },
      await readers.now(),
    );
    uplink.send({ kind: "clip", message });
    await pause(everyMs);
  }
  await uplink.close();
}
