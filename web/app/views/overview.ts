import { get } from "../api.ts";
import { count, duration, percent } from "../format.ts";
import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import { Chart } from "../parts/chart.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { failureRate, type TaskCounts, type TaskStatistics, toSeries } from "../statistics.ts";
import { useData } from "../use-data.ts";
import type { ViewProps } from "../view.ts";

const WINDOWS = { "5m": 300, "1h": 3_600, "24h": 86_400 } as const;
type WindowName = keyof typeof WINDOWS;

/** An alert, as far as it is shown here. */
interface Alert {
  readonly name: string;
  readonly severity: string;
  readonly state: string;
  readonly summary: string;
  readonly silenced?: boolean;
}

interface Around {
  readonly alerts: readonly Alert[];
  readonly workers: readonly {
    readonly state?: string;
    readonly pools?: readonly { size?: number; free?: number }[];
  }[];
}

/** How the tasks of the project are: what happens, what waits, what is wrong. */
export function OverviewView({ place }: ViewProps) {
  const name: WindowName = Object.hasOwn(WINDOWS, place.query["window"] ?? "")
    ? (place.query["window"] as WindowName)
    : "1h";
  const windowSeconds = WINDOWS[name];
  const statistics = useData(
    `statistics ${name}`,
    (signal) => get<TaskStatistics>("v1/tasks:statistics", { window: `${windowSeconds}s` }, signal),
    2_000,
  );
  const around = useData("around", readAround, 5_000);
  const { value } = statistics;
  return html`
    <div class="bar">
      <h1>Overview</h1>
      <div class="choice" role="group" aria-label="Window of time">
        ${Object.keys(WINDOWS).map(
          (each) => html`
            <button type="button" aria-pressed=${each === name} onClick=${() => go(hrefOf("overview", "", { window: each }))}>
              ${each}
            </button>
          `,
        )}
      </div>
    </div>
    <${FailureText} failure=${statistics.failure ?? around.failure} />
    <${AlertList} alerts=${around.value?.alerts ?? []} />
    ${value !== undefined && html`<${Numbers} statistics=${value} around=${around.value} />`}
    ${value !== undefined && html`<${Rates} statistics=${value} windowSeconds=${windowSeconds} />`}
    ${value !== undefined && html`<${Types} statistics=${value} />`}
  `;
}

async function readAround(signal: AbortSignal): Promise<Around> {
  const [{ alerts = [] }, { workers = [] }] = await Promise.all([
    get<Partial<Around>>("v1/alerts", {}, signal),
    get<Partial<Around>>("v1/workers", {}, signal),
  ]);
  return { alerts, workers };
}

function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  const firing = alerts.filter(({ state, silenced }) => state === "firing" && silenced !== true);
  if (firing.length === 0) return null;
  return html`
    <ul class="alerts" aria-label="Alerts">
      ${firing.map(
        ({ name, severity, summary }) => html`
          <li class=${severity}><a href=${hrefOf("alerts")}><strong>${name}</strong></a> ${summary}</li>
        `,
      )}
    </ul>
  `;
}

