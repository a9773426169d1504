// Original file: proto/longshore/v1/admin_service.proto

import type { Role as _longshore_v1_Role, Role__Output as _longshore_v1_Role__Output } from '../../longshore/v1/Role.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { KeyLimits as _longshore_v1_KeyLimits, KeyLimits__Output as _longshore_v1_KeyLimits__Output } from '../../longshore/v1/KeyLimits.ts';

/**
 * What kind of key to make.
 */
export interface CreateApiKeyRequest {
  /**
   * What its holder may do. Not set means SUBMITTER.
   */
  'role'?: (_longshore_v1_Role);
  /**
   * For people: who or what will use it; at most 256 characters.
   */
  'label'?: (string);
  /**
   * For how long it is valid, 1 s or more. Not set means until it is revoked.
   */
  'ttl'?: (_google_protobuf_Duration | null);
  /**
   * What may be done with it. Not set means the defaults.
   */
  'limits'?: (_longshore_v1_KeyLimits | null);
}

/**
 * What kind of key to make.
 */
export interface CreateApiKeyRequest__Output {
  /**
   * What its holder may do. Not set means SUBMITTER.
   */
  'role': (_longshore_v1_Role__Output);
  /**
   * For people: who or what will use it; at most 256 characters.
   */
  'label': (string);
  /**
   * For how long it is valid, 1 s or more. Not set means until it is revoked.
   */
  'ttl': (_google_protobuf_Duration__Output | null);
  /**
   * What may be done with it. Not set means the defaults.
   */
  'limits': (_longshore_v1_KeyLimits__Output | null);
}
