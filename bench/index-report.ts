import { medians, ms, rate, table } from "./report.ts";
import type { Round } from "./rounds.ts";

/** The table of the monitor's index, as Markdown. */
export function indexReport(rounds: readonly Round[]): string {
  const m = medians(rounds);
  const of = (name: string) => m[name] ?? Number.NaN;
  const percent = (name: string) => `${(of(name) * 100).toFixed(1)} %`;
  const row = (what: string, figure: string, aim = "") => ({ what, figure, ratio: "", aim });
  return table([
    row("events into the index, on one core", rate(of("eventsPerCoreSecond")), "≥ 10,000/s"),
    row(
      "memory with a tenth of the tasks / all",
      `${of("smallRssMb").toFixed(0)} / ${of("largeRssMb").toFixed(0)} MB`,
      "flat",
    ),
    row("file, a task", `${of("fileBytesPerTask").toFixed(0)} bytes`),
    row("opening the file again", ms(of("reopenMs"))),
    row("page of 50, p99 of ten filters", ms(of("listP99")), "< 100 ms"),
    row("the same, p99 of the slowest filter", ms(of("listWorstP99")), "< 100 ms"),
    row("pages that were cut short by their time", percent("pagesCutShort")),
    row("slowest count", ms(of("countWorst")), "< 100 ms"),
    row("metrics of all tasks", ms(of("metrics"))),
    row("all that alerts are judged by", ms(of("situation"))),
    row("statistics of an hour / of a day", `${ms(of("windowHour"))} / ${ms(of("windowDay"))}`),
    row("made-up tasks sent", rate(of("sentPerSecond")), "5,000/s"),
    row("lag meanwhile, p50 / p99", `${ms(of("lagP50") * 1_000)} / ${ms(of("lagP99") * 1_000)}`, "p99 < 1 s"),
    row("messages behind, p99", of("behindP99").toFixed(0)),
    row("from the last one sent to all counted", ms(of("lastMs"))),
    row("the monitor's CPU meanwhile", `${of("monitorCores").toFixed(2)} cores`),
    row("the monitor's CPU a task that is submitted and run", `${of("monitorMicros").toFixed(0)} µs`),
    row("its part of all services", percent("monitorShare"), "< 15 %"),
    row("its part of all services and the client", percent("monitorShareWithClient")),
  ]);
}
