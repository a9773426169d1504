// A gather: read a folder, fold near-duplicates, rank by a query. Knows nothing of tasks and workers.

import { setImmediate } from "node:timers/promises";
import {
  type Corpus,
  CorpusTooLargeError,
  MAX_CORPUS_BYTES,
  type ReportProgress,
  readCorpus,
} from "./corpus.ts";
import { createExcerpt } from "./excerpt.ts";
import {
  fitGather,
  type Gather,
  type GatherCounts,
  type GatherGroup,
  type GatherItem,
} from "./gather-result.ts";
import { groupNearDuplicates, type NearDuplicateGroup } from "./near-duplicates.ts";
import { plainText } from "./plain-text.ts";
import type { Match } from "./ranking.ts";
import { GatherSourceError, openSource } from "./source.ts";
import { formatOf, listTextFiles, type TextFileList } from "./text-files.ts";

/** Groups and items listed when no limit is given. */
export const DEFAULT_LIMIT = 20;

/** Duplicates listed per group; its size still counts them all. */
const LISTED_DUPLICATES = 20;

/** What to gather. */
export interface GatherRequest {
  /** Absolute path of the folder that nothing read may leave. */
  readonly root: string;
  /** The folder to read, relative to the root; "." is the root itself. */
  readonly source: string;
  /** Words to rank by. */
  readonly query: string;
  /** Most groups, and most items, listed. Defaults to {@link DEFAULT_LIMIT}. */
  readonly limit?: number;
  /** Called at the start, per hundred files and at the end. */
  readonly onProgress?: ReportProgress;
  /** Stops the gather between two files; it then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Gathers a folder: every Markdown and text file is read, compared with all others and ranked by the query. The same files
 * and request give the same gather, byte for byte, of at most 240 KiB as JSON.
 *
 * Throws {@link GatherSourceError} for a source that is refused, has no text, or holds too much; the signal's reason when
 * aborted; and the system's error when the machine fails.
 */
export async function createGather(request: GatherRequest): Promise<Gather> {
  const { source, query, signal, limit = DEFAULT_LIMIT } = request;
  const list = await listTextFiles(await openSource(request.root, source), signal);
  const corpus = await readSource(request, list);
  const matches = corpus.ranking.search(query);
  const groups = groupNearDuplicates(corpus.signatures, rankOrder(corpus, matches));
  const counts = countAll(corpus, list, matches, groups);
  const listing = await listRanks(corpus, matches, groups, limit, signal);
  return fitGather({ query, source, counts, ...listing, truncated: false });
}

async function readSource(request: GatherRequest, list: TextFileList): Promise<Corpus> {
  const { source, onProgress = () => {}, signal } = request;
  if (list.files.length === 0) throw new GatherSourceError(source, "has no Markdown or text file");
  try {
    const corpus = await readCorpus(list.files, { onProgress, signal });
    if (corpus.documents.length > 0) return corpus;
  } catch (cause) {
    if (!(cause instanceof CorpusTooLargeError)) throw cause;
    const limit = `${MAX_CORPUS_BYTES / 1024 / 1024} MiB`;
    throw new GatherSourceError(
      source,
      `has more than ${limit} of text, which is the most one gather reads`,
      { cause },
    );
  }
  throw new GatherSourceError(source, "has no text file that can be read and has words in it");
}

/** Matches by rank, then all other documents: so the best-ranked of some near-duplicates becomes their head. */
function rankOrder(corpus: Corpus, matches: readonly Match[]): number[] {
  const ranked = new Set(matches.map((match) => match.index));
  const others = [...corpus.documents.keys()].filter((index) => !ranked.has(index));
  return [...ranked, ...others];
}

function countAll(
  { documents, tally }: Corpus,
  list: TextFileList,
  matches: readonly Match[],
  groups: readonly NearDuplicateGroup[],
): GatherCounts {
  return {
    filesRead: tally.filesRead,
    bytesRead: tally.bytesRead,
    filesCut: tally.filesCut,
    skipped: {
      binary: tally.binary,
      empty: tally.empty,
      unreadable: list.unreadable + tally.unreadable,
      outsideRoot: list.outsideRoot,
    },
    documents: documents.length,
    matched: matches.length,
    duplicateGroups: groups.filter((group) => group.duplicates.length > 0).length,
    nearDuplicates: documents.length - groups.length,
  };
}

/** The listed part of the gather. Excerpts are made for what is listed only, and each once. */
async function listRanks(
  corpus: Corpus,
  matches: readonly Match[],
  groups: readonly NearDuplicateGroup[],
  limit: number,
  signal?: AbortSignal,
): Promise<Pick<Gather, "groups" | "items">> {
  const matched = new Map(matches.map((match) => [match.index, match]));
  // Heads come in the order of rank, so groups whose head matches stand first and are ordered by score.
  const listed = groups.filter((group) => matched.has(group.head)).slice(0, limit);
  const heads = listed.flatMap((group) => matched.get(group.head) ?? []);
  const items = await createItems(corpus, [...heads, ...matches.slice(0, limit)], signal);
  const groupOf = new Map(
    listed.flatMap((group, position) => membersOf(group).map((index) => [index, position])),
  );
  return {
    groups: listed.flatMap((group) => {
      const head = items.get(group.head);
      return head === undefined ? [] : [createGroup(corpus, group, head)];
    }),
    items: matches.slice(0, limit).flatMap(({ index }) => {
      const item = items.get(index);
      const group = groupOf.get(index);
      return item === undefined || group === undefined ? [] : [{ ...item, group }];
    }),
  };
}

function membersOf(group: NearDuplicateGroup): number[] {
  return [group.head, ...group.duplicates.map(({ index }) => index)];
}

async function createItems(
  corpus: Corpus,
  matches: readonly Match[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, GatherItem>> {
  const items = new Map<number, GatherItem>();
  for (const match of matches) {
    if (items.has(match.index)) continue;
    items.set(match.index, createItem(corpus, match));
    await setImmediate(); // lets an abort arrive that came while the excerpt was made
    signal?.throwIfAborted();
  }
  return items;
}

function createItem(corpus: Corpus, match: Match): GatherItem {
  const document = corpus.documents[match.index];
  if (document === undefined) throw new RangeError(`no document ${match.index}`);
  const { title, path, text } = document;
  return {
    title,
    path,
    score: round(match.score, 4),
    excerpt: createExcerpt(plainText(text, formatOf(path)), match.words),
  };
}

function createGroup(corpus: Corpus, group: NearDuplicateGroup, head: GatherItem): GatherGroup {
  const duplicates = group.duplicates.slice(0, LISTED_DUPLICATES).map(({ index, similarity }) => ({
    path: corpus.documents[index]?.path ?? "",
    similarity: round(similarity, 3),
  }));
  return { score: head.score, size: group.duplicates.length + 1, head, duplicates };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
