import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A new empty folder that is removed when the test that asked for it has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "longshore-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for all tests of a file: call it at the top of the file, not in a hook. */
export function temporaryFolderOfFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "longshore-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
