import { expect, test } from "vitest";
import { readAddresses } from "../../sdk/addresses.ts";

test.each<[string, string, boolean, boolean]>([
  ["http://127.0.0.1:7420", "127.0.0.1:7420", false, true],
  ["127.0.0.1:7420", "127.0.0.1:7420", false, true],
  ["localhost:7420", "localhost:7420", false, true],
  ["[::1]:7420", "[::1]:7420", false, true],
  ["https://localhost:7420", "localhost:7420", true, true],
  ["gateway.example:7420", "gateway.example:7420", true, false],
  ["10.0.0.7:7420", "10.0.0.7:7420", true, false],
  ["localhost.example:7420", "localhost.example:7420", true, false],
  ["http://10.0.0.7:7420", "10.0.0.7:7420", false, false],
  ["https://gateway.example", "gateway.example:443", true, false],
  ["gateway.example", "gateway.example:443", true, false],
  ["http://gateway.example", "gateway.example:80", false, false],
])("%s is %s, encrypted: %s, on this machine: %s", (text, target, isEncrypted, isLocal) => {
  expect(readAddresses(text)).toEqual([{ target, isEncrypted, isLocal }]);
});

test("several come in a list, or with commas in between", () => {
  const targets = (url: string | string[]) => readAddresses(url).map(({ target }) => target);
  expect(targets(["a:1", "b:2"])).toEqual(["a:1", "b:2"]);
  expect(targets("a:1, b:2")).toEqual(["a:1", "b:2"]);
});

test("there is at least one, and not more than 32", () => {
  expect(() => readAddresses([])).toThrow(/0 addresses of gateways, there must be 1 to 32/);
  expect(() => readAddresses(Array<string>(33).fill("a:1"))).toThrow(/33 addresses/);
  expect(() => readAddresses("a:1,")).toThrow(/"" is no address/);
});
