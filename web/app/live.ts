import { useEffect, useRef } from "preact/hooks";
import { type Json, send, urlOf } from "./api.ts";

/** A stream of server-sent events, and what to do with each. */
export interface LiveStream<Message> {
  /** Such as `v1/tasks/ID/events`; undefined: none for now. */
  readonly path: string | undefined;
  readonly query?: Readonly<Record<string, string | number>>;
  /** What a token for it may see: a task, or all of the project. */
  readonly scope: { readonly taskId?: string };
  readonly onMessage: (message: Message) => void;
}

/** After a failure the stream is opened again after so long, in milliseconds. */
const AGAIN_MS = 2_000;

/**
 * Follows a stream for as long as a component is there, from where it was after a break; ends when the gateway says that there is
 * no more. An EventSource cannot send a key, so it goes by a token that can look and nothing else, and not for long.
 */
export function useLive<Message extends Json | object>({
  path,
  query,
  scope,
  onMessage,
}: LiveStream<Message>): void {
  const handler = useRef(onMessage);
  handler.current = onMessage;
  const key = JSON.stringify([path, query, scope]);
  useEffect(() => {
    if (path === undefined) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastId = "";
    let isOver = false;
    const again = (): void => {
      source?.close();
      if (!isOver) timer = setTimeout(() => void open(), AGAIN_MS);
    };
    const open = async (): Promise<void> => {
      try {
        const { token } = await send<{ readonly token: string }>("POST", "v1/tokens", scope);
        if (isOver) return;
        source = new EventSource(urlOf(path, { ...query, access_token: token, last_event_id: lastId }));
      } catch {
        again();
        return;
      }
      source.onmessage = (event) => {
        lastId = event.lastEventId;
        handler.current(JSON.parse(event.data) as Message);
      };
      source.addEventListener("end", () => {
        isOver = true;
        source?.close();
      });
      // The browser opens it again by itself, but not once it was refused, and never with another token.
      source.onerror = again;
    };
    void open();
    return () => {
      isOver = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [key]);
}
