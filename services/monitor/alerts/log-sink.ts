import type { Log } from "../../../runtime/log.ts";
import type { Alert } from "./alert.ts";
import type { AlertSink } from "./alert-sink.ts";

/** Writes a line of log when an alert begins, and one when it is over. */
export function logSink(log: Log): AlertSink {
  return ({ begun, resolved }) => {
    for (const alert of begun) {
      const level = alert.severity === "critical" ? "error" : "warn";
      log[level](fieldsOf(alert), `alert: ${alert.summary}`);
    }
    for (const alert of resolved) log.info(fieldsOf(alert), `alert resolved: ${alert.summary}`);
  };
}

function fieldsOf({ name, severity, labels, value, threshold, action }: Alert) {
  return { alert: name, severity, labels, value, threshold, action };
}
