/**
 * Builds the pages that the gateway serves, from `web/` into `dist/web/`: each folder with an `index.html` and a `main.js` or
 * `main.ts` is a page. All that a page needs is in its folder then: nothing is loaded from elsewhere.
 *
 *     node scripts/build-web.ts
 */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = join(ROOT, "web");

/** Builds all pages into a folder, which is emptied before. */
export async function buildWeb(out = join(ROOT, "dist", "web")): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  for (const page of pages()) await buildPage(page, join(out, page));
  // What tells a whole folder from one that is being made, and the built pages from their sources.
  writeFileSync(join(out, "BUILT"), `${new Date().toISOString()}\n`);
}

function pages(): string[] {
  const folders = readdirSync(SOURCES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => existsSync(join(SOURCES, name, "index.html")));
}

async function buildPage(page: string, out: string): Promise<void> {
  const folder = join(SOURCES, page);
  const main = ["main.ts", "main.js"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (main === undefined) throw new Error(`web/${page} has neither main.ts nor main.js`);
  mkdirSync(out, { recursive: true });
  copyFileSync(join(folder, "index.html"), join(out, "index.html"));
  const { metafile } = await build({
    entryPoints: [main],
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  writeFileSync(join(out, "licenses.txt"), licensesOf(Object.keys(metafile.inputs)));
  for (const name of readdirSync(out)) {
    const path = join(out, name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

/** The licences of all packages that went into a page. */
function licensesOf(inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  const texts = [...packages].toSorted().flatMap((name) => {
    const folder = join(ROOT, "node_modules", name);
    const files = readdirSync(folder).filter((file) => /licen[cs]e|notice/i.test(file));
    return files.map((file) => `${name}: ${file}\n\n${readFileSync(join(folder, file), "utf8")}`);
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

if (import.meta.main) await buildWeb();
