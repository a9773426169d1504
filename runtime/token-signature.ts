import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  decodeClaims,
  encodeClaims,
  formatToken,
  splitToken,
  type TokenClaims,
  type TokenSecret,
} from "../core/token.ts";

/** Makes a secret: 256 bits of chance. */
export function generateTokenSecret(now: Date): TokenSecret {
  return {
    id: randomBytes(4).toString("hex"),
    secret: randomBytes(32).toString("base64url"),
    createdAt: now.toISOString(),
  };
}

/** Makes a token. */
export function signToken(claims: Omit<TokenClaims, "secretId">, secret: TokenSecret): string {
  const payload = Buffer.from(encodeClaims({ ...claims, secretId: secret.id })).toString("base64url");
  return formatToken(payload, sign(payload, secret));
}

/** What a token says, when it was signed with one of these secrets; undefined for any other text. */
export function verifyToken(text: string, secrets: readonly TokenSecret[]): TokenClaims | undefined {
  const parts = splitToken(text);
  if (parts === undefined) return undefined;
  // Read before it is proven, to know the secret; believed only after.
  const claims = decodeClaims(Buffer.from(parts.payload, "base64url").toString());
  const secret = secrets.find(({ id }) => id === claims?.secretId);
  if (claims === undefined || secret === undefined) return undefined;
  const expected = Buffer.from(sign(parts.payload, secret));
  const given = Buffer.from(parts.signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? claims : undefined;
}

function sign(payload: string, { secret }: TokenSecret): string {
  return createHmac("sha256", Buffer.from(secret, "base64url")).update(payload).digest("base64url");
}
