/** One gateway, as gRPC wants it. */
export interface GatewayAddress {
  /** `host:port` */
  readonly target: string;
  readonly isEncrypted: boolean;
  /** Whether it is on this machine. */
  readonly isLocal: boolean;
}

/** The most gateways that a client spreads its calls over. */
const MAX_ADDRESSES = 32;

/**
 * Reads the addresses of gateways: one, several in a list, or several in one text with commas in between. Each is written as
 * `https://gateway.example:7420`, or without the scheme: then it is encrypted unless it is on this machine. Throws TypeError for
 * what cannot be one.
 */
export function readAddresses(url: string | readonly string[]): readonly GatewayAddress[] {
  const texts = (typeof url === "string" ? [url] : url).flatMap((text) => text.split(","));
  if (texts.length === 0 || texts.length > MAX_ADDRESSES)
    throw new TypeError(`url: ${texts.length} addresses of gateways, there must be 1 to ${MAX_ADDRESSES}`);
  return texts.map((text) => readAddress(text.trim()));
}

function readAddress(text: string): GatewayAddress {
  const hasScheme = /^\w+:\/\//.test(text);
  const url = URL.parse(hasScheme ? text : `http://${text}`);
  const isPlain = url !== null && url.pathname === "/" && url.search === "" && url.username === "";
  if (!isPlain || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new TypeError(
      `${JSON.stringify(text)} is no address of a gateway: write it as http://127.0.0.1:7420`,
    );
  }
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  const isEncrypted = hasScheme ? url.protocol === "https:" : !isLocal;
  const port = url.port === "" ? (isEncrypted ? 443 : 80) : Number(url.port);
  return { target: `${url.hostname}:${port}`, isEncrypted, isLocal };
}
