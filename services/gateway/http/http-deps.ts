import type { CallGate } from "../call-gate.ts";
import type { LargeBodies } from "../large-bodies.ts";
import type { Services } from "../method.ts";
import type { PageSettings } from "./page-settings.ts";

/** What the HTTP edge works with. */
export interface HttpServerDeps {
  readonly gate: CallGate;
  readonly services: Services;
  /** The largest payload, in bytes. */
  readonly payloadMaxBytes: number;
  readonly largeBodies: LargeBodies;
  /** What keeps the gateway from serving; empty while all is well. */
  readonly problems: () => readonly string[];
  /** Pages of which other origins may read answers. */
  readonly allowedOrigins: readonly string[];
  /** What the page is told. */
  readonly page: PageSettings;
  /** Where the built pages are, if not where the build puts them. */
  readonly webFolder?: string | undefined;
}
