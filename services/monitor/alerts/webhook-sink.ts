import type { Log } from "../../../runtime/log.ts";
import type { Alert } from "./alert.ts";
import type { AlertNews, AlertSink } from "./alert-sink.ts";
import { describeAlert, postJson } from "./post-alerts.ts";

/** A call that failed is made again after so long each, in milliseconds. */
const AGAIN_AFTER_MS = [1_000, 5_000, 30_000];

/**
 * Calls a URL when alerts begin or are resolved, with a body as Alertmanager sends it to its receivers (webhook, version 4), so
 * that what understands the one understands the other.
 */
export function webhookSink(url: string, log: Log): AlertSink {
  return (news) => {
    if (news.begun.length > 0) void call(url, toBody("firing", news.begun), log);
    if (news.resolved.length > 0) void call(url, toBody("resolved", news.resolved), log);
  };
}

function toBody(status: "firing" | "resolved", alerts: AlertNews["begun"]): string {
  return JSON.stringify({
    version: "4",
    status,
    receiver: "longshore",
    groupLabels: {},
    commonLabels: { service: "longshore" },
    commonAnnotations: {},
    externalURL: "",
    alerts: alerts.map((alert) => describe(status, alert)),
  });
}

function describe(status: string, alert: Alert) {
  const { resolvedMs } = alert;
  return {
    status,
    ...describeAlert(alert),
    endsAt: resolvedMs === undefined ? "0001-01-01T00:00:00Z" : new Date(resolvedMs).toISOString(),
  };
}

async function call(url: string, body: string, log: Log): Promise<void> {
  for (const againAfterMs of [...AGAIN_AFTER_MS, undefined]) {
    const problem = await postJson(url, body);
    if (problem === undefined) return;
    log.warn({ problem, again_after_ms: againAfterMs }, "the webhook for alerts does not take them");
    if (againAfterMs === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, againAfterMs).unref());
  }
}
