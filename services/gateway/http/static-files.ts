import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { NO_API } from "./openapi/document.ts";
import { PAGE_POLICY } from "./security-headers.ts";

/** What may be served, by the end of its name. */
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

interface StaticFile {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
  /** The same, compressed, where the build has made it. */
  readonly gzip: Buffer | undefined;
  readonly etag: string;
}

/** The folder of the built pages, in the repository or in the published package; undefined where they have not been built. */
export function builtPages(): string | undefined {
  const folders = ["../../../dist/web", "../../../web"].map((path) => join(import.meta.dirname, path));
  return folders.find((folder) => existsSync(join(folder, "BUILT")));
}

/**
 * Serves the files of one built page at `prefix`, each as a route of its own, so that no path leads anywhere else. They are
 * read now, once. Where there are none `prefix` says what to run.
 *
 * @param folder undefined where nothing has been built
 */
export function addStaticFiles(app: FastifyInstance, prefix: string, folder: string | undefined): void {
  if (folder === undefined || !existsSync(folder)) {
    app.get(prefix, NO_API, (_request, reply) =>
      reply.code(503).type("text/plain").send("this page has not been built: npm run build:web\n"),
    );
    return;
  }
  for (const file of readFiles(folder)) {
    const send = (request: FastifyRequest, reply: FastifyReply) => sendFile(file, request, reply);
    app.get(`${prefix}/${file.name}`, NO_API, send);
    if (file.name === "index.html") app.get(`${prefix}/`, NO_API, send);
  }
  // Relative, so that it holds behind a proxy that puts something before the path.
  const withSlash = `${prefix.slice(prefix.lastIndexOf("/") + 1)}/`;
  app.get(prefix, NO_API, (_request, reply) => reply.redirect(withSlash, 308));
}

function readFiles(folder: string): StaticFile[] {
  const names = readdirSync(folder).filter((name) => TYPES[extname(name)] !== undefined);
  return names.map((name) => {
    const path = join(folder, name);
    const body = readFileSync(path);
    const gzip = existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`) : undefined;
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    return { name, type: TYPES[extname(name)] ?? "", body, gzip, etag };
  });
}

function sendFile({ type, body, gzip, etag }: StaticFile, request: FastifyRequest, reply: FastifyReply) {
  reply.headers({
    "cache-control": "no-cache",
    "content-security-policy": PAGE_POLICY,
    etag: `W/${etag}`,
    vary: "accept-encoding",
  });
  if (request.headers["if-none-match"] === `W/${etag}`) return reply.code(304).send();
  const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  if (gzip === undefined || !takesGzip) return reply.type(type).send(body);
  return reply.type(type).header("content-encoding", "gzip").send(gzip);
}
