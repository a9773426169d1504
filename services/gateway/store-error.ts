import { LongshoreError } from "../../core/error.ts";
import { messageOf } from "../../core/message-of.ts";

/** Why the store did not take something, as publishers and records tell it. */
export type StoreFailure =
  | { readonly kind: "full" | "unknown"; readonly problem: string }
  /** With JetStream's own number for it, where that is known. */
  | { readonly kind: "refused"; readonly problem: string; readonly code?: number }
  | { readonly kind: "conflict" };

/** What callers are told of it. What the store will never take is an error of ours, and so is a conflict that nobody expects. */
export function storeError(failure: StoreFailure): Error {
  switch (failure.kind) {
    case "full":
      return new LongshoreError("STORE_FULL", { problem: failure.problem });
    case "unknown":
      return new LongshoreError("BROKER_UNAVAILABLE", { problem: failure.problem });
    case "refused":
      return new Error(`JetStream refuses the message (${failure.code ?? "no code"}): ${failure.problem}`);
    case "conflict":
      return new Error("JetStream reports a conflict although nothing was expected");
  }
}

/**
 * The answer of a request to the store that rejects when there is none, as the library's own requests do. Throws
 * BROKER_UNAVAILABLE instead.
 */
export async function fromStore<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new LongshoreError("BROKER_UNAVAILABLE", { problem: messageOf(error) }, { cause: error });
  }
}
