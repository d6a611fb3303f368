// Bytes inside JSON: {"type":"Buffer","data":[1,2,3]}, the form Buffer.toJSON gives.

/** A replacer for JSON.stringify that writes every kind of byte container in that one form. */
export function writeBytes(key, value) {
  const original = this[key]; // Buffer.toJSON has already been applied to `value`
  if (original instanceof ArrayBuffer || original instanceof SharedArrayBuffer) {
    return Buffer.from(original).toJSON();
  }
  if (ArrayBuffer.isView(original) && !Buffer.isBuffer(original)) {
    return Buffer.from(original.buffer, original.byteOffset, original.byteLength).toJSON();
  }
  return value;
}

/**
 * Gives parsed JSON its bytes back, in place. Placeholders of attachments that never came become null where the
 * frame said that it had attachments; elsewhere they are somebody's data.
 */
export function readBytes(value, placeholders) {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isBytes(value)) {
    return Buffer.from(value.data);
  }
  if (placeholders && isPlaceholder(value)) {
    return null;
  }
  for (const key of Object.keys(value)) {
    const before = value[key];
    if (typeof before === "object" && before !== null) {
      setOwn(value, key, readBytes(before, placeholders));
    }
  }
  return value;
}

// an own property called __proto__ is data here and must not become a prototype
function setOwn(object, key, value) {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function isBytes(value) {
  return (
    value.type === "Buffer" &&
    Array.isArray(value.data) &&
    Object.keys(value).length === 2 &&
    value.data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  );
}

// what names no attachment by its index is somebody's data
function isPlaceholder(value) {
  return value._placeholder === true && Number.isInteger(value.num) && value.num >= 0;
}
