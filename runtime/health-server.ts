import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { messageOf } from "../core/message-of.ts";
import { listenError } from "./listen-error.ts";
import type { Service } from "./service.ts";
import type { Address } from "./settings.ts";

export interface HealthServer {
  /** The port it listens on, also when port 0 was asked for. */
  readonly port: number;
  stop(): Promise<void>;
}

/** What else such a server has to show. */
export interface HealthPage {
  /** Such as `/metrics`. */
  readonly path: string;
  /** What is shown to a reader that accepts these types. What it throws is answered with 500. */
  show(accept: string | undefined): { readonly contentType: string; readonly text: string };
}

/**
 * Serves `/healthz` (200 as long as the process runs) and `/readyz` (200, or 503 with the reasons, one a line). Rejects
 * when the port is taken, naming who holds it and the setting.
 */
export async function startHealthServer(
  address: Address,
  problems: () => readonly string[],
  setting: string,
  pages: readonly HealthPage[] = [],
): Promise<HealthServer> {
  const server = createServer((request, response) => answer(request, response, problems, pages));
  server.requestTimeout = 5_000;
  server.maxConnections = 100;
  await listen(server, address, setting);
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The same as a service of a process, for one that has nothing else to serve. */
export function createHealthService(
  address: Address,
  problems: () => readonly string[],
  setting: string,
): Service {
  let server: HealthServer | undefined;
  return {
    name: "health",
    async start() {
      server ??= await startHealthServer(address, problems, setting);
    },
    async stop() {
      await server?.stop();
      server = undefined;
    },
    problems: () => [],
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  problems: () => readonly string[],
  pages: readonly HealthPage[],
): void {
  const page = pages.find(({ path }) => path === request.url);
  if (page !== undefined) {
    showPage(page, request, response);
    return;
  }
  const send = (status: number, text: string) => {
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    response.end(`${text}\n`);
  };
  if (request.url === "/healthz") send(200, "ok");
  else if (request.url === "/readyz") {
    const reasons = problems();
    send(reasons.length === 0 ? 200 : 503, reasons.length === 0 ? "ready" : reasons.join("\n"));
  } else
    send(404, `not found: ${["/healthz", "/readyz", ...pages.map(({ path }) => path)].join(", ")} are here`);
}

/** A page that cannot be shown is an answer of its own, and no end of the process. */
function showPage(page: HealthPage, { headers }: IncomingMessage, response: ServerResponse): void {
  try {
    const { contentType, text } = page.show(headers.accept);
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" });
    response.end(text);
  } catch (error) {
    response.writeHead(500, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    response.end(`${page.path} cannot be shown: ${messageOf(error)}\n`);
  }
}

function listen(server: Server, { host, port }: Address, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => void listenError(error, { host, port }, setting).then(reject));
    server.listen(port, host, () => resolve());
  });
}
