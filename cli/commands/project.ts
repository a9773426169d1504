import type { Command } from "commander";
import { changeLimits, type ProjectSettings, projectLimits } from "../../core/limits.ts";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { changeProject, readProject } from "../../jetstream/projects.ts";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { usageError } from "../exit.ts";
import { auditProject } from "../key-store.ts";
import { addLimitOptions, limitFlags, limitRows, limitsOf } from "../limit-options.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { withStore } from "../with-store.ts";

/** `longshore project show|set`: what holds for a project. Works on NATS itself: whoever may write there may set limits. */
export function addProjectCommands(program: Command, { terminal }: CommandContext): void {
  const project = program
    .command("project")
    .description("see and set the limits of projects (on NATS itself)");
  project
    .command("show")
    .description("show what holds for a project")
    .argument("<project>", "the project")
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      checkName(name);
      await withStore(options, terminal, "project show", async (connection) => {
        show(name, await readProject(connection, name), options, terminal);
      });
    });
  const set = project
    .command("set")
    .description("set limits of a project; 0 takes one back to its default")
    .argument("<project>", "the project");
  addLimitOptions(set, "project");
  set.action(async (name: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    checkName(name);
    const changes = limitsOf("project", { ...options });
    if (Object.keys(changes).length === 0) throw usageError(`name a limit: ${limitFlags("project")}`);
    await withStore(options, terminal, "project set", async (connection) => {
      const after = await changeProject(connection, name, (before) => ({
        ...before,
        limits: changeLimits(before.limits, changes),
      }));
      await auditProject(connection, name, changes);
      show(name, after, options, terminal);
    });
  });
}

function checkName(name: string): void {
  if (!isName(name))
    throw usageError(`${JSON.stringify(name)} is no name of a project: it must be ${NAME_FORMAT}`);
}

function show(
  project: string,
  { limits: set }: ProjectSettings,
  { output }: GlobalOptions,
  terminal: Terminal,
): void {
  const limits = projectLimits(set);
  if (output === "json") printJson(terminal, { project, limits, set: Object.keys(set) });
  else
    terminal.out(formatTable(["LIMIT", "VALUE", ""], limitRows("project", limits, set), styleOf(terminal)));
}
