import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { watchFiles } from "../../../services/worker/reload/file-watcher.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Watches these files; each call of `next` resolves with the next change that is told. */
function start(files: Set<string>) {
  const told: (readonly string[])[] = [];
  let onTold = () => {};
  const watcher = watchFiles(
    () => files,
    20,
    (changed) => {
      told.push(changed);
      onTold();
    },
  );
  onTestFinished(() => watcher.stop());
  const next = async () => {
    while (told.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      onTold = resolve;
      await promise;
    }
    return told.shift();
  };
  return { watcher, next, told };
}

test("a file that is written, replaced, removed or made again is told; its neighbours are not", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "a.ts");
  writeFileSync(file, "1");
  const { next } = start(new Set([file]));

  writeFileSync(join(folder, "b.ts"), "not ours");
  writeFileSync(file, "2");
  expect(await next()).toEqual([file]);
  // As editors save.
  writeFileSync(join(folder, ".a.ts.swp"), "3");
  renameSync(join(folder, ".a.ts.swp"), file);
  expect(await next()).toEqual([file]);
  rmSync(file);
  expect(await next()).toEqual([file]);
  writeFileSync(file, "4");
  expect(await next()).toEqual([file]);
});

test("files that are saved together are told together", async () => {
  const folder = temporaryFolder();
  const files = ["a.ts", "b.ts", "c.ts"].map((name) => join(folder, name));
  const { next, told } = start(new Set(files));
  for (const file of files) writeFileSync(file, "x");
  expect(new Set(await next())).toEqual(new Set(files));
  expect(told).toEqual([]);
});

test("folders that come later are looked after once they are asked for", async () => {
  const folder = temporaryFolder();
  const files = new Set([join(folder, "later", "a.ts")]);
  const { watcher, next } = start(files);
  mkdirSync(join(folder, "later"));
  watcher.refresh();
  writeFileSync(join(folder, "later", "a.ts"), "x");
  expect(await next()).toEqual([...files]);
});
