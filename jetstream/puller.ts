import type { Msg, Subscription } from "@nats-io/transport-node";
import { durableName, STREAMS } from "../core/subject.ts";
import { PRIORITIES } from "../core/task.ts";
import type { Connection } from "./connection.ts";
import { type Delivery, toDelivery } from "./delivery.ts";
import { subscribe } from "./listen.ts";
import { type Level, PullRank } from "./pull-rank.ts";

/** A standing pull lasts this long, in milliseconds. */
const EXPIRES_MS = 5_000;
/** One on a limited queue lasts shorter: it stands on three levels, and may start only one task. Milliseconds. */
const LIMITED_EXPIRES_MS = 2_000;
/** The server says that a standing pull is alive this often, in milliseconds. */
const HEARTBEAT_MS = 1_000;
/** A pull that has been silent for longer is lost, in milliseconds. */
const SILENCE_MS = 2_500;
/** Every so many rounds the lowest level is asked first, so that none starves. */
const FAIR_ROUND = 16;

export interface PullerOptions {
  readonly queues: readonly string[];
  /** How much of what is taken each queue gets while all have tasks. A queue that is not named weighs 1. Default: all 1. */
  readonly weights?: ReadonlyMap<string, number>;
  /** Whether a queue is not to be pulled now; `wake` is to be called when that has changed. Default: none. */
  readonly isPaused?: (queue: string) => boolean;
  /** How many tasks of a queue may be pulled now; `wake` is to be called when there are more. Default: any number. */
  readonly limits?: PullLimits;
  /** How many tasks may run at once; may change. */
  readonly slots: number;
  /** How many more tasks may be started now. */
  readonly freeSlots: () => number;
  /** Takes a delivery; called only while there is a free slot, or for the few that came after the last one was taken. */
  readonly onDelivery: (delivery: Delivery) => void;
  /** Told of what keeps the loop from pulling. */
  readonly onProblem: (problem: string) => void;
}

/** What of a queue may be pulled, apart from slots. */
export interface PullLimits {
  /** How many tasks may be started now; Infinity for a queue without limits. */
  room(queue: string): number;
  /** Whether a pull may stand and bring one. */
  mayStand(queue: string): boolean;
  /** Told when a level of the queue was found empty. */
  foundEmpty(queue: string): void;
}

/** A round on its way through the priorities. */
interface Round {
  /** Priorities that have not been begun. */
  readonly ranks: PullRank[];
  /** What is still to be asked of the priority that has. */
  levels: Level[];
}

/**
 * Pulls tasks for free slots, and never more than there are. A round asks each level in order of priority, and by weight
 * within one, for what it has (`no_wait`); when all are empty, a pull for one message stands on each, so that the next task
 * starts at once. A pull cannot be taken back: one that stands when its queue is paused may still bring a task.
 */
export class Puller {
  readonly #connection: Connection;
  readonly #options: PullerOptions;
  readonly #inbox: string;
  readonly #ranks: readonly PullRank[];
  readonly #byPull = new Map<number, Level>();
  readonly #byDurable = new Map<string, Level>();
  readonly #rankOf = new Map<Level, PullRank>();
  #subscription: Subscription | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopListening: () => void = () => undefined;
  #pulls = 0;
  #rounds = 0;
  #round: Round | undefined;
  #wakeQueued = false;

  constructor(connection: Connection, options: PullerOptions) {
    this.#connection = connection;
    this.#inbox = connection.createInbox();
    this.#options = options;
    const { queues, weights = new Map() } = options;
    this.#ranks = PRIORITIES.map((priority) => new PullRank(priority, queues, weights));
    for (const rank of this.#ranks) {
      for (const level of rank.levels) {
        this.#byDurable.set(level.durable, level);
        this.#rankOf.set(level, rank);
      }
    }
  }

  start(): void {
    const { nc } = this.#connection;
    this.#subscription = subscribe(nc, `${this.#inbox}.*`, (message) => this.#receive(message));
    this.#stopListening = this.#connection.onReconnect(() => this.#forgetPulls());
    this.#timer = setInterval(() => this.#checkSilence(), HEARTBEAT_MS);
    this.wake();
  }

