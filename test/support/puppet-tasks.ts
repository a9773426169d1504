import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { defineTask, NonRetryableError, RetryLater, Snooze, type TaskContext } from "longshore";

/** One thing that a puppet does; the payload lists them, and the value of the last one is the result. */
export type Act =
  | { readonly do: "return"; readonly result?: unknown }
  /** Throws in the first `times` attempts (default: in all). */
  | { readonly do: "throw"; readonly message: string; readonly times?: number }
  /** Where the handler does not wait for it, so that nobody catches it. */
  | { readonly do: "throw_in_timer"; readonly message: string }
  | { readonly do: "give_up"; readonly message: string }
  | { readonly do: "retry_later"; readonly delay: string }
  /** Puts the task off once. */
  | { readonly do: "snooze"; readonly delay: string }
  /** Waits until a file is there, whatever it is told meanwhile. */
  | { readonly do: "wait_for_file"; readonly path: string }
  /** Ends when it is told to stop: with `result`, or else by throwing. */
  | { readonly do: "obey_stop"; readonly result?: unknown }
  /** Writes `+<task>` into a file, waits, and writes `-<task>`: files that several write to keep the order. */
  | { readonly do: "leave_trace"; readonly path: string; readonly ms: number }
  /** Keeps the event loop busy. */
  | { readonly do: "block"; readonly ms: number }
  /** Starts a process that lasts, and tells its id as progress. */
  | { readonly do: "start_process" }
  /** Starts a process that leaves the group and the session of its parent, and tells its id as progress. */
  | { readonly do: "start_daemon"; readonly cleanEnv?: boolean }
  /** Takes so much memory, outside of the heap, and keeps it. */
  | { readonly do: "take_memory"; readonly bytes: number }
  /** Starts so many processes that leave group and session, each of which starts itself anew for as long as it can. */
  | { readonly do: "fork_bomb"; readonly processes: number }
  /** Opens files until there is no descriptor left. */
  | { readonly do: "use_up_descriptors" }
  /** Writes into a folder until its disk is full. */
  | { readonly do: "fill_disk"; readonly folder: string }
  /** Fills the heap until V8 gives up. */
  | { readonly do: "fill_heap" }
  | { readonly do: "exit"; readonly code: number }
  | { readonly do: "kill"; readonly signal: NodeJS.Signals }
  | { readonly do: "progress"; readonly done: number; readonly total?: number }
  /** Counts how often it has said how far it is, until it is told to stop; the count is its result. */
  | { readonly do: "progress_until_stop" }
  | { readonly do: "print"; readonly text: string }
  | { readonly do: "log"; readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }
  /** Says something `times` times without a pause: numbered lines of `bytes` characters, or how far it is. */
  | {
      readonly do: "flood";
      readonly by: "log" | "print" | "progress";
      readonly times: number;
      readonly bytes?: number;
    }
  /** Speaks to the worker as only the pool's own code should. */
  | { readonly do: "send_to_worker"; readonly message: unknown }
  | { readonly do: "read_pid" }
  /** Waits until the pool has another child beside this one. */
  | { readonly do: "wait_for_sibling" }
  | { readonly do: "read_env" }
  | { readonly do: "read_context" };

export interface PuppetPayload {
  readonly acts: readonly Act[];
  /** A file that gets one line per execution, written in one piece before the first act. */
  readonly ledger?: string;
}

