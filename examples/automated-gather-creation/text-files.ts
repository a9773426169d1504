// Finding and reading the text files of a folder, in an order that never changes.

import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { TextFormat } from "./plain-text.ts";
import { isInside, type SourceFolder } from "./source.ts";

/** Bytes read of one file; of a larger one only the beginning is gathered. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A file to read. */
export interface TextFile {
  /** Path relative to the source, with slashes. */
  readonly path: string;
  /** Where it really lies, below the root; this is what is opened, never a link. */
  readonly realPath: string;
}

/** What a folder holds. */
export interface TextFileList {
  readonly files: readonly TextFile[];
  /** Folders that may not be listed and text files that lead nowhere. */
  readonly unreadable: number;
  /** Symbolic links that lead out of the root and were not followed. */
  readonly outsideRoot: number;
}

/** What reading one file gave. `bytes` counts what was read, `isCut` says that the file goes on after it. */
export type TextFileContent =
  | { readonly kind: "text"; readonly text: string; readonly bytes: number; readonly isCut: boolean }
  | { readonly kind: "binary"; readonly bytes: number }
  | { readonly kind: "unreadable" };

const TEXT_NAME =
  /\.(?:md|markdown|txt|text)$|^(?:licen[cs]e|readme|notice|changelog|copying)(?:[-_][^.]*)?$/i;
const MARKDOWN_NAME = /\.(?:md|markdown)$|^(?:readme|changelog)$/i;

/** Refusals that belong to one file. Anything else (no descriptors, a broken disk) is the machine's and is thrown. */
const UNREADABLE = new Set(["EACCES", "EPERM", "ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENAMETOOLONG"]);

/**
 * All Markdown and text files below a source, sorted by name within each folder, each real file once. Links are followed
 * as long as they stay inside the root. Throws the reason of `signal` when it is aborted.
 */
export async function listTextFiles(source: SourceFolder, signal?: AbortSignal): Promise<TextFileList> {
  const files: TextFile[] = [];
  const seen = new Set<string>();
  let unreadable = 0;
  let outsideRoot = 0;

  async function walk(folder: string, prefix: string): Promise<void> {
    signal?.throwIfAborted();
    const entries = await orUnreadable(readdir(folder, { withFileTypes: true }));
    if (entries === undefined) unreadable++;
    for (const entry of entries?.sort(byName) ?? []) {
      const path = prefix + entry.name;
      const found = entry.isSymbolicLink()
        ? await followLink(source.root, join(folder, entry.name))
        : { kind: kindOf(entry), realPath: join(folder, entry.name) };
      const isText = TEXT_NAME.test(entry.name);
      if (found.kind === "outside") outsideRoot++;
      else if (found.kind === "broken" && isText) unreadable++;
      else if (found.kind === "folder" && isNew(found.realPath)) await walk(found.realPath, `${path}/`);
      else if (found.kind === "file" && isText && isNew(found.realPath))
        files.push({ path, realPath: found.realPath });
    }
  }

  /** A folder or file that a link leads to twice, or a loop of links, is entered once. */
  function isNew(realPath: string): boolean {
    if (seen.has(realPath)) return false;
    seen.add(realPath);
    return true;
  }

  seen.add(source.folder);
  await walk(source.folder, "");
  return { files, unreadable, outsideRoot };
}

/**
 * Reads the first {@link MAX_FILE_BYTES} of a file as UTF-8; bytes that are none become U+FFFD. A file with a NUL byte in
 * them is binary.
 */
export async function readTextFile(file: TextFile): Promise<TextFileContent> {
  const content = await orUnreadable(readStart(file.realPath));
  if (content === undefined) return { kind: "unreadable" };
  const { buffer, isCut } = content;
  if (buffer.includes(0)) return { kind: "binary", bytes: buffer.length };
  // As a stream, so that a character cut in two by the size limit is left out and not turned into U+FFFD.
  const text = new TextDecoder().decode(buffer, { stream: isCut });
  return { kind: "text", text, bytes: buffer.length, isCut };
}

/** How a file is written, by its name. */
export function formatOf(path: string): TextFormat {
  return MARKDOWN_NAME.test(basename(path)) ? "markdown" : "text";
}

interface Found {
  readonly kind: "file" | "folder" | "other" | "outside" | "broken";
  readonly realPath: string;
}

async function followLink(root: string, link: string): Promise<Found> {
  const realPath = await orUnreadable(realpath(link));
  if (realPath === undefined) return { kind: "broken", realPath: link };
  if (!isInside(root, realPath)) return { kind: "outside", realPath };
  const stats = await orUnreadable(stat(realPath));
  return { kind: stats === undefined ? "broken" : kindOf(stats), realPath };
}

/** Pipes, sockets and devices are "other": opening one could wait for ever. */
function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): Found["kind"] {
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}

async function readStart(path: string): Promise<{ buffer: Buffer; isCut: boolean }> {
  await using handle = await open(path, "r");
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(Math.min(size, MAX_FILE_BYTES));
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break; // the file became shorter meanwhile
    length += bytesRead;
  }
  return { buffer: buffer.subarray(0, length), isCut: size > MAX_FILE_BYTES };
}

/** The value, or nothing where the file system refuses this one file. */
async function orUnreadable<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && "code" in error && UNREADABLE.has(String(error.code))) return undefined;
    throw error;
  }
}

/** By code unit, because a locale would make the order depend on the machine. */
function byName(left: { name: string }, right: { name: string }): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}
