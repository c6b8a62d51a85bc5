import { z } from "zod";
import { ERRORS, type ErrorCode } from "../../domain/errors.js";
import { isPublicId, type Loggable, publicId } from "../../log/log.js";
import type { ClipMs, EarEvent } from "../../pipeline/ear-event.js";
import { kindsRemoved } from "../../seal/clip-contents.js";

export type EarLine = readonly [event: string, fields?: Readonly<Record<string, Loggable>>];

function isErrorCode(text: string): text is ErrorCode {
  return text in ERRORS;
}

/** What the ear tells about a clip that it sealed: positions, kinds and times, never content. */
export interface SealedReport {
  readonly messageId: string;
  readonly bytes: number;
  /** Samples of the stream, 16 kHz, from the opening of the device. */
  readonly span: { readonly start: number; readonly end: number };
  readonly ms: Omit<ClipMs, "total">;
}

function sealedFields(event: Extract<EarEvent, { kind: "sealed" }>): Readonly<Record<string, Loggable>> {
  const { clip, details, report } = event;
  const { ms, span } = report;
  return {
    id: publicId(clip.messageId),
    kinds: kindsRemoved(details.removed),
    cuts: details.removed.length,
    bytes: clip.bucket,
    spanStart: span.start,
    spanEnd: span.end,
    waitMs: Math.round(ms.wait),
    earlyMs: Math.round(ms.early),
    recogniseMs: Math.round(ms.recognise),
    findMs: Math.round(ms.find),
    alignMs: Math.round(ms.align),
    redactMs: Math.round(ms.redact),
    verifyMs: Math.round(ms.verify),
    encodeMs: Math.round(ms.encode),
    sealMs: Math.round(ms.seal),
    fromSpeechEndMs: Math.round(ms.fromSpeechEnd),
  };
}

/** The line of an event: kinds, counts and milliseconds. None for a first look, which says little by itself. */
export function earLine(event: EarEvent): EarLine | undefined {
  switch (event.kind) {
    case "opened":
      return event.refusedGains
        ? ["microphone-open", { refusedGains: event.refusedGains }]
        : ["microphone-open"];
    case "lost":
      return ["microphone-lost", { code: event.code, retryInMs: event.retryInMs }];
    case "gap":
      return ["sound-missed", { samples: event.samples }];
    case "looked":
    case "collecting":
      return undefined;
    case "woke":
      return ["woke", { score: event.look.score }];
    case "rejected":
      return ["wake-rejected", { score: event.look.score }];
    case "abandoned":
      return ["no-speech"];
    case "drafted":
      return event.fate === "kept" ? undefined : [`draft-${event.fate}`];
    case "dropped":
      return [`clip-dropped-${event.reason}`, isErrorCode(event.reason) ? { code: event.reason } : {}];
    case "sealed":
      return ["clip-sealed", sealedFields(event)];
    case "closed":
      return ["microphone-closed", { why: event.why }];
  }
}

const sealedLine = z.object({
  id: z.string().refine(isPublicId),
  bytes: z.number(),
  spanStart: z.number(),
  spanEnd: z.number(),
  waitMs: z.number(),
  earlyMs: z.number(),
  recogniseMs: z.number(),
  findMs: z.number(),
  alignMs: z.number(),
  redactMs: z.number(),
  verifyMs: z.number(),
  encodeMs: z.number(),
  sealMs: z.number(),
  fromSpeechEndMs: z.number(),
});

/** Reads the line of a sealed clip again, in another process. @throws ZodError for any other line */
export function sealedReport(line: unknown): SealedReport {
  const told = sealedLine.parse(line);
  return {
    messageId: told.id,
    bytes: told.bytes,
    span: { start: told.spanStart, end: told.spanEnd },
    ms: {
      wait: told.waitMs,
      early: told.earlyMs,
      recognise: told.recogniseMs,
      find: told.findMs,
      align: told.alignMs,
      redact: told.redactMs,
      verify: told.verifyMs,
      encode: told.encodeMs,
      seal: told.sealMs,
      fromSpeechEnd: told.fromSpeechEndMs,
    },
  };
}

/** Why no clip came of what was heard, when this line says so. */
export function droppedReason(event: string): string | undefined {
  if (event === "no-speech") return event;
  return /^clip-dropped-(.+)$/.exec(event)?.[1];
}
