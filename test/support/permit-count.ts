import type { Connection } from "../../jetstream/connection.ts";

/** How many permits are held, of all queues. */
export async function permitCount({ jsm }: Pick<Connection, "jsm">): Promise<number> {
  const { state } = await jsm.streams.info("KV_permits", { subjects_filter: "$KV.permits.>" });
  let count = 0;
  for (const subject of Object.keys(state.subjects ?? {})) {
    const message = await jsm.streams.getMessage("KV_permits", { last_by_subj: subject });
    if (message !== null && message.header.get("KV-Operation") === "") count++;
  }
  return count;
}
