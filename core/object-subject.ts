import { isName, isTaskId } from "./name.ts";
import { isObjectId } from "./stored-object.ts";
import { OBJECT_BUCKET, type TaskKey } from "./subject.ts";

/** An object, named across projects. */
export interface ObjectKey extends TaskKey {
  readonly object: string;
}

/** What `nats object` calls it. */
export function objectName({ project, id, object }: ObjectKey): string {
  return `${project}/${id}/${object}`;
}

/** Where the chunks of an object lie, in their order (ADR-20 of NATS). */
export function objectChunksSubject(key: ObjectKey): string {
  return `$O.${OBJECT_BUCKET}.C.${objectToken(key)}`;
}

/** What follows `C.` in the subject of the chunks; ADR-20 of NATS calls it the nuid. */
export function objectToken({ project, id, object }: ObjectKey): string {
  return `${project}.${id}.${object}`;
}

/** Where it is written what an object is. `encode` writes text as base64url with padding. */
export function objectMetaSubject(key: ObjectKey, encode: (text: string) => string): string {
  return `$O.${OBJECT_BUCKET}.M.${encode(objectName(key))}`;
}

/** The chunks of all objects. A filter. */
export const OBJECT_CHUNKS = `$O.${OBJECT_BUCKET}.C.>`;

/** Reads a subject that `objectChunksSubject` wrote; undefined for any other. */
export function parseObjectChunksSubject(subject: string): ObjectKey | undefined {
  const [first, bucket, kind, project = "", id = "", object = "", ...rest] = subject.split(".");
  if (first !== "$O" || bucket !== OBJECT_BUCKET || kind !== "C" || rest.length > 0) return undefined;
  return isName(project) && isTaskId(id) && isObjectId(object) ? { project, id, object } : undefined;
}
