import { expect, test } from "vitest";
import { checkTarget, isAllowedAddress, networks, type TargetRules } from "../../runtime/webhook-target.ts";

const STRICT: TargetRules = { allowHttp: false, ports: new Set(), allowed: networks([]) };

/** Each URL, and what is said of it; undefined: it may be sent to, as far as can be seen. */
const URLS: readonly (readonly [url: string, problem: RegExp | undefined])[] = [
  ["https://example.com/hook", undefined],
  ["https://example.com:443/", undefined],
  ["https://8.8.8.8/", undefined],
  ["https://[2606:4700::1111]/", undefined],
  ["https://münchen.example/", undefined],
  ["https://127.0.0.1.example.com/", undefined],
  ["http://example.com/", /must begin with https:/],
  ["ftp://example.com/", /must begin with https:/],
  ["file:///etc/passwd", /must begin with https:/],
  ["javascript:alert(1)", /must begin with https:/],
  ["example.com/hook", /is no URL/],
  ["", /is no URL/],
  ["https://", /is no URL/],
  ["https://exa mple.com/", /is no URL/],
  [`https://example.com/${"a".repeat(2_048)}`, /characters, at most/],
  ["https://user:password@example.com/", /user or password/],
  ["https://example.com@127.0.0.1/", /user or password/],
  ["https://example.com/#here", /fragment/],
  ["https://example.com:8443/", /port 8443 is not allowed/],
  ["https://example.com:22/", /port 22 is not allowed/],
  ["https://127.0.0.1/", /public internet/],
  ["https://2130706433/", /public internet/],
  ["https://0x7f000001/", /public internet/],
  ["https://0177.0.0.1/", /public internet/],
  ["https://127.1/", /public internet/],
  ["https://①②⑦.⓪.⓪.①/", /public internet/],
  ["https://0.0.0.0/", /public internet/],
  ["https://0/", /public internet/],
  ["https://10.1.2.3/", /public internet/],
  ["https://172.31.255.255/", /public internet/],
  ["https://192.168.0.1/", /public internet/],
  ["https://100.64.0.1/", /public internet/],
  ["https://100.100.100.200/", /public internet/],
  ["https://169.254.169.254/latest/meta-data/", /public internet/],
  ["https://0xa9fea9fe/", /public internet/],
  ["https://168.63.129.16/", /public internet/],
  ["https://224.0.0.1/", /public internet/],
  ["https://255.255.255.255/", /public internet/],
  ["https://[::1]/", /public internet/],
  ["https://[::]/", /public internet/],
  ["https://[::ffff:127.0.0.1]/", /public internet/],
  ["https://[::ffff:a9fe:a9fe]/", /public internet/],
  ["https://[::127.0.0.1]/", /public internet/],
  ["https://[64:ff9b::7f00:1]/", /public internet/],
  ["https://[2002:7f00:1::]/", /public internet/],
  ["https://[fe80::1]/", /public internet/],
  ["https://[fd00:ec2::254]/", /public internet/],
  ["https://[ff02::1]/", /public internet/],
  ["https://localhost/", /public internet/],
  ["https://api.localhost./", /public internet/],
  ["https://LOCALHOST/", /public internet/],
];

test.each(URLS)("S58: %s", (url, problem) => {
  const checked = checkTarget(url, STRICT);
  if (problem === undefined) expect(checked).toMatchObject({ ok: true });
  else expect(checked).toEqual({ ok: false, problem: expect.stringMatching(problem) as string });
});

test("S58: settings let in http, ports and private networks, and no more than these", () => {
  const rules: TargetRules = {
    allowHttp: true,
    ports: new Set([8080]),
    allowed: networks(["127.0.0.1", "fd00::/8"]),
  };
  const isAllowed = (url: string) => checkTarget(url, rules).ok;
  expect(isAllowed("http://127.0.0.1/")).toBe(true);
  expect(isAllowed("http://127.0.0.1:8080/")).toBe(true);
  expect(isAllowed("http://localhost:8080/")).toBe(true);
  expect(isAllowed("https://[fd00::1]/")).toBe(true);
  expect(isAllowed("http://127.0.0.1:8081/")).toBe(false);
  expect(isAllowed("http://127.0.0.2/")).toBe(false);
  expect(isAllowed("https://10.0.0.1/")).toBe(false);
});

test("S58: what is no address is not allowed, nor is one with a zone", () => {
  for (const address of ["example.com", "", "fe80::1%eth0", "2606:4700::1111%1", "127.1"])
    expect(isAllowedAddress(address, STRICT), address).toBe(false);
});

test("a text that is no network is refused by name", () => {
  for (const text of ["10.0.0.0/33", "10.0.0.0/", "example.com", "::/129", "10.0.0.0/-1"])
    expect(() => networks([text]), text).toThrow(text);
});
