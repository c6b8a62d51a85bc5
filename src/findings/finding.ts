import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import type { Transcript, WordRange } from "../transcript/transcript.js";

/** One witness's word that a run of words is personal. */
export interface Finding extends WordRange {
  readonly type: PersonalType;
  readonly source: FindingSource;
  /** In (0, 1]; 1 for a rule that is certain. */
  readonly score: number;
}

/** One way of finding. The same transcript gives the same findings. */
export interface Finder {
  readonly source: FindingSource;
  find(transcript: Transcript): readonly Finding[] | Promise<readonly Finding[]>;
}

/** A rule over the words: it answers at once. */
export interface RuleFinder extends Finder {
  find(transcript: Transcript): readonly Finding[];
}

/** What every witness says, one after the other. Whoever fails fails all: nobody is left out. */
export async function findAll(
  finders: readonly Finder[],
  transcript: Transcript,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const finder of finders) findings.push(...(await finder.find(transcript)));
  return findings;
}
