import { z } from "zod";
import { OBJECT_FROM_BYTES, PAYLOAD_MAX_BYTES } from "../core/stored-object.ts";
import { LOG_LEVELS } from "./log.ts";
import { byteSize, duration, wholeNumber } from "./settings.ts";

/** How a process gets into NATS. */
export const natsAccessSettings = z.object({
  natsCredentials: z.string().optional().meta({
    description:
      "Path of what shows NATS who this is: the seed of an nkey, as `longshore admin nats-config` writes it, or a creds file. Mode 600, or 640. Read again at every connect.",
  }),
  natsCa: z.string().optional().meta({
    description:
      "Path of the certificates (PEM) of whoever may have signed that of NATS. Not set: those that Node trusts.",
  }),
  natsCert: z.string().optional().meta({
    description: "Path of the certificate (PEM) that this process shows NATS, where that wants one.",
  }),
  natsKey: z.string().optional().meta({ description: "Path of the key (PEM) of that certificate." }),
});

/** What every service is told: where NATS is, how safe a write must be, how much to say. */
export const storeSettings = z.object({
  natsUrl: z.string().default("nats://127.0.0.1:7423").meta({
    description: "Address of NATS, or several parted by commas. `nats://user:password@host:port` logs in.",
  }),
  ...natsAccessSettings.shape,
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
  objectsMaxBytes: byteSize("4GiB").meta({
    description: "The most bytes that payloads and results of more than 512 KiB may take.",
  }),
  payloadMaxBytes: byteSize("64MiB")
    .refine((bytes) => bytes >= OBJECT_FROM_BYTES && bytes <= PAYLOAD_MAX_BYTES, {
      message: "must be from 512KiB to 64MiB",
    })
    .meta({ description: "The largest payload, and the largest result of a handler." }),
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
  objectsMaxBytes,
}: Pick<StoreSettings, "replicas" | "lease" | "eventsMaxBytes" | "objectsMaxBytes">) {
  return { replicas, leaseMs: lease, eventsMaxBytes, objectsMaxBytes };
}

/** The part that says how to get into NATS, as `connectNats` takes it. */
export function natsAccessOf({
  natsCredentials,
  natsCa,
  natsCert,
  natsKey,
}: z.output<typeof natsAccessSettings>) {
  return { credentials: natsCredentials, ca: natsCa, cert: natsCert, key: natsKey };
}
