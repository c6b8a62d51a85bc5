import type { CrewEvent } from "../../src/app/household/crew.js";

/** Clips of the real ear, which forgets them when it is killed. */
export class SealedByEar {
  readonly all: string[] = [];
  /** Sealed by the ear that runs now, and not accepted yet. */
  readonly held = new Set<string>();

  take(event: CrewEvent): void {
    if (event.kind === "ended" && event.name === "ear") this.held.clear();
    if (event.kind !== "line" || event.from !== "ear" || typeof event.line["id"] !== "string") return;
    const { id } = event.line;
    if (event.line.event === "clip-sealed") {
      this.all.push(id);
      this.held.add(id);
    } else this.held.delete(id);
  }
}
