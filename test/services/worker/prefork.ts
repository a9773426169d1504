import { join } from "node:path";
import { onTestFinished } from "vitest";
import { handlerEnv } from "../../../services/worker/handler-env.ts";
import { type PreforkOptions, PreforkPool } from "../../../services/worker/pool/prefork-pool.ts";
import { openProcessScopes, type ProcessScopes } from "../../../services/worker/pool/process-scope.ts";

let pools = 0;

/** A pool of puppets, not started, whose scopes end with the test. */
export function createPool(
  size: number,
  options: Partial<PreforkOptions> = {},
  scopes: ProcessScopes = openProcessScopes(`test-${process.pid}-${++pools}`),
): PreforkPool {
  onTestFinished(() => scopes.close());
  const defaults = {
    modules: [join(import.meta.dirname, "../../support/puppet-tasks.ts")],
    env: handlerEnv(process.env, []),
    maxMemoryBytes: 2 * 1024 ** 3,
    maxTasksPerChild: 1_000,
  };
  return new PreforkPool(size, { ...defaults, ...options }, scopes);
}

/** A pool of puppets that runs, and ends with the test. */
export async function startPool(
  size: number,
  options: Partial<PreforkOptions> = {},
  scopes?: ProcessScopes,
): Promise<PreforkPool> {
  const pool = createPool(size, options, scopes);
  onTestFinished(() => pool.stop());
  await pool.start();
  return pool;
}
