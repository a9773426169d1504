import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateWebhookSecret, signatureHeaders } from "../../runtime/webhook-signature.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { codeBlocks } from "./code-blocks.ts";

const NOW_S = 1_800_000_000;

interface Case {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expected: boolean;
}

function casesFor(secret: string): readonly Case[] {
  const body = JSON.stringify({ taskId: "a", labels: { city: "Zürich" } });
  const at = (id: string, s: number) => signatureHeaders(secret, id, s * 1_000, body);
  const genuine = at("1", NOW_S);
  const other = signatureHeaders(generateWebhookSecret(), "6", NOW_S * 1_000, body);
  const old = at("8", NOW_S)["webhook-signature"];
  return [
    { what: "genuine", headers: genuine, body, expected: true },
    { what: "replayed", headers: genuine, body, expected: false },
    { what: "tampered body", headers: at("2", NOW_S), body: body.replace("a", "b"), expected: false },
    { what: "within the window", headers: at("3", NOW_S - 299), body, expected: true },
    { what: "too old", headers: at("4", NOW_S - 301), body, expected: false },
    { what: "from the future", headers: at("5", NOW_S + 301), body, expected: false },
    { what: "another secret", headers: other, body, expected: false },
    { what: "another id", headers: { ...at("7", NOW_S), "webhook-id": "x" }, body, expected: false },
    {
      what: "a newer timestamp under an old signature",
      headers: { ...at("8", NOW_S), "webhook-timestamp": String(NOW_S + 1) },
      body,
      expected: false,
    },
    {
      what: "one of two signatures",
      headers: { ...at("8", NOW_S), "webhook-signature": `v1,AAAA ${old}` },
      body,
      expected: true,
    },
    { what: "no number", headers: { ...at("9", NOW_S), "webhook-timestamp": "x" }, body, expected: false },
    { what: "nothing", headers: {}, body, expected: false },
  ];
}

/** Runs a program that reads cases and writes what `verify` says of each. */
function judge(command: string, files: Readonly<Record<string, string>>, secret: string): unknown {
  const folder = temporaryFolder();
  const cases = casesFor(secret);
  const input = JSON.stringify({ secret, now: NOW_S, cases });
  for (const [name, text] of Object.entries({ ...files, "cases.json": input }))
    writeFileSync(join(folder, name), text);
  const [main = ""] = Object.keys(files).slice(-1);
  const verdicts = JSON.parse(execFileSync(command, [main], { cwd: folder, encoding: "utf8" })) as boolean[];
  return cases.map(({ what }, index) => ({ what, verdict: verdicts[index] }));
}

const expected = casesFor(generateWebhookSecret()).map((each) => ({
  what: each.what,
  verdict: each.expected,
}));

test("S59: the receiver in Node of docs/webhooks.md takes what is signed, once, and nothing else", () => {
  const [code = ""] = codeBlocks("docs/webhooks.md", "js");
  const main = `import { readFileSync } from "node:fs";
import { verify } from "./verify.mjs";
const { secret, now, cases } = JSON.parse(readFileSync("cases.json", "utf8"));
console.log(JSON.stringify(cases.map(({ headers, body }) => verify(secret, headers, body, now))));
`;
  const files = { "verify.mjs": code, "main.mjs": main };
  expect(judge(process.execPath, files, generateWebhookSecret())).toEqual(expected);
});

test("S59: the receiver in Python of docs/webhooks.md takes what is signed, once, and nothing else", () => {
  const [code = ""] = codeBlocks("docs/webhooks.md", "python");
  const main = `import json
from verify import verify
given = json.load(open("cases.json", encoding="utf8"))
print(json.dumps([verify(given["secret"], c["headers"], c["body"], given["now"]) for c in given["cases"]]))
`;
  const files = { "verify.py": code, "main.py": main };
  expect(judge("python3", files, generateWebhookSecret())).toEqual(expected);
});
