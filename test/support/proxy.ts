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
  /** Breaks all connections. New ones work, and are not muted. */
  cut(): void;
}

/** Starts a proxy in front of a server on this machine; it ends with the test. */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let muted = false;
  let onLost = () => {};
  const server = createServer((client) => {
    const upstream = dial(targetPort, "127.0.0.1");
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
    client.on("data", (chunk) => upstream.write(chunk));
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
    cut,
  };
}
