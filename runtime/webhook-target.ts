import { BlockList, isIP } from "node:net";

/** What webhooks may be sent to. */
export interface TargetRules {
  /** Whether `http:` is let in beside `https:`. */
  readonly allowHttp: boolean;
  /** Beside 443, and 80 where `http:` is let in. */
  readonly ports: ReadonlySet<number>;
  /** Addresses that are refused otherwise, and are let in. */
  readonly allowed: BlockList;
}

export type CheckedTarget =
  | { readonly ok: true; readonly url: URL }
  /** Why not, to go after the name of the field. */
  | { readonly ok: false; readonly problem: string };

/** How long an address may be, in characters. */
const MAX_LENGTH = 2_048;

/** Networks that are not the public internet, by IANA's special-purpose registries; and what a cloud tells its machines. */
const REFUSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // The metadata service of Alibaba Cloud is in 100.64.0.0/10; that of Azure's fabric is a public address.
  "168.63.129.16/32",
];

/** Of IPv6 only 2000::/3 is handed out; these parts of it are special, or lead to IPv4 behind our back. */
const REFUSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];
const PUBLIC_V6 = networks(["2000::/3"]);
const REFUSED = networks([...REFUSED_V4, ...REFUSED_V6]);

/** Reads networks such as `10.0.0.0/8` or single addresses into one list. Throws a RangeError that names the one that is none. */
export function networks(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = "", prefix] = text.split("/");
    const version = isIP(address);
    const bits = version === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : bits + 1;
    if (version === 0 || length > bits)
      throw new RangeError(`${JSON.stringify(text)} is no network such as 10.0.0.0/8`);
    list.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** Whether webhooks may be sent to an address, as text, that a name stands for or that a URL names. */
export function isAllowedAddress(address: string, { allowed }: Pick<TargetRules, "allowed">): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return false;
  const family = version === 6 ? "ipv6" : "ipv4";
  // A BlockList of IPv4 also matches the same address mapped into IPv6.
  if (allowed.check(address, family)) return true;
  if (REFUSED.check(address, family)) return false;
  return version === 4 || PUBLIC_V6.check(address, family);
}

/** Checks what can be seen of an address before any name is looked up. The URL reads `0x7f.1` and the like as the address they are. */
export function checkTarget(text: string, rules: TargetRules): CheckedTarget {
  if (text.length > MAX_LENGTH)
    return refused(`${text.length} characters, at most ${MAX_LENGTH} are allowed`);
  if (!URL.canParse(text)) return refused("is no URL such as https://example.com/hook");
  const url = new URL(text);
  const isSecure = url.protocol === "https:";
  if (!isSecure && !(rules.allowHttp && url.protocol === "http:"))
    return refused(`begins with ${url.protocol}, must begin with https:`);
  if (url.username !== "" || url.password !== "")
    return refused("has a user or password in it, which would be readable: leave them out");
  if (url.hash !== "") return refused("has a fragment (#…), which is never sent: leave it out");
  const port = portOf(url);
  const isUsual = port === 443 || (rules.allowHttp && port === 80);
  if (!isUsual && !rules.ports.has(port))
    return refused(`port ${port} is not allowed: LONGSHORE_WEBHOOK_PORTS names those beside 443`);
  const host = hostOf(url);
  if (isIP(host) !== 0 ? !isAllowedAddress(host, rules) : isLocalName(host))
    return refused(
      `${host} is not on the public internet: LONGSHORE_WEBHOOK_ALLOW_NETWORKS names private networks that may be reached`,
    );
  return { ok: true, url };

  function isLocalName(name: string): boolean {
    // What it stands for is looked up when something is sent. This one always stands for this machine.
    const isLocal = /(^|\.)localhost\.?$/.test(name);
    return isLocal && !isAllowedAddress("127.0.0.1", rules) && !isAllowedAddress("::1", rules);
  }
}

/** The host of a URL as a name or an address, without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** The port of a URL. */
export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

function refused(problem: string): CheckedTarget {
  return { ok: false, problem };
}
