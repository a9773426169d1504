import { eventually } from "../../../support/eventually.ts";
import type { TestGateway } from "../start-gateway.ts";

/** What a call over HTTP was answered with. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the test asks for
  readonly body: any;
}

/** Calls over HTTP, with the key of `acme` unless another one is given. */
export async function ask(
  { gateway, key }: Pick<TestGateway, "gateway" | "key">,
  verb: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    method: verb,
    headers: { "x-api-key": key, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: await response.json(),
  };
}

/** Sets limits of the project `acme`; resolves when `holds` says that the gateway goes by them. */
export async function limitProject(
  running: TestGateway,
  limits: Readonly<Record<string, unknown>>,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const { status, body } = await ask(running, "PATCH", "/v1/project", { limits });
  if (status !== 200) throw new Error(JSON.stringify(body));
  await eventually("the gateway goes by the limits", async () => ((await holds()) ? true : undefined));
}

/** What an error over HTTP says in one of its details. */
export function detail(answer: Answer, type: string): Record<string, unknown> | undefined {
  return answer.body.error?.details?.find((each: Record<string, string>) => each["@type"]?.endsWith(type));
}
