import { readFileSync } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { join } from "node:path";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { loadApi } from "../../../../proto/load.ts";
import { createLog } from "../../../../runtime/log.ts";
import { loadSettings } from "../../../../runtime/settings.ts";
import { openCertificate } from "../../../../services/gateway/listener/certificate-store.ts";
import { gatewaySettings, tlsFiles } from "../../../../services/gateway/settings.ts";
import {
  type Authority,
  type CertificatePair,
  createAuthority,
  EXPIRED,
  NOT_YET,
  selfSigned,
} from "../../../support/certificates.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { type Api, apiOf, failure, submission, withKey } from "../api.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

/** A gateway with TLS, and who vouches for it. */
interface TlsGateway extends TestGateway {
  readonly authority: Authority;
  readonly folder: string;
  readonly server: CertificatePair;
}

async function startTls(
  flags: (authority: Authority) => Record<string, string> = () => ({}),
): Promise<TlsGateway> {
  const folder = temporaryFolder();
  const authority = await createAuthority(folder);
  const server = await authority.issue("gateway");
  const running = await startGateway({ tlsCert: server.cert, tlsKey: server.key, ...flags(authority) });
  return { ...running, authority, folder, server };
}

/** The API over TLS, with a client certificate or without. */
function apiOver({ gateway, authority, key }: TlsGateway, client?: CertificatePair): Api {
  const read = (path: string | undefined) => (path === undefined ? null : readFileSync(path));
  const credentials = grpc.credentials.createSsl(read(authority.ca), read(client?.key), read(client?.cert));
  const { TaskService } = loadApi();
  const options = { "grpc.use_local_subchannel_pool": 1 };
  const stub = new TaskService(`127.0.0.1:${gateway.grpcPort()}`, credentials, options);
  onTestFinished(() => stub.close());
  return apiOf(stub, withKey(key), 5_000);
}

/** The status of a request over HTTPS; rejects when there is no connection. */
function askHttps(
  { gateway, authority, key }: TlsGateway,
  path: string,
  client?: CertificatePair,
): Promise<{ readonly status: number | undefined; readonly serial: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: "127.0.0.1",
        port: gateway.httpPort(),
        path,
        headers: { "x-api-key": key },
        ca: readFileSync(authority.ca),
        servername: "localhost",
        agent: false,
        ...(client !== undefined && { cert: readFileSync(client.cert), key: readFileSync(client.key) }),
      },
      (response) => {
        const serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber;
        response.resume();
        response.on("end", () => resolve({ status: response.statusCode, serial }));
        response.on("error", reject);
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

/** What was agreed on in a handshake; rejects when there was none, or the other side ended it. */
function handshake(
  port: number,
  options: ConnectionOptions,
): Promise<{ protocol: string; alpn: string; serial: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: "127.0.0.1", servername: "localhost", port, rejectUnauthorized: false, ...options },
      () => {
        const agreed = {
          protocol: socket.getProtocol() ?? "",
          alpn: String(socket.alpnProtocol),
          serial: socket.getPeerCertificate().serialNumber,
        };
        socket.destroy();
        resolve(agreed);
      },
    );
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("closed")));
  });
}

test("S10: a call over TLS works, by gRPC and by HTTP", async () => {
  const running = await startTls();
  const task = await apiOver(running).submit(submission("echo", { a: 1 }));
  expect(task.state).toBe("QUEUED");
  expect((await askHttps(running, `/v1/tasks/${task.taskId}`)).status).toBe(200);
  expect(running.lines.join("\n")).toContain('"tls":true');
});

