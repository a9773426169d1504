/**
 * Resolves with the first answer that is not undefined, asking again every 20 ms; rejects after `withinMs` milliseconds
 * (default 10,000), saying what was waited for. For what nobody announces; where there is an event or a promise, wait for
 * that.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  withinMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** `eventually` for a condition. */
export async function eventuallyTrue(
  what: string,
  ask: () => boolean | Promise<boolean>,
  withinMs?: number,
): Promise<void> {
  await eventually(what, async () => ((await ask()) ? true : undefined), withinMs);
}
