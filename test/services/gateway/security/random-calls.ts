import type * as grpc from "@grpc/grpc-js";
import { loadApi } from "../../../../proto/load.ts";

/** Numbers below a bound, the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What the fields of requests may hold: by the name of the field, whatever the method. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

/**
 * A request of any method: each field of which there is a pool gets one of its values, or is left out. A method that nobody had
 * thought of gets requests as well.
 */
export function randomRequest(
  method: string,
  pools: Pools,
  random: (below: number) => number,
): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const field of fieldsOf(method)) {
    const pool = pools[field] ?? [];
    if (pool.length === 0) continue;
    const isId = field.endsWith("Id") || field === "queue";
    if (isId || random(2) === 0) request[field] = pool[random(pool.length)];
  }
  return request;
}

interface Described {
  readonly requestType: { readonly type: { readonly field: readonly { readonly name: string }[] } };
}

function fieldsOf(method: string): readonly string[] {
  const [service, name = ""] = method.split("/") as [keyof ReturnType<typeof loadApi>, string];
  const definition = (loadApi()[service].service as grpc.ServiceDefinition)[name] as unknown as Described;
  return definition.requestType.type.field.map((field) => field.name);
}
