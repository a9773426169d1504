import { useState } from "preact/hooks";
import { type ApiFailure, toFailure } from "../api.ts";

/** Something that one can do, and why the last try failed. */
export interface Acting {
  readonly failure: ApiFailure | undefined;
  /** Whether it is being done just now. */
  readonly isBusy: boolean;
  /** Does something, and then what is to follow when it went well. */
  run(work: () => Promise<unknown>, then?: () => void): void;
}

/** Does things one at a time, and keeps why the last one failed. */
export function useAct(): Acting {
  const [failure, setFailure] = useState<ApiFailure | undefined>();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>, then?: () => void): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      then?.();
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return { failure, isBusy, run: (work, then) => void run(work, then) };
}
