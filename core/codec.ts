import { messageOf } from "./message-of.ts";
import { TASK_STATES, type TaskRecord } from "./task.ts";

/** A record as JSON text. */
export function encodeRecord(record: TaskRecord): string {
  return JSON.stringify(record);
}

export type Decoded =
  | { readonly ok: true; readonly record: TaskRecord }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a stored record. Only what is needed to trust its shape is checked: everything in the streams was written by us.
 * A newer form is refused rather than misread.
 */
export function decodeRecord(text: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `not JSON: ${messageOf(error)}` };
  }
  if (typeof value !== "object" || value === null) return { ok: false, problem: "not a JSON object" };
  const { version, id, project, state, timeline } = value as Partial<Record<keyof TaskRecord, unknown>>;
  if (version !== 1)
    return { ok: false, problem: `version ${String(version)}, this program reads version 1` };
  if (typeof id !== "string" || typeof project !== "string")
    return { ok: false, problem: "no id or no project" };
  if (!TASK_STATES.some((known) => known === state))
    return { ok: false, problem: `unknown state ${String(state)}` };
  if (!Array.isArray(timeline) || timeline.length === 0) return { ok: false, problem: "no timeline" };
  return { ok: true, record: value as TaskRecord };
}
