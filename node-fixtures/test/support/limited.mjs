import { test as unlimited } from "node:test";

const LIMIT_MS = 300_000;

/** A test of node:test that fails when it has not ended after five minutes: a promise that never settles ends no build. */
export function test(name, body) {
  return unlimited(name, { timeout: LIMIT_MS }, body);
}
