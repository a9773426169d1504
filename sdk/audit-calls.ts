import type { AuditStoreResponse__Output } from "../proto/gen/longshore/v1/AuditStoreResponse.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime, readMs } from "./read-time.ts";

/** What an audit made of one kind of thing that may be wrong. Counts are of all projects, examples of one's own. */
export interface AuditCount {
  readonly kind: string;
  readonly lookedAt: number;
  readonly found: number;
  /** 0 in a dry run. */
  readonly mended: number;
  readonly examples: readonly { readonly taskId: string; readonly detail: string }[];
}

/** What an audit made of the store. */
export interface StoreAudit {
  readonly counts: readonly AuditCount[];
  readonly startTime: Date;
  readonly durationMs: number;
}

/** Has the store audited. */
export interface AuditCalls {
  /** Resolves once all that waits has been compared with all that has happened, and what does not go together is mended. */
  auditStore(options?: CallOptions & { readonly dryRun?: boolean }): Promise<StoreAudit>;
}

/** How long such a call may take, in milliseconds. */
const AUDIT_MS = 300_000;

/** The calls about audits, over a channel. */
export function auditCalls({ admin, metadata }: Channel): AuditCalls {
  return {
    async auditStore({ dryRun = false, signal } = {}) {
      const { counts, startTime, duration } = await call<AuditStoreResponse__Output>(
        (settings, done) => admin.AuditStore({ dryRun }, metadata(), settings, done),
        { timeoutMs: AUDIT_MS, signal },
      );
      return {
        counts: counts.map(({ kind, lookedAt, found, mended, examples }) => ({
          kind,
          lookedAt: Number(lookedAt),
          found: Number(found),
          mended: Number(mended),
          examples: examples.map(({ taskId, detail }) => ({ taskId, detail })),
        })),
        startTime: readKnownTime(startTime),
        durationMs: readMs(duration),
      };
    },
  };
}
