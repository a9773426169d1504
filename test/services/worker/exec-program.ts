import { onTestFinished } from "vitest";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { defineTask } from "../../../sdk/define-task.ts";
import type { ExecTaskDefinition, ExecTaskOptions } from "../../../sdk/task-definition.ts";
import { handlerEnv } from "../../../services/worker/handler-env.ts";
import { ExecPool } from "../../../services/worker/pool/exec-pool.ts";
import type { Job } from "../../../services/worker/pool/pool.ts";
import { openProcessScopes } from "../../../services/worker/pool/process-scope.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { Heard, jobOf } from "./job.ts";

export type Command = ExecTaskDefinition["command"];

export interface Program {
  readonly command: Command;
  readonly payload?: ExecTaskOptions<unknown>["payload"];
  readonly job?: Partial<Job>;
  readonly heard?: Heard;
  /** Of the worker. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where it runs. Default: an empty one. */
  readonly folder?: string;
  /** False: as where no control groups can be made. Default: as this machine can. */
  readonly controlGroups?: false;
}

export const sh = (script: string): Command => ["sh", "-c", script];
export const node = (script: string): Command => [process.execPath, "-e", script];
export const python = (script: string): Command => ["python3", "-c", script];

/** For a shell script: reports its process id as progress. */
export const TELL_PID = `echo "{\\"progress\\":{\\"done\\":$$}}" >&3`;
/** For a shell script: goes on until a signal ends it, and lets no signal wait. */
export const FOREVER = "while :; do sleep 1 & wait; done";

let pools = 0;

/** Runs one program in a pool of its own with two slots, which ends with the test. */
export async function startProgram({
  command,
  payload,
  job = {},
  heard = new Heard(),
  env = process.env,
  folder = temporaryFolder(),
  controlGroups,
}: Program) {
  const type = defineTask({ type: "t", pool: "exec", command, ...(payload !== undefined && { payload }) });
  const definition = { ...type, cwd: folder };
  const name = `test-${process.pid}-${++pools}`;
  const scopes = controlGroups === false ? openProcessScopes(name, () => undefined) : openProcessScopes(name);
  onTestFinished(() => scopes.close());
  const pool = new ExecPool(2, { find: () => definition, env: handlerEnv(env, []), scopes });
  onTestFinished(() => pool.stop());
  await pool.start();
  const running = pool.run(jobOf([], { type: "t", payload: null, cancelGraceMs: 30_000, ...job }), heard);
  return { pool, running, heard, folder };
}

/** How one run of a program ends. */
export async function outcomeOf(program: Program): Promise<AttemptOutcome> {
  return (await startProgram(program)).running.outcome;
}

/** The process id that a program has reported, once it has. */
export async function reportedPid(heard: Heard): Promise<number> {
  await eventuallyTrue("the program has told its process id", () => heard.progress.length > 0);
  return heard.progress[0]?.done ?? 0;
}
