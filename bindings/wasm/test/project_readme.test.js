// The programs of the READMEs, run as they stand; what they print is what their closing comments say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), "..");

const blocks = (path) => [...readFileSync(path, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block);

test("the program in the project's README prints what it says", () => {
  const programs = blocks(join(packageRoot, "..", "..", "README.md"));
  assert.equal(programs.length, 1);
  for (const program of programs) {
    const said = [...program.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
    const { code } = transformSync(program, { loader: "ts" });
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module"], { cwd: packageRoot, input: code, encoding: "utf8" });
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.deepEqual(stdout.trimEnd().split("\n"), said);
  }
});
