// MinHash: a text becomes a set of hashed word triples, the set becomes a short signature, and the share of
// equal places in two signatures estimates how much the two sets overlap (their Jaccard similarity).

import { splitWords } from "./words.ts";

/**
 * Places in a signature. The standard error of an estimate is sqrt(s(1-s)/n): at most 0.032 with 256, and
 * 0.025 at the similarity of 0.8 where near-duplicates begin.
 */
export const SIGNATURE_LENGTH = 256;

/**
 * Words in one shingle. Three keep word order (so two texts on one subject stay apart) and still forgive the
 * changed name and year in a licence of 170 words.
 */
const SHINGLE_WORDS = 3;

/** The minimum hash of a text under each of {@link SIGNATURE_LENGTH} hash functions. */
export type Signature = Int32Array;

const SEEDS = createSeeds(SIGNATURE_LENGTH);

/**
 * The set of shingles of `text`, each as a 32-bit hash. Case, punctuation and layout do not count. A text of
 * fewer than three words is one shingle; a text without words has none.
 */
export function createShingles(text: string): Set<number> {
  const hashes = splitWords(text).map(hashWord);
  const shingles = new Set<number>();
  if (hashes.length === 0) return shingles;
  const width = Math.min(SHINGLE_WORDS, hashes.length);
  for (let start = 0; start + width <= hashes.length; start++) {
    let hash = width;
    for (let at = start; at < start + width; at++) hash = mix(Math.imul(hash, 31) ^ (hashes[at] ?? 0));
    shingles.add(hash);
  }
  return shingles;
}

/**
 * The signature of a set of shingles: the same set always gives the same signature, on every machine. This is
 * the expensive step, one multiplication chain per shingle and place.
 */
export function createSignature(shingles: ReadonlySet<number>): Signature {
  // Signed numbers throughout: any fixed order will do for a minimum, and this one stays in machine integers.
  const signature = new Int32Array(SIGNATURE_LENGTH).fill(0x7fffffff);
  for (const shingle of shingles) {
    for (let place = 0; place < SIGNATURE_LENGTH; place++) {
      const hash = mix(shingle ^ (SEEDS[place] ?? 0));
      if (hash < (signature[place] ?? 0)) signature[place] = hash;
    }
  }
  return signature;
}

/** The estimated Jaccard similarity of two texts, 0 (nothing in common) to 1 (the same shingles). */
export function estimateSimilarity(left: Signature, right: Signature): number {
  let equal = 0;
  for (let place = 0; place < SIGNATURE_LENGTH; place++) {
    if (left[place] === right[place]) equal++;
  }
  return equal / SIGNATURE_LENGTH;
}

/** A bijection on 32-bit integers in which every input bit reaches every output bit (the MurmurHash3 finish). */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function hashWord(word: string): number {
  let hash = 0x811c9dc5; // FNV-1a over code units
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** Fixed, well spread seeds: a signature must not depend on the run that made it. */
function createSeeds(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, place) => mix(Math.imul(place + 1, 0x9e3779b9)));
}
