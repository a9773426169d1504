import type * as grpc from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

/** What `grpc.health.v1` answers. */
export interface Health {
  /** For the server as a whole ("") and for each service; whoever watches is told of changes. */
  setServing(isServing: boolean): void;
}

/** Adds the health service to a server. NOT_SERVING until told otherwise. */
export function addHealth(server: grpc.Server, services: readonly string[]): Health {
  const names = ["", ...services];
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, "NOT_SERVING"])));
  health.addToServer(server);
  return {
    setServing(isServing) {
      for (const name of names) health.setStatus(name, isServing ? "SERVING" : "NOT_SERVING");
    },
  };
}
