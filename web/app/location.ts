import { useEffect, useState } from "preact/hooks";

/** Where in the page one is: all of its state that is worth a link. */
export interface Place {
  /** Such as `tasks`. */
  readonly view: string;
  /** What it is about, such as the id of a task; empty where there is none. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Reads the part of an address after `#`. */
export function parsePlace(hash: string): Place {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", id = ""] = path.split("/").map(decode);
  return { view: view || "overview", id, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The address of a place; what is undefined or empty in `query` is left out. */
export function hrefOf(
  view: string,
  id = "",
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  return `#/${encodeURIComponent(view)}${id === "" ? "" : `/${encodeURIComponent(id)}`}${search}`;
}

/** Goes to a place. `replace` leaves no step in the history, for what changes while one types. */
export function go(href: string, replace = false): void {
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The place where one is, for a component: it is drawn again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash));
  useEffect(() => {
    const onChange = () => setPlace(parsePlace(location.hash));
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return place;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
