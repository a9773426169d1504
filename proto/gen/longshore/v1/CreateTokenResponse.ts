// Original file: proto/longshore/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A token that has just been made.
 */
export interface CreateTokenResponse {
  /**
   * To be sent as `authorization: Bearer TOKEN`, or, for server-sent events only, as `?access_token=TOKEN`.
   */
  'token'?: (string);
  /**
   * From when on it is not valid.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * A token that has just been made.
 */
export interface CreateTokenResponse__Output {
  /**
   * To be sent as `authorization: Bearer TOKEN`, or, for server-sent events only, as `?access_token=TOKEN`.
   */
  'token': (string);
  /**
   * From when on it is not valid.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
