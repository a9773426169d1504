import type { SecureContextOptions, TlsOptions } from "node:tls";
import type { Certificate } from "./certificate.ts";

/** A client that has not finished its handshake by then is cut off, in milliseconds. Node would wait for two minutes. */
export const HANDSHAKE_MS = 10_000;

/**
 * What may be agreed on: TLS 1.3 as it is, and of TLS 1.2 only what has forward secrecy and authenticated encryption (the
 * "intermediate" list of Mozilla without DHE). HTTP/2 forbids nearly all others anyway.
 */
const CIPHERS = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** What depends on the certificate: for `setSecureContext`, which forgets what it is not told again. */
export function secureContext({ cert, key, clientCa }: Certificate): SecureContextOptions {
  return { cert, key, ca: clientCa, minVersion: "TLSv1.2", ciphers: CIPHERS, honorCipherOrder: true };
}

/** A server with this certificate. With a CA for clients, whoever has no certificate of it gets no connection. */
export function tlsOptions(certificate: Certificate, protocols: readonly string[]): TlsOptions {
  const isMutual = certificate.clientCa !== undefined;
  return {
    ...secureContext(certificate),
    handshakeTimeout: HANDSHAKE_MS,
    ALPNProtocols: [...protocols],
    requestCert: isMutual,
    rejectUnauthorized: isMutual,
  };
}
