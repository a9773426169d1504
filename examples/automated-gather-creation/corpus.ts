// Reading a source into memory: each file is read, signed and indexed before the next one is opened.

import { basename } from "node:path";
import { createShingles, createSignature, type Signature } from "./minhash.ts";
import { findTitle } from "./plain-text.ts";
import { createRanking, type Ranking } from "./ranking.ts";
import { formatOf, readTextFile, type TextFile, type TextFileContent } from "./text-files.ts";

/** How often progress is reported, in files. */
export const PROGRESS_EVERY = 100;

/** Text held in memory at most, in bytes. With its index that took 1 GiB when measured, half of what a child may use. */
export const MAX_CORPUS_BYTES = 128 * 1024 * 1024;

/** One text that can be compared and ranked. */
export interface Document {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/** Everything read from a source. `documents` and `signatures` share their positions with the ranking. */
export interface Corpus {
  readonly documents: readonly Document[];
  readonly signatures: readonly Signature[];
  readonly ranking: Ranking;
  readonly tally: Readonly<Tally>;
}

/** What happened to the files of a source. */
export interface Tally {
  filesRead: number;
  bytesRead: number;
  filesCut: number;
  binary: number;
  empty: number;
  unreadable: number;
}

/** Called with the files done, the files in all and a sentence for a person. */
export type ReportProgress = (done: number, total: number, message: string) => void;

/** How to read a corpus. */
export interface CorpusOptions {
  /** Called at the start, after every {@link PROGRESS_EVERY} files and at the end. */
  readonly onProgress: ReportProgress;
  /** Stops the reading before the next file; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes of text held at most. Defaults to {@link MAX_CORPUS_BYTES}. */
  readonly maxBytes?: number;
}

/** The texts of a source are more than may be held in memory. */
export class CorpusTooLargeError extends Error {
  override readonly name = "CorpusTooLargeError";
}

/**
 * Reads `files` in their order. Files without any word, binary and unreadable ones are counted and left out. Between files
 * the event loop runs, so an abort is seen within one file.
 *
 * Throws {@link CorpusTooLargeError} at the file that goes over the limit, and the reason of an aborted signal.
 */
export async function readCorpus(files: readonly TextFile[], options: CorpusOptions): Promise<Corpus> {
  const { onProgress, signal, maxBytes = MAX_CORPUS_BYTES } = options;
  const documents: Document[] = [];
  const signatures: Signature[] = [];
  const ranking = createRanking();
  const tally: Tally = { filesRead: 0, bytesRead: 0, filesCut: 0, binary: 0, empty: 0, unreadable: 0 };
  let heldBytes = 0;
  onProgress(0, files.length, `found ${files.length} files`);
  for (const [at, file] of files.entries()) {
    signal?.throwIfAborted();
    const content = await readTextFile(file);
    count(tally, content);
    if (content.kind === "text") {
      const shingles = createShingles(content.text);
      if (shingles.size === 0) tally.empty++;
      else {
        heldBytes += content.bytes;
        if (heldBytes > maxBytes) throw new CorpusTooLargeError();
        const document = createDocument(file.path, content.text);
        ranking.add({ index: documents.length, ...document });
        documents.push(document);
        signatures.push(createSignature(shingles));
      }
    }
    const done = at + 1;
    if (done % PROGRESS_EVERY === 0 || done === files.length) {
      onProgress(done, files.length, `read and indexed ${done} of ${files.length} files`);
    }
  }
  return { documents, signatures, ranking, tally };
}

function count(tally: Tally, content: TextFileContent): void {
  if (content.kind === "unreadable") {
    tally.unreadable++;
    return;
  }
  tally.filesRead++;
  tally.bytesRead += content.bytes;
  if (content.kind === "binary") tally.binary++;
  else if (content.isCut) tally.filesCut++;
}

function createDocument(path: string, text: string): Document {
  return { path, title: findTitle(text, formatOf(path), basename(path)), text };
}
