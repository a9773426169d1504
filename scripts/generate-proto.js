/**
 * Generates `proto/gen/` from the protos: the TypeScript types, and the descriptor set that server reflection serves.
 * Both are committed and never edited; a test runs this into another folder and compares.
 *
 *     node scripts/generate-proto.js [--out FOLDER]
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What is generated from; files that these import come along. */
const PROTOS = [
  "longshore/v1/task_service.proto",
  "longshore/v1/admin_service.proto",
  "longshore/v1/queue_service.proto",
  "longshore/v1/schedule_service.proto",
  "longshore/v1/alert_service.proto",
  "longshore/v1/webhook_service.proto",
  "google/rpc/error_details.proto",
  // v1alpha has the same messages under another name.
  "grpc/reflection/v1/reflection.proto",
];

/**
 * How messages look in TypeScript. `LOAD_OPTIONS` in proto/load.ts says the same to the loader at run time; the two must
 * agree, or the types lie. Field names become camelCase, as in the JSON form of the protos: no --keepCase.
 */
const TYPE_OPTIONS = [
  "--longs=String",
  "--enums=String",
  "--defaults",
  "--oneofs",
  "--includeComments",
  "--grpcLib=@grpc/grpc-js",
  "--targetFileExtension=.ts",
  "--importFileExtension=.ts",
];

const { values } = parseArgs({ options: { out: { type: "string", default: "proto/gen" } } });
const out = resolve(values.out);

run("@bufbuild/buf/bin/buf", ["lint", "proto"]);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
run("@grpc/proto-loader/build/bin/proto-loader-gen-types.js", [
  ...TYPE_OPTIONS,
  "--includeDirs=proto",
  `--outDir=${out}`,
  ...PROTOS,
]);
// The package file of protos without services has an import that nothing uses, which the compiler refuses.
rmSync(join(out, "error_details.ts"));
run("@bufbuild/buf/bin/buf", [
  "build",
  "proto",
  "--as-file-descriptor-set",
  "--exclude-source-info",
  `--output=${join(out, "descriptors.binpb")}`,
]);

/** Runs a program of an installed package on this Node, and ends with its exit code when it fails. */
function run(script, args) {
  const path = join(ROOT, "node_modules", script);
  // The root as working directory, because the generator writes file names relative to it into its output.
  const { status, error } = spawnSync(process.execPath, [path, ...args], { cwd: ROOT, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
