import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** How much of something that is limited is taken, in bytes. */
export interface Space {
  /** For people: what it is that fills up. */
  readonly what: string;
  readonly used: number;
  readonly max: number;
}

/** What of the store has a limit: the records, and the account if it has one. Rejects when JetStream does not answer. */
export async function readSpace({ jsm }: Pick<Connection, "jsm">): Promise<readonly Space[]> {
  const [events, account] = await Promise.all([jsm.streams.info(STREAMS.events), jsm.getAccountInfo()]);
  const spaces = [
    { what: "records", used: events.state.bytes, max: events.config.max_bytes },
    { what: "the account", used: account.storage, max: account.limits.max_storage },
  ];
  return spaces.filter(({ max }) => max > 0);
}
