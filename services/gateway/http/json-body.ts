import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { LongshoreError } from "../../../core/error.ts";
import { messageOf } from "../../../core/message-of.ts";
import { OBJECT_FROM_BYTES } from "../../../core/stored-object.ts";
import { MAX_BODY_BYTES } from "./error-body.ts";

/** What is smaller than this can hold nothing that is costly to parse. Bytes. */
const SMALL_BYTES = 64 * 1024;

/** Deeper than any message of ours with the deepest payload in it. */
const MAX_DEPTH = 64;

/** How many values a body may have: what is larger than a number in memory is many of them, not long texts. */
const MAX_VALUES = 1_000_000;

/**
 * Has bodies read as JSON, and nothing else. The size is looked at first; then, before anything is parsed, whether it is UTF-8
 * and how deep and how wide it is: 16 MiB of brackets would hold the parser up for seconds and fill the memory. Of keys that
 * come twice in an object the last one counts, as everywhere in JavaScript; `__proto__` is refused by whoever reads the message.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser("application/json", options, (_request, body: Buffer, done) => {
    try {
      const json = parseJson(body);
      if (body.length > OBJECT_FROM_BYTES && typeof json === "object" && json !== null) largeJson.add(json);
      done(null, json);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** JSON bodies of such a size that their payload must not become a `Value`, which would take many times as much. */
const largeJson = new WeakSet<object>();

/** Whether a body is one of these. */
export function isLargeJson(body: object): boolean {
  return largeJson.has(body);
}

/** The value of a body; undefined for one that is empty. Throws REQUEST_UNREADABLE. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw unreadable("the body is not valid UTF-8");
  if (body.length > SMALL_BYTES) checkShape(body);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw unreadable(`the body is not valid JSON: ${messageOf(error)}`);
  }
}

/** Counts brackets and commas outside of texts. What is no JSON at all is left to the parser. */
function checkShape(body: Buffer): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE:
        at = endOfText(body, at);
        break;
      case COMMA:
        values++;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values++;
        if (++depth > MAX_DEPTH) throw unreadable(`the body is nested more than ${MAX_DEPTH} levels deep`);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
    }
    if (values > MAX_VALUES)
      throw unreadable(`the body has more than ${MAX_VALUES} values; split it, or send the payload as bytes`);
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Where the text ends that begins at `start`: at a quote with an even number of backslashes before it. */
function endOfText(body: Buffer, start: number): number {
  for (let end = body.indexOf(QUOTE, start + 1); end !== -1; end = body.indexOf(QUOTE, end + 1)) {
    let before = end - 1;
    while (body[before] === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return body.length;
}

function unreadable(problem: string): LongshoreError {
  return new LongshoreError("REQUEST_UNREADABLE", { problem });
}
