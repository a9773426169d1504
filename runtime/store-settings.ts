import { z } from "zod";
import { LOG_LEVELS } from "./log.ts";
import { byteSize, duration, wholeNumber } from "./settings.ts";

/** What every service is told: where NATS is, how safe a write must be, how much to say. */
export const storeSettings = z.object({
  natsUrl: z
    .string()
    .default("nats://127.0.0.1:7423")
    .meta({ description: "Address of NATS, or several parted by commas." }),
  durability: z.enum(["standard", "strict"]).default("standard").meta({
    description:
      "What an accepted task survives. standard: any crash of a process; about a second is at risk when the power goes. strict: a power cut too; writes are grouped, because each costs a sync.",
  }),
  replicas: wholeNumber(1, 1, 5).meta({
    description: "Copies of every stream: 1 on one server, 3 on a cluster.",
  }),
  lease: duration("30s").meta({
    description:
      "How long a worker may be silent before its task goes to another. Extended every third of it.",
  }),
  eventsMaxBytes: byteSize("4GiB").meta({ description: "The most bytes that task records may take." }),
  logLevel: z
    .enum(LOG_LEVELS)
    .default("info")
    .meta({ description: "The least severe lines that are written." }),
});
export type StoreSettings = z.output<typeof storeSettings>;

/** The part of the settings that shapes streams and consumers, as provisioning takes it. */
export function topologyOf({
  replicas,
  lease,
  eventsMaxBytes,
}: Pick<StoreSettings, "replicas" | "lease" | "eventsMaxBytes">) {
  return { replicas, leaseMs: lease, eventsMaxBytes };
}
