import { LongshoreError } from "../../../core/error.ts";
import type { LimitScope } from "../../../core/limits.ts";
import { RecentMap } from "../../../core/recent-map.ts";
import { type CallRate, type RateUse, SharedBucket } from "../../../core/shared-bucket.ts";
import type { Identity } from "../caller.ts";
import type { LimitBook } from "./limit-book.ts";

/** So many keys, and so many projects, are kept account of at a time. One that is dropped begins anew with its burst. */
export const MAX_ACCOUNTS = 20_000;

/** So many refusals are kept, to be used again for the next calls. */
const MAX_REFUSALS = 1_000;
/** One is used again while it tells to wait for what is right, or for up to so much longer. */
const LONGER = 1.25;
const LONGER_MS = 5;

/** For so long after a call has been refused another is likely to be, in milliseconds. */
const OVER_MS = 1_000;

/** What was asked for less than this part of a limit is not worth telling the others. */
const WORTH_TELLING = 0.01;

/** Whose limit it is. */
export type Caller = Pick<Identity, "keyId" | "project">;

/** What has been used of the limit of one key or project. */
export interface AccountUse extends RateUse {
  readonly scope: LimitScope;
  readonly name: string;
}

/**
 * How many calls each key and each project has made, and may make. Keeps accounts only of those that have not filled up
 * again. Times are milliseconds of a clock that only goes forward.
 */
export class RequestRates {
  readonly #book: LimitBook;
  readonly #accounts = {
    key: new RecentMap<SharedBucket>(MAX_ACCOUNTS),
    project: new RecentMap<SharedBucket>(MAX_ACCOUNTS),
  };

  readonly #refusals = new RecentMap<LongshoreError>(MAX_REFUSALS);
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(book: LimitBook) {
    this.#book = book;
  }

  /** Whether any call has been refused within the last second. */
  isAnyOver(nowMs: number): boolean {
    return nowMs - this.#refusedAt < OVER_MS;
  }

  /** How many accounts are kept. */
  get size(): number {
    return this.#accounts.key.size + this.#accounts.project.size;
  }

  /** Lets `cost` calls in, or throws REQUEST_RATE_EXCEEDED; then nothing is used of either limit. */
  spend({ keyId, project }: Caller, cost: number, nowMs: number): void {
    const keyRate = this.#book.key(keyId);
    const projectRate = this.#book.project(project);
    const ofProject = this.#account("project", project, projectRate, nowMs);
    if (!ofProject.has(cost, nowMs)) throw this.#refuse("project", project, ofProject, cost, nowMs);
    if (keyRate !== undefined) {
      const ofKey = this.#account("key", keyId, keyRate, nowMs);
      if (!ofKey.has(cost, nowMs)) throw this.#refuse("key", keyId, ofKey, cost, nowMs);
      ofKey.take(cost, nowMs);
    }
    ofProject.take(cost, nowMs);
  }

  /** What `spend` would throw for one call; undefined when it would let it in, and then nothing is counted. */
  refusal({ keyId, project }: Caller, nowMs: number): LongshoreError | undefined {
    const ofProject = this.#account("project", project, this.#book.project(project), nowMs);
    if (!ofProject.has(1, nowMs)) return this.#refuse("project", project, ofProject, 1, nowMs);
    const keyRate = this.#book.key(keyId);
    if (keyRate === undefined) return undefined;
    const ofKey = this.#account("key", keyId, keyRate, nowMs);
    return ofKey.has(1, nowMs) ? undefined : this.#refuse("key", keyId, ofKey, 1, nowMs);
  }

  /** Hears what another gateway has let in. */
  hear({ scope, name, ...use }: AccountUse, nowMs: number): void {
    const rate = scope === "key" ? this.#book.key(name) : this.#book.project(name);
    if (rate !== undefined) this.#account(scope, name, rate, nowMs).hear(use);
  }

  /** Ends an interval of `lengthMs`. Returns what other gateways should know of it. */
  endInterval(nowMs: number, lengthMs: number): AccountUse[] {
    const uses: AccountUse[] = [];
    for (const scope of ["key", "project"] as const) {
      const accounts = this.#accounts[scope];
      for (const [name, account] of accounts.entries()) {
        const use = account.endInterval(nowMs, lengthMs);
        if (use.asked * 1_000 > account.rate.requestsPerSecond * lengthMs * WORTH_TELLING)
          uses.push({ scope, name, ...use });
        if (account.isFresh(nowMs)) accounts.delete(name);
      }
    }
    return uses;
  }

  #account(scope: LimitScope, name: string, rate: CallRate, nowMs: number): SharedBucket {
    const accounts = this.#accounts[scope];
    let account = accounts.get(name);
    if (account === undefined) {
      account = new SharedBucket(rate, nowMs);
      accounts.set(name, account);
    } else account.setRate(rate, nowMs);
    return account;
  }

  /** Many calls are refused at a time when one is: each as good as the same, which is written but once. */
  #refuse(
    scope: LimitScope,
    name: string,
    account: SharedBucket,
    cost: number,
    nowMs: number,
  ): LongshoreError {
    this.#refusedAt = nowMs;
    const taken = account.take(cost, nowMs);
    const retryAfterMs = taken.ok ? 1 : taken.retryAfterMs;
    const subject = `${scope}:${name}`;
    const last = this.#refusals.get(subject);
    if (last !== undefined && isAsGood(last, account.rate, retryAfterMs)) return last;
    const error = rateExceeded(subject, scope, name, account.rate, retryAfterMs);
    this.#refusals.set(subject, error);
    return error;
  }
}

function rateExceeded(
  subject: string,
  scope: LimitScope,
  name: string,
  { requestsPerSecond, requestBurst }: CallRate,
  retryAfterMs: number,
): LongshoreError {
  const metadata = { scope, name, limit: String(requestsPerSecond), burst: String(requestBurst) };
  const description = `${requestsPerSecond} calls a second, ${requestBurst} at once`;
  return new LongshoreError("REQUEST_RATE_EXCEEDED", metadata, {
    quota: { subject, description },
    retryAfterMs,
  });
}

function isAsGood(
  { metadata, retryAfterMs: told = 0 }: LongshoreError,
  { requestsPerSecond, requestBurst }: CallRate,
  retryAfterMs: number,
): boolean {
  return (
    told >= retryAfterMs &&
    told <= retryAfterMs * LONGER + LONGER_MS &&
    metadata["limit"] === String(requestsPerSecond) &&
    metadata["burst"] === String(requestBurst)
  );
}
