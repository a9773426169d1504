// Original file: proto/longshore/v1/schedule_service.proto


/**
 * Which part of the list to show.
 */
export interface ListSchedulesRequest {
  /**
   * How many at most, up to 1000; more counts as 1000. 0, the default, means 50.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before. Empty means the first page.
   */
  'pageToken'?: (string);
}

/**
 * Which part of the list to show.
 */
export interface ListSchedulesRequest__Output {
  /**
   * How many at most, up to 1000; more counts as 1000. 0, the default, means 50.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before. Empty means the first page.
   */
  'pageToken': (string);
}
