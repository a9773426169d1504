import type { Log } from "../../../runtime/log.ts";
import type { Alert } from "./alert.ts";
import type { AlertNews, AlertSink } from "./alert-sink.ts";
import { describeAlert, postJson } from "./post-alerts.ts";

/** Alertmanager takes an alert for over when nobody repeats it; it is repeated so often, in milliseconds. */
const REPEAT_MS = 30_000;
/** And counts for so long after the last time, so that alerts end when the monitor is gone. */
const HOLDS_MS = 4 * REPEAT_MS;

/** One alert as Alertmanager takes it (API v2, `POST /api/v2/alerts`). */
interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Tells Alertmanagers: at once when an alert begins or is resolved, and all that fire twice a minute. */
export function alertmanagerSink(urls: readonly string[], log: Log): AlertSink {
  let toldMs = 0;
  return (news) => {
    const isNews = news.begun.length + news.resolved.length > 0;
    if (!isNews && (news.firing.length === 0 || news.nowMs - toldMs < REPEAT_MS)) return;
    toldMs = news.nowMs;
    const body = JSON.stringify(toPosted(news));
    for (const url of urls) void post(new URL("/api/v2/alerts", url), body, log);
  };
}

function toPosted({ firing, resolved, nowMs }: AlertNews): readonly PostedAlert[] {
  const until = (alert: Alert, endsMs: number): PostedAlert => ({
    ...describeAlert(alert),
    endsAt: new Date(endsMs).toISOString(),
  });
  return [
    ...firing.map((alert) => until(alert, nowMs + HOLDS_MS)),
    ...resolved.map((alert) => until(alert, alert.resolvedMs ?? nowMs)),
  ];
}

async function post(url: URL, body: string, log: Log): Promise<void> {
  const problem = await postJson(url, body);
  // What it has missed it is told again within half a minute, or with the next news.
  if (problem !== undefined) log.warn({ url: url.origin, problem }, "Alertmanager does not take the alerts");
}
