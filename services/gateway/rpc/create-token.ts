import { isName, isTaskId, NAME_FORMAT } from "../../../core/name.ts";
import {
  signingSecret,
  TOKEN_MAX_TTL_MS,
  TOKEN_MIN_TTL_MS,
  TOKEN_TTL_MS,
  type TokenScope,
} from "../../../core/token.ts";
import type { CreateTokenRequest__Output } from "../../../proto/gen/longshore/v1/CreateTokenRequest.ts";
import type { CreateTokenResponse } from "../../../proto/gen/longshore/v1/CreateTokenResponse.ts";
import { msToTimestamp } from "../../../proto/time.ts";
import { signToken } from "../../../runtime/token-signature.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readDuration } from "../read-duration.ts";
import { TASK_ID_FORMAT } from "../task-id.ts";
import { quoted, Violations } from "../violations.ts";

/** The longest value of a label, as for tasks. */
const VALUE_MAX = 256;

/** Makes a token with which a browser may look at some of the caller's tasks for a while. Throws FIELD_INVALID. */
export function createToken(
  request: CreateTokenRequest__Output,
  { project, keyId }: Caller,
  { tokenSecrets }: Deps,
): CreateTokenResponse {
  const violations = new Violations();
  const ttlMs =
    readDuration("ttl", request.ttl, TOKEN_MIN_TTL_MS, TOKEN_MAX_TTL_MS, violations) ?? TOKEN_TTL_MS;
  const scope = readScope(request, violations);
  violations.throwIfAny();
  const nowMs = Date.now();
  const secrets = tokenSecrets.get();
  const secret = secrets && signingSecret(secrets, nowMs);
  if (secret === undefined) throw new Error("there is no secret to sign tokens with");
  const expiresAt = Math.ceil((nowMs + ttlMs) / 1_000);
  const token = signToken({ project, scope, keyId, expiresAt }, secret);
  return { token, expireTime: msToTimestamp(expiresAt * 1_000) };
}

function readScope({ taskId, label }: CreateTokenRequest__Output, violations: Violations): TokenScope {
  if (taskId !== undefined && taskId !== "") {
    const id = taskId.toLowerCase();
    if (!isTaskId(id))
      violations.add("task_id", `${quoted(taskId)} is no task id: must be ${TASK_ID_FORMAT}`);
    return { kind: "task", taskId: id };
  }
  if (!label) return { kind: "project" };
  const { key, value } = label;
  if (!isName(key)) violations.add("label.key", `${quoted(key)} must be ${NAME_FORMAT}`);
  if (value === "" || value.length > VALUE_MAX)
    violations.add("label.value", `has ${value.length} characters, must have 1 to ${VALUE_MAX}`);
  // In a filter it would stand for any rest.
  if (value.endsWith("*")) violations.add("label.value", 'must not end with "*"');
  return { kind: "label", label: key, value };
}
