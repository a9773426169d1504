/** What a duration was like, in seconds. */
export interface DurationSummary {
  readonly count: number;
  readonly mean: number;
  /** Upper bounds of the buckets in which these lie; at most a day. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What happened within a window of time. */
export interface WindowCounts {
  readonly submitted: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly retried: number;
  /** `null` when nothing was measured. */
  readonly wait: DurationSummary | null;
  readonly run: DurationSummary | null;
  readonly total: DurationSummary | null;
}

/** A window of time, in all and by type, and what happened minute by minute. */
export interface WindowStatistics {
  readonly all: WindowCounts;
  readonly types: readonly (WindowCounts & { readonly type: string })[];
  /** Those in which anything happened, oldest first; the time in milliseconds since 1970. */
  readonly minutes: readonly (Pick<WindowCounts, "submitted" | "succeeded" | "failed"> & {
    readonly atMs: number;
  })[];
}
