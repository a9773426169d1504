import { LongshoreError } from "../../core/error.ts";
import type { TaskRecord } from "../../core/task.ts";
import { type Payload, readPayload } from "./payload.ts";
import type { SubmissionRules } from "./submission.ts";
import { findType, payloadError } from "./submission.ts";
import { Violations } from "./violations.ts";

type PayloadFields = Parameters<typeof readPayload>[0];

/** Reads the payload that a task is to have from now on; undefined when the request has none. Throws what is wrong with it. */
export function readNewPayload(request: PayloadFields): Payload | undefined {
  if (request.body === undefined) return undefined;
  const read = readPayload(request);
  if (!read.ok) throw read.error;
  return read.payload;
}

/** Checks a new payload against the type of its task. Throws PAYLOAD_INVALID, TASK_TYPE_UNKNOWN, FIELD_INVALID. */
export function checkNewPayload(payload: Payload | undefined, record: TaskRecord, rules: SubmissionRules) {
  if (payload === undefined) return;
  const known = findType(record.type, rules.types);
  if (known instanceof LongshoreError) throw known;
  const violations = new Violations();
  const error = payloadError({ type: record.type, ...payload }, known, violations) ?? violations.toError();
  if (error !== undefined) throw error;
}
