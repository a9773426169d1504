import { isIPv6 } from "node:net";
import { plainAddress } from "../peer-address.ts";

/**
 * What an address is counted under: itself, or for IPv6 its first 64 bits. One customer gets a network of at least that size, and
 * could otherwise come from a new address each time.
 */
export function addressBlock(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = (plain.split("%")[0] ?? "").split("::");
  const first = wordsOf(head);
  const last = tail === undefined ? [] : wordsOf(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  return `${[...first, ...zeros, ...last].slice(0, 4).join(":")}::/64`;
}

function wordsOf(text: string): string[] {
  return text === "" ? [] : text.split(":").map((word) => word.replace(/^0+(?=.)/, ""));
}
