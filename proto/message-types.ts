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
  loaded.loadSync([...apiFiles(), "google/rpc/error_details.proto"]);
  loaded.resolveAll();
  return loaded;
}

/** The full names of what a method takes and of what it answers with. */
export interface MethodTypes {
  readonly request: string;
  readonly answer: string;
}

/** The messages of a method such as `TaskService/SubmitTask`. Throws when there is none. */
export function methodTypes(method: string): MethodTypes {
  root ??= loadRoot();
  const [service = "", name = ""] = method.split("/");
  const found = root.lookupService(`longshore.v1.${service}`).methods[name];
  const { resolvedRequestType, resolvedResponseType } = found ?? {};
  if (!resolvedRequestType || !resolvedResponseType) throw new Error(`no method ${method}`);
  return { request: resolvedRequestType.fullName.slice(1), answer: resolvedResponseType.fullName.slice(1) };
}
