/** What the gateway refuses a request with (AIP-193). */
export class ApiFailure extends Error {
  /** A word of docs/errors.md, such as TASK_NOT_FOUND. */
  readonly reason: string;
  /** That of HTTP; 0 when there was no answer. */
  readonly status: number;

  constructor(reason: string, status: number, message: string) {
    super(message);
    this.reason = reason;
    this.status = status;
  }
}

/** What was thrown, as a failure that can be shown. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure(error instanceof SyntaxError ? "NOT_JSON" : "UNKNOWN", 0, String(error));
}

/** A value that JSON can have. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where the gateway's paths begin, seen from this page, so that it works behind a path prefix. */
const BASE = new URL("..", document.baseURI);

const KEY = "longshore.key";

/** The API key that requests are made with; it is forgotten when the tab is closed. */
export function apiKey(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}

/** Keeps a key for this tab, or forgets it. */
export function setApiKey(key: string | undefined): void {
  if (key === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, key);
}

/** The URL of a path of the gateway such as `v1/tasks`; what is undefined or empty in `query` is left out. */
export function urlOf(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): URL {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  return url;
}

/** Asks for something. Throws ApiFailure. */
export function get<Answer>(
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  return request<Answer>("GET", urlOf(path, query), undefined, signal);
}

/** Changes something. Throws ApiFailure. */
export function send<Answer>(
  verb: "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
): Promise<Answer> {
  return request<Answer>(verb, urlOf(path), verb === "DELETE" ? undefined : (body ?? {}));
}

async function request<Answer>(
  method: string,
  url: URL,
  body: object | undefined,
  signal?: AbortSignal,
): Promise<Answer> {
  const key = apiKey();
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: {
        ...(key !== undefined && { "x-api-key": key }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ApiFailure("UNREACHABLE", 0, `The gateway does not answer: ${String(error)}`);
  }
  const answer = (await response.json().catch(() => undefined)) as
    | {
        readonly error?: {
          readonly message?: string;
          readonly details?: readonly { readonly reason?: string }[];
        };
      }
    | undefined;
  if (response.ok && answer !== undefined) return answer as Answer;
  const { message = `status ${response.status}`, details = [] } = answer?.error ?? {};
  const reason = details.find((detail) => detail.reason !== undefined)?.reason ?? "UNKNOWN";
  throw new ApiFailure(reason, response.status, message);
}
