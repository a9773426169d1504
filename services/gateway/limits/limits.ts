import type { LongshoreError } from "../../../core/error.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import type { LimitBook } from "./limit-book.ts";
import { OpenWatches } from "./open-watches.ts";
import { shareRates } from "./rate-sharing.ts";
import { type Caller, RequestRates } from "./request-rates.ts";

/** What keys and projects may do, and how much of that they have done. */
export interface Limits {
  readonly book: LimitBook;
  /** Counts calls beyond the one that every call counts as. Throws REQUEST_RATE_EXCEEDED. */
  spend(caller: Caller, calls: number): void;
  /** Whether any call has been refused for its rate within the last second. */
  isAnyOver(): boolean;
  /** The error for one more call, which counts as asked for; undefined when there is room for it, and then nothing is counted. */
  refusal(caller: Caller): LongshoreError | undefined;
  /** Counts a call that waits or streams, until what is returned is called. Throws WATCH_LIMIT_EXCEEDED. */
  watch(caller: Caller): () => void;
  stop(): void;
}

/** Counts what keys and projects do, together with the other gateways of the store. */
export function createLimits(connection: Connection, book: LimitBook): Limits {
  const rates = new RequestRates(book);
  const watches = new OpenWatches(book);
  const stopSharing = shareRates(connection, rates);
  return {
    book,
    spend: (caller, calls) => rates.spend(caller, calls, performance.now()),
    isAnyOver: () => rates.isAnyOver(performance.now()),
    refusal: (caller) => rates.refusal(caller, performance.now()),
    watch: (caller) => watches.enter(caller),
    stop: stopSharing,
  };
}
