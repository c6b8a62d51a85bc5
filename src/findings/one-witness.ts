import type { FindingSource } from "../domain/personal-type.js";
import type { Finder } from "./finding.js";

/**
 * The witnesses of one source alone, for telling what each is worth. Those that know lists of names also speak for the
 * recogniser's doubt, and are heard on the one or on the other.
 */
export function oneWitness(finders: readonly Finder[], source: FindingSource): readonly Finder[] {
  return finders.flatMap((finder): readonly Finder[] => {
    if (finder.source !== "gazetteer") return finder.source === source ? [finder] : [];
    if (source !== "gazetteer" && source !== "doubt") return [];
    return [
      {
        source,
        find: async (transcript) =>
          (await finder.find(transcript)).filter((finding) => finding.source === source),
      },
    ];
  });
}
