// Original file: proto/longshore/v1/admin_service.proto

import type { Role as _longshore_v1_Role, Role__Output as _longshore_v1_Role__Output } from '../../longshore/v1/Role.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { KeyLimits as _longshore_v1_KeyLimits, KeyLimits__Output as _longshore_v1_KeyLimits__Output } from '../../longshore/v1/KeyLimits.ts';

/**
 * An API key without its secret.
 */
export interface ApiKey {
  /**
   * 16 hexadecimal digits: what timelines and the audit call whoever used it.
   */
  'keyId'?: (string);
  /**
   * The project that its holder acts for.
   */
  'project'?: (string);
  /**
   * What its holder may do. Never ROLE_UNSPECIFIED.
   */
  'role'?: (_longshore_v1_Role);
  /**
   * For people: who or what uses it. May be empty.
   */
  'label'?: (string);
  /**
   * When it was made.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * From when on it is not valid. Not set when it does not expire.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When a gateway last let it in, exact to about a minute. Not set when none has.
   */
  'lastUseTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The id of the key that it was made to replace. Empty when there is none.
   */
  'replaces'?: (string);
  /**
   * What holds for calls with it. All fields are set.
   */
  'limits'?: (_longshore_v1_KeyLimits | null);
}

/**
 * An API key without its secret.
 */
export interface ApiKey__Output {
  /**
   * 16 hexadecimal digits: what timelines and the audit call whoever used it.
   */
  'keyId': (string);
  /**
   * The project that its holder acts for.
   */
  'project': (string);
  /**
   * What its holder may do. Never ROLE_UNSPECIFIED.
   */
  'role': (_longshore_v1_Role__Output);
  /**
   * For people: who or what uses it. May be empty.
   */
  'label': (string);
  /**
   * When it was made.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * From when on it is not valid. Not set when it does not expire.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When a gateway last let it in, exact to about a minute. Not set when none has.
   */
  'lastUseTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The id of the key that it was made to replace. Empty when there is none.
   */
  'replaces': (string);
  /**
   * What holds for calls with it. All fields are set.
   */
  'limits': (_longshore_v1_KeyLimits__Output | null);
}
