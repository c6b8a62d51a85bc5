import type { z } from "zod";

/** Every mistake that a schema found, each with its path; a key that is not known is one. */
export function problemsOf({ issues }: z.ZodError): readonly string[] {
  return issues.flatMap((issue) => {
    const path = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `${path === "" ? key : `${path}.${key}`}: is no known key`);
    }
    return [`${path}: ${issue.message}`];
  });
}
