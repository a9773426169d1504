import { type ServiceProcess, spawnService } from "./spawn-service.ts";

/** A gateway as a process of its own, and where its gRPC API is. */
export interface GatewayProcess extends ServiceProcess {
  readonly url: string;
}

/** Starts one on free ports, and resolves when it listens. */
export async function spawnGateway(env: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const gateway = spawnService("gateway-process.ts", {
    LONGSHORE_GRPC_ADDRESS: "127.0.0.1:0",
    LONGSHORE_HTTP_ADDRESS: "127.0.0.1:0",
    ...env,
  });
  const { grpc_port: port } = await gateway.line(/^the gateway listens$/);
  return { ...gateway, url: `127.0.0.1:${port}` };
}
