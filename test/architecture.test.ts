import { describe, expect, test } from "vitest";
import {
  findCycles,
  importsIn,
  readSources,
  type SourceFile,
  withoutComments,
} from "./support/import-graph.ts";

const sources = readSources();

/** The part of the repository that a file belongs to: a top folder, or one of the services. */
function partOf(path: string): string {
  const [top = "", second = ""] = path.split("/");
  if (top === "services") return `services/${second}`;
  return path.includes("/") ? top : "(root)";
}

/** What each part may import of the others; itself always. Parts that are not here may import anything. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  jetstream: ["core"],
  runtime: ["core"],
  proto: ["core"],
  sdk: ["core", "proto"],
  "services/gateway": ["core", "jetstream", "runtime", "proto"],
  "services/worker": ["core", "jetstream", "runtime", "sdk"],
  "services/scheduler": ["core", "jetstream", "runtime"],
  "services/monitor": ["core", "jetstream", "runtime"],
  cli: ["core", "jetstream", "runtime", "proto", "sdk"],
  web: ["core"],
};

/** Arrows of single files beside those of their part. */
const EXCEPTIONS: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  // `longshore dev` is all four services in one process.
  { from: /^cli\/commands\/dev[\w-]*\.ts$/, to: /^services\// },
  // `longshore worker` and its like are the process of one service.
  { from: /^cli\/commands\/services\.ts$/, to: /^services\/\w+\/(main|settings)\.ts$/ },
];

/** Packages that only some parts may import. */
const PACKAGES: readonly {
  readonly name: RegExp;
  readonly parts: readonly string[];
  readonly why: string;
}[] = [
  { name: /^@nats-io\//, parts: ["jetstream"], why: "only jetstream/ speaks NATS" },
  {
    name: /^(@grpc\/|grpc-health-check$)/,
    parts: ["services/gateway", "sdk", "proto"],
    why: "only the gateway, the sdk and proto/ speak gRPC",
  },
  {
    name: /^@opentelemetry\/api$/,
    parts: ["services/monitor", "services/worker", "sdk"],
    why: "monitors make spans, workers put handlers below them, and clients say which span they call from",
  },
  {
    name: /^@opentelemetry\/(?!api$)/,
    parts: ["services/monitor"],
    why: "only monitors send by OTLP; the set-up in a handler's process is its module's",
  },
  { name: /^croner$/, parts: ["runtime"], why: "gateway and scheduler read cron expressions in one way" },
];

/** Parts that may import only these packages. */
const ALLOWED_PACKAGES: Readonly<Record<string, RegExp>> = {
  core: /^$/,
  jetstream: /^(@nats-io\/|node:)/,
  runtime: /^(pino|zod|croner|node:.*)$/,
  web: /^(preact|htm|uplot|swagger-ui-dist)(\/|$)/,
};

/** Nothing but each other imports these. */
const OUTERMOST = ["test", "bench", "examples"];

const isOutermost = (path: string) => OUTERMOST.includes(partOf(path)) || partOf(path) === "(root)";

function arrowFaults({ path, files }: SourceFile): string[] {
  const part = partOf(path);
  const allowed = ARROWS[part];
  if (allowed === undefined) return [];
  return files
    .filter((to) => partOf(to) !== part && !allowed.includes(partOf(to)))
    .filter((to) => !EXCEPTIONS.some((exception) => exception.from.test(path) && exception.to.test(to)))
    .map((to) => `${path} imports ${to}: ${part} may import ${allowed.join(", ") || "nothing else"}`);
}

function packageFaults({ path, packages }: SourceFile): string[] {
  const part = partOf(path);
  if (isOutermost(path)) return [];
  const allowed = ALLOWED_PACKAGES[part];
  return packages.flatMap((name) => [
    ...PACKAGES.filter((rule) => rule.name.test(name) && !rule.parts.includes(part)).map(
      ({ why }) => `${path} imports ${name}: ${why}`,
    ),
    ...(allowed === undefined || allowed.test(name)
      ? []
      : [`${path} imports ${name}: ${part} may import no such package`]),
  ]);
}

describe("imports point one way", () => {
  test("from the services through jetstream and runtime to core, and from no service to another", () => {
    expect(sources.flatMap(arrowFaults)).toEqual([]);
  });

  test("and NATS, gRPC and other packages only come in where they belong", () => {
    expect(sources.flatMap(packageFaults)).toEqual([]);
  });

  test("and nothing is built on tests, benchmarks or examples", () => {
    const faults = sources
      .filter(({ path }) => !isOutermost(path))
      .flatMap(({ path, files }) =>
        files.filter(isOutermost).map((to) => `${path} imports ${to}: nothing is built on ${partOf(to)}/`),
      );
    expect(faults).toEqual([]);
  });

  test("and never in a circle", () => {
    expect(findCycles(sources).map((cycle) => cycle.join(" → "))).toEqual([]);
  });
});

test("core asks neither clock, chance, timers nor the process: they are arguments", () => {
  const impure =
    /Date\.now|Math\.random|new Date\(\s*\)|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\.|crypto\./g;
  const faults = sources
    .filter(({ path }) => partOf(path) === "core")
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(impure)].map(([what]) => `${path} uses ${what}: core is pure`),
    );
  expect(faults).toEqual([]);
});

