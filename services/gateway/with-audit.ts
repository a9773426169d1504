import { AUDIT_OK } from "../../core/audit-entry.ts";
import { LongshoreError } from "../../core/error.ts";
import type { Caller } from "./caller.ts";
import type { Services, UnaryMethod } from "./method.ts";
import { type AuditRule, METHOD_AUDIT } from "./method-audit.ts";
import type { Method } from "./method-roles.ts";
import { type AuditDeps, writeAudit } from "./write-audit.ts";

/** The same methods, of which those that change something write down what became of each call. */
export function withAudit(services: Services, deps: AuditDeps): Services {
  const audited = Object.entries(services).map(([service, methods]) => {
    const entries = Object.entries(methods as Readonly<Record<string, UnaryMethod<unknown, unknown>>>);
    return [
      service,
      Object.fromEntries(entries.map(([name, method]) => [name, audit(service, name, method, deps)])),
    ];
  });
  return Object.fromEntries(audited) as Services;
}

function audit(
  service: string,
  action: string,
  method: UnaryMethod<unknown, unknown>,
  deps: AuditDeps,
): UnaryMethod<unknown, unknown> {
  const row = METHOD_AUDIT[`${service}/${action}` as Method];
  if (row === "reads" || row === "submits") return method;
  const rule = row as AuditRule<unknown, unknown>;
  return {
    ...method,
    async run(request, caller) {
      try {
        const answer = await method.run(request, caller);
        if (!isDryRun(request)) write(rule, action, { request, caller, answer, outcome: AUDIT_OK }, deps);
        return answer;
      } catch (error) {
        if (!isDryRun(request) && wasTried(error))
          write(
            rule,
            action,
            { request, caller, answer: undefined, outcome: outcomeOf(error, caller) },
            deps,
          );
        throw error;
      }
    },
  };
}

interface AuditedCall {
  readonly request: unknown;
  readonly caller: Caller;
  readonly answer: unknown;
  readonly outcome: string;
}

function write(
  { resource, detail }: AuditRule<unknown, unknown>,
  action: string,
  { request, caller, answer, outcome }: AuditedCall,
  deps: AuditDeps,
): void {
  const details = Object.entries(detail?.(request, answer) ?? {}).filter(([, text]) => text !== undefined);
  writeAudit(
    caller,
    {
      action,
      resource: resource(request, answer),
      outcome,
      detail: Object.fromEntries(details) as Record<string, string>,
    },
    deps,
  );
}

function isDryRun(request: unknown): boolean {
  return (request as { readonly dryRun?: boolean }).dryRun === true;
}

/** A request that makes no sense has touched nothing, and may name anything. */
function wasTried(error: unknown): boolean {
  return !(error instanceof LongshoreError && error.status === "INVALID_ARGUMENT");
}

function outcomeOf(error: unknown, { signal }: Caller): string {
  if (error instanceof LongshoreError) return error.reason;
  return signal.aborted ? "CANCELLED" : "INTERNAL";
}
