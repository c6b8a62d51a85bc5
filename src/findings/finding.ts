import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import type { Transcript, WordRange } from "../transcript/transcript.js";

/** One witness's word that a run of words is personal. */
export interface Finding extends WordRange {
  readonly type: PersonalType;
  readonly source: FindingSource;
  /** In (0, 1]; 1 for a rule that is certain. */
  readonly score: number;
}

/** One way of finding. Pure: the same transcript gives the same findings. */
export interface Finder {
  readonly source: FindingSource;
  find(transcript: Transcript): readonly Finding[];
}
