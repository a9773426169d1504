import { LongshoreError } from "../../../core/error.ts";
import type { AuditCount, AuditReport } from "../../../core/store-audit.ts";
import { requestAudit } from "../../../jetstream/store-audit.ts";
import type { AuditStoreRequest__Output } from "../../../proto/gen/longshore/v1/AuditStoreRequest.ts";
import type {
  AuditStoreResponse,
  _longshore_v1_AuditStoreResponse_Count as ProtoCount,
} from "../../../proto/gen/longshore/v1/AuditStoreResponse.ts";
import { msToDuration } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps } from "../deps.ts";
import { timestamp } from "../event-view.ts";

/** The longest that such a call may take, in milliseconds: a million tasks take about a minute. */
export const AUDIT_CAP_MS = 300_000;

/**
 * Has the leading scheduler audit the store, and resolves once it has. Throws SCHEDULER_UNAVAILABLE, AUDIT_INCOMPLETE,
 * BROKER_UNAVAILABLE.
 */
export async function auditStore(
  { dryRun }: AuditStoreRequest__Output,
  caller: Caller,
  deps: Pick<Deps, "connection">,
): Promise<AuditStoreResponse> {
  const { project } = caller;
  if (!deps.connection.isConnected())
    throw new LongshoreError("BROKER_UNAVAILABLE", { problem: "not connected to NATS" });
  const request = { isDryRun: dryRun, project };
  const answer = await requestAudit(deps.connection, request, answerBy(caller));
  switch (answer.kind) {
    case "no_leader":
      throw new LongshoreError("SCHEDULER_UNAVAILABLE");
    case "failed":
      throw new LongshoreError("AUDIT_INCOMPLETE", { problem: answer.problem });
    case "working":
      throw new LongshoreError("AUDIT_INCOMPLETE", {
        problem: "it takes longer than this call, and goes on",
      });
    case "report":
      return reportToProto(answer.report);
  }
}

function reportToProto({ counts, startedAt, tookMs }: AuditReport): AuditStoreResponse {
  return {
    counts: counts.map(countToProto),
    startTime: timestamp(startedAt),
    duration: msToDuration(tookMs),
  };
}

function countToProto({ kind, lookedAt, found, mended, examples }: AuditCount): ProtoCount {
  return {
    kind,
    lookedAt: String(lookedAt),
    found: String(found),
    mended: String(mended),
    examples: [...examples],
  };
}
