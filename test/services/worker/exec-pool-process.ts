import { defineTask } from "../../../sdk/define-task.ts";
import { handlerEnv } from "../../../services/worker/handler-env.ts";
import { ExecPool } from "../../../services/worker/pool/exec-pool.ts";
import { openProcessScopes } from "../../../services/worker/pool/process-scope.ts";

// A process with an exec pool that runs the command in its arguments and prints the outcome; for tests that kill it, or leave
// something open in it.
const [program = "", ...args] = process.argv.slice(2);
const definition = defineTask({ type: "t", pool: "exec", command: [program, ...args] });
const pool = new ExecPool(1, {
  find: () => ({ ...definition, cwd: process.cwd() }),
  env: handlerEnv(process.env, []),
  scopes: openProcessScopes(`test-${process.pid}`),
});
await pool.start();
const job = {
  taskId: "t",
  project: "p",
  type: "t",
  attempt: 1,
  maxAttempts: 1,
  payload: null,
  softLimitMs: 60_000,
  hardLimitMs: 60_000,
  cancelGraceMs: 60_000,
  memoryLimitBytes: 1024 ** 3,
  resultMaxBytes: 1024 ** 2,
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
};
const running = pool.run(job, { onProgress: () => undefined, onLog: () => undefined });
console.log(JSON.stringify(await running.outcome));
await pool.stop();