test("S10: TLS 1.2 and 1.3 are spoken, older versions, weak ciphers and plain text are not", async () => {
  const { gateway, authority } = await startTls();
  for (const port of [gateway.grpcPort(), gateway.httpPort()]) {
    const protocol = port === gateway.grpcPort() ? "h2" : "http/1.1";
    const offer = (options: ConnectionOptions) => handshake(port, { ALPNProtocols: [protocol], ...options });
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const agreed = await offer({ minVersion: version, maxVersion: version });
      expect(agreed).toMatchObject({ protocol: version, alpn: protocol });
    }
    for (const version of ["TLSv1", "TLSv1.1"] as const) {
      // Only at this level does our own OpenSSL offer them at all.
      const old = { minVersion: version, maxVersion: version, ciphers: "DEFAULT:@SECLEVEL=0" };
      await expect(offer(old)).rejects.toThrow(/version/i);
    }
    const weak = ["ECDHE-ECDSA-AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA384"];
    for (const cipher of weak)
      await expect(offer({ maxVersion: "TLSv1.2", ciphers: cipher })).rejects.toThrow();
    const good = { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" } as const;
    expect((await offer(good)).protocol).toBe("TLSv1.2");
    expect(await plainAnswer(port)).toBe("");
  }
  await expect(handshake(gateway.grpcPort(), { ALPNProtocols: ["http/1.1"] })).rejects.toThrow();
  const trusting = handshake(gateway.grpcPort(), {
    ca: readFileSync(authority.ca),
    rejectUnauthorized: true,
  });
  expect((await trusting).protocol).toBe("TLSv1.3");
});

/** What comes back from an HTTP request in plain text: nothing that is HTTP. */
function plainAnswer(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectPlain(port, "127.0.0.1", () =>
      socket.write("GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"),
    );
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text.includes("HTTP/1.1") ? text : ""));
  });
}

test("S9: with a CA for clients, only a certificate of it that holds now gets in; the API key is needed all the same", async () => {
  const running = await startTls((authority) => ({ tlsClientCa: authority.ca }));
  const { authority, folder } = running;
  const other = await createAuthority(folder, "other");
  const cases: readonly (readonly [string, CertificatePair | undefined])[] = [
    ["none", undefined],
    ["of another CA", await other.issue("client")],
    ["self-signed", await selfSigned(folder, "alone")],
    ["expired", await authority.issue("old", EXPIRED)],
    ["not yet valid", await authority.issue("young", NOT_YET)],
  ];
  for (const [what, client] of cases) {
    const error = await failure(apiOver(running, client).submit(submission("echo", {})));
    expect([what, error.status]).toEqual([what, "UNAVAILABLE"]);
    await expect(askHttps(running, "/healthz", client), what).rejects.toThrow();
  }
  const right = await authority.issue("client");
  const task = await apiOver(running, right).submit(submission("echo", {}));
  expect((await askHttps(running, `/v1/tasks/${task.taskId}`, right)).status).toBe(200);
  const keyless = apiOver({ ...running, key: "" }, right);
  expect((await failure(keyless.get({ taskId: task.taskId }))).status).toBe("UNAUTHENTICATED");
  expect((await askHttps({ ...running, key: "wrong" }, "/v1/tasks", right)).status).toBe(401);
});

test("a certificate that is renewed is used for new connections, and no call fails meanwhile", async () => {
  const running = await startTls();
  const { authority, gateway } = running;
  const serial = async () => (await handshake(gateway.grpcPort(), { ALPNProtocols: ["h2"] })).serial;
  const before = await serial();
  const open = apiOver(running);
  const watched = await open.submit(submission("echo", {}));
  const watch = open.watch(watched.taskId);
  expect((await watch.next())?.type).toBe("SUBMITTED");

  let isOver = false;
  let calls = 0;
  const load = async (ask: () => Promise<unknown>) => {
    while (!isOver) {
      await ask();
      calls += 1;
    }
  };
  const loads = [
    load(() => open.submit(submission("echo", {}))),
    // A connection of its own each time.
    load(() => askHttps(running, "/v1/queues").then(({ status }) => expect(status).toBe(200))),
    load(() => handshake(gateway.grpcPort(), { ALPNProtocols: ["h2"] })),
  ];
  const seen = new Set([before]);
  for (let round = 0; round < 3; round += 1) {
    await authority.issue("gateway");
    await gateway.rereadCertificates?.();
    seen.add(await serial());
    seen.add((await askHttps(running, "/healthz")).serial);
    const reached = calls + 20;
    await eventuallyTrue("calls go on", () => calls >= reached);
  }
  isOver = true;
  await Promise.all(loads);
  expect(seen.size).toBe(4);
  await open.cancel({ taskId: watched.taskId });
  expect((await watch.rest()).at(-1)?.type).toBe("CANCELLED");
});

