import * as grpc from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import type { AdminServiceHandlers } from "../../proto/gen/longshore/v1/AdminService.ts";
import type { Task } from "../../proto/gen/longshore/v1/Task.ts";
import type { TaskServiceHandlers } from "../../proto/gen/longshore/v1/TaskService.ts";
import { loadApi } from "../../proto/load.ts";

/** What a test's gateway does; methods that are left out answer UNIMPLEMENTED. */
export type FakeMethods = Partial<TaskServiceHandlers & AdminServiceHandlers>;

/** A gRPC server that says whatever a test wants, to see what the client makes of it. */
export interface FakeGateway {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Breaks all connections and stops listening, as a crash would. */
  crash(): void;
  /** Listens again on the same port. */
  restart(): Promise<void>;
}

/** Starts a fake gateway on a free port; it ends with the test. */
export async function startFakeGateway(methods: FakeMethods): Promise<FakeGateway> {
  let { server, port } = await listen(methods, 0);
  onTestFinished(() => server.forceShutdown());
  return {
    address: `127.0.0.1:${port}`,
    crash: () => server.forceShutdown(),
    async restart() {
      ({ server, port } = await listen(methods, port));
    },
  };
}

function listen(methods: FakeMethods, port: number): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server();
  const { TaskService, AdminService } = loadApi();
  const handlers = methods as grpc.UntypedServiceImplementation;
  server.addService(TaskService.service, handlers);
  server.addService(AdminService.service, handlers);
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve({ server, port: bound });
      else reject(error);
    });
  });
}

/** A task as a gateway would send it, with what matters to a test. */
export function fakeTask(task: Task): Task {
  const time = { seconds: 1_800_000_000, nanos: 250_000_000 };
  return { taskId: "t", type: "echo", queue: "default", priority: "NORMAL", createTime: time, ...task };
}

/** A failure as it leaves a server. */
export function statusOf(code: grpc.status, details: string): grpc.ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: new grpc.Metadata() });
}
