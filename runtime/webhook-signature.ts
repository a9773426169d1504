import { createHash, createHmac, randomBytes } from "node:crypto";
import { uuidV8 } from "../core/id.ts";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** Makes what the deliveries of one webhook are signed with: `whsec_` and 256 random bits in base64. */
export function generateWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/**
 * The headers that show who sent a body, and when, after Standard Webhooks: a receiver computes the signature anew, and refuses
 * a timestamp that is far from now.
 *
 * @param id the same for every try of one delivery
 * @param nowMs milliseconds since 1970
 */
export function signatureHeaders(secret: string, id: string, nowMs: number, body: string) {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  } as const;
}

/**
 * The id of the task that delivers one event to one webhook: the same whoever computes it, so that whoever meets the event again
 * finds that it is being delivered. A UUIDv8 (RFC 9562) of the SHA-256 of all three.
 */
export function deliveryId(webhook: string, taskId: string, event: number): string {
  return uuidV8(createHash("sha256").update(`${webhook}/${taskId}/${event}`).digest());
}
