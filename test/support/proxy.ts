import { once } from "node:events";
import { createServer, connect as dial, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A wire between a client and a server that a test can damage. */
export interface Proxy {
  readonly url: string;
  /**
   * From now on nothing that the server says arrives; what the client says still does. Resolves when the first answer has
   * been lost.
   */
  mute(): Promise<void>;
  /**
   * From now on what clients publish on subjects that begin with this text, of at least three characters, goes where nobody
   * listens, until `cut`, or on a new connection.
   */
  misdirect(subject: string): void;
  /** Breaks all connections. New ones work, and are not muted. */
  cut(): void;
  /** Breaks all connections, and new ones as well, until `accept`. */
  refuse(): void;
  /** New connections work again. */
  accept(): void;
}

/** Starts a proxy in front of a server on this machine; it ends with the test. */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  /** Those that were connected when it began. */
  let misdirected: ReadonlySet<Socket> = new Set();
  let divert = (chunk: Buffer) => chunk;
  let muted = false;
  let refuses = false;
  let onLost = () => {};
  const server = createServer((client) => {
    if (refuses) {
      client.destroy();
      return;
    }
    const upstream = dial(targetPort, "127.0.0.1");
    clients.add(client);
    client.on("close", () => clients.delete(client));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (chunk) => upstream.write(misdirected.has(client) ? divert(chunk) : chunk));
    upstream.on("data", (chunk) => {
      if (muted) onLost();
      else client.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    muted = false;
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) throw new Error("the proxy has no port");
  return {
    url: `nats://127.0.0.1:${bound.port}`,
    mute() {
      muted = true;
      return new Promise((resolve) => {
        onLost = resolve;
      });
    },
    misdirect(subject) {
      misdirected = new Set(clients);
      // As long as the true one: the length of a message stands before it.
      const wrong = `${subject.slice(0, -3)}_NO`;
      divert = (chunk) => Buffer.from(chunk.toString("latin1").replaceAll(subject, wrong), "latin1");
    },
    cut,
    refuse() {
      refuses = true;
      cut();
    },
    accept() {
      refuses = false;
    },
  };
}
