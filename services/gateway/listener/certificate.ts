import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { messageOf } from "../../../core/message-of.ts";

/** The files of a TLS listener, in PEM. */
export interface CertificateFiles {
  /** The certificate of the server, followed by those between it and its root. */
  readonly cert: string;
  readonly key: string;
  /** What client certificates must be signed by; undefined: none is asked for. */
  readonly clientCa?: string | undefined;
}

/** What was in them, checked. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly clientCa?: Buffer | undefined;
  /** When it expires. */
  readonly validTo: Date;
  /** What is not good, but no reason to refuse it. */
  readonly warnings: readonly string[];
}

export type CertificateRead =
  | { readonly ok: true; readonly certificate: Certificate }
  /** Names the file and what to do. */
  | { readonly ok: false; readonly problem: string };

/** A certificate that ends sooner than this is warned about, in milliseconds. */
const SOON_MS = 14 * 24 * 3_600_000;

/**
 * Reads the files and checks that a client could connect with them: that they are what they should be, belong together, and hold
 * now. A certificate that has expired is refused: no client would take it.
 */
export async function readCertificate(files: CertificateFiles, now: Date): Promise<CertificateRead> {
  try {
    const cert = await readPem(files.cert, "the certificate");
    const key = await readPem(files.key, "the key");
    const clientCa =
      files.clientCa === undefined ? undefined : await readPem(files.clientCa, "the CA of the clients");
    const parsed = parseCertificate(cert, files.cert);
    if (clientCa !== undefined) parseCertificate(clientCa, String(files.clientCa));
    if (!parsed.checkPrivateKey(parseKey(key, files.key)))
      throw new Error(`the key ${files.key} does not belong to the certificate ${files.cert}`);
    checkDates(parsed, files.cert, now);
    // What OpenSSL itself would refuse, a key that is too short for instance.
    createSecureContext({ cert, key, ca: clientCa });
    const warnings = [...endsSoon(parsed, now), ...(await openToOthers(files.key))];
    return { ok: true, certificate: { cert, key, clientCa, validTo: parsed.validToDate, warnings } };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

async function readPem(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`${what} ${path} cannot be read: ${messageOf(error)}`);
  }
}

function parseCertificate(pem: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error(`${path} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")`);
  }
}

function parseKey(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(
      `${path} holds no key in PEM that can be used: it must be "-----BEGIN PRIVATE KEY-----" without a passphrase`,
    );
  }
}

function checkDates({ validFromDate, validToDate }: X509Certificate, path: string, now: Date): void {
  if (validToDate <= now)
    throw new Error(`the certificate ${path} has expired on ${validToDate.toISOString()}`);
  if (validFromDate > now)
    throw new Error(`the certificate ${path} is not valid before ${validFromDate.toISOString()}`);
}

function endsSoon({ validToDate }: X509Certificate, now: Date): string[] {
  const isSoon = validToDate.getTime() - now.getTime() < SOON_MS;
  return isSoon ? [`the certificate expires on ${validToDate.toISOString()}`] : [];
}

async function openToOthers(path: string): Promise<string[]> {
  const isOpen = ((await stat(path)).mode & 0o007) !== 0;
  return isOpen ? [`the key ${path} can be read by every user of this machine: chmod 600 it`] : [];
}
