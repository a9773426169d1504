import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CorpusTooLargeError, readCorpus } from "../../examples/automated-gather-creation/corpus.ts";
import { createGather, type GatherRequest } from "../../examples/automated-gather-creation/gather.ts";
import { MAX_GATHER_BYTES } from "../../examples/automated-gather-creation/gather-result.ts";
import { findGatherRoot } from "../../examples/automated-gather-creation/gather-root.ts";
import {
  listTextFiles,
  MAX_FILE_BYTES,
  readTextFile,
} from "../../examples/automated-gather-creation/text-files.ts";
import { createTextTree, mitLicence } from "./text-tree.ts";

function gather(root: string, request: Partial<GatherRequest> = {}) {
  return createGather({ root, source: ".", query: "retry backoff", ...request });
}

describe("createGather()", () => {
  it("ranks what the query asks for, with title, path relative to the source and a one-line excerpt", async () => {
    const root = createTextTree({
      "docs/guide/retry.md":
        "[![build](x.svg)](x)\n\n# Retry *policy*\n\nEvery **retry** waits for its [backoff](#b).\n",
      "docs/guide/paint.md": "# Paint\n\nColours and brushes.\n",
      "docs/LICENCE": mitLicence("Ann"),
      "docs/code.ts": "retry backoff",
      "retry.md": "# Outside the source\n\nretry backoff",
    });
    const result = await gather(root, { source: "docs" });
    expect(result.items).toEqual([
      {
        title: "Retry policy",
        path: "guide/retry.md",
        score: expect.any(Number),
        excerpt: "Retry policy Every retry waits for its backoff.",
        group: 0,
      },
    ]);
    expect(result.counts).toMatchObject({ filesRead: 3, documents: 3, matched: 1, nearDuplicates: 0 });
  });

  it("folds near-duplicates under the best-ranked one and lists them all as items", async () => {
    const root = createTextTree({
      "a/LICENSE": mitLicence("Ann Author"),
      "b/license.txt": mitLicence("Bob Builder"),
      "c/LICENSE.md": mitLicence("Carol Coder"),
      "d/README.md": "# Carol\n\nA short note about something else, by Carol.\n",
    });
    const { groups, items, counts } = await gather(root, { query: "carol coder" });
    const [first] = groups.filter((group) => group.size > 1);
    expect(first?.head.path).toBe("c/LICENSE.md");
    expect(first?.duplicates.map(({ path }) => path).sort()).toEqual(["a/LICENSE", "b/license.txt"]);
    expect(counts).toMatchObject({ duplicateGroups: 1, nearDuplicates: 2 });
    for (const item of items) {
      const group = groups[item.group];
      const members = [group?.head.path, ...(group?.duplicates ?? []).map(({ path }) => path)];
      expect(members).toContain(item.path);
    }
  });

  it("gives the same gather for the same files", async () => {
    const root = createTextTree(numberedFiles(40));
    expect(JSON.stringify(await gather(root))).toBe(JSON.stringify(await gather(root)));
  });

  it("orders groups by score and lists no more than the limit", async () => {
    const { groups, items } = await gather(createTextTree(numberedFiles(40)), { limit: 7 });
    const scores = groups.map(({ score }) => score);
    expect(groups).toHaveLength(7);
    expect(items).toHaveLength(7);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
  });

  it("has no groups when nothing matches, and still says what was read", async () => {
    const { groups, items, counts } = await gather(createTextTree({ "a.md": "# Paint" }));
    expect({ groups, items }).toEqual({ groups: [], items: [] });
    expect(counts).toMatchObject({ documents: 1, matched: 0 });
  });

  it("reports progress at the start, per hundred files and at the end", async () => {
    const reports: [number, number][] = [];
    const onProgress = (done: number, total: number) => reports.push([done, total]);
    await gather(createTextTree(numberedFiles(250)), { onProgress });
    expect(reports).toEqual([
      [0, 250],
      [100, 250],
      [200, 250],
      [250, 250],
    ]);
  });

  it("stops between files with the reason of its signal", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled by a person");
    const reports: number[] = [];
    const onProgress = (done: number) => {
      reports.push(done);
      if (done === 100) controller.abort(reason);
    };
    const root = createTextTree(numberedFiles(250));
    await expect(gather(root, { onProgress, signal: controller.signal })).rejects.toBe(reason);
    expect(reports).toEqual([0, 100]);
    await expect(gather(root, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("lets the event loop run while it works, so that an abort can arrive", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled from outside");
    const root = createTextTree(numberedFiles(250));
    const running = gather(root, {
      onProgress: () => setImmediate(() => controller.abort(reason)),
      signal: controller.signal,
    });
    await expect(running).rejects.toBe(reason);
  });

  it("counts and skips binary, empty and unreadable files and links out of the root", async () => {
    const outside = createTextTree({ "secret.md": "# Secret retry" });
    const root = createTextTree({
      "good.md": "retry",
      "binary.txt": new Uint8Array([114, 0, 114]),
      "empty.md": "---\n",
      "gone.md": { linkTo: "nowhere.md" },
      "leak.md": { linkTo: join(outside, "secret.md") },
      leaks: { linkTo: outside },
    });
    const { counts, items } = await gather(root);
    expect(counts.skipped).toEqual({ binary: 1, empty: 1, unreadable: 1, outsideRoot: 2 });
    expect(items.map(({ path }) => path)).toEqual(["good.md"]);
  });

  it("follows links inside the root, each real file once and no loop", async () => {
    const root = createTextTree({
      "pack/readme.md": "retry",
      "pack/self": { linkTo: "." },
      "source/link": { linkTo: "../pack" },
      "source/twin": { linkTo: "../pack" },
    });
    const { items } = await gather(root, { source: "source" });
    expect(items.map(({ path }) => path)).toEqual(["link/readme.md"]);
  });

  it("reads the first MiB of a larger file and no half character", async () => {
    const filler = "x".repeat(MAX_FILE_BYTES - 7);
    const root = createTextTree({ "big.txt": `retry ${filler}é backoff` });
    const { counts } = await gather(root);
    expect(counts).toMatchObject({ bytesRead: MAX_FILE_BYTES, filesCut: 1 });
    const [file] = (await listTextFiles({ root, folder: root })).files;
    const content = file === undefined ? undefined : await readTextFile(file);
    expect(content).toEqual({ kind: "text", text: `retry ${filler}`, bytes: MAX_FILE_BYTES, isCut: true });
    expect((await gather(root, { query: "backoff" })).counts.matched).toBe(0);
  });

  it("stays below its size limit and says that it left ranks out", async () => {
    const long = "深い".repeat(40);
    const files: Record<string, string> = {};
    for (let file = 0; file < 200; file++) {
      files[`${long}/${file}.md`] = `# ${file}\n\nretry ${`語${file}${"重複".repeat(20)} `.repeat(20)}`;
    }
    const result = await gather(createTextTree(files), { limit: 200 });
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(MAX_GATHER_BYTES);
    expect(result.truncated).toBe(true);
    expect(result.items.every(({ group }) => group < result.groups.length)).toBe(true);
  });

  it("keeps no more text than it may hold, and does not count what it skips", async () => {
    const root = createTextTree({ "a.md": "one two", "b.md": "three four", "c.txt": new Uint8Array(100) });
    const { files } = await listTextFiles({ root, folder: root });
    const onProgress = () => {};
    await expect(readCorpus(files, { onProgress, maxBytes: 16 })).rejects.toBeInstanceOf(CorpusTooLargeError);
    expect((await readCorpus(files, { onProgress, maxBytes: 17 })).documents).toHaveLength(2);
  });

  it("makes sense of the installed packages", async () => {
    const { groups, counts } = await gather(findGatherRoot({}), { query: "mit license permission granted" });
    expect(counts.filesRead).toBeGreaterThan(200);
    expect(counts.nearDuplicates).toBeGreaterThan(30);
    const largest = groups.reduce((left, right) => (right.size > left.size ? right : left));
    expect(largest.size).toBeGreaterThan(20);
    expect(largest.head.excerpt).toMatch(/permission is hereby granted/i);
    for (const { path } of largest.duplicates) expect(path).toMatch(/licen[cs]e/i);
    expect(groups.some(({ head }) => /apache/i.test(head.title))).toBe(true);
  });
});

describe("findGatherRoot()", () => {
  it("is the setting, or else the installed packages", () => {
    expect(findGatherRoot({ LONGSHORE_GATHER_ROOT: "/srv/texts" })).toBe("/srv/texts");
    expect(findGatherRoot({ LONGSHORE_GATHER_ROOT: "" })).toMatch(/node_modules$/);
  });
});

/** Files that all match "retry" or "backoff", to different degrees, and have nothing else in common. */
function numberedFiles(count: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let file = 0; file < count; file++) {
    const filler = Array.from({ length: 5 + (file % 17) }, (_, word) => `word${file}x${word}`).join(" ");
    files[`${file % 7}/${file}.md`] =
      `# File ${file}\n\n${file % 3 === 0 ? "retry backoff" : "retry"} ${filler}\n`;
  }
  return files;
}
