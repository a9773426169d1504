// The shape of a gather, and how it is kept small enough to be a task's result.

/** Largest gather as JSON, in bytes; a task's result may have 256 KiB, the rest is for its envelope. */
export const MAX_GATHER_BYTES = 240 * 1024;

/** A file that matches the query. */
export interface GatherItem {
  readonly title: string;
  /** Relative to the source, with slashes. */
  readonly path: string;
  /** Relevance, above 0; comparable within one gather only. */
  readonly score: number;
  /** One line of about 200 characters around the best match. */
  readonly excerpt: string;
}

/** A matching file with the files that say nearly the same. */
export interface GatherGroup {
  /** Score of the head, which is the best-ranked file of the group. */
  readonly score: number;
  /** Files in the group, the head included. */
  readonly size: number;
  readonly head: GatherItem;
  /** The most similar first, at most 20 of them; similarity to the head, 0.8 to 1. */
  readonly duplicates: readonly { readonly path: string; readonly similarity: number }[];
}

/** A file in the flat ranking. `group` is the position of its group in `groups`. */
export interface RankedItem extends GatherItem {
  readonly group: number;
}

/** How much was read and found, in the whole source and not only in what is listed. */
export interface GatherCounts {
  /** Files opened and read, as a whole or in their first MiB: `documents` and those skipped as binary or empty. */
  readonly filesRead: number;
  readonly bytesRead: number;
  /** Files of which only the first MiB was read. */
  readonly filesCut: number;
  readonly skipped: {
    readonly binary: number;
    /** Files without a single word. */
    readonly empty: number;
    readonly unreadable: number;
    /** Symbolic links that lead out of the root. */
    readonly outsideRoot: number;
  };
  /** Texts compared and ranked. */
  readonly documents: number;
  /** Documents that match the query. */
  readonly matched: number;
  /** Groups of two or more documents that say nearly the same. */
  readonly duplicateGroups: number;
  /** Documents folded into such groups, their heads not counted. */
  readonly nearDuplicates: number;
}

/** What a gather returns. */
export interface Gather {
  readonly query: string;
  readonly source: string;
  readonly counts: GatherCounts;
  /** Best first, at most `limit`. */
  readonly groups: readonly GatherGroup[];
  /** The ranking before near-duplicates are folded, best first, at most `limit`. */
  readonly items: readonly RankedItem[];
  /** Whether groups or items within `limit` were left out to keep the result below its size limit. */
  readonly truncated: boolean;
}

/**
 * Leaves out the lowest ranks so that the gather is at most {@link MAX_GATHER_BYTES} as JSON, and says so. Every item that
 * remains keeps its group, because a group never ranks below a member of it.
 */
export function fitGather(gather: Gather): Gather {
  const ranks = Math.max(gather.groups.length, gather.items.length);
  let bytes = jsonBytes({ ...gather, groups: [], items: [] });
  for (let rank = 0; rank < ranks; rank++) {
    bytes += entryBytes(gather.groups[rank]) + entryBytes(gather.items[rank]);
    if (bytes <= MAX_GATHER_BYTES) continue;
    return {
      ...gather,
      groups: gather.groups.slice(0, rank),
      items: gather.items.slice(0, rank),
      truncated: true,
    };
  }
  return gather;
}

function entryBytes(entry: GatherGroup | RankedItem | undefined): number {
  return entry === undefined ? 0 : jsonBytes(entry) + 1; // and a comma
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
