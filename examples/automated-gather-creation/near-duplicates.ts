// Near-duplicates by locality-sensitive hashing: signatures are cut into bands, texts that agree on a whole
// band become candidates, and candidates are verified by the similarity their full signatures estimate.

import { estimateSimilarity, mix, SIGNATURE_LENGTH, type Signature } from "./minhash.ts";

/** From this estimated similarity (0..1) on, two texts count as near-duplicates. */
export const NEAR_DUPLICATE_SIMILARITY = 0.8;

/**
 * 32 bands of 8 places: a pair of similarity 0.8 meets in some band with probability 0.997, one of 0.9 nearly
 * always, one of 0.3 in 2 of 1,000 cases, so hardly anything is compared in vain.
 */
const BANDS = 32;
const ROWS = SIGNATURE_LENGTH / BANDS;

/** A text and those that say nearly the same; numbers are positions in the signatures that were given. */
export interface NearDuplicateGroup {
  readonly head: number;
  /** Most similar first; each is similar to the head itself, so no chain of small changes joins strangers. */
  readonly duplicates: readonly NearDuplicate[];
}

/** One member of a group beside its head. */
export interface NearDuplicate {
  readonly index: number;
  /** Estimated similarity to the head, from {@link NEAR_DUPLICATE_SIMILARITY} to 1. */
  readonly similarity: number;
}

/**
 * Puts every text into exactly one group. Texts are taken in `order` (positions in `signatures`, each once):
 * the first that is still free heads a group and takes in every free text similar enough to it. Equal signatures
 * therefore always share a group. Groups come in the order of their heads; a text alone is a group without duplicates.
 *
 * Work grows with the texts and the candidates they really have: a thousand copies of one licence are
 * compared with one head, not with each other.
 */
export function groupNearDuplicates(
  signatures: readonly Signature[],
  order: readonly number[],
): NearDuplicateGroup[] {
  const buckets = createBuckets(signatures);
  const grouped = new Set<number>();
  const groups: NearDuplicateGroup[] = [];
  for (const head of order) {
    const signature = signatures[head];
    if (signature === undefined || grouped.has(head)) continue;
    grouped.add(head);
    const duplicates: NearDuplicate[] = [];
    for (const index of findCandidates(buckets, signature, grouped)) {
      const candidate = signatures[index];
      const similarity = candidate === undefined ? 0 : estimateSimilarity(signature, candidate);
      if (similarity >= NEAR_DUPLICATE_SIMILARITY) duplicates.push({ index, similarity });
    }
    for (const { index } of duplicates) grouped.add(index);
    duplicates.sort((left, right) => right.similarity - left.similarity || left.index - right.index);
    groups.push({ head, duplicates });
  }
  return groups;
}

/** For each band: which texts have which content there. A collision of two contents only costs a comparison. */
type Buckets = readonly ReadonlyMap<number, readonly number[]>[];

function createBuckets(signatures: readonly Signature[]): Buckets {
  return Array.from({ length: BANDS }, (_, band) => {
    const bucket = new Map<number, number[]>();
    for (const [index, signature] of signatures.entries()) {
      const key = hashBand(signature, band);
      const members = bucket.get(key);
      if (members === undefined) bucket.set(key, [index]);
      else members.push(index);
    }
    return bucket;
  });
}

function findCandidates(
  buckets: Buckets,
  signature: Signature,
  grouped: ReadonlySet<number>,
): ReadonlySet<number> {
  const candidates = new Set<number>();
  for (const [band, bucket] of buckets.entries()) {
    for (const index of bucket.get(hashBand(signature, band)) ?? []) {
      if (!grouped.has(index)) candidates.add(index);
    }
  }
  return candidates;
}

function hashBand(signature: Signature, band: number): number {
  let hash = band;
  for (let row = 0; row < ROWS; row++) {
    hash = mix(Math.imul(hash, 31) ^ (signature[band * ROWS + row] ?? 0));
  }
  return hash;
}