/** What one execution wrote into the ledger. */
export interface LedgerLine {
  readonly taskId: string;
  readonly attempt: number;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What `take_memory` took. */
const taken: Buffer[] = [];

async function perform({ acts, ledger }: PuppetPayload, context: TaskContext): Promise<unknown> {
  if (ledger !== undefined) {
    const line: LedgerLine = {
      taskId: context.taskId,
      attempt: context.attempt,
      pid: process.pid,
      at: Date.now(),
    };
    // A short append is atomic: processes that write at the same time do not mix their lines.
    appendFileSync(ledger, `${JSON.stringify(line)}\n`);
  }
  let result: unknown;
  for (const act of acts) result = await performOne(act, context);
  return result;
}

async function performOne(act: Act, context: TaskContext): Promise<unknown> {
  switch (act.do) {
    case "return":
      return act.result;
    case "throw":
      if (act.times === undefined || context.attempt <= act.times) throw new Error(act.message);
      return undefined;
    case "throw_in_timer":
      setTimeout(() => {
        throw new Error(act.message, { cause: new TypeError("why") });
      }, 1);
      return await new Promise(() => undefined);
    case "give_up":
      throw new NonRetryableError(act.message);
    case "retry_later":
      if (context.attempt > 1) return undefined;
      throw new RetryLater({ delay: act.delay });
    case "snooze":
      if (context.attempt > 1) return undefined;
      throw new Snooze({ delay: act.delay });
    case "wait_for_file":
      while (!existsSync(act.path)) await pause(10);
      return undefined;
    case "obey_stop":
      return await stopped(context.signal, act.result);
    case "leave_trace":
      appendFileSync(act.path, `+${context.taskId}\n`);
      await pause(act.ms);
      appendFileSync(act.path, `-${context.taskId}\n`);
      return undefined;
    case "block":
      for (const end = Date.now() + act.ms; Date.now() < end; );
      return undefined;
    case "start_process":
      context.progress(spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]).pid ?? -1);
      return undefined;
    case "start_daemon": {
      const daemon = spawn("sh", ["-c", "setsid sleep 600 >/dev/null 2>&1 & echo $!"], {
        stdio: ["ignore", "pipe", "ignore"],
        ...(act.cleanEnv === true && { env: { PATH: process.env["PATH"] } }),
      });
      const [pid] = (await once(daemon.stdout, "data")) as [Buffer];
      context.progress(Number(pid.toString()));
      return undefined;
    }
    case "fork_bomb":
      for (let i = 0; i < act.processes; i++)
        spawn("sh", ["-c", "while true; do setsid sleep 600 & sleep 0.05; done"], {
          detached: true,
          stdio: "ignore",
        });
      return undefined;
    case "use_up_descriptors":
      for (;;) openSync("/dev/null", "r");
    case "fill_disk":
      for (let i = 0; ; i++) writeFileSync(join(act.folder, String(i)), Buffer.alloc(1024 ** 2, 1));
    case "take_memory":
      taken.push(Buffer.alloc(act.bytes, 1));
      return undefined;
    case "fill_heap":
      for (const rows: number[][] = []; ; ) rows.push(Array.from({ length: 10_000 }, Math.random));
    case "exit":
      return process.exit(act.code);
    case "kill":
      process.kill(process.pid, act.signal);
      return await new Promise(() => undefined);
    case "progress":
      context.progress(act.done, act.total);
      return undefined;
    case "progress_until_stop":
      for (let done = 1; ; done++) {
        context.progress(done);
        if (context.signal.aborted) return done;
        await pause(20);
      }
    case "print":
      process.stdout.write(act.text);
      return undefined;
    case "log":
      context.log.info(act.message, act.fields);
      return undefined;
    case "flood":
      return flood(act, context);
    case "send_to_worker":
      process.send?.(act.message);
      return undefined;
    case "read_pid":
      return process.pid;
    case "wait_for_sibling":
      while (!hasSibling()) await pause(10);
      return undefined;
    case "read_env":
      return { ...process.env };
    case "read_context":
      return {
        taskId: context.taskId,
        project: context.project,
        attempt: context.attempt,
        maxAttempts: context.maxAttempts,
      };
  }
}

function hasSibling(): boolean {
  const parent = `/proc/${process.ppid}/task/${process.ppid}/children`;
  return readFileSync(parent, "latin1")
    .split(" ")
    .filter((pid) => pid !== "" && Number(pid) !== process.pid)
    .some((pid) => commandLine(pid).includes("/pool/child."));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}

function flood({ by, times, bytes = 0 }: Extract<Act, { do: "flood" }>, context: TaskContext): void {
  const padding = "x".repeat(bytes);
  const say = {
    log: (n: number) => context.log.info(`${n} ${padding}`),
    print: (n: number) => process.stdout.write(`${n} ${padding}\n`),
    progress: (n: number) => context.progress(n, times, padding),
  }[by];
  for (let n = 1; n <= times; n++) say(n);
}

async function stopped(signal: AbortSignal, result: unknown): Promise<unknown> {
  // The timer keeps the process alive while nothing else does.
  const alive = setInterval(() => undefined, 1_000);
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(alive);
  if (result === undefined) throw new Error(`stopped: ${String(signal.reason)}`);
  return result;
}

const base = {
  retry: { maxRetries: 2, backoff: ["50ms", "100ms"], jitter: "none" },
  cancelGrace: "1s",
  resultTtl: "10m",
  handler: perform,
} as const;

/** In a child process, which may be blocked, killed and made to exit. */
export const puppet = defineTask<PuppetPayload>({ ...base, type: "puppet", queue: "puppets" });

/** In the worker's own process. */
export const inlinePuppet = defineTask<PuppetPayload>({
  ...base,
  type: "inline_puppet",
  queue: "inline_puppets",
  pool: "inline",
});

/** As `inline_puppet`, with its start recorded only when it lasts. */
export const lazyPuppet = defineTask<PuppetPayload>({
  ...base,
  type: "lazy_puppet",
  queue: "inline_puppets",
  pool: "inline",
  recordStart: "lazy",
});

/** Takes bytes, and tells how many there were and their SHA-256. */
export const measure = defineTask<Uint8Array>({
  ...base,
  type: "measure",
  queue: "puppets",
  handler: (bytes) => ({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }),
});
