// Original file: proto/longshore/v1/webhook_service.proto


/**
 * What to send where.
 */
export interface CreateWebhookRequest {
  /**
   * `https://…`, on the public internet unless settings say otherwise. At most 2,048 characters.
   */
  'url'?: (string);
  /**
   * Only events of tasks that match, as they are after the event: see docs/filters.md. Empty, the default, lets all through.
   */
  'filter'?: (string);
  /**
   * Every event, and not only those that end a task.
   */
  'everyEvent'?: (boolean);
  /**
   * For people; at most 100 characters. May be empty.
   */
  'label'?: (string);
}

/**
 * What to send where.
 */
export interface CreateWebhookRequest__Output {
  /**
   * `https://…`, on the public internet unless settings say otherwise. At most 2,048 characters.
   */
  'url': (string);
  /**
   * Only events of tasks that match, as they are after the event: see docs/filters.md. Empty, the default, lets all through.
   */
  'filter': (string);
  /**
   * Every event, and not only those that end a task.
   */
  'everyEvent': (boolean);
  /**
   * For people; at most 100 characters. May be empty.
   */
  'label': (string);
}
