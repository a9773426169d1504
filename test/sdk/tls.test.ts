import { expect, onTestFinished, test } from "vitest";
import { createTaskClient, type TaskClientOptions } from "../../sdk/task-client.ts";
import { startGateway } from "../services/gateway/start-gateway.ts";
import { createAuthority } from "../support/certificates.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A gateway with TLS that asks for a client certificate when told to, and clients of it that give up soon. */
async function startTls({ asksClients = false } = {}) {
  const folder = temporaryFolder();
  const authority = await createAuthority(folder);
  const stranger = await createAuthority(folder, "stranger");
  const { cert, key } = await authority.issue("gateway");
  const flags = { tlsCert: cert, tlsKey: key, ...(asksClients && { tlsClientCa: authority.ca }) };
  const running = await startGateway(flags);
  const clientWith = (options: TaskClientOptions) => {
    const url = `https://127.0.0.1:${running.gateway.grpcPort()}`;
    const client = createTaskClient({ url, apiKey: running.key, timeoutMs: 2_000, ...options });
    onTestFinished(() => client.close());
    return client;
  };
  return { authority, stranger, clientWith };
}

test("a gateway whose certificate an own authority has signed is trusted with that authority, and only so", async () => {
  const { authority, stranger, clientWith } = await startTls();
  const trusting = clientWith({ tls: { ca: authority.ca } });
  const { id } = await trusting.submit("echo", { a: 1 });
  expect(await trusting.task(id).get()).toMatchObject({ state: "QUEUED", payload: { a: 1 } });
  for (const tls of [undefined, { ca: stranger.ca }]) {
    await expect(clientWith({ tls }).submit("echo", null)).rejects.toMatchObject({ status: "UNAVAILABLE" });
  }
});

test("a gateway that asks for a certificate gets that of the client", async () => {
  const { authority, stranger, clientWith } = await startTls({ asksClients: true });
  const { ca } = authority;
  const known = clientWith({ tls: { ca, ...(await authority.issue("caller")) } });
  expect((await known.submit("echo", null)).id).toBeDefined();
  for (const tls of [{ ca }, { ca, ...(await stranger.issue("caller")) }]) {
    await expect(clientWith({ tls }).submit("echo", null)).rejects.toMatchObject({ status: "UNAVAILABLE" });
  }
});

test("files that cannot be used are told of at once", async () => {
  const url = "https://127.0.0.1:1";
  expect(() => createTaskClient({ url, tls: { ca: "/nowhere.pem" } })).toThrow(/nowhere\.pem/);
  expect(() => createTaskClient({ url, tls: { cert: "a.pem" } })).toThrow("cert and key belong together");
});
