import { LongshoreError } from "../../core/error.ts";
import type { Log } from "../../runtime/log.ts";
import type { Credentials } from "./caller.ts";
import type { Limits } from "./limits/limits.ts";
import type { Overload } from "./overload.ts";
import { WrongKeys } from "./wrong-keys.ts";

/** One call on its way through the gate. */
export interface Passage {
  /** Aborts when the call is cancelled and when the gateway stops; the reason is what the caller is told. */
  readonly signal: AbortSignal;
  cancel(): void;
  /** Ends the call with an error: what it was let in with is no longer valid. */
  end(error: LongshoreError): void;
  leave(): void;
}

/** What every call goes through: it knows the keys, counts the calls under way, and can ask them to end. */
export class CallGate {
  readonly credentials: Credentials;
  /** Told of every key that was let in, by its id. */
  readonly onUse: (keyId: string) => void;
  readonly limits: Limits;
  readonly overload: Overload;
  readonly log: Log;
  readonly wrongKeys: WrongKeys;
  readonly #underWay = new Set<AbortController>();
  #closed = false;
  #onIdle = () => {};

  constructor({
    credentials,
    onUse,
    limits,
    overload,
    log,
  }: Pick<CallGate, "credentials" | "onUse" | "limits" | "overload" | "log">) {
    this.credentials = credentials;
    this.onUse = onUse;
    this.limits = limits;
    this.overload = overload;
    this.log = log;
    this.wrongKeys = new WrongKeys(log);
  }

  enter(): Passage {
    const controller = new AbortController();
    const underWay = this.#underWay.add(controller);
    if (this.#closed) controller.abort(new LongshoreError("SHUTTING_DOWN"));
    return {
      signal: controller.signal,
      cancel: () => {
        // gRPC says so at the end of every call, also of those that went well.
        if (underWay.has(controller)) controller.abort(new Error("the caller has gone"));
      },
      end: (error) => controller.abort(error),
      leave: () => {
        underWay.delete(controller);
        if (underWay.size === 0) this.#onIdle();
      },
    };
  }

  /**
   * Refuses new calls with SHUTTING_DOWN and ends those that wait for something with the same; those that store something
   * go on. Resolves when no call is under way.
   */
  close(): Promise<void> {
    this.#closed = true;
    if (this.#underWay.size === 0) return Promise.resolve();
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    for (const controller of this.#underWay) controller.abort(new LongshoreError("SHUTTING_DOWN"));
    return idle;
  }
}
