// Original file: proto/longshore/v1/alert_service.proto

import type { Alert as _longshore_v1_Alert, Alert__Output as _longshore_v1_Alert__Output } from '../../longshore/v1/Alert.ts';

/**
 * The alerts, the worst first.
 */
export interface ListAlertsResponse {
  /**
   * `healthy`; `degraded` when a warning fires; `unhealthy` when something critical does. Silenced alerts do not count.
   */
  'health'?: (string);
  /**
   * The alerts.
   */
  'alerts'?: (_longshore_v1_Alert)[];
}

/**
 * The alerts, the worst first.
 */
export interface ListAlertsResponse__Output {
  /**
   * `healthy`; `degraded` when a warning fires; `unhealthy` when something critical does. Silenced alerts do not count.
   */
  'health': (string);
  /**
   * The alerts.
   */
  'alerts': (_longshore_v1_Alert__Output)[];
}
