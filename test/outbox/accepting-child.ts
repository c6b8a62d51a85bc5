import { readFileSync, writeSync } from "node:fs";
import { codeOf } from "../../src/domain/errors.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { encodeReceipt, encodeTombstone, signNotice } from "../../src/seal/notices.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";
import { isKey } from "../support/is-key.js";
import { seeded } from "../support/seeded.js";

/*
 * An outbox in a process of its own, to be killed or to run out of disk. It is given a folder, a file of clips of
 * `bytes` each and where to start in it; a line on standard output is written only after the outbox has returned.
 *   stream: accepts, is told receipts and erasures at random, until it is killed
 *   step: does what each line on standard input says: accept, receipt, erase, ledger
 */
const [mode = "", folder = "", clipsFile = "", bytes = "8192", start = "0", seed = "1"] =
  process.argv.slice(2);
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const owner = await ownerFromSeed(filled(0x11));
const device = deviceFromSeed(filled(0x22));
const keeper = deviceFromSeed(filled(0x33));
const expected = { device: device.trusted, isOwner: isKey(owner.public.keyId) };
const clips = readFileSync(clipsFile);
const random = seeded(Number(seed));
let next = Number(start);

const say = (line: string) => writeSync(1, `${line}\n`);
const newId = () => Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));

function open(): SqliteOutbox {
  try {
    return SqliteOutbox.open({
      folder,
      bounds: { maxClips: 2_000, maxBytes: 200_000_000, maxAgeMs: 3_600_000, historyMs: 1e9 },
      expected,
      clock: { wallMs: () => Date.now() },
      log: { write: (event) => void say(`event ${event}`) },
    });
  } catch (error) {
    say(`refused ${codeOf(error) ?? String(error)}`);
    process.exit(1);
  }
}

const outbox = open();
say("open");

function accept(): void {
  const message = clips.subarray(next * Number(bytes), (next + 1) * Number(bytes));
  const clip = SealedClip.checked(message, expected);
  outbox.accept(clip);
  next += 1;
  say(`accepted ${clip.messageId}`);
}

function receipt(): void {
  const [oldest] = outbox.waiting(1, new Set());
  if (oldest === undefined) return;
  const of = Uint8Array.from(Buffer.from(oldest.id, "hex"));
  const { deviceId, signingKeyId } = device.signer;
  const address = { messageId: newId(), deviceId, recipientKeyId: signingKeyId };
  outbox.receipted(
    oldest.id,
    signNotice("receipt", encodeReceipt({ of, outcome: "stored" }), address, keeper.signer),
  );
  say(`receipted ${oldest.id}`);
}

function erase(): void {
  const { ids } = outbox.resolve({ kind: "last" });
  const listed = ids.map((id) => Uint8Array.from(Buffer.from(id, "hex")));
  if (listed.length === 0) return;
  const address = {
    messageId: newId(),
    deviceId: device.signer.deviceId,
    recipientKeyId: owner.public.keyId,
  };
  const body = encodeTombstone({ scope: "listed", ids: listed });
  outbox.erase(Buffer.from(newId()).toString("hex"), [signNotice("tombstone", body, address, device.signer)]);
  for (const id of ids) say(`named ${id}`);
}

const ACTS: Readonly<Record<string, () => void>> = {
  accept,
  receipt,
  erase,
  ledger: () => void say(`ledger ${JSON.stringify(outbox.ledger)}`),
};

if (mode === "stream") {
  for (;;) {
    const dice = random();
    if (dice < 0.6) accept();
    else if (dice < 0.9) receipt();
    else erase();
  }
}

for await (const chunk of process.stdin.setEncoding("utf8")) {
  for (const line of String(chunk).split("\n").filter(Boolean)) {
    try {
      ACTS[line]?.();
      say(`done ${line}`);
    } catch (error) {
      say(`refused ${codeOf(error) ?? String(error)}`);
    }
  }
}
outbox.close();
