import type { Alert__Output } from "../proto/gen/longshore/v1/Alert.ts";
import type { DeleteSilenceResponse__Output } from "../proto/gen/longshore/v1/DeleteSilenceResponse.ts";
import type { ListAlertsResponse__Output } from "../proto/gen/longshore/v1/ListAlertsResponse.ts";
import type { ListSilencesResponse__Output } from "../proto/gen/longshore/v1/ListSilencesResponse.ts";
import type { Silence__Output } from "../proto/gen/longshore/v1/Silence.ts";
import { msToTimestamp } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime, readTime } from "./read-time.ts";

/** Something that is wrong, or was until lately. */
export interface Alert {
  /** The rule that raised it: see docs/monitoring.md. */
  readonly name: string;
  /** `warning` or `critical`. */
  readonly severity: string;
  /** Of what it is, such as `queue`. */
  readonly labels: Readonly<Record<string, string>>;
  /** `pending`, `firing` or `resolved`. */
  readonly state: string;
  readonly sinceTime: Date;
  /** When it was resolved. */
  readonly resolveTime?: Date;
  readonly value: number;
  readonly threshold: number;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** What to do about it. */
  readonly action: string;
  /** Whether a silence keeps it quiet. */
  readonly silenced: boolean;
}

/** What is wrong in all. */
export interface Alerts {
  /** `healthy`, `degraded` or `unhealthy`. */
  readonly health: string;
  /** The worst first. */
  readonly alerts: readonly Alert[];
}

/** Keeps the alerts of a rule quiet for a while. */
export interface Silence {
  readonly silenceId: string;
  /** The rule. */
  readonly alert: string;
  /** What an alert must have; empty fits all of the rule. */
  readonly labels: Readonly<Record<string, string>>;
  readonly until: Date;
  readonly reason: string;
  /** The id of the key that made it. */
  readonly creator: string;
}

/** What to keep quiet. */
export interface SilenceOptions extends CallOptions {
  /** Default: all alerts of the rule. */
  readonly labels?: Readonly<Record<string, string>>;
  /** After now, at most 90 days. */
  readonly until: Date;
  /** Why, for others. */
  readonly reason?: string | undefined;
}

/** Shows alerts and keeps them quiet. */
export interface AlertCalls {
  /** Rejects with INDEX_UNAVAILABLE when there is no monitor. */
  listAlerts(options?: CallOptions): Promise<Alerts>;
  /** Keeps the alerts of a rule quiet. */
  createSilence(alert: string, options: SilenceOptions): Promise<Silence>;
  /** Those that have not ended, the next one to end first. */
  listSilences(options?: CallOptions): Promise<readonly Silence[]>;
  /** Ends a silence. */
  deleteSilence(silenceId: string, options?: CallOptions): Promise<void>;
}

/** How long such a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** The calls about alerts, over a channel. */
export function alertCalls({ alerts, metadata }: Channel): AlertCalls {
  const settings = ({ signal }: CallOptions = {}) => ({ timeoutMs: CALL_MS, signal });
  return {
    async listAlerts(options) {
      const answer = await call<ListAlertsResponse__Output>(
        (grpc, done) => alerts.ListAlerts({}, metadata(), grpc, done),
        settings(options),
      );
      return { health: answer.health, alerts: answer.alerts.map(readAlert) };
    },
    async createSilence(alert, { labels = {}, until, reason = "", signal }) {
      const request = { alert, labels, until: msToTimestamp(until.getTime()), reason };
      const answer = await call<Silence__Output>(
        (grpc, done) => alerts.CreateSilence(request, metadata(), grpc, done),
        settings({ signal }),
      );
      return readSilence(answer);
    },
    async listSilences(options) {
      const answer = await call<ListSilencesResponse__Output>(
        (grpc, done) => alerts.ListSilences({}, metadata(), grpc, done),
        settings(options),
      );
      return answer.silences.map(readSilence);
    },
    async deleteSilence(silenceId, options) {
      await call<DeleteSilenceResponse__Output>(
        (grpc, done) => alerts.DeleteSilence({ silenceId }, metadata(), grpc, done),
        settings(options),
      );
    },
  };
}

function readAlert({ sinceTime, resolveTime, labels, ...alert }: Alert__Output): Alert {
  const resolved = readTime(resolveTime);
  return {
    ...alert,
    labels: { ...labels },
    sinceTime: readKnownTime(sinceTime),
    ...(resolved !== undefined && { resolveTime: resolved }),
  };
}

function readSilence({ until, labels, ...silence }: Silence__Output): Silence {
  return { ...silence, labels: { ...labels }, until: readKnownTime(until) };
}
