import { describe, expect, it } from "vitest";
import { createGather } from "../../examples/automated-gather-creation/gather.ts";
import { GatherSourceError } from "../../examples/automated-gather-creation/source.ts";
import { createTextTree } from "./text-tree.ts";

const outside = "/";

const refusals: readonly (readonly [source: string, problem: RegExp])[] = [
  ["..", /has a ".."/],
  ["docs/../../etc", /has a ".."/],
  ["docs/..", /has a ".."/],
  ["docs\\..", /has a ".."/],
  ["/etc", /is absolute/],
  ["C:\\texts", /is absolute/],
  ["", /is not a path/],
  ["docs\0", /is not a path/],
  ["missing", /does not exist/],
  ["docs/a.md", /is not a folder/],
  ["docs/a.md/b", /is not a folder/],
  ["escape", /leads out of the gather root/],
  ["nested/escape/usr", /leads out of the gather root/],
  ["loop", /cannot be opened \(ELOOP\)/],
  ["code", /has no Markdown or text file/],
  ["binary", /has no text file that can be read and has words/],
];

describe("a source that is refused", () => {
  it.each(refusals)("%j is named with what is wrong and what is allowed", async (source, problem) => {
    const root = createTextTree({
      "docs/a.md": "# A",
      "code/a.ts": "let a;",
      "binary/a.md": new Uint8Array([0]),
      escape: { linkTo: outside },
      "nested/escape": { linkTo: outside },
      loop: { linkTo: "loop" },
    });
    const error = await createGather({ root, source, query: "a" }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GatherSourceError);
    expect(error).toMatchObject({ source, message: expect.stringMatching(problem) });
    expect(error).toMatchObject({ message: expect.stringContaining(JSON.stringify(source)) });
    expect(error).toMatchObject({ message: expect.stringContaining("allowed is") });
    expect(error).toMatchObject({ message: expect.not.stringContaining(root) });
  });

  it("is not blamed when the root itself cannot be opened", async () => {
    const root = createTextTree({ "a.md": "# A" });
    for (const wrong of [`${root}/none`, `${root}/a.md`]) {
      const error = await createGather({ root: wrong, source: ".", query: "a" }).catch(
        (reason: unknown) => reason,
      );
      expect(error).not.toBeInstanceOf(GatherSourceError);
      expect(error).toMatchObject({ message: expect.stringContaining("gather root") });
    }
  });
});
