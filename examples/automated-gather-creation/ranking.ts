// Relevance to a query: a full-text index with BM25 scores (MiniSearch) over title, path and text.

import MiniSearch, { type SearchResult } from "minisearch";
import { splitWords } from "./words.ts";

/** What is searched of one document. */
export interface RankedText {
  /** Position of the document in its list; ties in score go to the smaller one. */
  readonly index: number;
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/** One document that matches a query. */
export interface Match {
  readonly index: number;
  /** BM25 score, above 0; only comparable within one search. */
  readonly score: number;
  /** Words of the document that matched, each with its weight for choosing an excerpt. */
  readonly words: ReadonlyMap<string, number>;
}

/** A growing index of texts. */
export interface Ranking {
  /** Adds one document. Adding the same index twice throws. */
  add(document: RankedText): void;
  /** All documents with at least one word of the query (or a longer or slightly misspelt form of it), best first. */
  search(query: string): Match[];
}

/** Longer runs of letters are encoded data, not words anyone searches for, and only bloat the index. */
const LONGEST_TERM = 64;

/** In an excerpt a word that was asked for outweighs several that merely begin like it. */
const EXACT_WEIGHT = 4;

/** An empty index. */
export function createRanking(): Ranking {
  const index = new MiniSearch<RankedText>({
    idField: "index",
    fields: ["title", "path", "text"],
    tokenize: splitWords,
    processTerm: (term) => (term.length > LONGEST_TERM ? null : term),
    searchOptions: {
      boost: { title: 3, path: 2 },
      prefix: (term) => term.length >= 4,
      fuzzy: (term) => (term.length >= 6 ? 0.15 : false),
      weights: { prefix: 0.4, fuzzy: 0.2 },
    },
  });
  return {
    add: (document) => index.add(document),
    search: (query) =>
      index
        .search(query)
        .map(matchFromResult)
        .sort((left, right) => right.score - left.score || left.index - right.index),
  };
}

function matchFromResult(result: SearchResult): Match {
  const asked = new Set(result.queryTerms);
  const words = new Map(result.terms.map((term) => [term, asked.has(term) ? EXACT_WEIGHT : 1]));
  return { index: Number(result.id), score: result.score, words };
}
