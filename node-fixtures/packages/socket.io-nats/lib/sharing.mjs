// Who uses which connection of nats.js. One made with noEcho does not give a client what the client itself published.
const users = new WeakMap();

/** Notes a user of a client: {kind: "adapter" or "emitter", subjects}. Throws where nobody would hear a frame. */
export function use(client, user) {
  const others = users.get(client) ?? new Set();
  if (client.options?.noEcho) {
    for (const other of others) {
      requireAudible(user, other);
    }
  }
  users.set(client, others.add(user));
}

export function leave(client, user) {
  users.get(client)?.delete(user);
}

/** Throws when two users of one noEcho connection ought to hear each other. */
export function requireAudible(user, other) {
  const { key, delimiter } = user.subjects;
  const strangers = key !== other.subjects.key || delimiter !== other.subjects.delimiter;
  if (strangers || (user.kind === "emitter" && other.kind === "emitter")) {
    return;
  }
  const [speaker, hearer] = user.kind === "emitter" ? [user, other] : [other, user];
  throw new RangeError(
    `option nc is a connection made with noEcho, which an ${other.kind} of key '${key}' uses already: NATS never gives ` +
      `such a connection what was published on it, so clients of the ${hearer.kind} would not get what the other ` +
      `${speaker.kind} publishes; give this ${user.kind} a connection of its own, or make the shared one without noEcho`,
  );
}
