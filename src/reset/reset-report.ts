/** What was found when every byte was read again. */
export type Proof =
  | { readonly kind: "proved"; readonly bytes: number; readonly sha256: string }
  /** The first byte that is not what was written. */
  | { readonly kind: "failed"; readonly at: number; readonly bytes: number };

export type ErasureFacts =
  | {
      readonly place: "partition";
      readonly device: string;
      readonly overwritten: number;
      readonly proof: Proof;
      /** Whether the card was told that it need not keep the old blocks. */
      readonly discarded: boolean;
      readonly seconds: number;
    }
  | {
      readonly place: "folders";
      readonly folders: readonly string[];
      readonly files: number;
      readonly overwritten: number;
      readonly left: readonly string[];
      readonly seconds: number;
    };

export interface CardFacts {
  readonly files: number;
  /** Bytes of free space that were filled once, since deleted files may lie there. */
  readonly filled: number;
}

export function isProved(facts: ErasureFacts): boolean {
  return facts.place === "partition" ? facts.proof.kind === "proved" : facts.left.length === 0;
}

/** What a buyer, or the owner, can read on the card. It names nothing that was on the device. */
export function resetReport(at: string, facts: ErasureFacts, card: CardFacts | undefined): string {
  return [
    `Sotto factory reset of ${at}`,
    ...(facts.place === "partition" ? partitionLines(facts) : folderLines(facts)),
    ...(card === undefined
      ? []
      : [
          `Card: ${card.files} files of the owner's overwritten and removed, ${card.filled} bytes of free space filled.`,
        ]),
    isProved(facts)
      ? "DONE. The device starts as at its first start."
      : "FAILED. It is tried again at the next start, and Sotto does not run until then. If it fails again, destroy the card.",
    ...limitsOf(facts),
    "",
  ].join("\n");
}

function partitionLines(facts: Extract<ErasureFacts, { place: "partition" }>): readonly string[] {
  const { device, overwritten, proof, discarded, seconds } = facts;
  return [
    `Data partition ${device}: ${overwritten} bytes overwritten with random ones, in ${seconds} s.`,
    proof.kind === "proved"
      ? `Proof: ${proof.bytes} bytes read back from the card, each the random one that was written (SHA-256 ${proof.sha256}).`
      : `No proof: of ${proof.bytes} bytes the one at ${proof.at} is not what was written.`,
    discarded ? "The blocks were then given back to the card (discard)." : "The card takes no discard.",
  ];
}

function folderLines(facts: Extract<ErasureFacts, { place: "folders" }>): readonly string[] {
  const { folders, files, overwritten, left, seconds } = facts;
  return [
    `Folders ${folders.join(", ")}: ${files} files, ${overwritten} bytes overwritten and removed, in ${seconds} s.`,
    left.length === 0 ? "Proof: no file is left in any of them." : `No proof: ${left.length} files are left.`,
  ];
}

function limitsOf({ place }: ErasureFacts): readonly string[] {
  const flash =
    "Flash memory moves blocks by itself: a few that the card has put aside cannot be reached by any program, and somebody who takes the chip out of the card may find scraps there.";
  return place === "partition"
    ? [flash]
    : [
        flash,
        "This was a package on a system of yours: blocks of files that were deleted earlier, swap and backups are not reached. To sell the machine, write its card anew.",
      ];
}
