/** What every program expects to find. */
const ALWAYS = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "NODE_ENV"];

/**
 * The environment of a handler's process: a few names that every program needs, and those that are asked for. Everything
 * else stays outside, credentials of NATS and of the API above all.
 */
export function handlerEnv(
  env: Readonly<Record<string, string | undefined>>,
  passed: readonly string[],
): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of [...ALWAYS, ...passed]) {
    const value = env[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}
