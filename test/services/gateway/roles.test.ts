import { expect, test } from "vitest";
import { ROLES } from "../../../core/role.ts";
import { writeApiKey } from "../../../jetstream/api-keys.ts";
import { generateApiKey } from "../../../runtime/api-key-hash.ts";
import type { ApiError } from "../../../sdk/api-error.ts";
import { METHOD_AUDIT } from "../../../services/gateway/method-audit.ts";
import { METHOD_ROLES } from "../../../services/gateway/method-roles.ts";
import { eventually } from "../../support/eventually.ts";
import { withKey } from "./api.ts";
import { type EveryMethod, everyMethodAt } from "./every-method.ts";
import { startGateway } from "./start-gateway.ts";

/** How each role fares with each method, from the least role that it needs. */
const EXPECTED: Readonly<Record<(typeof ROLES)[number], readonly string[]>> = {
  viewer: ["viewer"],
  submitter: ["viewer", "submitter"],
  operator: ["viewer", "submitter", "operator"],
  admin: ["viewer", "submitter", "operator", "admin"],
};

test("S13: every method lets in the roles that its row says, and no other", async () => {
  const running = await startGateway();
  const served = everyMethodAt(running.gateway.grpcPort());
  expect(served.names.toSorted()).toEqual(Object.keys(METHOD_ROLES).toSorted());
  for (const role of ROLES) {
    const key = generateApiKey({ project: "acme", role }, new Date());
    await writeApiKey(running.connection, key.id, key.stored);
    await eventually("the key to be known", async () => {
      const reason = await refusal(served, "AdminService/ListTaskTypes", key.text);
      return reason === undefined ? true : undefined;
    });
    for (const [method, needed] of Object.entries(METHOD_ROLES)) {
      const isRefused = (await refusal(served, method, key.text)) === "ROLE_MISSING";
      expect({ method, role, isRefused }).toEqual({
        method,
        role,
        isRefused: !EXPECTED[role].includes(needed),
      });
    }
  }
});

/** The reason of the refusal; undefined when the call was let in and went well. */
async function refusal(served: EveryMethod, method: string, key: string): Promise<string | undefined> {
  const answer = served.call(method, {}, withKey(key));
  return answer.then(
    () => undefined,
    (error: ApiError) => error.reason,
  );
}

test("S23: to cancel, retry, run, change or purge tasks takes a role that may write", async () => {
  for (const [method, needed] of Object.entries(METHOD_ROLES)) {
    const isReading = METHOD_AUDIT[method as keyof typeof METHOD_ROLES] === "reads";
    // A token can do less than the key that it is made with: there is nothing in it to be kept from.
    if (!isReading && method !== "AdminService/CreateToken")
      expect([method, EXPECTED.viewer.includes(needed)]).toEqual([method, false]);
  }
});
