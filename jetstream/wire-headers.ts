import type { MsgHdrs } from "@nats-io/transport-node";

/** Headers as name and value pairs, in the order they are sent. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Headers as the client library publishes them; all that it ever asks of them is their wire form. */
export type EncodedHeaders = MsgHdrs & { encode(): Uint8Array };

const encoder = new TextEncoder();

/**
 * Encodes headers straight into their wire form. The client library's own header object checks and canonicalises each
 * name on every message; here names are constants of ours and only values are checked.
 *
 * Throws on a value with CR or LF, which would smuggle in a header.
 */
export function encodeHeaders(list: HeaderList): EncodedHeaders {
  let text = "NATS/1.0\r\n";
  for (const [name, value] of list) {
    if (/[\r\n]/.test(value)) throw new TypeError(`header ${name}: a value must not contain CR or LF`);
    text += `${name}: ${value}\r\n`;
  }
  const bytes = encoder.encode(`${text}\r\n`);
  return { encode: () => bytes } as unknown as EncodedHeaders;
}
