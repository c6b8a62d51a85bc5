/** One line of the table. */
export interface Claim {
  readonly claim: string;
  readonly testedOn: string;
  readonly result: "holds" | "fails" | "skipped";
  readonly figures: string;
}

/** What a scenario says; where it was tested is said once, by the scenario. */
export interface Finding {
  readonly claim: string;
  /** False fails the lab. */
  readonly holds: boolean;
  readonly figures: string;
}

export interface Scenario {
  readonly name: string;
  readonly testedOn: string;
  /** Tells a finding as soon as it is known. */
  run(tell: (finding: Finding) => void): Promise<void>;
}
