import type { KeyLimits } from "./limits.ts";

/** What one gateway says of a limit. */
export interface RateUse {
  /** How much it has let in since it last said so, and how much was asked of it. */
  readonly used: number;
  readonly asked: number;
  /** What it takes all gateways together to have left. */
  readonly left: number;
}

/** A rate of calls, and how many may come at once after a pause. */
export type CallRate = Pick<KeyLimits, "requestsPerSecond" | "requestBurst">;

/** Whether a call may pass, and if not, after how many milliseconds it may be tried again. */
export type BucketTaken = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** Nobody is told to wait for longer, in milliseconds. */
const RETRY_MAX_MS = 60_000;
/** How much the last interval counts against those before when demand is estimated. */
const NEWEST_WEIGHT = 0.5;
/**
 * How much the word of others who are asked for everything counts against the own account of what is left. Nobody's account
 * is exact, since reports take their time; that of who lets in most is the best.
 */
const OTHERS_WEIGHT = 0.5;
/** How much of what is wrong is put right at the end of an interval: all at once, of what is known late, would swing. */
const CORRECTION = 0.5;

/**
 * A token bucket that several gateways have together. Each keeps account of the whole of it: it takes away what it lets in
 * itself, and what the others say from time to time that they have let in. Of what there is each lets in its part: all of it
 * for as long as it is enough for all; else by how much is asked of each. So whoever is asked, all together let in what the
 * bucket holds, and what one of them lets in too much before it hears of the others all make up for afterwards.
 *
 * Times are milliseconds of any clock that only goes forward.
 */
export class SharedBucket {
  #rate: CallRate;
  #at: number;
  /** What may be let in here. */
  #level: number;
  /** What all gateways together may let in, as far as is known here. */
  #whole: number;
  /** What was taken from the whole since the last interval for what the others are expected to use. */
  #foreseen = 0;
  #used = 0;
  #asked = 0;
  #othersUsed = 0;
  #othersAsked = 0;
  /** What others said is left, each as often as it was asked. */
  #othersLeft = 0;
  /** What is asked for here and of the others, estimated, each second. */
  #demand = 0;
  #othersDemand = 0;

  constructor(rate: CallRate, nowMs: number) {
    this.#rate = rate;
    this.#level = rate.requestBurst;
    this.#whole = rate.requestBurst;
    this.#at = nowMs;
  }

  get rate(): CallRate {
    return this.#rate;
  }

  /** What may be taken at once; below 0 when more was let in than there was. */
  get level(): number {
    return this.#level;
  }

  /**
   * Takes `cost` tokens. A cost above the burst is let in by a full bucket, which then has so much less: otherwise it could
   * never pass.
   */
  take(cost: number, nowMs: number): BucketTaken {
    this.#asked += cost;
    if (this.has(cost, nowMs)) {
      this.#level -= cost;
      this.#whole -= cost;
      this.#used += cost;
      return { ok: true };
    }
    const missing = Math.min(cost, this.#rate.requestBurst) - this.#level;
    const waitMs = Math.ceil((missing / this.#ownPart()) * 1_000);
    return { ok: false, retryAfterMs: Math.min(Math.max(1, waitMs), RETRY_MAX_MS) };
  }

  /** Whether `take` would let a call in, without taking anything. */
  has(cost: number, nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#level >= Math.min(cost, this.#rate.requestBurst);
  }

  /** Takes up a limit that has changed: what has been used stays used. */
  setRate(rate: CallRate, nowMs: number): void {
    const { requestBurst, requestsPerSecond } = this.#rate;
    if (rate.requestBurst === requestBurst && rate.requestsPerSecond === requestsPerSecond) return;
    this.#refill(nowMs);
    const more = rate.requestBurst - requestBurst;
    this.#level = Math.min(rate.requestBurst, this.#level + more);
    this.#whole = Math.min(rate.requestBurst, this.#whole + more);
    this.#rate = rate;
  }

  /** Hears what another gateway has used and was asked. */
  hear({ used, asked, left }: RateUse): void {
    this.#othersUsed += used;
    this.#othersAsked += asked;
    this.#othersLeft += left * asked;
  }

  /**
   * Ends an interval of `lengthMs`: settles with the others, and estimates anew what is asked of whom. Returns what is to be
   * told to them.
   */
  endInterval(nowMs: number, lengthMs: number): RateUse {
    this.#refill(nowMs);
    const perSecond = 1_000 / lengthMs;
    this.#demand += (this.#asked * perSecond - this.#demand) * NEWEST_WEIGHT;
    this.#othersDemand += (this.#othersAsked * perSecond - this.#othersDemand) * NEWEST_WEIGHT;
    this.#whole = Math.min(this.#rate.requestBurst, this.#whole + this.#foreseen - this.#othersUsed);
    if (this.#othersAsked > 0) {
      const weight = (this.#othersAsked / (this.#asked + this.#othersAsked)) * OTHERS_WEIGHT;
      this.#whole += (this.#othersLeft / this.#othersAsked - this.#whole) * weight;
    }
    const use = { used: this.#used, asked: this.#asked, left: this.#whole };
    const isShort = this.#isShort();
    const part = isShort ? this.#demand / (this.#demand + this.#othersDemand) : 1;
    this.#level += (this.#whole * part - this.#level) * (isShort ? CORRECTION : 1);
    this.#foreseen = 0;
    this.#used = 0;
    this.#asked = 0;
    this.#othersUsed = 0;
    this.#othersAsked = 0;
    this.#othersLeft = 0;
    return use;
  }

  /** Whether it is as good as a new one, and may be forgotten. */
  isFresh(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#level >= this.#rate.requestBurst && this.#demand < 1 && this.#othersDemand < 1;
  }

  /** Whether more is asked of all together than the rate lets in. */
  #isShort(): boolean {
    return this.#demand + this.#othersDemand > this.#rate.requestsPerSecond;
  }

  /** What others are expected to use, each second: what they ask for, as long as it is enough for all; otherwise their part. */
  #othersPart(): number {
    if (!this.#isShort()) return this.#othersDemand;
    const { requestsPerSecond } = this.#rate;
    return (requestsPerSecond * this.#othersDemand) / (this.#demand + this.#othersDemand);
  }

  /** What comes in here, each second; a little also when the others are asked for everything, so that nobody waits for ever. */
  #ownPart(): number {
    const { requestsPerSecond } = this.#rate;
    return Math.max(requestsPerSecond - this.#othersPart(), requestsPerSecond / 100);
  }

  #refill(nowMs: number): void {
    const seconds = Math.max(0, nowMs - this.#at) / 1_000;
    if (seconds === 0) return;
    this.#at = nowMs;
    const { requestsPerSecond, requestBurst } = this.#rate;
    const foreseen = this.#othersPart() * seconds;
    this.#foreseen += foreseen;
    this.#whole = Math.min(requestBurst, this.#whole + requestsPerSecond * seconds - foreseen);
    this.#level = Math.min(requestBurst, this.#level + this.#ownPart() * seconds);
  }
}
