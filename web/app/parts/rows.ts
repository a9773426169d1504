import { useEffect, useState } from "preact/hooks";
import { useKeys } from "../keyboard.ts";

/** Which of the rows of a table is the one that keys act on. */
export interface RowCursor {
  /** From 0; -1 before any was chosen. */
  readonly at: number;
  set(at: number): void;
}

/** Lets `j` and `k` walk through rows, Enter open the one they are at, and `x` select it. */
export function useRows(
  length: number,
  { onOpen, onSelect }: { readonly onOpen: (at: number) => void; readonly onSelect?: (at: number) => void },
): RowCursor {
  const [at, set] = useState(-1);
  const walk = (step: number) => set((before) => Math.max(0, Math.min(length - 1, before + step)));
  useKeys({
    j: () => walk(1),
    k: () => walk(-1),
    Enter: () => {
      if (at >= 0 && at < length) onOpen(at);
    },
    x: () => {
      if (at >= 0 && at < length) onSelect?.(at);
    },
  });
  useEffect(() => {
    document.querySelector("tr[data-current]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return { at, set };
}
