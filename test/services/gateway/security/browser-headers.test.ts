import { join } from "node:path";
import { expect, test } from "vitest";
import { buildWeb } from "../../../../scripts/build-web.ts";
import { ROUTES } from "../../../../services/gateway/http/routes.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { startGateway } from "../start-gateway.ts";

// What a gateway tells browsers, so that a page of somebody else can neither use it nor be used against it.

const PATHS = [
  "/docs",
  "/docs/",
  "/docs/main.js",
  "/docs/main.css",
  "/v1/openapi.json",
  "/healthz",
  "/nothing",
];
const OTHERS = [
  "/api/v1/tasks/health",
  "/api/v1/tasks/x",
  "/api/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64",
];

test("S51, S56: every answer on every route has strict headers, and JSON is never taken for a page", async () => {
  const webFolder = join(temporaryFolder(), "web");
  await buildWeb(webFolder);
  const { gateway, key } = await startGateway({}, { webFolder });
  const paths = [
    ...ROUTES.map(({ verb, path }) => [verb, path.replace(/\{\w+\}/, "x")] as const),
    ...[...PATHS, ...OTHERS].map((path) => ["GET", path] as const),
  ];
  for (const [verb, path] of paths) {
    for (const given of [key, ""]) {
      const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
        method: verb,
        headers: { "x-api-key": given },
        redirect: "manual",
      });
      await response.body?.cancel();
      const headers = Object.fromEntries(response.headers);
      const isPage = path.startsWith("/docs/");
      expect([path, headers["content-security-policy"]]).toEqual([
        path,
        expect.stringMatching(isPage ? /^default-src 'self';/ : /^default-src 'none';/),
      ]);
      expect([path, headers["content-security-policy"]]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect([path, headers["content-security-policy"]]).not.toEqual([
        path,
        expect.stringMatching(/unsafe|https?:|\*/),
      ]);
      expect([path, headers]).toEqual([
        path,
        expect.objectContaining({
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "x-frame-options": "DENY",
          "cross-origin-resource-policy": "same-origin",
        }),
      ]);
      if (path.startsWith("/v1/") || path.startsWith("/api/"))
        expect([path, headers["content-type"]]).toEqual([
          path,
          expect.stringMatching(/^(application\/json|text\/event-stream); charset=utf-8$/),
        ]);
      expect([path, headers["set-cookie"], headers["server"], headers["x-powered-by"]]).toEqual([
        path,
        undefined,
        undefined,
        undefined,
      ]);
    }
  }
});

test("S51: a stream of events has the same headers", async () => {
  const { gateway, api, key } = await startGateway();
  const { taskId } = await api.submit({ type: "echo" });
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/v1/tasks/${taskId}/events`, {
    headers: { "x-api-key": key },
  });
  await response.body?.cancel();
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
});

test("S54: no page of another origin is let in: neither by a preflight nor after it", async () => {
  const { gateway, key } = await startGateway();
  const origin = "https://evil.example";
  for (const { verb, path } of ROUTES) {
    const url = `http://127.0.0.1:${gateway.httpPort()}${path.replace(/\{\w+\}/, "x")}`;
    const preflight = await fetch(url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": verb,
        "access-control-request-headers": "x-api-key, content-type",
      },
    });
    const call = await fetch(url, { method: verb, headers: { origin, "x-api-key": key } });
    expect([url, preflight.ok]).toEqual([url, false]);
    for (const { headers } of [preflight, call]) {
      const allowed = [...headers.keys()].filter((name) => name.startsWith("access-control-"));
      expect([url, allowed]).toEqual([url, []]);
    }
  }
});

test("S53: methods that change something are never a GET, and no form of another page can send one", async () => {
  const READS = /^(Get|List|Count|Wait|Watch|Tail|Preview|Summarize|Query)/;
  for (const { method, verb } of ROUTES) {
    const name = method.split("/")[1] ?? "";
    if (verb === "GET") expect(name).toMatch(READS);
  }
  const { gateway, connection, key } = await startGateway();
  const url = `http://127.0.0.1:${gateway.httpPort()}/v1/tasks`;
  const body = JSON.stringify({ type: "echo" });
  // What a form, or a fetch without a preflight, may have.
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": type, "x-api-key": key },
      body,
    });
    expect([type, response.status]).toEqual([type, 400]);
  }
  // A key that a browser would send by itself does not count.
  for (const headers of [{ cookie: `x-api-key=${key}` }, { authorization: `Basic ${btoa(`x:${key}`)}` }]) {
    const type = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers: { ...headers, ...type }, body })).status).toBe(401);
  }
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});
