import type { Listening, ListeningEvent, Tell } from "../../src/pipeline/listening.js";

/** Listening of which the test says what it tells. */
export class ToldListening implements Listening {
  readonly orders: string[] = [];
  #tell: Tell = () => undefined;
  #closed: () => void = () => undefined;

  run(tell: Tell): Promise<void> {
    this.#tell = tell;
    return new Promise((resolve) => {
      this.#closed = resolve;
    });
  }

  tell(...events: readonly ListeningEvent[]): void {
    for (const event of events) void this.#tell(event);
  }

  reject({ number }: { readonly number: number }): void {
    this.orders.push(`reject ${number}`);
  }

  settle(draft: number): void {
    this.orders.push(`settle ${draft}`);
  }

  forget(): void {
    this.orders.push("forget");
  }

  async close(): Promise<void> {
    this.tell({ kind: "closed", why: "muted" });
    this.#closed();
  }
}
