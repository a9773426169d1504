import type { FastifyInstance } from "fastify";
import { invalidField } from "../../../core/error.ts";
import type { TaskCounts } from "../../../proto/gen/longshore/v1/TaskCounts.ts";
import type { TaskStatistics } from "../../../proto/gen/longshore/v1/TaskStatistics.ts";
import { serveCelery } from "./celery-call.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import { CELERY_OPERATIONS } from "./openapi/celery-operations.ts";
import { describedAs } from "./openapi/document.ts";

const PATH = "/api/v1/tasks";

/** The windows of time that the numbers can be about, in seconds. */
const WINDOWS: Readonly<Record<string, number>> = { "5m": 300, "1h": 3_600, "24h": 86_400 };
const DEFAULT_WINDOW = "1h";

/**
 * Numbers and health where the Celery service had them, for a key of any role. Nothing has to be reset: numbers are those of a
 * window of time that moves on. 503 while no monitor answers.
 */
export function addCeleryMonitoring(app: FastifyInstance, deps: HttpServerDeps): void {
  const { TaskService, AlertService } = deps.services;
  app.get(
    `${PATH}/metrics`,
    describedAs(`${PATH}/metrics`, () => CELERY_OPERATIONS.metrics),
    async (request, reply) => {
      const { window = DEFAULT_WINDOW } = request.query as { readonly window?: string };
      const read = () => ({ window: { seconds: String(readWindow(window)), nanos: 0 } });
      const { GetTaskStatistics } = TaskService;
      const statistics = await serveCelery(
        deps,
        "TaskService/GetTaskStatistics",
        GetTaskStatistics,
        request,
        reply,
        read,
      );
      return statistics === undefined ? reply : reply.send(toMetrics(statistics, window));
    },
  );

  app.get(
    `${PATH}/health`,
    describedAs(`${PATH}/health`, () => CELERY_OPERATIONS.health),
    async (request, reply) => {
      const listed = await serveCelery(
        deps,
        "AlertService/ListAlerts",
        AlertService.ListAlerts,
        request,
        reply,
        () => ({}),
      );
      if (listed === undefined) return reply;
      const firing = (listed.alerts ?? []).filter(
        ({ state, silenced }) => state === "firing" && silenced !== true,
      );
      return reply.send({
        status: listed.health,
        reasons: firing.map(({ name, severity, summary, labels, value }) => ({
          name,
          severity,
          summary,
          labels,
          value,
        })),
      });
    },
  );
}

/** In seconds. Throws FIELD_INVALID. */
function readWindow(window: string): number {
  const seconds = Object.hasOwn(WINDOWS, window) ? WINDOWS[window] : undefined;
  if (seconds === undefined)
    throw invalidField(
      "window",
      `is ${JSON.stringify(window.slice(0, 80))}, must be one of ${Object.keys(WINDOWS).join(", ")}`,
    );
  return seconds;
}

function toMetrics({ all, types, states }: TaskStatistics, window: string): object {
  return {
    window,
    ...numbersOf(all ?? {}),
    running: states?.["RUNNING"] ?? 0,
    queued: states?.["QUEUED"] ?? 0,
    scheduled: states?.["SCHEDULED"] ?? 0,
    by_type: Object.fromEntries((types ?? []).map(({ type, counts }) => [type, numbersOf(counts ?? {})])),
  };
}

/** Rates are shares of what ended with a result or an error, `null` when nothing did; durations are in seconds. */
function numbersOf(counts: TaskCounts): object {
  const {
    submitted = 0,
    started = 0,
    succeeded = 0,
    failed = 0,
    cancelled = 0,
    expired = 0,
    retried = 0,
  } = counts;
  const ended = succeeded + failed;
  return {
    total: submitted,
    started,
    completed: succeeded,
    failed,
    cancelled,
    expired,
    retries: retried,
    success_rate: ended === 0 ? null : succeeded / ended,
    failure_rate: ended === 0 ? null : failed / ended,
    average_wait_seconds: counts.wait?.mean ?? null,
    average_duration_seconds: counts.run?.mean ?? null,
  };
}
