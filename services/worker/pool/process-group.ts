/**
 * Sends a signal to every process in the group that `pid` leads. Does nothing when there is none left.
 *
 * @param pid of a process that was started `detached`, and so leads a group of its own
 */
export function signalProcessGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the whole group is gone already. EPERM: all that is left runs as another user, out of our reach.
  }
}
