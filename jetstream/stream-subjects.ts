import type { Connection } from "./connection.ts";

/** A long list takes the server a while: it gathers and sorts all of it for each page. Milliseconds. */
const ANSWER_MS = 20_000;

/** What of the answer is read. */
interface SubjectsInfo {
  readonly error?: { readonly description?: string };
  readonly state?: { readonly subjects?: Readonly<Record<string, number>> };
  /** How many there are in all. */
  readonly total?: number;
}

/**
 * Lists the subjects of a stream that have messages, sorted, in pages of at most 100,000. Bodies are not read. What changes
 * meanwhile may be missed, or come twice. Rejects when JetStream does not answer.
 *
 * @param filter a subject; may have wildcards
 */
export async function* listSubjects(
  { nc }: Connection,
  stream: string,
  filter: string,
): AsyncGenerator<readonly string[], void, undefined> {
  for (let offset = 0; ; ) {
    const request = JSON.stringify({ subjects_filter: filter, offset });
    const reply = await nc.request(`$JS.API.STREAM.INFO.${stream}`, request, { timeout: ANSWER_MS });
    const { error, state, total = 0 } = reply.json<SubjectsInfo>();
    if (error !== undefined)
      throw new Error(`${stream}: ${error.description ?? "its subjects are not told"}`);
    const subjects = Object.keys(state?.subjects ?? {});
    if (subjects.length > 0) yield subjects;
    offset += subjects.length;
    if (subjects.length === 0 || offset >= total) return;
  }
}