function Numbers({
  statistics,
  around,
}: {
  readonly statistics: TaskStatistics;
  readonly around: Around | undefined;
}) {
  const { all = {}, states = {} } = statistics;
  const rate = failureRate(all);
  const slots = around?.workers.flatMap((worker) => worker.pools ?? []) ?? [];
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((total, n = 0) => total + n, 0);
  const numbers = [
    { label: "Submitted", value: count(all.submitted ?? 0), href: hrefOf("tasks") },
    {
      label: "Succeeded",
      value: count(all.succeeded ?? 0),
      href: hrefOf("tasks", "", { state: "SUCCEEDED" }),
    },
    {
      label: "Failed",
      value: count(all.failed ?? 0),
      href: hrefOf("tasks", "", { state: "FAILED" }),
      bad: (all.failed ?? 0) > 0,
    },
    {
      label: "Failure rate",
      value: rate === undefined ? "–" : percent(rate),
      bad: rate !== undefined && rate > 0.1,
    },
    { label: "Retries", value: count(all.retried ?? 0) },
    { label: "Wait, p95", value: lasts(all.wait?.p95) },
    { label: "Run, p95", value: lasts(all.run?.p95) },
    {
      label: "Running",
      value: count(states["RUNNING"] ?? 0),
      href: hrefOf("tasks", "", { state: "RUNNING" }),
    },
    { label: "Queued", value: count(states["QUEUED"] ?? 0), href: hrefOf("tasks", "", { state: "QUEUED" }) },
    {
      label: "Scheduled",
      value: count(states["SCHEDULED"] ?? 0),
      href: hrefOf("tasks", "", { state: "SCHEDULED" }),
    },
    {
      label: "Workers",
      value: around === undefined ? "–" : count(around.workers.length),
      bad: around?.workers.length === 0,
    },
    {
      label: "Busy slots",
      value:
        around === undefined
          ? "–"
          : `${sum(slots.map(({ size = 0, free = 0 }) => size - free))} of ${sum(slots.map(({ size }) => size))}`,
    },
  ];
  return html`
    <dl class="numbers">
      ${numbers.map(
        ({ label, value, href, bad }) => html`
          <div class=${bad === true ? "bad" : ""}>
            <dt>${label}</dt>
            <dd>${href === undefined ? value : html`<a href=${href}>${value}</a>`}</dd>
          </div>
        `,
      )}
    </dl>
  `;
}

function Rates({
  statistics,
  windowSeconds,
}: {
  readonly statistics: TaskStatistics;
  readonly windowSeconds: number;
}) {
  const series = toSeries(statistics.minutes ?? [], windowSeconds, Date.now());
  const lines = [
    { label: "submitted", colour: "--accent", values: series.submitted },
    { label: "succeeded", colour: "--good", values: series.succeeded },
    { label: "failed", colour: "--bad", values: series.failed },
  ];
  return html`
    <section>
      <h2>Tasks a minute</h2>
      <${Chart} title="Tasks submitted, succeeded and failed in each minute" times=${series.times} lines=${lines} />
    </section>
  `;
}

function Types({ statistics }: { readonly statistics: TaskStatistics }) {
  const { types = [] } = statistics;
  if (types.length === 0)
    return html`
      <${Empty} title="Nothing has happened in this window.">
        <p>Submit a task: <code>longshore task submit word_count --payload '{"text": "to be or not to be"}'</code></p>
      <//>
    `;
  return html`
    <section>
      <h2>By type</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">Type</th><th scope="col" class="n">Started</th><th scope="col" class="n">Succeeded</th><th scope="col" class="n">Failed</th><th scope="col" class="n">Retries</th><th scope="col" class="n">Wait p95</th><th scope="col" class="n">Run p50</th><th scope="col" class="n">Run p95</th></tr>
          </thead>
          <tbody>
            ${types.map(({ type, counts = {} }) => html`<${TypeRow} key=${type} type=${type} counts=${counts} />`)}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

function TypeRow({ type, counts }: { readonly type: string; readonly counts: TaskCounts }) {
  return html`
    <tr>
      <th scope="row"><a href=${hrefOf("tasks", "", { filter: `type = "${type}"` })}>${type}</a></th>
      <td class="n">${count(counts.started ?? 0)}</td>
      <td class="n">${count(counts.succeeded ?? 0)}</td>
      <td class=${`n ${(counts.failed ?? 0) > 0 ? "bad" : ""}`}>${count(counts.failed ?? 0)}</td>
      <td class="n">${count(counts.retried ?? 0)}</td>
      <td class="n">${lasts(counts.wait?.p95)}</td>
      <td class="n">${lasts(counts.run?.p50)}</td>
      <td class="n">${lasts(counts.run?.p95)}</td>
    </tr>
  `;
}

function lasts(seconds: number | undefined): string {
  return seconds === undefined ? "–" : `≤ ${duration(seconds)}`;
}
