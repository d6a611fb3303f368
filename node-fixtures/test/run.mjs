// Runs all test files, several at once, since most of them wait for something. `node --test` runs one at once on two processors,
// and Node.js 18 cannot be told otherwise.
import { readdirSync } from "node:fs";
import { run } from "node:test";
import { tap } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const AT_ONCE = 4;

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs"))
  .map((name) => fileURLToPath(new URL(name, folder)));
run({ files, concurrency: AT_ONCE })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(tap)
  .pipe(process.stdout);
