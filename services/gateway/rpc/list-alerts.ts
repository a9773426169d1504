import { LongshoreError } from "../../../core/error.ts";
import type { ListAlertsResponse } from "../../../proto/gen/longshore/v1/ListAlertsResponse.ts";
import { askForAlerts, type SeenAlert } from "../ask-index.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { timestamp } from "../event-view.ts";

/** What is wrong, the worst first, as far as it concerns the caller's project. Throws INDEX_UNAVAILABLE. */
export async function listAlerts(caller: Caller, deps: Deps): Promise<ListAlertsResponse> {
  const reply = await askForAlerts(caller, deps);
  if (!reply.ok) throw new LongshoreError("INDEX_UNAVAILABLE", { problem: reply.problem });
  const alerts = reply.answer
    .filter(({ labels }) => labels["project"] === undefined || labels["project"] === caller.project)
    .toSorted((a, b) => rank(a) - rank(b) || b.sinceMs - a.sinceMs);
  return {
    health: healthOf(alerts),
    alerts: alerts.map(({ sinceMs, resolvedMs, isSilenced, ...alert }) => ({
      ...alert,
      silenced: isSilenced,
      sinceTime: timestamp(new Date(sinceMs).toISOString()),
      ...(resolvedMs !== undefined && { resolveTime: timestamp(new Date(resolvedMs).toISOString()) }),
    })),
  };
}

/** What alerts mean for the whole: one that is critical is worse than any number of warnings. */
function healthOf(alerts: readonly SeenAlert[]): "healthy" | "degraded" | "unhealthy" {
  const loud = alerts.filter(({ state, isSilenced }) => state === "firing" && !isSilenced);
  if (loud.some(({ severity }) => severity === "critical")) return "unhealthy";
  return loud.length > 0 ? "degraded" : "healthy";
}

function rank({ state, severity, isSilenced }: SeenAlert): number {
  const byState = { firing: 0, pending: 2, resolved: 4 }[state];
  return byState + (severity === "critical" ? 0 : 1) + (isSilenced ? 6 : 0);
}
