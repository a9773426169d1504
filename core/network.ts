/**
 * What one holder of an address is counted by: an IPv4 address as it is, and of an IPv6 address the first 64 bits, because whoever
 * has one has all of those. A text that is no address stands for itself.
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? 0 : tail.split(":").length + (tail.includes(".") ? 1 : 0);
    while (groups.length + after < GROUPS) groups.push("0");
    if (tail !== "") groups.push(...tail.split(":"));
  }
  const first = groups.slice(0, GROUPS / 2).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(":")}::/64`;
}

/** Of 16 bits each. */
const GROUPS = 8;