test("no file or folder is a drawer for odds and ends", () => {
  const drawer = /^(utils?|helpers?|common|shared|misc|types|interfaces)$/;
  const faults = sources
    .map(({ path }) => path)
    .filter((path) => path.split(/[/.]/).some((name) => drawer.test(name)))
    .map((path) => `${path}: name it after what it holds`);
  expect(faults).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  const faults = sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > 400)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it by what it does`);
  expect(faults).toEqual([]);
});

describe("these rules can fail", () => {
  const file = (path: string, files: string[], packages: string[] = []): SourceFile => ({
    path,
    text: "",
    files,
    packages,
  });

  test("the imports of a file are found in all their forms", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "./b.ts";',
      "import {\n  type C,\n  d,\n} from '../c.ts';",
      'import * as zod from "zod";',
      'import "./side-effect.ts";',
      'export { e } from "./e.ts";',
      'export * from "./f.ts";',
      '  const g = await import("./g.ts");',
      'let h: import("./h.ts").H;',
      '// import { no } from "./no.ts";',
      'const text = "from somewhere";',
    ].join("\n");
    expect(importsIn(text).toSorted()).toEqual(
      [
        "../c.ts",
        "./a.ts",
        "./b.ts",
        "./e.ts",
        "./f.ts",
        "./g.ts",
        "./h.ts",
        "./side-effect.ts",
        "zod",
      ].toSorted(),
    );
  });

  test("imports that are known to be there are found", () => {
    const records = sources.find(({ path }) => path === "jetstream/records.ts");
    expect(records?.files).toContain("core/codec.ts");
    const connection = sources.find(({ path }) => path === "jetstream/connection.ts");
    expect(connection?.packages).toContain("@nats-io/transport-node");
    expect(sources.length).toBeGreaterThan(150);
  });

  test("every part of the repository has its rule", () => {
    const parts = new Set(sources.map(({ path }) => partOf(path)));
    const free = [...OUTERMOST, "(root)", "scripts", "bin"];
    expect([...parts].filter((part) => ARROWS[part] === undefined && !free.includes(part))).toEqual([]);
    for (const part of Object.keys(ARROWS)) expect(parts).toContain(part);
  });

  test("a wrong arrow, package or circle is named with file and rule", () => {
    expect(arrowFaults(file("services/worker/a.ts", ["services/gateway/b.ts"]))).toEqual([
      "services/worker/a.ts imports services/gateway/b.ts: services/worker may import core, jetstream, runtime, sdk",
    ]);
    expect(arrowFaults(file("core/a.ts", ["runtime/log.ts"]))).toHaveLength(1);
    expect(arrowFaults(file("cli/main.ts", ["services/worker/main.ts"]))).toHaveLength(1);
    expect(arrowFaults(file("cli/commands/dev.ts", ["services/worker/main.ts"]))).toEqual([]);
    expect(packageFaults(file("services/worker/a.ts", [], ["@nats-io/kv"]))).toEqual([
      "services/worker/a.ts imports @nats-io/kv: only jetstream/ speaks NATS",
    ]);
    expect(packageFaults(file("core/a.ts", [], ["node:fs"]))).toHaveLength(1);
    const circle = [file("a.ts", ["b.ts"]), file("b.ts", ["c.ts"]), file("c.ts", ["a.ts"])];
    expect(findCycles(circle)).toEqual([["a.ts", "b.ts", "c.ts", "a.ts"]]);
  });
});
