import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAYLOAD_MAX_BYTES } from "../../core/stored-object.ts";
import { loadModules } from "../../services/worker/load-modules.ts";
import { InlinePool } from "../../services/worker/pool/inline-pool.ts";
import { codeBlocks, ROOT } from "./code-blocks.ts";

const page = readFileSync(join(ROOT, "docs/writing-tasks.md"), "utf8");

test("the task on the page loads and runs", async () => {
  const [source = ""] = codeBlocks("docs/writing-tasks.md", "ts");
  // Beside the node_modules that its own imports need.
  const file = join(ROOT, "node_modules", ".longshore-writing-tasks.mjs");
  writeFileSync(file, source);
  const loaded = await loadModules([file]);
  if (!loaded.ok) throw new Error(loaded.problem);
  const pool = new InlinePool(1, (type) => loaded.definitions.get(type));
  const job = {
    taskId: "t",
    project: "p",
    type: "resize_image",
    attempt: 1,
    maxAttempts: 3,
    payload: { path: "a.png" },
    softLimitMs: 1_000,
    hardLimitMs: 1_000,
    cancelGraceMs: 1_000,
    memoryLimitBytes: 2 ** 30,
    resultMaxBytes: 1_000,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
  const { outcome } = pool.run(job, { onProgress: () => undefined, onLog: () => undefined });
  expect(await outcome).toEqual({ kind: "returned", result: { path: "a.png", width: 800 } });
});

test("so does the program on the page, as far as it can without the file beside it", async () => {
  const [source = ""] = codeBlocks("docs/writing-tasks.md", "js");
  const file = join(ROOT, "node_modules", ".longshore-writing-programs.mjs");
  writeFileSync(file, source);
  expect(await loadModules([file])).toMatchObject({ ok: true });
});

test("the page names every option of defineTask, and the size limit of results", () => {
  const options = readFileSync(join(ROOT, "sdk/task-definition.ts"), "utf8");
  const bodies = [...options.matchAll(/interface \w+TaskOptions<[^{]*\{([\s\S]*?)\n\}/g)].map(
    ([, body]) => body,
  );
  const names = [...bodies.join("\n").matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(["type", "pool", "handler", "command", "cwd"]));
  for (const name of names) {
    if (name === "handler" || name === "description") continue;
    expect(page, `option ${name}`).toMatch(new RegExp(`^\\| \`${name}[.\`]`, "m"));
  }
  expect(page).toContain(`${PAYLOAD_MAX_BYTES / 1024 ** 2} MiB`);
});
