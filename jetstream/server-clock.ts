import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/**
 * How far the clock of the NATS server is ahead of this machine's, in milliseconds; negative when it is behind. Exact to half
 * the time the answer took. Undefined when there is nothing to ask yet: the stream TASKS is missing.
 */
export async function serverClockOffset(connection: Connection): Promise<number | undefined> {
  const askedAt = Date.now();
  try {
    const reply = await connection.nc.request(`$JS.API.STREAM.INFO.${STREAMS.tasks}`, "", { timeout: 2_000 });
    const answeredAt = Date.now();
    const { ts } = reply.json<{ readonly ts?: string }>();
    return ts === undefined ? undefined : Math.round(Date.parse(ts) - (askedAt + answeredAt) / 2);
  } catch {
    // Whoever asks has found out already that JetStream does not answer.
    return undefined;
  }
}
