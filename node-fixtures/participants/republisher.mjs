// An adapter that publishes whatever it receives once more, under a uid that no node has, and so do its siblings: but
// never what came under that uid.
import { connect } from "nats";
import { adapterOf, NatsAdapter } from "socket.io-nats";

const FOREIGN = "somebody-else";

class Republisher extends NatsAdapter {
  deliver(packet, opts) {
    super.deliver(packet, opts);
    const { rooms, except, flags } = opts;
    if (this.sender !== FOREIGN) {
      const frame = [FOREIGN, { type: 2, data: packet.data, nsp: this.nsp.name }, { rooms, except, flags }];
      this.publish(this.subjectOf(new Set(rooms)), this.encode(frame));
    }
  }

  accept(frame) {
    this.sender = frame.uid;
    return super.accept(frame);
  }
}

export default async ({ servers, key, delimiter }) => {
  const nc = await connect({ servers });
  const adapter = adapterOf(Republisher, { key, delimiter, nc });
  await adapter.nc.ready;
  return { adapter, flush: () => adapter.flush(), close: () => nc.close() };
};
