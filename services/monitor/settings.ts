import { z } from "zod";
import { address, byteSize, duration, wordList } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** What a monitor is told. */
export const monitorSettings = storeSettings.extend({
  monitorAddress: address("127.0.0.1:7422").meta({
    description:
      "Where the monitor listens: /metrics, /healthz and /readyz. None of them needs a key: leave it on this machine.",
  }),
  indexFile: z.string().default(".longshore/index.db").meta({
    description:
      "The file in which the monitor keeps its index. It may be deleted while the monitor is stopped: what the streams still hold is read again. Each monitor needs a file of its own.",
  }),
  historyAge: duration("30d").meta({
    description: "How long the monitor remembers a task after its end.",
  }),
  historyMaxBytes: byteSize("4GiB").meta({
    description: "The most bytes that the index may take; the tasks that ended first are forgotten first.",
  }),
  alertRules: z.string().optional().meta({
    description:
      "A JSON file that changes the rules for alerts: by the name of a rule its threshold, clear, window, minimum, for, keep or severity, or false to turn it off. See docs/monitoring.md.",
  }),
  alertmanagerUrls: wordList("").meta({
    description: "Alertmanagers that are told of alerts, parted by commas, such as http://127.0.0.1:9093.",
  }),
  alertWebhook: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "A URL that is called when an alert begins or is over, with a body as Alertmanager sends it.",
    }),
});
export type MonitorSettings = z.output<typeof monitorSettings>;
