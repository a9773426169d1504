/** What a scheduler does while it leads. */
export interface Duty {
  /** For the log. */
  readonly name: string;
  /** Takes it up; returns what lays it down. It may be taken up again later. What it cannot do now it must try again by itself. */
  begin(): () => void | Promise<void>;
}
