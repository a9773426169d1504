import { type FeedPosition, MAX_MISSING } from "./position.ts";
import { SequenceSet } from "./sequences.ts";

/** A record as it was met in the stream EVENTS. */
export interface MetRecord {
  readonly sequence: number;
  /** Under which sequence each of its events was stored; see `sequencesOf`. */
  readonly stored: readonly number[];
  /** Whether nothing came after it when it was met: then all that was stored before has been met, or is gone. */
  readonly isNewest: boolean;
  /** When it was stored, by the clock of the store. Milliseconds since 1970. */
  readonly timeMs: number;
}

/** What a record tells a reader that it has not had. */
export interface News {
  /** The numbers of the events, from 1, ascending. */
  readonly numbers: readonly number[];
  /** The position after each of them. */
  readonly positions: readonly FeedPosition[];
}

/** How many records a reader that catches up remembers to have met: more than that change meanwhile only in theory. */
const MAX_MET = 1_000_000;

/**
 * Decides which events a reader has not had, and keeps its position, while the records of the stream are put before it in the
 * order of their sequences. None may be left out that was there at its turn, but for such as are of no interest to it.
 */
export class FeedReader {
  readonly #epoch: number;
  /** What has been met up to here, but for what is missing, is had. */
  #sequence: number;
  readonly #missing: SequenceSet;
  #readTo: number | undefined;
  /** While it catches up: the sequences of the records that it has met, ascending. */
  #met: number[] = [];
  #partly: FeedPosition["partly"];
  #since: number | undefined;
  #timeMs: number;

  constructor({ epoch, sequence, missing, readTo, partly, since, timeMs }: FeedPosition) {
    this.#epoch = epoch;
    this.#sequence = sequence;
    this.#missing = new SequenceSet(missing);
    this.#readTo = readTo;
    this.#partly = partly;
    this.#since = since;
    this.#timeMs = timeMs;
  }

  /** Another that has had the same, and goes its own way from here. */
  copy(): FeedReader {
    const copy = new FeedReader({
      epoch: this.#epoch,
      sequence: this.#sequence,
      missing: this.#missing.ranges(),
      timeMs: this.#timeMs,
      ...(this.#readTo !== undefined && { readTo: this.#readTo }),
      ...(this.#partly !== undefined && { partly: this.#partly }),
      ...(this.#since !== undefined && { since: this.#since }),
    });
    copy.#met = [...this.#met];
    return copy;
  }

  /** From when on events are wanted, in milliseconds since 1970; undefined when all are. */
  get since(): number | undefined {
    return this.#since;
  }

  /** The sequence after which to go on reading. */
  get readTo(): number {
    return Math.max(this.#readTo ?? 0, this.#sequence);
  }

  /** Whether its position is that of one who has met all that is stored up to here: nothing is missing. */
  get isInStep(): boolean {
    return this.#readTo === undefined && this.#partly === undefined && this.#missing.size === 0;
  }

  /**
   * From now on it is shown only some of the records (those of one project), so that a sequence that it does not meet means
   * nothing; until it meets the newest.
   */
  catchUp(): void {
    this.#readTo ??= this.#sequence;
  }

  /** There is nothing else of interest up to a sequence. Only while it catches up. */
  skipTo(sequence: number): void {
    this.#readTo = Math.max(this.#readTo ?? 0, sequence);
  }

  /** Looks at the next record. */
  take(met: MetRecord): News {
    const numbers = this.#news(met);
    const before = this.position();
    const pending = this.#partly;
    this.#pass(met);
    const positions = numbers.map((number, index): FeedPosition => {
      if (index === numbers.length - 1) return this.position();
      if (before.readTo === undefined && pending === undefined) return havingUpTo(before, met.stored, number);
      // A position names one such task: while an older one is to come, what is had of this one goes unsaid.
      const isTaken = pending !== undefined && this.#partly !== undefined;
      return isTaken ? before : { ...before, partly: { sequence: met.sequence, number } };
    });
    return { numbers, positions };
  }

  /** Where to go on. It says less than is known when too much is missing: then some events are told again. */
  position(): FeedPosition {
    const rest = {
      epoch: this.#epoch,
      timeMs: this.#timeMs,
      ...(this.#partly !== undefined && { partly: this.#partly }),
      ...(this.#since !== undefined && { since: this.#since }),
    };
    if (this.#missing.size > MAX_MISSING) {
      const sequence = Math.min(this.#sequence, (this.#missing.first ?? 1) - 1);
      return { ...rest, sequence, missing: [], readTo: this.readTo };
    }
    const missing = this.#missing.ranges();
    return {
      ...rest,
      sequence: this.#sequence,
      missing,
      ...(this.#readTo !== undefined && { readTo: this.#readTo }),
    };
  }

  #news({ stored }: MetRecord): number[] {
    const partly = this.#partly;
    const hadUpTo = partly !== undefined && stored.includes(partly.sequence) ? partly.number : 0;
    const metAt = this.#met.length === 0 ? 0 : (stored.findLast((at) => includes(this.#met, at)) ?? 0);
    const numbers: number[] = [];
    stored.forEach((at, index) => {
      const isNew = at > metAt && (at > this.#sequence || this.#missing.has(at));
      if (isNew && index + 1 > hadUpTo) numbers.push(index + 1);
    });
    return numbers;
  }

  #pass({ sequence, stored, isNewest, timeMs }: MetRecord): void {
    if (this.#partly !== undefined && stored.includes(this.#partly.sequence)) this.#partly = undefined;
    if (isNewest && sequence >= this.readTo) {
      this.#sequence = sequence;
      this.#missing.clear();
      this.#met = [];
      this.#readTo = undefined;
      this.#since = undefined;
      this.#partly = undefined;
      this.#timeMs = timeMs;
      return;
    }
    if (this.#readTo !== undefined) {
      this.#readTo = Math.max(this.#readTo, sequence);
      if (this.#met.length < MAX_MET && sequence > (this.#met.at(-1) ?? 0)) this.#met.push(sequence);
    } else if (sequence > this.#sequence) {
      this.#missing.append(this.#sequence + 1, sequence - 1);
      this.#sequence = sequence;
      if (this.#missing.size === 0) this.#timeMs = timeMs;
    }
    for (const at of stored) this.#missing.delete(at);
  }
}

/**
 * A position that has the first `number` events of a record as well, by the sequences under which they were stored: whoever goes on
 * from it may meet an older record of the task, which has some of them. Events that were stored together are parted by their number.
 */
function havingUpTo(before: FeedPosition, stored: readonly number[], number: number): FeedPosition {
  const at = stored[number - 1] ?? 0;
  if (stored[number] !== at) return havingAll(before, stored.slice(0, number));
  const earlier = stored.slice(0, stored.indexOf(at));
  return { ...havingAll(before, earlier), partly: { sequence: at, number } };
}

function havingAll(before: FeedPosition, had: readonly number[]): FeedPosition {
  const sequence = Math.max(before.sequence, had.at(-1) ?? 0);
  const missing = new SequenceSet(before.missing);
  if (sequence > before.sequence) missing.append(before.sequence + 1, sequence - 1);
  for (const at of had) missing.delete(at);
  return { ...before, sequence, missing: missing.ranges() };
}

function includes(ascending: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted;
}
