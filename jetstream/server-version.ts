/** The oldest nats-server that has all we build on: message schedules, message TTL, and fixed work-queue bugs. */
export const MINIMUM_NATS_VERSION = "2.15.1";

/**
 * Whether a version such as `2.15.2` is new enough. A pre-release (`2.15.1-RC.1`) comes before the release it leads to.
 *
 * @param minimum default: the oldest that Longshore runs on
 */
export function isAtLeast(version: string, minimum: string = MINIMUM_NATS_VERSION): boolean {
  const [have, want] = [numbersOf(version), numbersOf(minimum)];
  for (const [index, wanted] of want.entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return !version.includes("-") || version === minimum;
}

function numbersOf(version: string): readonly number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}
