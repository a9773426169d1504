import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { LoadOrder, LoadReport } from "./load-client.ts";

/** Asks a gateway for so much, from a process of its own. Rejects when a call fails otherwise than by being refused. */
export async function load(order: LoadOrder): Promise<LoadReport> {
  const child = fork(join(import.meta.dirname, "load-client.ts"), [], {
    execArgv: ["--conditions=longshore-source"],
  });
  try {
    child.send(order);
    const [said] = (await once(child, "message")) as [{ report?: LoadReport; problem?: string }];
    if (said.report === undefined) throw new Error(`the load could not be made: ${said.problem}`);
    return said.report;
  } finally {
    child.kill();
  }
}
