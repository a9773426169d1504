import { LongshoreError } from "../../../core/error.ts";
import type { LimitScope } from "../../../core/limits.ts";
import { RecentMap } from "../../../core/recent-map.ts";
import { type CallRate, type RateUse, SharedBucket } from "../../../core/shared-bucket.ts";
import type { Identity } from "../caller.ts";
import type { LimitBook } from "./limit-book.ts";

/** So many keys, and so many projects, are kept account of at a time. One that is dropped begins anew with its burst. */
export const MAX_ACCOUNTS = 20_000;

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

  constructor(book: LimitBook) {
    this.#book = book;
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
    if (!ofProject.has(cost, nowMs)) refuse("project", project, ofProject, projectRate, cost, nowMs);
    if (keyRate !== undefined) {
      const ofKey = this.#account("key", keyId, keyRate, nowMs);
      if (!ofKey.has(cost, nowMs)) refuse("key", keyId, ofKey, keyRate, cost, nowMs);
      ofKey.take(cost, nowMs);
    }
    ofProject.take(cost, nowMs);
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
}

function refuse(
  scope: LimitScope,
  name: string,
  account: SharedBucket,
  { requestsPerSecond, requestBurst }: CallRate,
  cost: number,
  nowMs: number,
): never {
  const taken = account.take(cost, nowMs);
  const metadata = { scope, name, limit: String(requestsPerSecond), burst: String(requestBurst) };
  throw new LongshoreError("REQUEST_RATE_EXCEEDED", metadata, {
    quota: {
      subject: `${scope}:${name}`,
      description: `${requestsPerSecond} calls a second, ${requestBurst} at once`,
    },
    retryAfterMs: taken.ok ? 1 : taken.retryAfterMs,
  });
}
