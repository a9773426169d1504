import type * as grpc from "@grpc/grpc-js";
import type { AdminServiceHandlers } from "../../proto/gen/longshore/v1/AdminService.ts";
import type { AlertServiceHandlers } from "../../proto/gen/longshore/v1/AlertService.ts";
import type { QueueServiceHandlers } from "../../proto/gen/longshore/v1/QueueService.ts";
import type { ScheduleServiceHandlers } from "../../proto/gen/longshore/v1/ScheduleService.ts";
import type { TaskServiceHandlers } from "../../proto/gen/longshore/v1/TaskService.ts";
import type { WebhookServiceHandlers } from "../../proto/gen/longshore/v1/WebhookService.ts";
import type { Caller } from "./caller.ts";

/** The longest that a call may take unless its method says otherwise, in milliseconds. */
const CAP_MS = 30_000;

/** A method with one answer, whatever way it is called. */
export interface UnaryMethod<Request, Answer> {
  readonly kind: "unary";
  /** Throws what the caller is told: a LongshoreError, or anything else for a fault of ours. */
  run(request: Request, caller: Caller): Promise<Answer> | Answer;
  /** The longest that a call may take, in milliseconds. */
  readonly capMs: number;
}

/** A stream of answers, as the method sees it. */
export interface Emit<Answer> {
  /** Resolves when there is room for the next one, or when nobody reads any more. */
  send(answer: Answer): Promise<void>;
  /** Whether there is room now: for answers that may be left out. */
  hasRoom(): boolean;
}

/** A method that answers with a stream, which ends when `run` resolves. It has no cap: the caller's deadline counts. */
export interface StreamMethod<Request, Answer> {
  readonly kind: "stream";
  run(request: Request, caller: Caller, emit: Emit<Answer>): Promise<void>;
}

/** Makes a method with one answer. */
export function unary<Request, Answer>(
  run: UnaryMethod<Request, Answer>["run"],
  capMs: number = CAP_MS,
): UnaryMethod<Request, Answer> {
  return { kind: "unary", run, capMs };
}

/** Makes a method that answers with a stream. */
export function serverStreaming<Request, Answer>(
  run: StreamMethod<Request, Answer>["run"],
): StreamMethod<Request, Answer> {
  return { kind: "stream", run };
}

/** The names of the methods of a service, from the type of its gRPC handlers. */
export type NamesOf<Handlers> = keyof {
  [Name in keyof Handlers as string extends Name ? never : number extends Name ? never : Name]: unknown;
} &
  string;

/** All methods of a service, from the type of its gRPC handlers. */
export type MethodsOf<Handlers> = {
  readonly [Name in NamesOf<Handlers>]: Handlers[Name] extends grpc.handleUnaryCall<
    infer Request,
    infer Answer
  >
    ? UnaryMethod<Request, Answer>
    : Handlers[Name] extends grpc.handleServerStreamingCall<infer Request, infer Answer>
      ? StreamMethod<Request, Answer>
      : never;
};

/** The services of the API, and their methods by name. */
export interface Services {
  readonly AdminService: MethodsOf<AdminServiceHandlers>;
  readonly AlertService: MethodsOf<AlertServiceHandlers>;
  readonly QueueService: MethodsOf<QueueServiceHandlers>;
  readonly ScheduleService: MethodsOf<ScheduleServiceHandlers>;
  readonly TaskService: MethodsOf<TaskServiceHandlers>;
  readonly WebhookService: MethodsOf<WebhookServiceHandlers>;
}
