// Each program says what it prints, at its end. This runs it and compares.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folder = new URL("../", import.meta.url);
const MARK = "// Prints:\n";

/** Programs by their names, with what each says that it prints. */
const stated = new Map();
for (const name of (await readdir(folder)).filter((name) => name.endsWith(".js"))) {
  const [, ...output] = (await readFile(new URL(name, folder), "utf8")).split(MARK);
  if (output.length > 0) stated.set(name, output.join(MARK).replaceAll(/^\/\/ {3}/gm, ""));
}

test("five programs say what they print", () => {
  assert.deepEqual([...stated.keys()].sort(), ["approval.js", "client.js", "companies.js", "kill.js", "team.js"]);
});

for (const [name, output] of stated) {
  test(`${name} prints what it says`, async () => {
    const { stdout, stderr } = await run(process.execPath, [fileURLToPath(new URL(name, folder))]);
    assert.equal(stdout, output);
    assert.equal(stderr, "");
  });
}

test("the types of every example are right", async () => {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", folder));
  await run(process.execPath, [tsc, "--project", fileURLToPath(folder)]).catch(({ stdout }) => assert.fail(stdout));
});
