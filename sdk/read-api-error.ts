import type * as grpc from "@grpc/grpc-js";
import type { Status__Output } from "../proto/gen/google/rpc/Status.ts";
import { type ErrorMessages, loadErrorMessages } from "../proto/load.ts";
import { ApiError, type ApiErrorDetails } from "./api-error.ts";

/** What a call failed with, read from its trailers. Errors of the connection itself have no details, and no reason. */
export function apiErrorFrom(error: grpc.ServiceError): ApiError {
  const details = readDetails(error.metadata.get("grpc-status-details-bin")[0]);
  return new ApiError(error.code, error.details, details, error);
}

/** Why one task of a batch was refused: `outcome.error` of SubmitTasks. */
export function apiErrorFromStatus(status: Status__Output): ApiError {
  return new ApiError(status.code, status.message, detailsOf(status));
}

function readDetails(trailer: grpc.MetadataValue | undefined): ApiErrorDetails {
  if (!(trailer instanceof Buffer)) return {};
  try {
    return detailsOf(loadErrorMessages().Status.deserialize(trailer));
  } catch {
    // Some proxy's trailer, not ours. Code and message stand without it.
    return {};
  }
}

function detailsOf(status: Status__Output): ApiErrorDetails {
  const info = find(status, "ErrorInfo");
  const badRequest = find(status, "BadRequest");
  const delay = find(status, "RetryInfo")?.retryDelay;
  return {
    ...(info && { reason: info.reason, metadata: info.metadata }),
    ...(badRequest && {
      violations: badRequest.fieldViolations.map(({ field, description }) => ({ field, description })),
    }),
    ...(delay && { retryAfterMs: Number(delay.seconds) * 1000 + delay.nanos / 1_000_000 }),
  };
}

type DetailName = Exclude<keyof ErrorMessages, "Status">;

function find<Name extends DetailName>(status: Status__Output, name: Name): DetailOf<Name> | undefined {
  const any = status.details.find((detail) => detail.type_url.endsWith(`/google.rpc.${name}`));
  return any && (loadErrorMessages()[name].deserialize(any.value) as DetailOf<Name>);
}

type DetailOf<Name extends DetailName> = ReturnType<ErrorMessages[Name]["deserialize"]>;
