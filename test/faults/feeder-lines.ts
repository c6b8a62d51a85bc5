import { z } from "zod";

/** How the second device is fed. */
export const feederOptions = z.object({
  brokerUrl: z.string(),
  /** Between two clips. */
  everyMs: z.number(),
  mostClips: z.number(),
});
export type FeederOptions = z.infer<typeof feederOptions>;

/** What the feeder tells, one JSON object a line. */
export const feederLine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sealed"), id: z.string() }),
  /** By the uplink's answer or by its log. */
  z.object({ kind: z.literal("accepted"), id: z.string() }),
  z.object({ kind: z.literal("held"), held: z.number() }),
  z.object({ kind: z.literal("started"), pid: z.number() }),
  z.object({ kind: z.literal("ended") }),
]);
export type FeederLine = z.infer<typeof feederLine>;
