/** An address as IPv4 where it is one that IPv6 carries, so that limits and logs know it by one name. */
export function plainAddress(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice("::ffff:".length) : address;
}

/** The address of a peer that is given as `address:port`, as grpc-js does for both families without brackets. */
export function addressOfPeer(peer: string): string {
  const colon = peer.lastIndexOf(":");
  const host = colon === -1 ? peer : peer.slice(0, colon);
  return plainAddress(host.startsWith("[") ? host.slice(1, -1) : host);
}
