import { keyLimits } from "../../core/limits.ts";
import type { Role } from "../../core/role.ts";
import type { ListedApiKey } from "../../jetstream/api-keys.ts";
import type { ApiKey } from "../../proto/gen/longshore/v1/ApiKey.ts";
import type { Role__Output } from "../../proto/gen/longshore/v1/Role.ts";
import { msToTimestamp } from "../../proto/time.ts";
import { keyLimitsToProto } from "./limits/limits-view.ts";

const ROLE_TO_PROTO = {
  viewer: "VIEWER",
  submitter: "SUBMITTER",
  operator: "OPERATOR",
  admin: "ADMIN",
} as const satisfies Record<Role, Role__Output>;

/** The role that the API names; undefined where it names none. */
export function roleFromProto(role: Role__Output): Role | undefined {
  const [known] = Object.entries(ROLE_TO_PROTO).find(([, name]) => name === role) ?? [];
  return known as Role | undefined;
}

/** A key as the API shows it: without its hash. */
export function apiKeyToProto({ id, stored, lastUsedAt }: ListedApiKey): ApiKey {
  const { project, role, label, createdAt, expiresAt, replaces } = stored;
  return {
    keyId: id,
    project,
    role: ROLE_TO_PROTO[role],
    label: label ?? "",
    createTime: msToTimestamp(Date.parse(createdAt)),
    ...(expiresAt !== undefined && { expireTime: msToTimestamp(Date.parse(expiresAt)) }),
    ...(lastUsedAt !== undefined && { lastUseTime: msToTimestamp(lastUsedAt.getTime()) }),
    replaces: replaces ?? "",
    limits: keyLimitsToProto(keyLimits(stored.limits)),
  };
}
