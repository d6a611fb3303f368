/** Ends the process as an exception in a NATS callback would, past everything that catches. */
export function crash(reason) {
  process.nextTick(() => {
    throw new Error(`mutant: ${reason}`);
  });
}
