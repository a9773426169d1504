// Original file: proto/longshore/v1/task.proto


/**
 * Bytes, and what they are.
 */
export interface Blob {
  /**
   * The bytes. May be empty.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * A media type. Empty means application/octet-stream. With application/json, or a type ending in +json, the bytes
   * must be JSON, and the handler gets the value that they stand for.
   */
  'contentType'?: (string);
}

/**
 * Bytes, and what they are.
 */
export interface Blob__Output {
  /**
   * The bytes. May be empty.
   */
  'data': (Buffer);
  /**
   * A media type. Empty means application/octet-stream. With application/json, or a type ending in +json, the bytes
   * must be JSON, and the handler gets the value that they stand for.
   */
  'contentType': (string);
}
