// The files of vectors, and the report of their runs.
import { readFileSync, readdirSync } from "node:fs";

const FOLDERS = ["v1", "ed25519"].map((name) => new URL(`../../../test-vectors/${name}/`, import.meta.url));

/** The text of every file. */
export function texts() {
  return FOLDERS.flatMap((folder) => {
    const names = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
    if (names.length === 0) throw new Error(`no vectors in ${folder}`);
    return names.map((name) => readFileSync(new URL(name, folder), "utf8"));
  });
}

/** Prints what the runs came to, and fails the process unless every vector was answered as expected. */
export function report(runs) {
  for (const { id, expected, got } of runs.flatMap(({ differing }) => differing)) {
    console.log(`${id}\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`);
  }
  for (const { subject, ran, differing } of runs) console.log(`${subject}: ${ran} ran, ${differing.length} differ`);
  const [ran, differ] = [sum(runs, (run) => run.ran), sum(runs, (run) => run.differing.length)];
  console.log(`total: ${ran} ran, ${differ} differ`);
  if (runs.length === 0 || differ > 0 || runs.some((run) => run.ran !== run.count)) process.exitCode = 1;
}

function sum(runs, part) {
  return runs.reduce((all, run) => all + part(run), 0);
}
