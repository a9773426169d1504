import { join } from "node:path";
import { expect, test } from "vitest";
import { findEndpoints } from "../../cli/endpoints.ts";
import { writePrivately } from "../../cli/environment-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function folderWithFile(): Promise<string> {
  const cwd = temporaryFolder();
  const text =
    "LONGSHORE_GRPC_URL=http://file:1\nLONGSHORE_API_KEY=file-key\nLONGSHORE_NATS_URL=nats://file:2\n";
  await writePrivately(join(cwd, ".longshore", "env"), text);
  return cwd;
}

test("flags come before the environment, that before the file, that before the defaults", async () => {
  const cwd = await folderWithFile();
  const env = { LONGSHORE_GRPC_URL: "http://env:1", LONGSHORE_NATS_URL: "nats://env:2" };
  expect(findEndpoints({ url: "http://flag:1" }, { env, cwd }).grpcUrl).toEqual({
    value: "http://flag:1",
    from: "--url",
  });
  expect(findEndpoints({}, { env, cwd }).grpcUrl).toEqual({
    value: "http://env:1",
    from: "LONGSHORE_GRPC_URL",
  });
  expect(findEndpoints({}, { env: {}, cwd }).natsUrl).toEqual({
    value: "nats://file:2",
    from: join(cwd, ".longshore", "env"),
  });
  expect(findEndpoints({}, { env: {}, cwd: temporaryFolder() })).toEqual({
    natsAccess: {},
    tls: {},
    grpcUrl: { value: "http://127.0.0.1:7420", from: "the default" },
    natsUrl: { value: "nats://127.0.0.1:7423", from: "the default" },
    apiKey: undefined,
  });
});

test("the key of the file goes to the gateway of the file only", async () => {
  const cwd = await folderWithFile();
  const keyFor = (url: string | undefined) =>
    findEndpoints(url === undefined ? {} : { url }, { env: {}, cwd }).apiKey?.value;
  expect(keyFor(undefined)).toBe("file-key");
  expect(keyFor("http://file:1")).toBe("file-key");
  expect(keyFor("http://elsewhere:1")).toBeUndefined();
});

test("NATS_URL counts when LONGSHORE_NATS_URL is not set", () => {
  const cwd = temporaryFolder();
  expect(findEndpoints({}, { env: { NATS_URL: "nats://n:1" }, cwd }).natsUrl).toEqual({
    value: "nats://n:1",
    from: "NATS_URL",
  });
});
