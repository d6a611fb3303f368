// Arguments in control lines: JSON, and four objects for what JSON cannot say.
const READERS = {
  $bytes: (text) => Buffer.from(text, "base64"),
  $undefined: () => undefined,
  $date: (text) => new Date(text),
  $number: (text) => Number(text),
};

/** The value that a JSON value of a control line stands for. */
export function readArgument(value) {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(readArgument);
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && Object.hasOwn(READERS, keys[0])) {
    return READERS[keys[0]](value[keys[0]]);
  }
  const copy = {};
  for (const key of keys) {
    Object.defineProperty(copy, key, {
      value: readArgument(value[key]),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}

/** A received value as a JSON value of a line. */
export function writeArgument(value) {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const bytes =
      value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $bytes: bytes.toString("base64") };
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(writeArgument);
  }
  const copy = {};
  for (const key of Object.keys(value)) {
    Object.defineProperty(copy, key, {
      value: writeArgument(value[key]),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}
