import { nkeys } from "@nats-io/transport-node";

/** A user's nkey (Ed25519): the server knows the public part only, and whoever has the seed can prove to be that user. */
export interface Nkey {
  /** `SU…`: the secret. */
  readonly seed: string;
  /** `U…`: what the server's configuration names. */
  readonly publicKey: string;
}

/** Makes a new nkey. */
export function createNkey(): Nkey {
  const pair = nkeys.createUser();
  return { seed: new TextDecoder().decode(pair.getSeed()), publicKey: pair.getPublicKey() };
}

/** The nkey of a seed; undefined when the text is none. */
export function readNkey(seed: string): Nkey | undefined {
  try {
    const pair = nkeys.fromSeed(new TextEncoder().encode(seed));
    return { seed, publicKey: pair.getPublicKey() };
  } catch {
    return undefined;
  }
}
