/** The messages of the API as protobufjs knows them, for what goes by their fields: JSON and its description. */

import { join } from "node:path";
import protobuf from "protobufjs";
import { apiFiles, protoFolder } from "./load.ts";

let root: protobuf.Root | undefined;

/** The type of a message by its full name, such as `longshore.v1.Task`. Throws when there is none. */
export function messageType(name: string): protobuf.Type {
  root ??= loadRoot();
  return root.lookupType(name);
}

function loadRoot(): protobuf.Root {
  const loaded = new protobuf.Root();
  const resolve = loaded.resolvePath.bind(loaded);
  // What comes with protobufjs itself, google/protobuf/…, is found there.
  loaded.resolvePath = (origin, target) =>
    target.startsWith("google/protobuf/") ? resolve(origin, target) : join(protoFolder(), target);
  // Comments are what the description of the API says of messages and methods.
  loaded.loadSync([...apiFiles(), "google/rpc/error_details.proto"], { alternateCommentMode: true });
  loaded.resolveAll();
  return loaded;
}

/** What the protos say of a method. */
export interface MethodTypes {
  /** The full name of what it takes. */
  readonly request: string;
  /** The full name of what it answers with. */
  readonly answer: string;
  /** What it promises, as its comment has it. */
  readonly comment: string;
}

/** The messages of a method such as `TaskService/SubmitTask`. Throws when there is none. */
export function methodTypes(method: string): MethodTypes {
  root ??= loadRoot();
  const [service = "", name = ""] = method.split("/");
  const found = root.lookupService(`longshore.v1.${service}`).methods[name];
  const { resolvedRequestType, resolvedResponseType, comment } = found ?? {};
  if (!resolvedRequestType || !resolvedResponseType) throw new Error(`no method ${method}`);
  return {
    request: resolvedRequestType.fullName.slice(1),
    answer: resolvedResponseType.fullName.slice(1),
    comment: comment ?? "",
  };
}

/** What the protos say of a service, such as `TaskService`. Throws when there is none. */
export function serviceComment(service: string): string {
  root ??= loadRoot();
  return root.lookupService(`longshore.v1.${service}`).comment ?? "";
}
