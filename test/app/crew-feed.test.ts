import { describe, expect, it } from "vitest";
import { ClipsUnderWay } from "../../src/app/household/clips-under-way.js";
import type { CrewEvent } from "../../src/app/household/crew.js";
import { CrewFeed } from "../../src/app/household/crew-feed.js";

function line(event: string, id?: string): CrewEvent {
  return { kind: "line", from: "ear", line: { event, ...(id === undefined ? {} : { id }) } };
}

describe("the feed of what the processes log", () => {
  it("finds a line that came between the place and the question, and none from before the place", async () => {
    const feed = new CrewFeed();
    feed.take(line("opened"));
    const place = feed.now;
    feed.take(line("sealed"));
    expect((await feed.after(place, (told) => told.line.event === "sealed", 0))?.line.event).toBe("sealed");
    expect(await feed.after(place, (told) => told.line.event === "opened", 0)).toBeUndefined();
  });

  it("waits for a line that is still to come", async () => {
    const feed = new CrewFeed();
    const coming = feed.after(feed.now, (told) => told.line.event === "sealed", 60_000);
    feed.take(line("woke"));
    feed.take(line("sealed"));
    expect((await coming)?.line.event).toBe("sealed");
  });

  it("keeps its places when old lines have gone", async () => {
    const feed = new CrewFeed();
    for (let count = 0; count < 2_500; count += 1) feed.take(line("woke"));
    const place = feed.now;
    feed.take(line("sealed"));
    expect((await feed.after(place, () => true, 0))?.line.event).toBe("sealed");
  });
});

describe("the clips that are under way", () => {
  it.each(["receipted", "erased", "expired", "evicted", "quarantined"])(
    "are none when the last was %s",
    async (exit) => {
      const clips = new ClipsUnderWay();
      await clips.none();
      clips.take(line("clip-sealed", "a"));
      clips.take(line("clip-sealed", "b"));
      let isOver = false;
      const over = clips.none().then(() => {
        isOver = true;
      });
      clips.take(line("clip-accepted", "a"));
      clips.take(line("clip-receipted", "a"));
      await Promise.resolve();
      expect(isOver).toBe(false);
      clips.take(line(`clip-${exit}`, "b"));
      await over;
    },
  );
});
