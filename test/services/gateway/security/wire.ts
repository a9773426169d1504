import type { Msg } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import {
  parseDelayedSubject,
  parseEventSubject,
  parseTaskSubject,
  parseTimerSubject,
  parseUniqueKeySubject,
} from "../../../../core/subject.ts";
import { connectNats } from "../../../../jetstream/connection.ts";

/** Everything that anybody publishes to a nats-server, from now on. */
export interface Wire {
  /** What is wrong with any of it: a subject that is none of ours, a header that nobody of ours writes. */
  faults(): Promise<string[]>;
  /** How many messages have been seen. */
  count(): number;
}

/** Subjects of our own, by their first token, and who reads them. */
const OURS: Readonly<Record<string, (subject: string) => unknown>> = {
  tasks: parseTaskSubject,
  events: parseEventSubject,
  delayed: parseDelayedSubject,
  timers: parseTimerSubject,
  due: parseTimerSubject,
};

const TOKEN = /^[A-Za-z0-9_$=/+-]+$/;
/** What reads all that a project has in a bucket or a stream. */
const WHOLE_PROJECT = /^\$JS\.API\.CONSUMER\.CREATE\.\w+\.\w+\.(\$KV\.\w+|\w+)\.acme\.\*$/;

const HEADER =
  /^(Nats-[A-Za-z-]+|Longshore-[A-Za-z-]+|traceparent|KV-Operation|Status|Description|Content-Type)$/i;

/** Listens to a nats-server with a connection of its own. */
export async function tapWire(url: string): Promise<Wire> {
  const connection = await connectNats({ url, name: "tap" });
  onTestFinished(() => connection.close());
  const seen: Msg[] = [];
  connection.nc.subscribe(">", { callback: (_error, message) => void seen.push(message) });
  await connection.nc.flush();
  return {
    count: () => seen.length,
    async faults() {
      await connection.nc.flush();
      return seen.flatMap((message) => [...subjectFaults(message.subject), ...headerFaults(message)]);
    },
  };
}

function subjectFaults(subject: string): string[] {
  if (WHOLE_PROJECT.test(subject)) return [];
  const tokens = subject.split(".");
  const odd = tokens.filter((token) => !TOKEN.test(token));
  if (odd.length > 0) return [`the subject ${JSON.stringify(subject)} has ${JSON.stringify(odd)}`];
  const read =
    OURS[tokens[0] ?? ""] ?? (subject.startsWith("$KV.unique-keys.") ? parseUniqueKeySubject : undefined);
  return read !== undefined && read(subject) === undefined ? [`nobody can read the subject ${subject}`] : [];
}

function headerFaults({ subject, headers }: Msg): string[] {
  return (headers?.keys() ?? []).flatMap((name) => {
    const values = headers?.values(name) ?? [];
    const isClean = HEADER.test(name) && values.every((value) => !/[\r\n\0]/.test(value));
    return isClean ? [] : [`${subject}: the header ${JSON.stringify({ [name]: values })}`];
  });
}
