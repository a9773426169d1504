import { cpus } from "node:os";
import type { Round } from "./rounds.ts";
import type { CpuPerTask } from "./scenarios.ts";
import { median } from "./statistics.ts";

/** The median of every figure over all rounds. */
export function medians(rounds: readonly Round[]): Record<string, number> {
  const names = Object.keys(rounds[0]?.figures ?? {});
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map(({ figures }) => figures[name] ?? Number.NaN))]),
  );
}

/** A figure, what it is to another, and what it ought to be. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly ratio: string;
  readonly aim: string;
}

/** The table of `standard` durability, as Markdown. */
export function standardReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const ratio = (name: string, base: string) => (of(name) / of(base)).toFixed(2);
  return table([
    { what: "raw publish, 512 in flight", figure: rate(of("rawPublish")), ratio: "1", aim: "" },
    { what: "raw consume and ack", figure: rate(of("rawConsume")), ratio: "", aim: "" },
    { what: "raw publish, then consume", figure: rate(of("rawBoth")), ratio: "1", aim: "" },
    {
      what: "`SubmitTask`, 64 in flight",
      figure: rate(of("submitSingle")),
      ratio: `${ratio("submitSingle", "rawPublish")} of raw publish`,
      aim: "",
    },
    {
      what: "`SubmitTasks` by 1,000",
      figure: rate(of("submitBatch")),
      ratio: `${ratio("submitBatch", "rawPublish")} of raw publish`,
      aim: "≥ 0.5",
    },
    {
      what: "submit, then run no-ops, eager start",
      figure: rate(of("eagerBoth")),
      ratio: `${ratio("eagerBoth", "rawBoth")} of raw both`,
      aim: "",
    },
    {
      what: "submit, then run no-ops, lazy start",
      figure: rate(of("lazyBoth")),
      ratio: `${ratio("lazyBoth", "rawBoth")} of raw both`,
      aim: "",
    },
    { what: "run, eager, 5k backlog", figure: rate(of("eagerSmallRun")), ratio: "", aim: "" },
    {
      what: "run, eager, 100k backlog",
      figure: rate(of("eagerLargeRun")),
      ratio: `${ratio("eagerLargeRun", "rawBoth")} of raw both; ${ratio("eagerLargeRun", "eagerSmallRun")} of the 5k rate`,
      aim: "≥ 0.33; ≥ 0.9",
    },
    { what: "run, lazy, 5k backlog", figure: rate(of("lazySmallRun")), ratio: "", aim: "" },
    {
      what: "run, lazy, 100k backlog",
      figure: rate(of("lazyLargeRun")),
      ratio: `${ratio("lazyLargeRun", "rawBoth")} of raw both; ${ratio("lazyLargeRun", "lazySmallRun")} of the 5k rate`,
      aim: "≥ 0.45; ≥ 0.9",
    },
    {
      what: "raw pickup, idle, p50 / p99",
      figure: `${ms(of("rawPickupP50"))} / ${ms(of("rawPickupP99"))}`,
      ratio: "1",
      aim: "",
    },
    {
      what: "pickup, idle, eager start, p50 / p99",
      figure: `${ms(of("pickupP50"))} / ${ms(of("pickupP99"))}`,
      ratio: `${ratio("pickupP50", "rawPickupP50")} × raw p50`,
      aim: "≤ 1.5",
    },
    {
      what: "pickup, idle, lazy start, p50 / p99",
      figure: `${ms(of("lazyPickupP50"))} / ${ms(of("lazyPickupP99"))}`,
      ratio: `${ratio("lazyPickupP50", "rawPickupP50")} × raw p50`,
      aim: "",
    },
  ]);
}

