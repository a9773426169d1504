import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiFailure, toFailure } from "./api.ts";

/** What has been asked for, as far as it has come. */
export interface Loaded<Value> {
  /** The newest answer; stays while the next one is on its way. */
  readonly value: Value | undefined;
  /** Why the last question had no answer. */
  readonly failure: ApiFailure | undefined;
  readonly isLoading: boolean;
  /** Asks again, now. */
  reload(): void;
}

/**
 * Asks for something, again whenever `key` changes, and every `everyMs` milliseconds while the page can be seen; 0 is once.
 *
 * @param key all that the question depends on
 */
export function useData<Value>(
  key: string,
  ask: (signal: AbortSignal) => Promise<Value>,
  everyMs = 0,
): Loaded<Value> {
  const [state, setState] = useState<{
    key: string;
    value?: Value;
    failure?: ApiFailure;
    isLoading: boolean;
  }>({
    key,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const question = useRef(ask);
  question.current = ask;

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      setState((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
      try {
        const value = await question.current(abort.signal);
        if (!abort.signal.aborted) setState({ key, value, isLoading: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        const failure = toFailure(error);
        setState((before) => ({ ...(before.key === key ? before : { key }), failure, isLoading: false }));
      }
      if (everyMs > 0 && !abort.signal.aborted) timer = setTimeout(again, everyMs);
    };
    // Nobody looks at a page in the background: it asks again when it is seen.
    const again = (): void => {
      if (document.hidden) timer = setTimeout(again, everyMs);
      else void load();
    };
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, everyMs, round]);

  const isCurrent = state.key === key;
  return {
    value: isCurrent ? state.value : undefined,
    failure: isCurrent ? state.failure : undefined,
    isLoading: state.isLoading || !isCurrent,
    reload: () => setRound((before) => before + 1),
  };
}
