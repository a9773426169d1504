import { expect, test } from "vitest";
import { addressOfPeer, plainAddress } from "../../../services/gateway/peer-address.ts";

test.each([
  ["127.0.0.1:50123", "127.0.0.1"],
  ["::1:50123", "::1"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["::ffff:10.0.0.7:443", "10.0.0.7"],
  ["unknown", "unknown"],
])("the address of peer %s is %s", (peer, address) => {
  expect(addressOfPeer(peer)).toBe(address);
});

test("an IPv4 address in IPv6's clothes is one address with its plain form", () => {
  expect(plainAddress("::ffff:10.0.0.7")).toBe("10.0.0.7");
});
