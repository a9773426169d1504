import type { Connection } from "../../../jetstream/connection.ts";
import type { Log } from "../../../runtime/log.ts";
import { fromStore } from "../store-error.ts";
import { EventFeed } from "./event-feed.ts";

/** For so long after the last watcher has gone the feed is kept, in milliseconds: whoever comes back finds all at hand. */
const LINGER_MS = 60_000;

/** The feed of a gateway while anybody watches: a gateway without watchers reads no events. */
export class SharedFeed {
  readonly #connection: Connection;
  readonly #log: Log;
  #feed: Promise<EventFeed> | undefined;
  #users = 0;
  #linger: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(connection: Connection, log: Log) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Has the feed while `use` runs. Throws BROKER_UNAVAILABLE when the store does not answer. */
  async with<T>(use: (feed: EventFeed) => Promise<T>): Promise<T> {
    clearTimeout(this.#linger);
    this.#users++;
    try {
      return await use(await fromStore(this.#open()));
    } finally {
      this.#users--;
      if (this.#users === 0 && !this.#isStopped)
        this.#linger = setTimeout(() => void this.#close(), LINGER_MS).unref();
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#linger);
    void this.#close();
  }

  #open(): Promise<EventFeed> {
    if (this.#feed !== undefined) return this.#feed;
    const opening = EventFeed.open(this.#connection, this.#log);
    this.#feed = opening;
    // What could not be opened is tried again by whoever comes next.
    opening.catch(() => {
      if (this.#feed === opening) this.#feed = undefined;
    });
    return opening;
  }

  async #close(): Promise<void> {
    const feed = this.#feed;
    this.#feed = undefined;
    // One that could not be opened needs no end.
    await feed?.then((open) => open.stop()).catch(() => undefined);
  }
}
