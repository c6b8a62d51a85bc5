import { z } from "zod";
import { profileSchema } from "../../src/config/profile.js";

/** hardware/profiles/profile.schema.json: an editor that knows JSON Schema helps whoever writes a profile. */
export function profileJsonSchema(): string {
  const schema = z.toJSONSchema(profileSchema, { io: "input" });
  return `${JSON.stringify({ title: "A hardware profile of Sotto", ...schema }, null, 2)}\n`;
}
