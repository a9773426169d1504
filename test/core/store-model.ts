import type { Carried, Fenced } from "../../core/delivery.ts";
import { isTerminal } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";

/** As often as JetStream hands out one message. */
const MAX_DELIVER = 3;

/** A message of the task in the model of TASKS. */
export interface ModelMessage extends Carried {
  deliveries: number;
  /** `waiting` for a worker, `leased` to one, or `exhausted`: never to be delivered again. */
  place: "waiting" | "leased" | "exhausted";
}

/**
 * What JetStream keeps of one task, reduced to its promises: a record that is written by compare-and-set, messages that are
 * delivered until they are acknowledged, one schedule per task.
 */
export class StoreModel {
  current: Fenced | null = null;
  readonly messages = new Map<number, ModelMessage>();
  schedule: Fenced | undefined;
  /** How many ends have been recorded. */
  ends = 0;
  #sequences = 0;
  #messages = 0;

  /** Stores a record if `expected` is the sequence of the newest one; the new sequence, or undefined for a conflict. */
  write(record: TaskRecord, expected: number): number | undefined {
    if ((this.current?.sequence ?? 0) !== expected) return undefined;
    if (isTerminal(record.state)) this.ends++;
    this.current = { record, sequence: ++this.#sequences };
    return this.#sequences;
  }

  /** Puts a message in line, or a schedule in place of the one before. */
  publish(fenced: Fenced): void {
    const { record, sequence } = fenced;
    if (record.dueAt !== undefined) this.schedule = fenced;
    else this.#deliverable({ record, sequence });
  }

  /** The schedule comes due. A server that crashes meanwhile may fire it once more. */
  fire(twice: boolean): void {
    if (this.schedule === undefined) return;
    const due = this.schedule;
    this.schedule = undefined;
    for (let i = 0; i < (twice ? 2 : 1); i++) this.#deliverable(due);
  }

  /** Leases the first waiting message. */
  take(): ModelMessage | undefined {
    for (const message of this.messages.values()) {
      if (message.place !== "waiting") continue;
      message.place = "leased";
      message.deliveries++;
      return message;
    }
    return undefined;
  }

  /** The lease of a message is over: it waits again, or has been handed out often enough. */
  lapse(messageSequence: number): void {
    const message = this.messages.get(messageSequence);
    if (message?.place !== "leased") return;
    message.place = message.deliveries < MAX_DELIVER ? "waiting" : "exhausted";
  }

  /** An acknowledgement, or a deletion: it acts on the message, whoever has it on lease. */
  remove(messageSequence: number): void {
    this.messages.delete(messageSequence);
  }

  purge(): void {
    this.messages.clear();
    this.schedule = undefined;
  }

  #deliverable({ record, sequence }: Fenced): void {
    const messageSequence = ++this.#messages;
    this.messages.set(messageSequence, {
      record,
      sequence,
      messageSequence,
      deliveries: 0,
      place: "waiting",
    });
  }
}