/** The table of `strict` durability, as Markdown. */
export function strictReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const ratio = (name: string, base: string) => (of(name) / of(base)).toFixed(2);
  return table([
    { what: "raw publish, each synced", figure: rate(of("rawSynced")), ratio: "", aim: "" },
    { what: "raw atomic batches of 500", figure: rate(of("rawBatched")), ratio: "1", aim: "" },
    {
      what: "`SubmitTasks` by 1,000",
      figure: rate(of("submitBatch")),
      ratio: `${ratio("submitBatch", "rawBatched")} of raw batches`,
      aim: "≥ 0.5",
    },
    {
      what: "what single synced publishes would allow (three writes a task)",
      figure: rate(of("syncedAllows")),
      ratio: "1",
      aim: "",
    },
    {
      what: "submit, then run no-ops, eager start, 1,000 slots",
      figure: rate(of("eagerBoth")),
      ratio: `${ratio("eagerBoth", "syncedAllows")} × that`,
      aim: "≥ 2",
    },
    { what: "run, eager", figure: rate(of("eagerRun")), ratio: "", aim: "" },
  ]);
}

/** The table of the pools, as Markdown. */
export function poolReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const ratio = (name: string, base: string) => (of(name) / of(base)).toFixed(2);
  return table([
    { what: "no-ops, inline pool, 256 slots", figure: rate(of("inlineRun")), ratio: "1", aim: "" },
    {
      what: "no-ops, prefork pool, 4 children",
      figure: rate(of("preforkRun")),
      ratio: `${ratio("preforkRun", "inlineRun")} of inline`,
      aim: "",
    },
    { what: "pickup p50, inline", figure: ms(of("inlinePickupP50")), ratio: "1", aim: "" },
    {
      what: "pickup p50, prefork, warm child",
      figure: ms(of("preforkPickupP50")),
      ratio: `${ratio("preforkPickupP50", "inlinePickupP50")} × inline`,
      aim: "",
    },
    {
      what: "tasks of 250 ms CPU, children that last",
      figure: `${of("lasting").toFixed(2)}/s`,
      ratio: "1",
      aim: "",
    },
    {
      what: "tasks of 250 ms CPU, recycled after 10",
      figure: `${of("recycled").toFixed(2)}/s`,
      ratio: ratio("recycled", "lasting"),
      aim: "≥ 0.9",
    },
  ]);
}

/** The table of tasks that have a time in them, as Markdown. */
export function delayReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const ratio = (name: string) => (of(name) / of("plain")).toFixed(2);
  return table([
    { what: "`SubmitTasks` by 1,000, due at once", figure: rate(of("plain")), ratio: "1", aim: "" },
    {
      what: "the same, due in a day",
      figure: rate(of("scheduled")),
      ratio: ratio("scheduled"),
      aim: "≥ 0.5",
    },
    {
      what: "the same, due at once, with a time to end",
      figure: rate(of("withDeadlines")),
      ratio: ratio("withDeadlines"),
      aim: "",
    },
    {
      what: "late starts at 1,000 due a second, p50 / p99",
      figure: `${ms(of("lateP50"))} / ${ms(of("lateP99"))}`,
      ratio: "",
      aim: "p99 < 1 s",
    },
    { what: "the earliest of those after its time", figure: ms(of("earliest")), ratio: "", aim: "≥ 0" },
    {
      what: "an idle scheduler beside all delayed tasks",
      figure: `${of("idlePercent").toFixed(2)} % of a core`,
      ratio: "",
      aim: "< 2 %",
    },
  ]);
}

/** The table of cancels, as Markdown. */
export function cancelReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const both = (name: string) =>
    `${ms(m[`${name}P50`] ?? Number.NaN)} / ${ms(m[`${name}P99`] ?? Number.NaN)}`;
  return table([
    {
      what: "`CancelTask` of a task that waits, p50 / p99",
      figure: both("queued"),
      ratio: "",
      aim: "p99 < 20 ms",
    },
    {
      what: "cancel to abort in the handler, one of 1,000 that run inline, p50 / p99",
      figure: both("running"),
      ratio: "",
      aim: "p99 < 100 ms",
    },
    {
      what: "cancel to SIGTERM in the child, one of 16 that run in the prefork pool, p50 / p99",
      figure: both("sigterm"),
      ratio: "",
      aim: "p99 < 100 ms",
    },
  ]);
}

