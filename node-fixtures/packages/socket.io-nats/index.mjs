export { adapter, adapter as default, adapterOf } from "./lib/factory.mjs";
export { NatsAdapter } from "./lib/nats-adapter.mjs";
