/** The longest that one timer of Node can wait; a longer one would fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Calls back after `ms` milliseconds, however many, unless the returned function is called before. */
export function after(ms: number, action: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (leftMs: number) => {
    if (leftMs <= TIMER_MAX_MS) timer = setTimeout(action, leftMs);
    else timer = setTimeout(() => wait(leftMs - TIMER_MAX_MS), TIMER_MAX_MS);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