/** The table of limits and overload, as Markdown. */
export function limitsReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const micros = (value: number) => `${value.toFixed(1)} µs`;
  const times = (a: string, b: string) => `${(of(a) / of(b)).toFixed(2)} ×`;
  return table([
    {
      what: "`SubmitTask`, 64 in flight: CPU of the gateway",
      figure: micros(of("submitMicros")),
      ratio: "1",
      aim: "",
    },
    {
      what: "of that key, role, limits and load",
      figure: micros(of("admissionMicros")),
      ratio: percent(of("admissionMicros") / of("submitMicros")),
      aim: "≤ 10 %",
    },
    {
      what: "two gateways on one limit, both busy",
      figure: percent(of("sharedBoth")),
      ratio: "of what is allowed",
      aim: "90 to 110 %",
    },
    {
      what: "the same, one busy",
      figure: percent(of("sharedOne")),
      ratio: "of what is allowed",
      aim: "90 to 110 %",
    },
    { what: "submits of a quiet project, alone, p99", figure: ms(of("quietAlone")), ratio: "1", aim: "" },
    {
      what: "beside one that asks for ten times its limit, p99",
      figure: ms(of("quietBeside")),
      ratio: times("quietBeside", "quietAlone"),
      aim: "< 2 ×",
    },
    {
      what: "of that the client's own lateness, p99",
      figure: ms(of("quietLate")),
      ratio: "",
      aim: "",
    },
    {
      what: "`SubmitTasks` by 100 at half of what a gateway can do, p99",
      figure: ms(of("halfP99")),
      ratio: "1",
      aim: "",
    },
    {
      what: "at three times of what it can do, those let in, p99",
      figure: ms(of("tripleP99")),
      ratio: times("tripleP99", "halfP99"),
      aim: "≤ 5 ×",
    },
    {
      what: "the client's own lateness, at half and at three times, p99",
      figure: `${ms(of("halfLate"))} / ${ms(of("tripleLate"))}`,
      ratio: "",
      aim: "",
    },
    {
      what: "those refused, p99",
      figure: ms(of("refusedP99")),
      ratio: percent(of("tripleRefused")),
      aim: "",
    },
    { what: "what it does then of what it can do", figure: percent(of("goodput")), ratio: "", aim: "≥ 90 %" },
  ]);
}

/** The table of the client for callers, as Markdown. */
export function sdkReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const ratio = (name: string) => `${(of(name) / of("bare")).toFixed(2)} of the first`;
  return table([
    { what: "bare `SubmitTask`, 64 in flight", figure: rate(of("bare")), ratio: "1", aim: "" },
    {
      what: "the same, with random ids (UUIDv4) of the client's own",
      figure: rate(of("bareWithIds")),
      ratio: ratio("bareWithIds"),
      aim: "",
    },
    { what: "`client.submit`, 64 in flight", figure: rate(of("sdk")), ratio: ratio("sdk"), aim: "≥ 3" },
  ]);
}

/** CPU time a task in microseconds, the median over all rounds, as Markdown. */
export function cpuReport(rounds: readonly Round[]): string {
  const scenarios = Object.keys(rounds[0]?.cpu ?? {});
  const processes = ["client", "gateway", "worker", "nats"] as const;
  const cell = (scenario: string, name: keyof CpuPerTask) => {
    const values = rounds.flatMap(({ cpu }) => cpu[scenario]?.[name] ?? []);
    return values.length === 0 ? "–" : median(values).toFixed(1);
  };
  const lines = scenarios.map(
    (scenario) => `| ${scenario} | ${processes.map((name) => cell(scenario, name)).join(" | ")} |`,
  );
  return [
    "| CPU µs a task | client | gateway | worker | nats-server |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** The machine, in a line. */
export function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown CPU"}, ${process.platform} ${process.arch}, Node ${process.version}`;
}

/** Rows as a table, as Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, figure, ratio, aim }) => `| ${what} | ${figure} | ${ratio} | ${aim} |`);
  return ["| | median | ratio | aim |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

/** So many a second. */
export function rate(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")}/s`;
}

/** Milliseconds. */
export function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
