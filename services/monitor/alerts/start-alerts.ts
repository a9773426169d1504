import type { Connection } from "../../../jetstream/connection.ts";
import { answerMonitor } from "../../../jetstream/monitor-requests.ts";
import { watchSilences } from "../../../jetstream/silences.ts";
import type { Log } from "../../../runtime/log.ts";
import type { OnStop } from "../../../runtime/startable.ts";
import type { MonitorSettings } from "../settings.ts";
import { AlertWatch } from "./alert-watch.ts";
import { alertmanagerSink } from "./alertmanager-sink.ts";
import { logSink } from "./log-sink.ts";
import { readRules } from "./read-rules.ts";
import { readSituation, type SituationSources } from "./situation.ts";
import { webhookSink } from "./webhook-sink.ts";

export interface AlertsOptions {
  readonly connection: Connection;
  readonly settings: Pick<MonitorSettings, "alertRules" | "alertmanagerUrls" | "alertWebhook">;
  readonly sources: SituationSources;
  readonly log: Log;
  /** Whether it is this one of several monitors that tells. */
  readonly speaks: () => boolean;
}

/**
 * Begins to look whether anything is wrong, to tell of it, and to answer for it. Throws a `SettingsError` for rules that cannot
 * be used.
 */
export async function startAlerts(options: AlertsOptions, onStop: OnStop): Promise<void> {
  const { connection, settings, sources, log, speaks } = options;
  const rules = readRules(settings.alertRules);
  const silences = await watchSilences(connection);
  onStop(() => silences.stop());
  const watch = new AlertWatch({
    rules,
    situation: (nowMs) => readSituation(sources, nowMs),
    silences: () => [...silences.entries()].map(([, silence]) => silence),
    sinks: [
      logSink(log),
      ...(settings.alertmanagerUrls.length > 0 ? [alertmanagerSink(settings.alertmanagerUrls, log)] : []),
      ...(settings.alertWebhook === undefined ? [] : [webhookSink(settings.alertWebhook, log)]),
    ],
    tells: speaks,
    log,
  });
  watch.start();
  onStop(() => watch.stop());
  onStop(answerMonitor(connection, "alerts", () => ({ ok: true, answer: watch.alerts(Date.now()) })));
}