  /**
   * To be called when a slot has become free, or a queue is no longer paused. While most slots are busy, those that become
   * free within a millisecond share a round: a pull for one task costs the server as much as a pull for a hundred.
   */
  wake(): void {
    if (this.#wakeQueued || this.#subscription === undefined) return;
    this.#wakeQueued = true;
    const begin = () => {
      this.#wakeQueued = false;
      this.#beginRound();
    };
    if (this.#options.freeSlots() * 4 >= this.#options.slots) setImmediate(begin);
    else setTimeout(begin, 1);
  }

  /** Ends pulling; what was on its way arrives before this resolves. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopListening();
    const subscription = this.#subscription;
    this.#subscription = undefined;
    this.#round = undefined;
    if (subscription !== undefined && !subscription.isClosed())
      await subscription.drain().catch(() => undefined);
  }

  #beginRound(): void {
    if (this.#round !== undefined || this.#subscription === undefined || !this.#connection.isConnected())
      return;
    if (this.#options.freeSlots() <= 0) return;
    const isFair = this.#rounds++ % FAIR_ROUND === FAIR_ROUND - 1;
    this.#round = { ranks: isFair ? this.#ranks.toReversed() : [...this.#ranks], levels: [] };
    this.#askNext();
  }

  /** Goes on with the round: the next level, or the standing pulls when all have been asked. */
  #askNext(): void {
    if (this.#round === undefined || this.#subscription === undefined) return;
    const want = this.#room();
    while (want > 0) {
      const level = this.#nextLevel(this.#round);
      if (level === undefined) break;
      const batch = Math.min(want, this.#allowed(level));
      if (batch <= 0) continue;
      this.#pull(level, batch, false);
      return;
    }
    this.#round = undefined;
    if (this.#options.freeSlots() > 0) this.#stand();
  }

  #nextLevel(round: Round): Level | undefined {
    const now = Date.now();
    for (;;) {
      const level = round.levels.shift();
      if (level !== undefined) {
        if (this.#canAsk(level, now)) return level;
        continue;
      }
      const rank = round.ranks.shift();
      if (rank === undefined) return undefined;
      round.levels = rank.begin((candidate) => this.#canAsk(candidate, now));
    }
  }

  #canAsk(level: Level, now: number): boolean {
    return level.wanted === 0 && level.restUntil <= now && this.#options.isPaused?.(level.queue) !== true;
  }

  #stand(): void {
    const now = Date.now();
    for (const level of this.#byDurable.values()) {
      if (this.#canAsk(level, now) && this.#mayStand(level)) this.#pull(level, 1, true);
    }
  }

  #mayStand({ queue }: Level): boolean {
    return this.#options.limits?.mayStand(queue) ?? true;
  }

  /** How many tasks the limits of a queue allow, without those that are on their way. */
  #allowed({ queue }: Level): number {
    const room = this.#options.limits?.room(queue) ?? Number.POSITIVE_INFINITY;
    if (room === Number.POSITIVE_INFINITY) return room;
    let promised = 0;
    for (const level of this.#byDurable.values())
      if (level.queue === queue && !level.standing) promised += level.wanted;
    return room - promised;
  }

  /** Free slots that no open pull may fill; one at least while any is free, so that no level waits for another. */
  #room(): number {
    const free = this.#options.freeSlots();
    let promised = 0;
    for (const level of this.#byDurable.values()) promised += level.wanted;
    return free <= 0 ? 0 : Math.max(1, free - promised);
  }

  #pull(level: Level, batch: number, standing: boolean): void {
    this.#byPull.delete(level.pull);
    level.pull = ++this.#pulls;
    level.wanted = batch;
    level.standing = standing;
    level.lastHeard = Date.now();
    this.#byPull.set(level.pull, level);
    const isFree =
      this.#options.limits === undefined || !standing || this.#allowed(level) === Number.POSITIVE_INFINITY;
    const expiresMs = isFree ? EXPIRES_MS : LIMITED_EXPIRES_MS;
    const request = standing
      ? { batch, expires: expiresMs * 1e6, idle_heartbeat: HEARTBEAT_MS * 1e6 }
      : { batch, no_wait: true };
    this.#connection.nc.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.tasks}.${level.durable}`,
      JSON.stringify(request),
      {
        reply: `${this.#inbox}.${level.pull}`,
      },
    );
  }

  #receive(message: Msg): void {
    if (message.subject.startsWith(this.#inbox)) this.#onStatus(message);
    else this.#onMessage(message);
  }

  #onMessage(message: Msg): void {
    const delivery = toDelivery(this.#connection.nc, message);
    if (delivery === undefined) {
      this.#options.onProblem(`a message on ${message.subject} is no task of ours`);
      return;
    }
    const level = this.#byDurable.get(durableName(delivery.place.queue, delivery.place.priority));
    this.#options.onDelivery(delivery);
    if (level === undefined || level.wanted === 0) return;
    level.lastHeard = Date.now();
    if (!level.standing) this.#rankOf.get(level)?.charge(level);
    level.wanted--;
    if (level.wanted === 0) this.#onFilled(level);
  }

  /** There may be more where this came from: begin again at the first level rather than go on to a lower one. */
  #onFilled(level: Level): void {
    this.#byPull.delete(level.pull);
    if (!level.standing) this.#round = undefined;
    this.wake();
  }

  #onEmpty(level: Level): void {
    this.#byPull.delete(level.pull);
    if (level.standing) {
      this.wake();
      return;
    }
    level.isOut = true;
    this.#options.limits?.foundEmpty(level.queue);
    // With slots to spare for every level, an empty one is not asked again each round: a pull stands there instead.
    const isFree = this.#allowed(level) === Number.POSITIVE_INFINITY;
    if (isFree && this.#canAsk(level, Date.now()) && this.#room() > this.#byDurable.size)
      this.#pull(level, 1, true);
    this.#askNext();
  }

  #onStatus(message: Msg): void {
    const level = this.#byPull.get(Number(message.subject.slice(this.#inbox.length + 1)));
    if (level === undefined) return;
    level.lastHeard = Date.now();
    const { code = 503, description = "no responders" } = message.headers ?? {};
    if (code === 100) return;
    level.wanted = 0;
    // 404 and 408: nothing there, or the time is up. All else is trouble: a new leader, a server that goes, no consumer.
    if (code !== 404 && code !== 408) {
      level.restUntil = Date.now() + 50 + Math.random() * 200;
      this.#options.onProblem(`${level.durable}: ${code} ${description}`);
    }
    this.#onEmpty(level);
  }

  /** The server forgets pulls when it restarts or changes its leader; silence is how that shows. */
  #checkSilence(): void {
    const now = Date.now();
    for (const level of this.#byDurable.values()) {
      if (level.wanted === 0 || now - level.lastHeard < SILENCE_MS) continue;
      level.wanted = 0;
      this.#byPull.delete(level.pull);
    }
    const open = [...this.#byDurable.values()].some((level) => level.wanted > 0 && !level.standing);
    if (!open) this.#round = undefined;
    this.wake();
  }

  #forgetPulls(): void {
    for (const level of this.#byDurable.values()) level.wanted = 0;
    this.#byPull.clear();
    this.#round = undefined;
    this.wake();
  }
}
