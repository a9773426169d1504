import type { Log } from "../../runtime/log.ts";
import type { OnInternal } from "./grpc/status.ts";

/** Logs an error that leaves as INTERNAL under the id that the caller gets. Errors carry no payloads and no keys. */
export function reportInternal(log: Log): OnInternal {
  return (errorId, error) => log.error({ error_id: errorId, err: error }, "an error of ours ended a call");
}
