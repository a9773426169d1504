import type { FastifyInstance } from "fastify";

/**
 * Lets pages of these origins read what they ask for (CORS), such as `https://dashboard.example`; by default no page of another
 * origin may. Cookies are never involved: whoever asks sends a key or a token.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  app.addHook("onRequest", async (request, reply) => {
    // On the raw answer: streams of events write their own head.
    reply.raw.setHeader("vary", "origin");
    const { origin } = request.headers;
    if (origin !== undefined && allowed.has(origin))
      reply.raw.setHeader("access-control-allow-origin", origin);
  });
}
