import { get } from "./api.ts";
import { useData } from "./use-data.ts";

/** What the gateway tells this page by its settings. */
interface PageSettings {
  /** Where traces can be looked at, with `{trace_id}` in place of the id. */
  readonly traceUrl?: string;
}

/** Where a trace can be looked at; undefined where the gateway knows no such place, or the id is none. */
export function useTraceUrl(traceId: string | undefined): string | undefined {
  const { value } = useData("settings", (signal) => get<PageSettings>("app/settings.json", {}, signal));
  if (traceId === undefined || !/^[0-9a-f]{32}$/.test(traceId)) return undefined;
  return value?.traceUrl?.replaceAll("{trace_id}", traceId);
}
