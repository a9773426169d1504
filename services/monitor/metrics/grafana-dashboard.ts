/** A graph or a number of the dashboard. */
interface Panel {
  readonly title: string;
  readonly kind: "timeseries" | "stat";
  readonly unit: "short" | "s" | "bytes" | "percentunit" | "reqps";
  /** PromQL, each with its legend. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
}

const RATE = "[$__rate_interval]";
const PROJECT = 'project=~"$project"';
const quantile = (q: number, metric: string) =>
  `histogram_quantile(${q}, sum by (le) (rate(${metric}_bucket{${PROJECT}}${RATE})))`;
const rate = (metric: string) => `sum(rate(${metric}_total{${PROJECT}}${RATE}))`;

/** What the dashboard shows, in order. */
export const PANELS: readonly Panel[] = [
  {
    title: "Tasks a second",
    kind: "timeseries",
    unit: "reqps",
    queries: [
      [rate("longshore_tasks_submitted"), "submitted"],
      [rate("longshore_tasks_succeeded"), "succeeded"],
      [rate("longshore_tasks_failed"), "failed"],
      [rate("longshore_tasks_cancelled"), "cancelled"],
      [rate("longshore_task_attempts_retried"), "retried"],
    ],
  },
  {
    title: "Failure rate, 5 minutes",
    kind: "stat",
    unit: "percentunit",
    queries: [
      [
        `sum(increase(longshore_tasks_failed_total{${PROJECT}}[5m])) / clamp_min(sum(increase(longshore_tasks_failed_total{${PROJECT}}[5m])) + sum(increase(longshore_tasks_succeeded_total{${PROJECT}}[5m])), 1)`,
        "",
      ],
    ],
  },
  {
    title: "Tasks by state",
    kind: "timeseries",
    unit: "short",
    queries: [
      [
        `sum by (state) (longshore_tasks{${PROJECT},state=~"queued|running|scheduled|retrying|cancelling"})`,
        "{{state}}",
      ],
    ],
  },
  {
    title: "Oldest waiting task by queue",
    kind: "timeseries",
    unit: "s",
    queries: [["longshore_queue_oldest_waiting_seconds", "{{queue}}"]],
  },
  {
    title: "Wait before start",
    kind: "timeseries",
    unit: "s",
    queries: [
      [quantile(0.5, "longshore_task_wait_seconds"), "p50"],
      [quantile(0.95, "longshore_task_wait_seconds"), "p95"],
    ],
  },
  {
    title: "Run time",
    kind: "timeseries",
    unit: "s",
    queries: [
      [quantile(0.5, "longshore_task_run_seconds"), "p50"],
      [quantile(0.95, "longshore_task_run_seconds"), "p95"],
    ],
  },
  {
    title: "Errors by reason",
    kind: "timeseries",
    unit: "reqps",
    queries: [[`sum by (reason) (rate(longshore_task_errors_total{${PROJECT}}${RATE}))`, "{{reason}}"]],
  },
  { title: "Workers", kind: "timeseries", unit: "short", queries: [["longshore_workers", "{{state}}"]] },
  {
    title: "Slots",
    kind: "timeseries",
    unit: "short",
    queries: [["longshore_worker_slots", "{{pool}} {{state}}"]],
  },
  {
    title: "Memory of handlers",
    kind: "timeseries",
    unit: "bytes",
    queries: [["longshore_handler_memory_bytes", "{{worker}} {{pool}}"]],
  },
  {
    title: "Handler processes replaced",
    kind: "timeseries",
    unit: "reqps",
    queries: [[`sum by (worker) (rate(longshore_handler_processes_recycled_total${RATE}))`, "{{worker}}"]],
  },
  {
    title: "Streams",
    kind: "timeseries",
    unit: "bytes",
    queries: [["longshore_stream_bytes", "{{stream}}"]],
  },
  {
    title: "In line by consumer",
    kind: "timeseries",
    unit: "short",
    queries: [["longshore_consumer_pending_messages", "{{consumer}}"]],
  },
  { title: "Monitor behind", kind: "stat", unit: "s", queries: [["longshore_monitor_lag_seconds", ""]] },
];

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

/** The dashboard as Grafana's classic JSON; it asks for the data source and the project. */
export function grafanaDashboard(): object {
  const datasource = { type: "prometheus", uid: "$datasource" };
  return {
    uid: "longshore",
    title: "Longshore",
    tags: ["longshore"],
    schemaVersion: 39,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus", label: "Data source" },
        {
          name: "project",
          type: "query",
          label: "Project",
          datasource,
          query: { query: "label_values(longshore_tasks_submitted_total, project)", refId: "projects" },
          refresh: 2,
          includeAll: true,
          allValue: ".*",
          multi: true,
          current: { text: "All", value: "$__all" },
        },
      ],
    },
    panels: PANELS.map(({ title, kind, unit, queries }, i) => ({
      id: i + 1,
      title,
      type: kind,
      datasource,
      gridPos: { x: (i % COLUMNS) * WIDTH, y: Math.floor(i / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(([expr, legendFormat], k) => ({
        refId: String.fromCharCode(65 + k),
        datasource,
        expr,
        legendFormat,
        exemplar: kind === "timeseries",
      })),
    })),
  };
}
