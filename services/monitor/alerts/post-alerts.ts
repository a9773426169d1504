import { messageOf } from "../../../core/message-of.ts";
import type { Alert } from "./alert.ts";

const ANSWER_MS = 5_000;

/** What Alertmanager and its receivers are told of any alert, under the names that they have for it. */
export function describeAlert({ name, severity, labels, firedMs = 0, summary, action, value }: Alert) {
  return {
    labels: { ...labels, alertname: name, severity, service: "longshore" },
    annotations: { summary, description: action, value: String(value) },
    startsAt: new Date(firedMs).toISOString(),
  };
}

/** Sends a body of JSON, and waits for at most 5 s. Resolves with what went wrong; undefined when it was taken. Never rejects. */
export async function postJson(url: string | URL, body: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    return messageOf(error);
  }
}
