import { useRef } from "preact/hooks";

/** So many values are remembered. */
const KEPT = 60;

/** Remembers the last values of each name since the view was opened; a value counts once for each new map. */
export function useHistory(current: ReadonlyMap<string, number>): ReadonlyMap<string, readonly number[]> {
  const history = useRef(new Map<string, number[]>());
  const seen = useRef("");
  const key = `${Date.now() >> 10} ${JSON.stringify([...current])}`;
  if (seen.current !== key) {
    seen.current = key;
    for (const [name, value] of current) {
      const values = history.current.get(name) ?? [];
      values.push(value);
      if (values.length > KEPT) values.shift();
      history.current.set(name, values);
    }
  }
  return history.current;
}
