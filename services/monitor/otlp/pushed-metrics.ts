export interface PushedMetricsOptions {
  readonly everyMs: number;
  /** Sends them. Resolves with undefined when they have arrived, or with what is wrong. Never rejects. */
  readonly push: (nowMs: number) => Promise<string | undefined>;
  /** Whether it is this process that sends. */
  readonly speaks: () => boolean;
  /** Told when sending fails for the first time, and with undefined when it works again. */
  readonly onChange: (problem: string | undefined) => void;
}

/** Sends the metrics again and again. What does not arrive is not sent again: the next numbers say it all. */
export class PushedMetrics {
  readonly #options: PushedMetricsOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pushing: Promise<void> = Promise.resolve();
  #problem: string | undefined;
  #isStopped = false;

  constructor(options: PushedMetricsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#pushing = this.#turn();
    }, this.#options.everyMs);
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#pushing;
  }

  async #turn(): Promise<void> {
    await this.#push();
    if (!this.#isStopped) this.start();
  }

  async #push(): Promise<void> {
    const { speaks, push, onChange } = this.#options;
    if (!speaks()) return;
    const problem = await push(Date.now());
    const isChange = (problem === undefined) !== (this.#problem === undefined);
    this.#problem = problem;
    if (isChange) onChange(problem);
  }
}
