import { readFileSync } from "node:fs";

/** The entries of one file of golden vectors. */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
}

/** The bytes of an entry of receive.json, its event being `event`. */
export function payloadOf({ payload, base64, repeat }, event) {
  const built = repeat ? repeat.before + repeat.unit.repeat(repeat.times) + repeat.after : payload;
  const bytes = base64 === undefined ? Buffer.from(built) : Buffer.from(base64, "base64");
  return Buffer.from(bytes.toString("latin1").replaceAll("@event@", event), "latin1");
}
