import { readFileSync } from "node:fs";

/** Files in PEM, by their paths. They are read once. */
export interface TlsFiles {
  /** The certificates of those whose word on the gateway counts. Default: those of Node. */
  readonly ca?: string | undefined;
  /** The certificate of this client, for a gateway that asks for one, and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** What is in the files; null where none is named. Throws TypeError for half a pair, and what the system says of a file. */
export function readTlsFiles({ ca, cert, key }: TlsFiles = {}): Record<keyof TlsFiles, Buffer | null> {
  if ((cert === undefined) !== (key === undefined))
    throw new TypeError("tls: cert and key belong together: give both, or none");
  const read = (path: string | undefined) => (path === undefined ? null : readFileSync(path));
  return { ca: read(ca), cert: read(cert), key: read(key) };
}
