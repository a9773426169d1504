import { z } from "zod";
import { messageOf } from "../core/message-of.ts";
import { wordList } from "./settings.ts";
import { networks, type TargetRules } from "./webhook-target.ts";

/** Where webhooks may be sent to: the same for gateways, which refuse an address early, and for workers, which send. */
export const webhookSettings = z.object({
  webhookAllowHttp: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({
      description:
        "Whether webhooks may go to http: addresses: what is sent can then be read on the way. For tests and private networks.",
    }),
  webhookAllowNetworks: wordList("")
    .transform((texts, context) => {
      try {
        return networks(texts);
      } catch (error) {
        context.addIssue({ code: "custom", message: messageOf(error), input: texts });
        return z.NEVER;
      }
    })
    .meta({
      description:
        "Networks that webhooks may be sent to although they are not on the public internet, such as `10.1.0.0/16`, parted by commas. Whoever may make webhooks can then have requests sent there.",
    }),
  webhookPorts: wordList("")
    .refine((texts) => texts.every((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536), {
      message: "must be numbers of ports, parted by commas",
    })
    .transform((texts): ReadonlySet<number> => new Set(texts.map(Number)))
    .meta({ description: "Ports that webhooks may be sent to beside 443, parted by commas." }),
});

/** The rules that these settings make. */
export function targetRules({
  webhookAllowHttp,
  webhookAllowNetworks,
  webhookPorts,
}: z.output<typeof webhookSettings>): TargetRules {
  return { allowHttp: webhookAllowHttp, allowed: webhookAllowNetworks, ports: webhookPorts };
}
