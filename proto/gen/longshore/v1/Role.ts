// Original file: proto/longshore/v1/admin_service.proto

/**
 * What the holder of a key may do. Each role may do all that the ones before it may.
 */
export const Role = {
  /**
   * See `CreateApiKeyRequest.role`.
   */
  ROLE_UNSPECIFIED: 'ROLE_UNSPECIFIED',
  /**
   * See tasks, logs, types and workers.
   */
  VIEWER: 'VIEWER',
  /**
   * Submit tasks, and act on those of the own project.
   */
  SUBMITTER: 'SUBMITTER',
  /**
   * Act on what projects share, and do what cannot be taken back.
   */
  OPERATOR: 'OPERATOR',
  /**
   * Make and revoke keys.
   */
  ADMIN: 'ADMIN',
} as const;

/**
 * What the holder of a key may do. Each role may do all that the ones before it may.
 */
export type Role =
  /**
   * See `CreateApiKeyRequest.role`.
   */
  | 'ROLE_UNSPECIFIED'
  | 0
  /**
   * See tasks, logs, types and workers.
   */
  | 'VIEWER'
  | 1
  /**
   * Submit tasks, and act on those of the own project.
   */
  | 'SUBMITTER'
  | 2
  /**
   * Act on what projects share, and do what cannot be taken back.
   */
  | 'OPERATOR'
  | 3
  /**
   * Make and revoke keys.
   */
  | 'ADMIN'
  | 4

/**
 * What the holder of a key may do. Each role may do all that the ones before it may.
 */
export type Role__Output = typeof Role[keyof typeof Role]
