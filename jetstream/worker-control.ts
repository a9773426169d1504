import { controlSubject } from "../core/subject.ts";
import { POOLS, type PoolKind } from "../core/task-type.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** Asks a worker to run more or fewer tasks at once. */
export interface ScaleRequest {
  /** Left out: the worker's only pool, or the prefork pool of one that has several. */
  readonly pool?: PoolKind;
  readonly concurrency: number;
}

/** What the worker made of it. */
export type ScaleReply =
  | {
      readonly kind: "scaled";
      readonly pool: PoolKind;
      readonly concurrency: number;
      /** What it was before. */
      readonly previous: number;
    }
  /** Says why, for people. */
  | { readonly kind: "refused"; readonly problem: string };

/** Asks a worker to take no more tasks, or to take them again. What it runs goes on. */
export interface HoldRequest {
  readonly isHeld: boolean;
}

/** What the worker made of it. */
export type HoldReply =
  /** How many tasks it still runs. */
  | { readonly kind: "held"; readonly running: number }
  | { readonly kind: "refused"; readonly problem: string };

/** What a worker does with such requests. */
export interface WorkerControls {
  scale(request: ScaleRequest): ScaleReply;
  hold(request: HoldRequest): HoldReply;
}

const ANSWER_MS = 2_000;

/** Asks a worker to change its concurrency, and waits for its answer for at most 2 s; `no_worker`: nobody answered. */
export async function requestScale(
  connection: Connection,
  worker: string,
  request: ScaleRequest,
): Promise<ScaleReply | { readonly kind: "no_worker" }> {
  const reply = await ask(connection, controlSubject(worker), { kind: "scale", ...request }, ANSWER_MS);
  return reply?.json<ScaleReply>() ?? { kind: "no_worker" };
}

/** Asks a worker to take no more tasks, or to take them again, as `requestScale` does. */
export async function requestHold(
  connection: Connection,
  worker: string,
  request: HoldRequest,
): Promise<HoldReply | { readonly kind: "no_worker" }> {
  const reply = await ask(connection, controlSubject(worker), { kind: "hold", ...request }, ANSWER_MS);
  return reply?.json<HoldReply>() ?? { kind: "no_worker" };
}

/** Answers such requests for one worker until the returned function is called. What is no request of ours is refused. */
export function onControl(connection: Connection, worker: string, controls: WorkerControls): () => void {
  return listen(connection.nc, controlSubject(worker), (message) => {
    const request = readJson<unknown>(message);
    message.respond(JSON.stringify(answer(request, controls)));
  });
}

function answer(request: unknown, controls: WorkerControls): ScaleReply | HoldReply {
  if (isScaleRequest(request)) return controls.scale(request);
  if (isHoldRequest(request)) return controls.hold(request);
  return { kind: "refused", problem: "this worker does not know such a request" };
}

function isHoldRequest(value: unknown): value is HoldRequest {
  if (typeof value !== "object" || value === null) return false;
  const { kind, isHeld } = value as Readonly<Record<string, unknown>>;
  return kind === "hold" && typeof isHeld === "boolean";
}

function isScaleRequest(value: unknown): value is ScaleRequest {
  if (typeof value !== "object" || value === null) return false;
  const { kind, pool, concurrency } = value as Readonly<Record<string, unknown>>;
  const isPool = pool === undefined || POOLS.some((known) => known === pool);
  return kind === "scale" && isPool && Number.isInteger(concurrency);
}
