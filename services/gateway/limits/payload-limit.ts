import { LongshoreError } from "../../../core/error.ts";
import type { LimitScope } from "../../../core/limits.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { LimitBook } from "./limit-book.ts";
import type { Caller } from "./request-rates.ts";

/**
 * The error for a payload that is larger than the caller's key or project may send; undefined when it is not.
 *
 * @param body the record as JSON
 */
export function payloadLimitError(
  record: Pick<TaskRecord, "payload" | "payloadObject">,
  body: string,
  { keyId, project }: Caller,
  book: LimitBook,
): LongshoreError | undefined {
  const limits: readonly [scope: LimitScope, name: string, limit: number | undefined][] = [
    ["key", keyId, book.key(keyId)?.maxPayloadBytes],
    ["project", project, book.project(project).maxPayloadBytes],
  ];
  for (const [scope, name, limit] of limits) {
    const inObject = record.payloadObject?.bytes;
    // No character takes more than three bytes in UTF-8 for one unit of UTF-16: most records need not be measured.
    if (limit === undefined || (inObject === undefined && body.length * 3 <= limit)) continue;
    const size = inObject ?? Buffer.byteLength(JSON.stringify(record.payload));
    if (size > limit) return tooLarge(scope, name, size, limit);
  }
  return undefined;
}

function tooLarge(scope: LimitScope, name: string, size: number, limit: number): LongshoreError {
  const metadata = { scope, name, size: String(size), limit: String(limit) };
  return new LongshoreError("PAYLOAD_LIMIT_EXCEEDED", metadata, {
    violations: [{ field: "payload", description: `${size} bytes, at most ${limit} are allowed` }],
    quota: { subject: `${scope}:${name}`, description: `payloads of ${limit} bytes` },
  });
}
