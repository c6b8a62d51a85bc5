import { describe, expect, it } from "vitest";
import { SottoError } from "../../src/domain/errors.js";
import { BoundedWorker } from "../../src/pipeline/bounded-worker.js";

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe("BoundedWorker", () => {
  it("runs jobs one at a time, in order", async () => {
    const order: string[] = [];
    const worker = new BoundedWorker(4, () => undefined);
    const first = gate();
    worker.submit(async () => {
      await first.opened;
      order.push("first");
    });
    worker.submit(async () => {
      order.push("second");
    });
    first.open();
    await worker.idle();
    expect(order).toEqual(["first", "second"]);
  });

  it("refuses what is above its bound", async () => {
    const worker = new BoundedWorker(1, () => undefined);
    const hold = gate();
    expect(worker.submit(() => hold.opened)).toBe("accepted");
    expect(worker.submit(async () => undefined)).toBe("accepted");
    expect(worker.submit(async () => undefined)).toBe("full");
    expect(worker.waiting).toBe(1);
    hold.open();
    await worker.idle();
    expect(worker.waiting).toBe(0);
  });

  it("goes on after a job that throws", async () => {
    const errors: unknown[] = [];
    let isDone = false;
    const worker = new BoundedWorker(2, (error) => errors.push(error));
    worker.submit(() => Promise.reject(new SottoError("MODEL_FAILED", "a test's own")));
    worker.submit(async () => {
      isDone = true;
    });
    await worker.idle();
    expect(errors).toHaveLength(1);
    expect(isDone).toBe(true);
  });
});
