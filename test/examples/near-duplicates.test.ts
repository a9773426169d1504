import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createShingles,
  createSignature,
  estimateSimilarity,
} from "../../examples/automated-gather-creation/minhash.ts";
import {
  groupNearDuplicates,
  NEAR_DUPLICATE_SIMILARITY,
} from "../../examples/automated-gather-creation/near-duplicates.ts";

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const text = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(" "));
const signatureOf = (content: string) => createSignature(createShingles(content));

/** Two sets of known overlap: `shared` members in both, `apart` in either alone. */
const overlappingSets = fc
  .record({
    members: fc.uniqueArray(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
      minLength: 60,
      maxLength: 300,
    }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ members, share }) => {
    const shared = Math.floor(members.length * share);
    const middle = shared + Math.floor((members.length - shared) / 2);
    return {
      left: new Set(members.slice(0, middle)),
      right: new Set([...members.slice(0, shared), ...members.slice(middle)]),
      jaccard: shared / members.length,
    };
  });

describe("estimateSimilarity()", () => {
  it("is within five standard errors of the true Jaccard similarity", () => {
    fc.assert(
      fc.property(overlappingSets, ({ left, right, jaccard }) => {
        const estimate = estimateSimilarity(createSignature(left), createSignature(right));
        const standardError = Math.sqrt((jaccard * (1 - jaccard)) / 256);
        expect(Math.abs(estimate - jaccard)).toBeLessThanOrEqual(5 * standardError + 1 / 256);
      }),
      { numRuns: 200, seed: 20_240_501 },
    );
  });

  it("is unbiased: over many sets the mean error is next to nothing", () => {
    const errors = fc
      .sample(overlappingSets, { numRuns: 300, seed: 7 })
      .map(
        ({ left, right, jaccard }) =>
          estimateSimilarity(createSignature(left), createSignature(right)) - jaccard,
      );
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.006);
  });

  it("is symmetric, and 1 for a text with itself whatever its case and layout", () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [signatureOf(left), signatureOf(right)];
        expect(estimateSimilarity(a, b)).toBe(estimateSimilarity(b, a));
        expect(estimateSimilarity(a, a)).toBe(1);
      }),
    );
    expect(
      estimateSimilarity(signatureOf("The Same\n  words, here"), signatureOf("the same WORDS — here")),
    ).toBe(1);
  });
});

describe("groupNearDuplicates()", () => {
  const corpus = fc
    .record({
      texts: fc.array(text, { minLength: 1, maxLength: 12 }),
      picks: fc.array(fc.nat(), { maxLength: 12 }),
    })
    .map(({ texts, picks }) => [...texts, ...picks.map((pick) => texts[pick % texts.length] ?? "")]);

  it("puts every text into exactly one group", () => {
    fc.assert(
      fc.property(corpus, (texts) => {
        const members = groupAll(texts).flatMap(({ head, duplicates }) => [
          head,
          ...duplicates.map(({ index }) => index),
        ]);
        expect(members.sort((left, right) => left - right)).toEqual([...texts.keys()]);
      }),
    );
  });

  it("always keeps identical texts together", () => {
    fc.assert(
      fc.property(corpus, (texts) => {
        const groupOf = new Map<number, number>();
        for (const [group, { head, duplicates }] of groupAll(texts).entries()) {
          for (const member of [head, ...duplicates.map(({ index }) => index)]) groupOf.set(member, group);
        }
        for (const [index, content] of texts.entries()) {
          expect(groupOf.get(index)).toBe(groupOf.get(texts.indexOf(content)));
        }
      }),
    );
  });

  it("never joins texts that have no words in common", () => {
    const unrelated = fc
      .uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 40, maxLength: 120 })
      .map((words) =>
        Array.from({ length: 8 }, (_, part) => words.filter((_word, at) => at % 8 === part).join(" ")),
      );
    fc.assert(
      fc.property(unrelated, (texts) => {
        expect(groupAll(texts).every(({ duplicates }) => duplicates.length === 0)).toBe(true);
      }),
    );
  });

  it("lists duplicates that are similar to the head itself, the most similar first", () => {
    fc.assert(
      fc.property(corpus, (texts) => {
        for (const { head, duplicates } of groupAll(texts)) {
          const similarities = duplicates.map(({ similarity }) => similarity);
          expect(similarities).toEqual([...similarities].sort((left, right) => right - left));
          for (const { index, similarity } of duplicates) {
            expect(similarity).toBeGreaterThanOrEqual(NEAR_DUPLICATE_SIMILARITY);
            expect(similarity).toBe(
              estimateSimilarity(signatureOf(texts[head] ?? ""), signatureOf(texts[index] ?? "")),
            );
          }
        }
      }),
    );
  });

  it("makes the first in the given order the head", () => {
    const signatures = ["one two three four", "one two three four"].map(signatureOf);
    expect(groupNearDuplicates(signatures, [1, 0])).toEqual([
      { head: 1, duplicates: [{ index: 0, similarity: 1 }] },
    ]);
  });

  it("keeps apart texts that share much but not nearly all", () => {
    const words = Array.from({ length: 200 }, (_, at) => `word${at}`);
    for (let variant = 0; variant < 20; variant++) {
      const changed = words.map((plain, at) => (at % 15 === 7 ? `${plain}variant${variant}` : plain));
      expect(groupAll([words.join(" "), changed.join(" ")])).toHaveLength(2);
    }
  });

  it("finds a text in which one word of two hundred changed", () => {
    const words = Array.from({ length: 200 }, (_, at) => `word${at}`);
    const changed = words.with(100, "another");
    const [group] = groupAll([words.join(" "), changed.join(" ")]);
    expect(group?.duplicates).toHaveLength(1);
  });
});

function groupAll(texts: readonly string[]) {
  return groupNearDuplicates(texts.map(signatureOf), [...texts.keys()]);
}
