import type { Connection } from "./connection.ts";
import type { MicroService } from "./micro-service.ts";

/** A process that answered, as it described itself. */
export type ServicePing = Pick<MicroService, "name" | "id" | "version" | "metadata">;

/** The pause after the last answer that ends the listening, and the longest time in all. Milliseconds. */
const SILENCE_MS = 300;
const LONGEST_MS = 2_000;

/**
 * Asks every process that is connected who it is, as `nats micro ls` does, and gathers what answers within a moment. Sorted
 * by name, then by id. Empty when nobody is there.
 */
export async function discoverServices(connection: Connection): Promise<readonly ServicePing[]> {
  const found: ServicePing[] = [];
  const answers = await connection.nc.requestMany("$SRV.PING", "", {
    strategy: "stall",
    stall: SILENCE_MS,
    maxWait: LONGEST_MS,
  });
  try {
    for await (const answer of answers) found.push(answer.json<ServicePing>());
  } catch (error) {
    if (!isNobodyThere(error)) throw error;
  }
  return found.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && /no responders/i.test(`${error.name} ${error.message}`);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
