import { type DeliveryDecision, decideDelivery } from "../../core/delivery.ts";
import { decideExhausted } from "../../core/exhausted.ts";
import { applyEvent, isTerminal } from "../../core/lifecycle.ts";
import { type AttemptOutcome, decideOutcome } from "../../core/outcome.ts";
import { asQueued, type TaskRecord } from "../../core/task.ts";
import type { ModelMessage, StoreModel } from "./store-model.ts";

/** What one actor does, a step at a time: between two steps others act, and the actor may die. */
export type Steps = Generator<void, void, void>;

/** What the handler did, for the checks. */
export interface Run {
  readonly worker: string;
  readonly attempt: number;
  /** Whether an end had been recorded when the handler was called. */
  readonly afterEnd: boolean;
}

/** What a model has to say besides what is stored: how handlers end, and whether a publish is repeated. */
export interface Fate {
  readonly nextOutcome: () => AttemptOutcome;
  /** True when the answer to a publish is lost, so that it is sent again. */
  readonly repeatsPublish: () => boolean;
}

const NOW = Date.parse("2026-01-01T00:00:00.000Z");

/** A worker with one message, as `services/worker` does it. */
export function* work(
  store: StoreModel,
  message: ModelMessage,
  worker: string,
  fate: Fate,
  runs: Run[],
): Steps {
  const carried = { ...message, record: asQueued(message.record) };
  let decision: DeliveryDecision;
  if (message.deliveries === 1) decision = decideDelivery(carried, undefined, NOW);
  else {
    yield;
    decision = decideDelivery(carried, store.current, NOW);
  }
  for (;;) {
    yield;
    if (decision.do === "drop") {
      store.remove(message.messageSequence);
      return;
    }
    if (decision.do === "requeue") {
      store.publish(decision.from);
      yield;
      store.remove(message.messageSequence);
      return;
    }
    const { from } = decision;
    const next = decision.do === "start" ? start(from.record, worker, message.messageSequence) : from.record;
    const sequence = store.write(next, from.sequence);
    yield;
    if (sequence === undefined) {
      decision = decideDelivery(carried, store.current, NOW);
      continue;
    }
    if (decision.do === "end") {
      store.remove(message.messageSequence);
      return;
    }
    runs.push({ worker, attempt: next.attempt, afterEnd: store.ends > 0 });
    yield;
    yield* settle(store, { record: next, sequence }, message, worker, fate);
    return;
  }
}

function* settle(
  store: StoreModel,
  held: { record: TaskRecord; sequence: number },
  message: ModelMessage,
  worker: string,
  fate: Fate,
): Steps {
  const outcome = fate.nextOutcome();
  for (;;) {
    const { event, result } = decideOutcome(held.record, outcome, {
      nowMs: NOW,
      random: 0.5,
      worker,
      crashLimit: 2,
    });
    const ended = apply(held.record, event, result);
    const sequence = store.write(ended, held.sequence);
    yield;
    if (sequence !== undefined) {
      if (!isTerminal(ended.state)) {
        store.publish({ record: ended, sequence });
        yield;
        if (fate.repeatsPublish()) store.publish({ record: ended, sequence });
        yield;
      }
      store.remove(message.messageSequence);
      return;
    }
    const { current } = store;
    const isOurs = current?.record.worker === worker && current.record.attempt === held.record.attempt;
    if (current === null || !isOurs || isTerminal(current.record.state)) {
      if (current !== null && isTerminal(current.record.state)) store.remove(message.messageSequence);
      return;
    }
    held = current;
  }
}

/** A client that cancels the task, as `services/gateway` does it. */
export function* cancel(store: StoreModel, submitted: TaskRecord): Steps {
  for (;;) {
    const { record, sequence } = store.current ?? { record: submitted, sequence: 0 };
    if (isTerminal(record.state) || record.state === "CANCELLING") return;
    const type = record.state === "RUNNING" ? "cancel_requested" : "cancelled";
    const next = apply(record, {
      type,
      time: new Date(NOW).toISOString(),
      attempt: record.attempt,
      by: "key",
    });
    yield;
    if (store.write(next, sequence) === undefined) continue;
    yield;
    if (isTerminal(next.state)) store.purge();
    return;
  }
}

/** A scheduler with a message that ran out of deliveries. */
export function* repair(store: StoreModel, message: ModelMessage): Steps {
  for (;;) {
    const decision = decideExhausted({ ...message, record: asQueued(message.record) }, store.current, NOW);
    yield;
    if (decision.do === "end" && store.write(decision.from.record, decision.from.sequence) === undefined)
      continue;
    if (decision.do === "requeue") store.publish(decision.from);
    yield;
    store.remove(message.messageSequence);
    return;
  }
}

function start(record: TaskRecord, worker: string, messageSequence: number): TaskRecord {
  const time = new Date(NOW).toISOString();
  return apply(record, { type: "started", time, attempt: record.attempt + 1, worker, messageSequence });
}

function apply(record: TaskRecord, event: Parameters<typeof applyEvent>[1], result?: unknown): TaskRecord {
  const applied = applyEvent(record, event, { result });
  if (!applied.ok) throw new Error(`${event.type} refused in ${record.state}: ${applied.refusal.why}`);
  return applied.record;
}
