import { randomUUID } from "node:crypto";
import { createClient } from "longshore";
import type { Deployment } from "./deployment.ts";
import type { Round } from "./rounds.ts";
import { measure, UNARY_IN_FLIGHT } from "./scenarios.ts";

const TASK = { type: "noop_eager", payload: { a: 1 } };
const WARM_UP = 1_000;

/**
 * 64 submissions in flight, each begun when one before it has ended: by a bare client with a call for each, on ids of the server's and
 * on random ones of its own, and by the client of the SDK, which always has young ids of its own.
 */
export async function sdkRound(deployment: Deployment, count: number): Promise<Round> {
  const { client: bare, url, apiKey } = deployment;
  const client = createClient({ url, apiKey });
  const ways = {
    bare: () => bare.submitTask(TASK),
    bareWithIds: () => bare.submitTask({ ...TASK, taskId: randomUUID() }),
    sdk: () => client.submit(TASK.type, TASK.payload),
  };
  const rate = async (size: number, submit: () => Promise<unknown>) =>
    measure(deployment, size, UNARY_IN_FLIGHT, 1, async () => void (await submit()));
  for (const submit of Object.values(ways)) await rate(WARM_UP, submit);
  const unary = await rate(count, ways.bare);
  const withIds = await rate(count, ways.bareWithIds);
  const batched = await rate(count * 3, ways.sdk);
  client.close();
  return {
    figures: { bare: unary.perSecond, bareWithIds: withIds.perSecond, sdk: batched.perSecond },
    cpu: {
      "bare client, ids of the server": unary.cpu,
      "bare client, random ids": withIds.cpu,
      SDK: batched.cpu,
    },
  };
}
