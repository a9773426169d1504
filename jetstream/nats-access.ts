import { readFileSync, statSync } from "node:fs";
import {
  type Authenticator,
  type ConnectionOptions,
  credsAuthenticator,
  nkeyAuthenticator,
  usernamePasswordAuthenticator,
} from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";

/** By what a process shows NATS who it is, and knows that it talks to NATS. All are paths of files; absent: not used. */
export interface NatsAccess {
  /** A seed of an nkey (`SU…`), or a creds file of a JWT user. Nobody but its owner and its group may read it. */
  readonly credentials?: string | undefined;
  /** Certificates, in PEM, of whoever may have signed the server's. */
  readonly ca?: string | undefined;
  /** The client's own certificate and its key, in PEM, for servers that want one. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** What is wrong with a file that was named; says which and what to do, never what is in it. */
export class NatsAccessError extends Error {
  override readonly name = "NatsAccessError";
}

/**
 * The part of the library's options that says who connects, and by which way. Files are read at every connect, so that they
 * can be replaced without a restart; one that cannot be read then counts as it was before. Throws a `NatsAccessError` when a
 * file cannot be used now.
 *
 * @param url one or more addresses, parted by commas; the first user and password that one of them has count for all
 */
export function accessOptions(
  url: string,
  { credentials, ca, cert, key }: NatsAccess,
): Pick<ConnectionOptions, "servers" | "authenticator" | "tls"> {
  const servers = url.split(",").map((part) => part.trim());
  const login = servers.map(readLogin).find((found) => found !== undefined);
  for (const file of [ca, cert, key]) if (file !== undefined) readFile(file);
  const hasTls = ca !== undefined || cert !== undefined || key !== undefined;
  const authenticator = credentials === undefined ? login : fileAuthenticator(credentials);
  return {
    servers: servers.map((server) => server.replace(USER_INFO, "//")),
    ...(authenticator !== undefined && { authenticator }),
    ...(hasTls && {
      tls: {
        ...(ca !== undefined && { caFile: ca }),
        ...(cert !== undefined && { certFile: cert }),
        ...(key !== undefined && { keyFile: key }),
      },
    }),
  };
}

const USER_INFO = /\/\/[^@/]*@/;

/** The library takes no notice of them. */
function readLogin(server: string): Authenticator | undefined {
  const [, user, , password] = /\/\/([^:@/]*)(:([^@/]*))?@/.exec(server) ?? [];
  if (user === undefined) return undefined;
  return usernamePasswordAuthenticator(decode(user), decode(password ?? ""));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fileAuthenticator(path: string): Authenticator {
  let last = readCredentials(path);
  return (nonce) => {
    try {
      last = readCredentials(path);
    } catch {
      // In the middle of being replaced: what it was may still do, and the next attempt reads it again.
    }
    return last(nonce);
  };
}

function readCredentials(path: string): Authenticator {
  const content = readFile(path);
  const { mode } = statSync(path);
  if ((mode & 0o027) !== 0)
    throw new NatsAccessError(
      `the NATS credentials in ${path} have mode ${(mode & 0o777).toString(8)}, so that others can read or change them: chmod 600 ${path}`,
    );
  if (content.includes("-----BEGIN NATS USER JWT-----"))
    return credsAuthenticator(new TextEncoder().encode(content));
  const seed = content.split("\n").find((line) => /^SU[A-Z2-7]{56}\s*$/.test(line));
  if (seed === undefined)
    throw new NatsAccessError(
      `${path} holds no NATS credentials: neither the seed of a user's nkey (SU…) nor a creds file`,
    );
  return nkeyAuthenticator(new TextEncoder().encode(seed.trim()));
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new NatsAccessError(`${path} cannot be read: ${messageOf(error)}`);
  }
}
