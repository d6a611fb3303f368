// Names of rooms are text, as they are on the wire: 42 and "42" are one room, whoever asks.

/** Names without doubles, as text. */
export function namesOf(names) {
  return new Set(Array.from(names ?? [], String));
}

/** The names of a socket's rooms. */
export class NameSet extends Set {
  add(name) {
    return super.add(String(name));
  }

  has(name) {
    return super.has(String(name));
  }

  delete(name) {
    return super.delete(String(name));
  }
}

/** What is known by the name of a room. */
export class NameMap extends Map {
  get(name) {
    return super.get(String(name));
  }

  has(name) {
    return super.has(String(name));
  }

  set(name, value) {
    return super.set(String(name), value);
  }

  delete(name) {
    return super.delete(String(name));
  }
}
