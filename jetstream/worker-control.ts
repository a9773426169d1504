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

/** Answers such requests for one worker until the returned function is called. What is no request of ours is refused. */
export function onScale(
  connection: Connection,
  worker: string,
  handle: (request: ScaleRequest) => ScaleReply,
): () => void {
  return listen(connection.nc, controlSubject(worker), (message) => {
    const request = readJson<unknown>(message);
    const reply: ScaleReply = isScaleRequest(request)
      ? handle(request)
      : { kind: "refused", problem: "this worker does not know such a request" };
    message.respond(JSON.stringify(reply));
  });
}

function isScaleRequest(value: unknown): value is ScaleRequest {
  if (typeof value !== "object" || value === null) return false;
  const { kind, pool, concurrency } = value as Readonly<Record<string, unknown>>;
  const isPool = pool === undefined || POOLS.some((known) => known === pool);
  return kind === "scale" && isPool && Number.isInteger(concurrency);
}
