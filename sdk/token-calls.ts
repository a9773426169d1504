import type { CreateTokenResponse__Output } from "../proto/gen/longshore/v1/CreateTokenResponse.ts";
import { msToDuration } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime } from "./read-time.ts";

/** What a token is to be for; all tasks of the project when neither is given. */
export interface TokenOptions extends CallOptions {
  /** One task. */
  readonly taskId?: string;
  /** The tasks with one label. */
  readonly label?: { readonly key: string; readonly value: string };
  /** For how long it is valid, in milliseconds: 1 s to 24 h. Default: 15 min. */
  readonly ttlMs?: number;
}

/** A token, and when it ends. */
export interface Token {
  readonly token: string;
  readonly expireTime: Date;
}

/** Makes tokens for browsers. */
export interface TokenCalls {
  /** A token with which a browser may look at tasks, and do nothing else. */
  createToken(options?: TokenOptions): Promise<Token>;
}

/** How long such a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** The calls about tokens, over a channel. */
export function tokenCalls({ admin, metadata }: Channel): TokenCalls {
  return {
    async createToken({ taskId, label, ttlMs, signal } = {}) {
      const request = {
        ...(taskId !== undefined && { taskId }),
        ...(label !== undefined && { label }),
        ...(ttlMs !== undefined && { ttl: msToDuration(ttlMs) }),
      };
      const { token, expireTime } = await call<CreateTokenResponse__Output>(
        (settings, done) => admin.CreateToken(request, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return { token, expireTime: readKnownTime(expireTime) };
    },
  };
}
