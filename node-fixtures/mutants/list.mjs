// Prints the table of mutants as JSON.
import { mutants } from "./index.mjs";

const rows = mutants.map(({ name, breaks, kills }) => ({ name, breaks, kills }));
process.stdout.write(`[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
