import type { Command } from "commander";
import type { AuditCount, StoreAudit } from "../../sdk/audit-calls.ts";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { EXIT } from "../exit.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { type Style, styleOf } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";
import { withClient } from "../with-client.ts";
import { addNatsConfig } from "./nats-config.ts";

/** `longshore admin`: what concerns the whole installation rather than one project. */
export function addAdminCommands(program: Command, context: CommandContext): void {
  const admin = program
    .command("admin")
    .description("look after the whole installation; needs a key of role admin");
  addAudit(admin, context);
  addNatsConfig(admin, context);
}

/** `longshore admin audit`: ends with 1 when something is wrong and stays so. */
function addAudit(admin: Command, { terminal, finish }: CommandContext): void {
  admin
    .command("audit")
    .description("compare all that waits with all that has happened, and mend what does not go together")
    .option("--dry-run", "only say what is wrong; exit code 1 when something is")
    .action(async (_options: unknown, command: Command) => {
      const { dryRun = false } = command.optsWithGlobals<GlobalOptions & { readonly dryRun?: boolean }>();
      await withClient(command, terminal, async (client, { output }) => {
        const audit = await client.auditStore({ dryRun });
        if (output === "json") printJson(terminal, { dryRun, ...audit });
        else terminal.out(formatAudit(audit, styleOf(terminal)));
        if (audit.counts.some(({ found, mended }) => found > mended)) finish(EXIT.error);
      });
    });
}

function formatAudit({ counts, durationMs }: StoreAudit, style: Style): string {
  const found = counts.reduce((sum, count) => sum + count.found, 0);
  const mended = counts.reduce((sum, count) => sum + count.mended, 0);
  const verdict = found === 0 ? "nothing is wrong" : `${found} found, ${mended} mended`;
  const examples = counts.flatMap(({ kind, examples: some }) =>
    some.map(({ taskId, detail }) => `${style("yellow", "!")} ${taskId} ${kind}: ${detail}`),
  );
  return [
    formatTable(["KIND", "LOOKED AT", "FOUND", "MENDED"], counts.map(toRow), style),
    ...examples,
    `${verdict}, in ${formatElapsed(durationMs)}`,
  ].join("\n");
}

function toRow({ kind, lookedAt, found, mended }: AuditCount): string[] {
  return [kind, String(lookedAt), String(found), String(mended)];
}
