/** How long something took, in seconds. */
export interface DurationStatistics {
  readonly count?: number;
  readonly mean?: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

/** What happened; what is 0 is left out by the API. */
export interface TaskCounts {
  readonly submitted?: number;
  readonly started?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly cancelled?: number;
  readonly expired?: number;
  readonly retried?: number;
  readonly wait?: DurationStatistics;
  readonly run?: DurationStatistics;
  readonly total?: DurationStatistics;
}

/** A window of time, as GET /v1/tasks:statistics answers. */
export interface TaskStatistics {
  readonly all?: TaskCounts;
  readonly types?: readonly { readonly type: string; readonly counts?: TaskCounts }[];
  readonly minutes?: readonly MinuteCounts[];
  readonly states?: Readonly<Record<string, number>>;
  readonly indexLag?: string;
}

export interface MinuteCounts {
  readonly time: string;
  readonly submitted?: number;
  readonly succeeded?: number;
  readonly failed?: number;
}

/** One value a minute. */
export interface Series {
  /** In seconds since 1970. */
  readonly times: readonly number[];
  readonly submitted: readonly number[];
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
}

/** The minutes of a window without gaps: one in which nothing happened is 0. */
export function toSeries(minutes: readonly MinuteCounts[], windowSeconds: number, nowMs: number): Series {
  const last = Math.floor(nowMs / 60_000);
  const first = last - Math.floor(windowSeconds / 60) + 1;
  const known = new Map(minutes.map((each) => [Math.floor(Date.parse(each.time) / 60_000), each]));
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const values = (name: "submitted" | "succeeded" | "failed") =>
    all.map((minute) => known.get(minute)?.[name] ?? 0);
  return {
    times: all.map((minute) => minute * 60),
    submitted: values("submitted"),
    succeeded: values("succeeded"),
    failed: values("failed"),
  };
}

/** Of what ended with a result or an error: the share that failed; undefined when nothing ended. */
export function failureRate({ succeeded = 0, failed = 0 }: TaskCounts): number | undefined {
  return succeeded + failed === 0 ? undefined : failed / (succeeded + failed);
}
