// An adapter that publishes and hears nothing: its clients get what their own node broadcasts.
import { connect } from "nats";
import { adapterOf, NatsAdapter } from "socket.io-nats";

class Deaf extends NatsAdapter {
  receive() {}
}

export default async ({ servers, key, delimiter }) => {
  const nc = await connect({ servers });
  const adapter = adapterOf(Deaf, { key, delimiter, nc });
  await adapter.nc.ready;
  return { adapter, flush: () => adapter.flush(), close: () => nc.close() };
};
