import { messageOf } from "../../../core/message-of.ts";
import type { AuditReport } from "../../../core/store-audit.ts";
import { type AuditRequest, answerAudits } from "../../../jetstream/store-audit.ts";
import type { Duty } from "../duty.ts";
import type { AuditDeps } from "./audit-deps.ts";
import { auditStore } from "./audit-store.ts";

/** When audits are done, in milliseconds. */
export interface AuditPace {
  /** How long after it has taken the lead a scheduler does its first. */
  readonly firstAfterMs: number;
  /** The time between the begin of one and of the next. */
  readonly intervalMs: number;
  /** What has changed within so long is left alone. */
  readonly graceMs: number;
}

/** Workers that were away with NATS are back after so long, and advisories that waited have been acted on. */
const FIRST_AFTER_MS = 180_000;
/** Longer than anybody waits between two writes that belong together. */
const GRACE_MS = 60_000;

/** The pace of a scheduler in service. */
export function auditPace(intervalMs: number): AuditPace {
  return { firstAfterMs: Math.min(FIRST_AFTER_MS, intervalMs), intervalMs, graceMs: GRACE_MS };
}

/** The duty of auditing the store: by the clock, and whenever somebody asks for it. One at a time. */
export function auditing(deps: AuditDeps, pace: AuditPace): Duty {
  return {
    name: "audit",
    begin() {
      const stopped = new AbortController();
      let working: Promise<unknown> = Promise.resolve();
      const audit = ({ isDryRun, project }: Pick<AuditRequest, "isDryRun"> & Partial<AuditRequest>) => {
        const { signal } = stopped;
        const options = {
          isDryRun,
          graceMs: pace.graceMs,
          signal,
          ...(project !== undefined && { project }),
        };
        const report = working.then(() => auditStore(deps, options));
        working = report.catch(() => undefined);
        return report;
      };
      let timer = setTimeout(byTheClock, pace.firstAfterMs);
      async function byTheClock() {
        const begunAt = performance.now();
        try {
          logReport(deps, await audit({ isDryRun: false }));
        } catch (error) {
          if (!stopped.signal.aborted)
            deps.log.warn({ problem: messageOf(error) }, "the audit broke off; the next one begins anew");
        }
        if (stopped.signal.aborted) return;
        timer = setTimeout(byTheClock, Math.max(0, pace.intervalMs - (performance.now() - begunAt)));
      }
      const stopAnswering = answerAudits(deps.connection, async (request) => {
        const report = await audit(request);
        logReport(deps, report);
        return report;
      });
      return async () => {
        stopped.abort(new Error("this scheduler does not lead any more"));
        clearTimeout(timer);
        stopAnswering();
        await working;
      };
    },
  };
}

/** One line an audit; what it mended has lines of its own. */
function logReport({ log }: AuditDeps, { isDryRun, tookMs, counts }: AuditReport): void {
  const found = counts.filter((count) => count.found > 0);
  const kinds = Object.fromEntries(found.map(({ kind, found, mended }) => [kind, { found, mended }]));
  log.info({ dry_run: isDryRun, took_ms: tookMs, ...kinds }, "the store has been audited");
}
