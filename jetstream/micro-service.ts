import type { Msg } from "@nats-io/transport-node";
import type { Connection } from "./connection.ts";
import { listen } from "./listen.ts";

/** How a process shows itself to `nats micro ls`. */
export interface MicroService {
  /** `longshore-worker`, … */
  readonly name: string;
  /** Unique per process. */
  readonly id: string;
  /** A semantic version. */
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Answers the discovery requests of NATS' service protocol (ADR-32): PING, INFO and STATS, for all services, for this
 * kind and for this one. It has no endpoints; what it offers is that it can be seen. Ends when the returned function is
 * called.
 */
export function registerMicroService(
  connection: Connection,
  service: MicroService,
  startedAt: Date,
): () => void {
  const { description, ...identity } = service;
  const answers = {
    PING: { type: "io.nats.micro.v1.ping_response", ...identity },
    INFO: { type: "io.nats.micro.v1.info_response", ...identity, description, endpoints: [] },
    STATS: {
      type: "io.nats.micro.v1.stats_response",
      ...identity,
      started: startedAt.toISOString(),
      endpoints: [],
    },
  };
  const endings = Object.entries(answers).flatMap(([verb, answer]) => {
    const body = JSON.stringify(answer);
    const answerPing = (message: Msg) => void message.respond(body);
    return [`$SRV.${verb}`, `$SRV.${verb}.${service.name}`, `$SRV.${verb}.${service.name}.${service.id}`].map(
      (subject) => listen(connection.nc, subject, answerPing),
    );
  });
  return () => {
    for (const end of endings) end();
  };
}
