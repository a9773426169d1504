import * as grpc from "@grpc/grpc-js";

type CreateCall = grpc.ChannelInterface["createCall"];

/** How willingly a channel in this state is given a call: the lower the rather. One that is IDLE connects when it gets one. */
const RANK: Readonly<Record<grpc.connectivityState, number>> = {
  [grpc.connectivityState.READY]: 0,
  [grpc.connectivityState.IDLE]: 0,
  [grpc.connectivityState.CONNECTING]: 1,
  [grpc.connectivityState.TRANSIENT_FAILURE]: 2,
  [grpc.connectivityState.SHUTDOWN]: 3,
};

/**
 * Several channels to gateways that are as good as each other, as one channel of gRPC: calls go round among those that work. A
 * call whose gateway dies fails, and may be begun again, which then brings it to another one. gRPC's own balancing has one name
 * for all, and so one certificate; here each gateway keeps its own.
 */
export class FailoverChannel implements grpc.ChannelInterface {
  readonly #channels: readonly grpc.ChannelInterface[];
  #next: number;

  /** @param first the place of the channel that gets the first call */
  constructor(channels: readonly [grpc.ChannelInterface, ...grpc.ChannelInterface[]], first = 0) {
    this.#channels = channels;
    this.#next = first % channels.length;
  }

  createCall(...args: Parameters<CreateCall>): ReturnType<CreateCall> {
    return this.#pick().createCall(...args);
  }

  /** The best of those that have the next turn. */
  #pick(): grpc.ChannelInterface {
    const count = this.#channels.length;
    let best = this.#next;
    let bestRank = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const place = (this.#next + i) % count;
      const rank = RANK[this.#at(place).getConnectivityState(false)];
      if (rank >= bestRank) continue;
      best = place;
      bestRank = rank;
    }
    this.#next = (best + 1) % count;
    return this.#at(best);
  }

  #at(place: number): grpc.ChannelInterface {
    const channel = this.#channels[place];
    if (channel === undefined) throw new RangeError(`there is no channel ${place}`);
    return channel;
  }

  close(): void {
    for (const channel of this.#channels) channel.close();
  }

  getTarget(): string {
    return this.#channels.map((channel) => channel.getTarget()).join(",");
  }

  getConnectivityState(tryToConnect: boolean): grpc.connectivityState {
    const states = this.#channels.map((channel) => channel.getConnectivityState(tryToConnect));
    return states.reduce((best, state) => (RANK[state] < RANK[best] ? state : best));
  }

  watchConnectivityState(...args: Parameters<grpc.ChannelInterface["watchConnectivityState"]>): void {
    this.#at(this.#next).watchConnectivityState(...args);
  }

  getChannelzRef(): ReturnType<grpc.ChannelInterface["getChannelzRef"]> {
    return this.#at(0).getChannelzRef();
  }
}
