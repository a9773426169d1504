import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LongshoreError } from "../../../core/error.ts";

/** A path that is served, and by which verb. */
interface Served {
  readonly verb: string;
  readonly pattern: RegExp;
  /** Whether it has no names in it. */
  readonly isLiteral: boolean;
}

/**
 * Answers whatever no route takes: with the verbs that there are when it is only the verb that is wrong. Knows the routes that are
 * added after this.
 *
 * @param answer sends an error
 */
export function answerUnknownPaths(
  app: FastifyInstance,
  answer: (reply: FastifyReply, error: LongshoreError) => FastifyReply,
): void {
  const served: Served[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const verb of [method].flat())
      served.push({
        verb,
        pattern: patternOf(url),
        isLiteral: !/[^:]:\w|^:\w/.test(url.replaceAll("::", "")),
      });
  });
  const answerUnknown = ({ url, method: verb }: FastifyRequest, reply: FastifyReply) => {
    const path = url.replace(/\?.*$/s, "");
    const found = served.filter(({ pattern }) => pattern.test(path));
    // A path of its own comes before one with a name in it, as in the router.
    const literal = found.filter(({ isLiteral }) => isLiteral);
    const verbs = (literal.length > 0 ? literal : found).map((each) => each.verb);
    const allowed = [...new Set(verbs)].toSorted().join(", ");
    const shown = path.slice(0, 200);
    if (allowed === "")
      return answer(reply, new LongshoreError("METHOD_UNKNOWN", { method: `${verb} ${shown}` }));
    reply.header("allow", allowed);
    return answer(reply, new LongshoreError("VERB_NOT_ALLOWED", { path: shown, allowed, verb }));
  };
  app.setNotFoundHandler(answerUnknown);
  // Before anybody reads a body that nobody wants.
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404) return answerUnknown(request, reply);
  });
}

/** The paths that a route of the router takes: `:name` is anything up to the next slash or colon, `::` is a colon. */
function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/::|:(\w+)(?:\\\(.*?\\\))?/g, (found) => (found === "::" ? ":" : "[^:/]+"));
  return new RegExp(`^${source}$`);
}
