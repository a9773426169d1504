import type { MsgHdrs } from "@nats-io/transport-node";

/** Headers as name and value pairs, in the order they are sent. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

const encoder = new TextEncoder();

/**
 * Encodes headers straight into their wire form. The client library's own header object checks and canonicalises each
 * name on every message; here names are constants of ours and only values are checked.
 *
 * Throws on a value with CR or LF, which would smuggle in a header.
 */
export function encodeHeaders(list: HeaderList): MsgHdrs {
  let text = "NATS/1.0\r\n";
  for (const [name, value] of list) {
    if (/[\r\n]/.test(value)) throw new TypeError(`header ${name}: a value must not contain CR or LF`);
    text += `${name}: ${value}\r\n`;
  }
  const bytes = encoder.encode(`${text}\r\n`);
  // The library only ever calls `encode()` on the headers of a message that it publishes.
  return { encode: () => bytes } as unknown as MsgHdrs;
}
