import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { ROLES } from "../../../core/role.ts";
import { writeApiKey } from "../../../jetstream/api-keys.ts";
import { loadApi } from "../../../proto/load.ts";
import { generateApiKey } from "../../../runtime/api-key-hash.ts";
import { apiErrorFrom } from "../../../sdk/read-api-error.ts";
import { METHOD_ROLES, type Method } from "../../../services/gateway/method-roles.ts";
import { eventually } from "../../support/eventually.ts";
import { withKey } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** How each role fares with each method, from the least role that it needs. */
const EXPECTED: Readonly<Record<(typeof ROLES)[number], readonly string[]>> = {
  viewer: ["viewer"],
  submitter: ["viewer", "submitter"],
  operator: ["viewer", "submitter", "operator"],
  admin: ["viewer", "submitter", "operator", "admin"],
};

test("every method lets in the roles that its row says, and no other", async () => {
  const running = await startGateway();
  const served = methodsOf(running);
  expect(served.keys().toArray().toSorted()).toEqual(Object.keys(METHOD_ROLES).toSorted());
  for (const role of ROLES) {
    const key = generateApiKey({ project: "acme", role }, new Date());
    await writeApiKey(running.connection, key.id, key.stored);
    await eventually("the key to be known", async () => {
      const reason = await refusal(served, "AdminService/ListTaskTypes", key.text);
      return reason === "API_KEY_INVALID" ? undefined : true;
    });
    for (const [method, needed] of Object.entries(METHOD_ROLES)) {
      const isRefused = (await refusal(served, method as Method, key.text)) === "ROLE_MISSING";
      expect({ method, role, isRefused }).toEqual({
        method,
        role,
        isRefused: !EXPECTED[role].includes(needed),
      });
    }
  }
});

type Call = (metadata: grpc.Metadata) => Promise<unknown>;

/** Every method that the protos name, with an empty request. */
function methodsOf({ gateway }: TestGateway): ReadonlyMap<string, Call> {
  const client = new grpc.Client(`127.0.0.1:${gateway.grpcPort()}`, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  const calls = new Map<string, Call>();
  for (const [service, { service: definition }] of Object.entries(loadApi())) {
    for (const [name, method] of Object.entries(definition as grpc.ServiceDefinition))
      calls.set(`${service}/${name}`, (metadata) => callEmpty(client, method, metadata));
  }
  return calls;
}

function callEmpty(
  client: grpc.Client,
  { path, requestSerialize, responseDeserialize, responseStream }: grpc.MethodDefinition<unknown, unknown>,
  metadata: grpc.Metadata,
): Promise<unknown> {
  const options = { deadline: Date.now() + 20_000 };
  return new Promise((resolve, reject) => {
    if (!responseStream) {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        {},
        metadata,
        options,
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
      return;
    }
    const stream = client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      {},
      metadata,
      options,
    );
    stream.on("data", resolve).on("end", resolve).on("error", reject);
  });
}

/** The reason of the refusal; undefined when the call was let in and went well. */
async function refusal(
  served: ReadonlyMap<string, Call>,
  method: Method,
  key: string,
): Promise<string | undefined> {
  const call = served.get(method);
  if (call === undefined) throw new Error(`no method ${method}`);
  try {
    await call(withKey(key));
    return undefined;
  } catch (error) {
    return apiErrorFrom(error as grpc.ServiceError).reason;
  }
}
