import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createExcerpt, EXCERPT_LENGTH } from "../../examples/automated-gather-creation/excerpt.ts";
import { findTitle, plainText } from "../../examples/automated-gather-creation/plain-text.ts";

const lorem = "lorem ipsum dolor sit amet ".repeat(40);

describe("createExcerpt()", () => {
  it("shows the place where most of the query stands together", () => {
    const plain = `${lorem}retry ${lorem}retry with backoff ${lorem}`;
    const excerpt = createExcerpt(
      plain,
      new Map([
        ["retry", 4],
        ["backoff", 4],
      ]),
    );
    expect(excerpt).toMatch(/^….*retry with backoff.*…$/);
  });

  it("is the beginning where no word occurs", () => {
    expect(createExcerpt(lorem, new Map([["retry", 4]]))).toMatch(/^lorem ipsum .*…$/);
    expect(createExcerpt("short", new Map())).toBe("short");
    expect(createExcerpt("", new Map())).toBe("");
  });

  it("has the word it is about, is of bounded length and breaks no character", () => {
    const side = fc.string({ unit: "grapheme", maxLength: 400 });
    fc.assert(
      fc.property(side, side, (before, after) => {
        const excerpt = createExcerpt(
          plainText(`${before} needle ${after}`, "text"),
          new Map([["needle", 4]]),
        );
        expect(excerpt).toContain("needle");
        expect(excerpt.length).toBeLessThanOrEqual(EXCERPT_LENGTH + 2);
        expect(excerpt.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("plainText()", () => {
  it.each([
    ["[![npm](https://x/y.svg)](https://npm) Hello", "Hello"],
    ["See [the *guide*](./g.md) or [this][1].\n\n[1]: https://x", "See the guide or this."],
    ['<p align="center">\n  <img src=x>\n  Text &amp; more\n</p>', "Text & more"],
    ["<!-- hidden -->\n> quoted\n- item\n1. first", "quoted item first"],
    ["```js\nconst snake_case = `x`;\n```", "const snake_case = x;"],
    ["| a | b |\n|:---|---:|\n| 1 | 2 |", "a b 1 2"],
    ["escaped\\_name and \\[brackets\\]", "escaped_name and [brackets]"],
  ])("turns %j into %j", (markdown, plain) => {
    expect(plainText(markdown, "markdown")).toBe(plain);
  });
});

describe("findTitle()", () => {
  it.each([
    ["intro\n\n## The *title*\n\n# Later", "The title"],
    ["```sh\n# install\n```\n\n# Real", "Real"],
    ['<h1 align="center">Logo name</h1>\n\ntext', "Logo name"],
    ["Underlined\n==========\n", "Underlined"],
    ["# ![only an image](x.svg)\n\nFirst line\n", "First line"],
    ["---\n\n", "file.md"],
  ])("of %j is %j", (markdown, title) => {
    expect(findTitle(markdown, "markdown", "file.md")).toBe(title);
  });

  it("takes a hash in plain text as it is", () => {
    expect(findTitle("\n# not a heading\n", "text", "file.txt")).toBe("# not a heading");
  });
});
