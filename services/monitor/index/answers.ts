import type { DatabaseSync } from "node:sqlite";
import { type ParsedFilter, parseFilter } from "../../../core/task-filter/parse.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { answerMonitor, type MonitorReply } from "../../../jetstream/monitor-requests.ts";
import type { Lag } from "./indexer.ts";
import { countTasks } from "./task-count.ts";
import { listTasks } from "./task-list.ts";
import { tooBroad } from "./text-search.ts";

/** What `list` is asked with. */
export interface ListQuestion {
  readonly project: string;
  /** As `parseFilter` reads it. */
  readonly filter: string;
  readonly newestFirst: boolean;
  readonly after?: { readonly created: number; readonly id: string };
  readonly size: number;
}

/** What `count` is asked with. */
export interface CountQuestion {
  readonly project: string;
  readonly filter: string;
}

/** One question may take so long of the monitor's time, in milliseconds; then the answer is what was found so far. */
const QUESTION_MS = 60;

/** An answer must fit into one message of NATS, 1 MiB unless the server allows more; characters may take more than one byte. */
const LIST_CHARACTERS = 400_000;

/** What answers need. */
export interface AnswerDeps {
  readonly connection: Connection;
  /** The index as it is now. */
  readonly index: {
    read<T>(reading: (database: DatabaseSync) => T): T;
    lag(): Lag;
    freshen(): Promise<void>;
  };
}

/** Answers `list` and `count` out of the index until the returned function is called; every answer says how old it may be. */
export function answerFromIndex({ connection, index }: AnswerDeps): () => void {
  /** Answers by the index, unless it has never been complete: then others know more. */
  const reply = async (
    project: string,
    filter: string,
    answer: (parsed: ParsedFilter & { ok: true }, database: DatabaseSync) => object,
  ): Promise<MonitorReply<object>> => {
    const { currentAtMs, behind } = index.lag();
    if (currentAtMs === 0)
      return { ok: false, problem: `the index is being built, ${behind} messages to go` };
    const parsed = parseFilter(filter);
    if (!parsed.ok) return { ok: false, problem: parsed.problem };
    await index.freshen();
    const problem = index.read((database) => tooBroad(database, project, parsed.filter));
    if (problem !== undefined) return { ok: false, problem, code: "FILTER_TOO_BROAD" };
    return {
      ok: true,
      answer: {
        ...index.read((database) => answer(parsed, database)),
        lagMs: Math.max(0, Date.now() - index.lag().currentAtMs),
      },
    };
  };
  const stops = [
    answerMonitor<ListQuestion>(connection, "list", ({ filter, after, ...terms }) =>
      reply(terms.project, filter, (parsed, database) =>
        listTasks(
          database,
          { ...terms, filter: parsed.filter, after, characters: LIST_CHARACTERS },
          untilTimeUp(),
        ),
      ),
    ),
    answerMonitor<CountQuestion>(connection, "count", ({ project, filter }) =>
      reply(project, filter, (parsed, database) =>
        countTasks(database, project, parsed.filter, untilTimeUp()),
      ),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function untilTimeUp(): () => boolean {
  const until = performance.now() + QUESTION_MS;
  return () => performance.now() >= until;
}
