import { describe, expect, it } from "vitest";
import { htmlPage, type ReportContent } from "../../../src/app/evaluation/report/html-page.js";
import { markdownPage } from "../../../src/app/evaluation/report/markdown-page.js";

const evil = `<img src=x onerror="alert('&')">`;
const content: ReportContent = {
  title: evil,
  facts: [evil],
  tables: [{ title: evil, head: ["", evil], rows: [[evil, evil]], notes: [evil] }],
  conditions: [
    {
      condition: "clean",
      more: 3,
      cases: [
        {
          row: 7,
          fault: "leak",
          told: evil,
          heard: evil,
          overheard: evil,
          sound: `clean/${evil}.flac`,
          picture: {
            seconds: 2,
            envelope: Float32Array.of(0, 0.5, 1, 0.2),
            words: [[evil, 0.1, 0.5]],
            entities: [{ type: "PERSON", start: 0.1, end: 0.5, isCovered: false }],
            cuts: [{ start: 0.9, end: 1.4, types: [evil] }],
            others: [],
          },
        },
      ],
    },
  ],
  attachments: [{ name: evil, text: evil }],
};

describe("htmlPage", () => {
  it("makes a mark of nothing that was said, wherever it stands", () => {
    const page = htmlPage(content);
    expect(page).not.toContain("<img");
    expect(page).not.toContain(`"alert`);
    expect(page.split("&#60;img").length - 1).toBeGreaterThanOrEqual(12);
  });

  it("shows the true span in another colour when it leaked, and counts what it leaves out", () => {
    const page = htmlPage(content);
    expect(page).toMatch(/<rect class="leaked" x="48\.0"[^>]*width="192\.0"/);
    expect(page).toMatch(/<rect class="cut" x="432\.0"[^>]*width="240\.0"/);
    expect(page).toContain("3 more are not shown");
  });
});

describe("markdownPage", () => {
  it("escapes what was said, and closes no fence", () => {
    const page = markdownPage({ ...content, attachments: [{ name: "bench", text: "```\nnot the end" }] });
    expect(page).toContain("said: \\<img src=x");
    expect(page.match(/^```/gm)).toHaveLength(2);
  });
});
