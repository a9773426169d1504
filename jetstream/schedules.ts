import { type KV, type KvEntry, Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { decodeSchedule, type ScheduleDefinition } from "../core/schedule.ts";
import { BUCKETS } from "../core/subject.ts";
import { decodeScheduleState, type ScheduleState } from "../core/tick.ts";
import type { Connection } from "./connection.ts";

/** A schedule, named across projects. */
export interface ScheduleKey {
  readonly project: string;
  readonly id: string;
}

/** What is stored, with the revision that a change must name. */
export interface Revised<T> {
  readonly value: T;
  readonly revision: number;
}

/** Whether a change was stored, under which revision; false: somebody else has changed it in between. */
export type Changed = { readonly ok: true; readonly revision: number } | { readonly ok: false };

/**
 * The schedules and how far each has come: two buckets with the same keys. All is written by compare-and-set. Every method
 * rejects when the store does not answer; a write may then have happened or not.
 */
export class ScheduleStore {
  readonly #connection: Connection;
  #buckets: Promise<{ readonly definitions: KV; readonly states: KV }> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async readDefinition(key: ScheduleKey): Promise<Revised<ScheduleDefinition> | undefined> {
    const { definitions } = await this.#open();
    return readEntry(await definitions.get(scheduleKey(key)), decodeSchedule);
  }

  /** @param revision of the definition that it replaces; 0: there must be none */
  async writeDefinition(definition: ScheduleDefinition, revision: number): Promise<Changed> {
    const { definitions } = await this.#open();
    return write(definitions, scheduleKey(definition), definition, revision);
  }

  /** Deletes a schedule and what is known of its ticks. False when somebody else has changed it in between. */
  async remove(key: ScheduleKey, revision: number): Promise<boolean> {
    const { definitions, states } = await this.#open();
    const { ok } = await changed(async () => {
      await definitions.delete(scheduleKey(key), { previousSeq: revision });
      return revision;
    });
    // A state without a schedule is not read by anybody: a new schedule of this name has another time of creation.
    if (ok) await states.delete(scheduleKey(key)).catch(() => undefined);
    return ok;
  }

  /** The ids of all schedules of a project, in order. */
  async ids(project: string): Promise<readonly string[]> {
    const { definitions } = await this.#open();
    const ids: string[] = [];
    for await (const key of await definitions.keys(`${project}.*`)) ids.push(key.slice(project.length + 1));
    return ids.sort();
  }

  /** Also rejects when what is stored is none of ours, or of a later version: nobody may go on from there. */
  async readState(key: ScheduleKey): Promise<Revised<ScheduleState> | undefined> {
    const { states } = await this.#open();
    const entry = await states.get(scheduleKey(key));
    const read = readEntry(entry, decodeScheduleState);
    if (read === undefined && entry?.operation === "PUT")
      throw new Error(
        `what is stored under ${scheduleKey(key)} in ${BUCKETS.scheduleStates} is not readable`,
      );
    return read;
  }

  /** @param revision of the state that it was derived from; 0: there must be none */
  async writeState(key: ScheduleKey, state: ScheduleState, revision: number): Promise<Changed> {
    const { states } = await this.#open();
    return write(states, scheduleKey(key), state, revision);
  }

  #open() {
    this.#buckets ??= openBuckets(this.#connection).catch((error: unknown) => {
      this.#buckets = undefined;
      throw error;
    });
    return this.#buckets;
  }
}

/** The key of a schedule in both buckets. */
export function scheduleKey({ project, id }: ScheduleKey): string {
  return `${project}.${id}`;
}

async function openBuckets(connection: Connection) {
  const kvm = new Kvm(connection.nc);
  return {
    definitions: await kvm.open(BUCKETS.schedules),
    states: await kvm.open(BUCKETS.scheduleStates),
  };
}

function readEntry<T>(
  entry: KvEntry | null,
  decode: (text: string) => T | undefined,
): Revised<T> | undefined {
  const value = entry?.operation === "PUT" ? decode(entry.string()) : undefined;
  return entry === null || value === undefined ? undefined : { value, revision: entry.revision };
}

function write(kv: KV, key: string, value: unknown, revision: number): Promise<Changed> {
  const text = JSON.stringify(value);
  return changed(() => (revision === 0 ? kv.create(key, text) : kv.update(key, text, revision)));
}

async function changed(change: () => Promise<number>): Promise<Changed> {
  try {
    return { ok: true, revision: await change() };
  } catch (error) {
    if (/wrong last sequence/.test(messageOf(error))) return { ok: false };
    throw error;
  }
}