test("files that change are taken up by themselves; one that is broken leaves the old certificate in use, and is logged", async () => {
  const folder = temporaryFolder();
  const authority = await createAuthority(folder);
  const files = { ...(await authority.issue("gateway")), clientCa: undefined };
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service: "gateway", instance: "test", level: "info", destination });
  const store = await openCertificate(files, log, 20);
  onTestFinished(() => store.stop());
  const first = store.current();
  const other = await authority.issue("other");

  await copyFile(other.key, files.key);
  await eventuallyTrue("the wrong key is told of", () =>
    lines.some((line) => line.includes("does not belong to the certificate")),
  );
  expect(store.current()).toBe(first);
  await writeFile(files.cert, "nonsense");
  await eventuallyTrue("the broken file is told of", () =>
    lines.some((line) => line.includes("holds no certificate in PEM")),
  );
  expect(store.current()).toBe(first);

  await copyFile(other.cert, files.cert);
  await eventuallyTrue("the new certificate is used", () => store.current() !== first);
  expect(store.current().cert).toEqual(readFileSync(other.cert));
  expect(lines.join("\n")).not.toContain("PRIVATE KEY");
});

test("files that cannot be used are refused at the start, each with its name and what is wrong", async () => {
  const folder = temporaryFolder();
  const authority = await createAuthority(folder);
  const { cert, key } = await authority.issue("gateway");
  const other = await authority.issue("other");
  const old = await authority.issue("old", EXPIRED);
  const young = await authority.issue("young", NOT_YET);
  const nonsense = join(folder, "nonsense.pem");
  await writeFile(nonsense, "nonsense");
  const cases: readonly (readonly [
    cert: string,
    key: string,
    clientCa: string | undefined,
    problem: RegExp,
  ])[] = [
    [join(folder, "missing.pem"), key, undefined, /the certificate .*missing\.pem cannot be read: ENOENT/],
    [cert, join(folder, "missing.key"), undefined, /the key .*missing\.key cannot be read: ENOENT/],
    [cert, key, join(folder, "missing.pem"), /the CA of the clients .*missing\.pem cannot be read/],
    [folder, key, undefined, /cannot be read: EISDIR/],
    [nonsense, key, undefined, /nonsense\.pem holds no certificate in PEM/],
    [cert, nonsense, undefined, /nonsense\.pem holds no key in PEM/],
    [cert, key, nonsense, /nonsense\.pem holds no certificate in PEM/],
    [cert, other.key, undefined, /the key .*other\.key does not belong to the certificate .*gateway\.pem/],
    [old.cert, old.key, undefined, /old\.pem has expired on 2021-01-01/],
    [young.cert, young.key, undefined, /young\.pem is not valid before 2099-01-01/],
  ];
  const log = createLog({ service: "gateway", instance: "test", level: "silent" });
  for (const [cert, key, clientCa, problem] of cases)
    await expect(openCertificate({ cert, key, clientCa }, log)).rejects.toThrow(problem);

  const settings = (flags: Record<string, string>) => loadSettings(gatewaySettings, {}, flags);
  for (const flags of [{ tlsCert: cert }, { tlsKey: key }, { tlsClientCa: cert }])
    expect(() => tlsFiles(settings(flags as unknown as Record<string, string>))).toThrow(
      /TLS needs both --tls-cert/,
    );
  expect(tlsFiles(settings({}))).toBeUndefined();
});
