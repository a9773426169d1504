import type { Server, Socket } from "node:net";
import { addressBlock } from "./address-block.ts";

/** How many connections a listener takes. */
export interface ConnectionLimits {
  /** Open at once, from everywhere. */
  readonly inTotal: number;
  /** Open at once from one address. */
  readonly perAddress: number;
  /** New ones from one address in a second, over time. */
  readonly newPerSecond: number;
  /** New ones from one address at once. */
  readonly burst: number;
}

/** Why a connection was refused. */
export type Refusal =
  | "too many connections"
  | "too many from this address"
  | "too many new ones from this address";

/**
 * The most addresses whose rate is remembered. Beyond it those that have not come for longest are forgotten: whoever has that many
 * addresses is not held up by a rate per address anyway.
 */
const MAX_ADDRESSES = 10_000;

/** Counts the connections of one listener. Knows no more addresses than `MAX_ADDRESSES` and those with an open connection. */
export class ConnectionGate {
  readonly #limits: ConnectionLimits;
  readonly #now: () => number;
  readonly #open = new Map<string, number>();
  /** When the next connection of an address would be due if they came one by one (GCRA): of those that came last, and before them. */
  #recent = new Map<string, number>();
  #before: ReadonlyMap<string, number> = new Map();
  #total = 0;

  /** @param now milliseconds by a clock that never goes back */
  constructor(limits: ConnectionLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#total;
  }

  /** How many entries are kept about addresses. */
  get addresses(): number {
    return this.#open.size + this.#recent.size + this.#before.size;
  }

  /** Takes a connection from an address, or says why not. What was taken must be given back with `leave`. */
  enter(address: string): Refusal | undefined {
    const block = addressBlock(address);
    const refusal = this.#refusal(block);
    if (refusal !== undefined) return refusal;
    this.#total += 1;
    this.#open.set(block, (this.#open.get(block) ?? 0) + 1);
    return undefined;
  }

  /** Counts so many connections against the rate of an address that misused one. */
  charge(address: string, connections: number): void {
    const block = addressBlock(address);
    const due = Math.max(this.#dueOf(block) ?? 0, this.#now());
    this.#remember(block, due + connections * this.#everyMs());
  }

  leave(address: string): void {
    const block = addressBlock(address);
    this.#total -= 1;
    const left = (this.#open.get(block) ?? 0) - 1;
    if (left > 0) this.#open.set(block, left);
    else this.#open.delete(block);
  }

  #refusal(block: string): Refusal | undefined {
    // The rate comes first: an attempt that is refused for another reason costs a token all the same.
    if (!this.#takeToken(block)) return "too many new ones from this address";
    if ((this.#open.get(block) ?? 0) >= this.#limits.perAddress) return "too many from this address";
    return this.#total >= this.#limits.inTotal ? "too many connections" : undefined;
  }

  #takeToken(block: string): boolean {
    const now = this.#now();
    const due = Math.max(this.#dueOf(block) ?? now, now);
    const isAllowed = due - now <= (this.#limits.burst - 1) * this.#everyMs();
    this.#remember(block, isAllowed ? due + this.#everyMs() : due);
    return isAllowed;
  }

  #everyMs(): number {
    return 1_000 / this.#limits.newPerSecond;
  }

  #dueOf(block: string): number | undefined {
    return this.#recent.get(block) ?? this.#before.get(block);
  }

  #remember(block: string, due: number): void {
    this.#recent.set(block, due);
    if (this.#recent.size < MAX_ADDRESSES / 2) return;
    this.#before = this.#recent;
    this.#recent = new Map();
  }
}

/**
 * Puts a gate before the connections of a server of any kind: what it refuses is cut before the server spends anything on it,
 * a TLS handshake for instance.
 */
export function gateConnections(
  server: Server,
  gate: ConnectionGate,
  onRefused: (address: string, refusal: Refusal) => void,
): void {
  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress;
    const refusal = address === undefined ? undefined : gate.enter(address);
    if (address === undefined || refusal !== undefined) {
      // A reset leaves nothing behind here; an orderly end would keep the port pair for a minute.
      socket.resetAndDestroy();
      if (address !== undefined && refusal !== undefined) onRefused(address, refusal);
      return;
    }
    socket.once("close", () => gate.leave(address));
    for (const listener of listeners) listener.call(server, socket);
  });
}
