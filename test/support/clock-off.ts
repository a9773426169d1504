/** Makes a process of Node believe that it is so much later, as a clock that is set wrong would. */
export function withClockOffBy(ms: number): Record<string, string> {
  const code = `const RealDate = Date; globalThis.Date = class extends RealDate {
    constructor(...args) { if (args.length === 0) super(RealDate.now() + ${ms}); else super(...args); }
    static now() { return RealDate.now() + ${ms}; }
  };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
