import { ApiError } from "../../sdk/api-error.ts";
import { type Client, createClient } from "../../sdk/client.ts";
import type { Endpoints } from "../endpoints.ts";
import { describeFailure } from "../failure.ts";
import { type Finding, fail, ok } from "./finding.ts";

/** Asks the gateway something harmless with the key there is: shows whether it answers, and whether the key is good. */
export async function checkGateway({ grpcUrl, apiKey, tls }: Endpoints): Promise<readonly Finding[]> {
  let client: Client | undefined;
  try {
    client = createClient({ url: grpcUrl.value, apiKey: apiKey?.value, tls });
    const types = await client.listTaskTypes();
    return [
      ok("api", `${grpcUrl.value} answers (${grpcUrl.from}); task types: ${types.length}`),
      ok("key", `valid (${apiKey?.from})`),
    ];
  } catch (error) {
    return explain(error, { grpcUrl, apiKey });
  } finally {
    client?.close();
  }
}

function explain(
  error: unknown,
  { grpcUrl, apiKey }: Pick<Endpoints, "grpcUrl" | "apiKey">,
): readonly Finding[] {
  const { message, remedy = "" } = describeFailure(error, grpcUrl.value);
  if (!(error instanceof ApiError) || error.status !== "UNAUTHENTICATED") {
    return [fail("api", `${message} (${grpcUrl.from})`, remedy)];
  }
  const from = apiKey === undefined ? "none found" : apiKey.from;
  return [
    ok("api", `${grpcUrl.value} answers (${grpcUrl.from})`),
    fail("key", `${message}; key: ${from}`, remedy),
  ];
}
