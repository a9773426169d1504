import * as http2 from "node:http2";
import { connect } from "node:net";

/** Asks the health service over a new connection from another address than the attacks come from. The status of gRPC. */
export function probe(port: number, from = "127.0.0.2"): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://127.0.0.1:${port}`, {
      createConnection: () => connect({ host: "127.0.0.1", port, localAddress: from }),
    });
    session.on("error", reject);
    session.on("close", () => reject(new Error("the connection was ended")));
    const stream = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", reject);
    stream.on("trailers", (trailers) => {
      resolve(String(trailers["grpc-status"]));
      session.close();
    });
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
}
