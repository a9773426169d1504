import { isTerminal } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { matchesFilter } from "../../../core/task-filter/match.ts";
import { parseFilter } from "../../../core/task-filter/parse.ts";
import { WEBHOOK_TYPE, type Webhook } from "../../../core/webhook.ts";
import type { WatchedBucket } from "../../../jetstream/watched-bucket.ts";

interface Subscription {
  readonly webhook: Webhook;
  readonly filter: TaskFilter | undefined;
}

/** Which webhooks want which events. */
export class Subscriptions {
  readonly #bucket: WatchedBucket<Webhook>;
  #byProject = new Map<string, Subscription[]>();
  #seen = new Set<string>();
  #newcomers: Webhook[] = [];

  constructor(bucket: WatchedBucket<Webhook>) {
    this.#bucket = bucket;
    this.note();
  }

  get isEmpty(): boolean {
    return this.#byProject.size === 0;
  }

  /** Takes up what there is now. */
  note(): void {
    const byProject = new Map<string, Subscription[]>();
    const seen = new Set<string>();
    for (const [key, webhook] of this.#bucket.entries()) {
      if (webhook.disabledAt !== undefined) continue;
      seen.add(key);
      if (!this.#seen.has(key)) this.#newcomers.push(webhook);
      const parsed = parseFilter(webhook.filter);
      // It was read when it was stored; a later version may read less.
      if (!parsed.ok) continue;
      const same = byProject.get(webhook.project);
      const subscription = { webhook, filter: parsed.filter };
      if (same === undefined) byProject.set(webhook.project, [subscription]);
      else same.push(subscription);
    }
    this.#byProject = byProject;
    this.#seen = seen;
  }

  /** Those that have come since it was asked last; at first all. Events that they want may have gone by. */
  takeNewcomers(): readonly Webhook[] {
    const newcomers = this.#newcomers;
    this.#newcomers = [];
    return newcomers;
  }

  /** Whether anybody wants anything of a task. Deliveries are of no interest: they would make ever more of themselves. */
  concern({ project, type }: Pick<TaskRecord, "project" | "type">): boolean {
    return type !== WEBHOOK_TYPE && this.#byProject.has(project);
  }

  /**
   * The webhooks that want an event.
   *
   * @param then the task as it was after it
   * @param at where it was stored
   */
  of(then: TaskRecord, at: Webhook["after"]): readonly Webhook[] {
    return (this.#byProject.get(then.project) ?? [])
      .filter(({ webhook: { after, everyEvent }, filter }) => {
        if (after.epoch === at.epoch && at.sequence <= after.sequence) return false;
        if (!everyEvent && !isTerminal(then.state)) return false;
        return filter === undefined || matchesFilter(filter, then);
      })
      .map(({ webhook }) => webhook);
  }
}
