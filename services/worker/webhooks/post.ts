import { lookup as systemLookup } from "node:dns/promises";
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { messageOf } from "../../../core/message-of.ts";
import { WEBHOOK_TRY_MS } from "../../../core/webhook.ts";
import { checkTarget, hostOf, isAllowedAddress, type TargetRules } from "../../../runtime/webhook-target.ts";

/** An address that a name stands for. */
export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects when it has none. */
export type Lookup = (name: string) => Promise<readonly FoundAddress[]>;

export interface PostOptions {
  readonly rules: TargetRules;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Default: that of the system. */
  readonly lookup?: Lookup;
  /** How long all of it may take, in milliseconds. Default: 5 s. */
  readonly timeoutMs?: number;
}

/** What became of a request. */
export type Posted =
  | { readonly kind: "answered"; readonly status: number }
  /** It may not be sent there. Nobody was asked. */
  | { readonly kind: "refused"; readonly problem: string }
  /** Nobody answered, or not in time. */
  | { readonly kind: "unanswered"; readonly problem: string };

/** So much of an answer is read, in bytes, so that its connection ends in good order; none of it is kept. */
const ANSWER_MAX_BYTES = 64 * 1024;

const lookupAll: Lookup = (name) => systemLookup(name, { all: true });

/**
 * Sends a body by POST, once. The name is looked up once, and the connection goes to the very address that was checked: a name
 * that stands for something else a moment later gains nothing. Follows no redirect, uses no proxy, keeps no connection. Never rejects.
 */
export async function post(text: string, body: string, options: PostOptions): Promise<Posted> {
  const { rules, lookup = lookupAll, timeoutMs = WEBHOOK_TRY_MS } = options;
  const target = checkTarget(text, rules);
  if (!target.ok) return { kind: "refused", problem: target.problem };
  const { url } = target;
  const timeUp = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([options.signal, timeUp]);
  try {
    const found = await withSignal(resolve(url, lookup), signal);
    const allowed = found.filter(({ address }) => isAllowedAddress(address, rules));
    const [first] = allowed;
    // One that is not allowed among others is no accident.
    if (first === undefined || allowed.length < found.length) {
      const problem = `${hostOf(url)} stands for an address that is not on the public internet`;
      return { kind: "refused", problem };
    }
    return { kind: "answered", status: await send(url, first, body, options.headers, signal) };
  } catch (error) {
    const problem = timeUp.aborted ? `no answer within ${timeoutMs} ms` : problemOf(error);
    return { kind: "unanswered", problem };
  }
}

async function resolve(url: URL, lookup: Lookup): Promise<readonly FoundAddress[]> {
  const host = hostOf(url);
  const family = isIP(host);
  return family === 0 ? lookup(host) : [{ address: host, family }];
}

/** Resolves with the status. */
function send(
  url: URL,
  { address, family }: FoundAddress,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: "POST",
    // A connection of its own, to the address that was checked; the name goes into TLS and into `host`.
    agent: false,
    lookup: (_name, { all }, done) => {
      if (all === true) done(null, [{ address, family }]);
      else done(null, address, family);
    },
    headers: { ...headers, "content-length": String(bytes.length), connection: "close" },
    signal,
    maxHeaderSize: 16 * 1024,
  };
  return new Promise((resolve, reject) => {
    const begin = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = begin(url, options, (answer) => {
      answer.on("error", reject);
      readSome(answer, () => {
        resolve(answer.statusCode ?? 0);
        request.destroy();
      });
    });
    request.on("error", reject);
    request.end(bytes);
  });
}

/** Reads an answer to its end, or as far as it is read. */
function readSome(answer: IncomingMessage, onRead: () => void): void {
  let bytes = 0;
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) onRead();
  });
  answer.on("end", onRead);
}

/** A lookup cannot be stopped: so it is only waited for until then. */
function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** The code of a system error says what happened, without the addresses that its text has. */
function problemOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? `no answer: ${code}` : `no answer: ${messageOf(error)}`;
}
