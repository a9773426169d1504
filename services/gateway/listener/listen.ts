import { lookup } from "node:dns/promises";
import type { AddressInfo, Server } from "node:net";
import { listenError } from "../../../runtime/listen-error.ts";
import type { Address } from "../../../runtime/settings.ts";

/**
 * How many connections the kernel holds for us while we are busy. They are taken one by one, so a burst of clients that come back
 * after a restart needs room.
 */
const BACKLOG = 1_024;

/** What takes connections: one server for each address that a name stands for, on one port. */
export interface Listening {
  /** The port it listens on, also when port 0 was asked for. */
  readonly port: number;
  /** Takes no more connections; those that are open go on. */
  close(): void;
}

/**
 * Listens on an address; on all that the name has when it is one, since `localhost` is 127.0.0.1 to some clients and ::1 to others.
 * Rejects with an error that names port, holder and `setting`.
 *
 * @param create makes a server; called once for each address
 */
export async function listenAt(address: Address, setting: string, create: () => Server): Promise<Listening> {
  const { host } = address;
  const servers: Server[] = [];
  try {
    const [first = host, ...others] = [
      ...new Set((await lookup(host, { all: true })).map(({ address }) => address)),
    ];
    const server = create();
    servers.push(server);
    const port = await listen(server, first, address.port);
    for (const other of others) {
      const more = create();
      // A second address that this machine does not have, IPv6 mostly, is no reason not to serve the first.
      await listen(more, other, port).then(
        () => servers.push(more),
        () => undefined,
      );
    }
    return { port, close: () => servers.forEach((server) => void server.close()) };
  } catch (error) {
    throw await listenError(error, address, setting);
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.removeListener("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
