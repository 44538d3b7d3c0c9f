// That the bench runs, that each of its parts tells right from wrong, and that the tables hold what they say.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../bench.js", import.meta.url));
// How the peers' `.wasm` is loaded under Node 20.
const flags = ["--experimental-wasm-modules", "--no-warnings"];
const args = ["--rounds", "2", "--millis", "0.5", "--json"];
const lines = (await run(process.execPath, [...flags, program, ...args])).stdout.trim().split("\n");
const { told, figures, sizes } = JSON.parse(lines.at(-1));
const names = Object.keys(figures);

test("each part accepts what is right, and nothing that was changed", () => {
  assert.equal(told.length, 25);
  for (const { name, right, wrong } of told) assert.deepEqual([name, right, wrong], [name, true, false]);
});

test("every figure has a time, and those beside a floor a ratio to it", () => {
  assert.deepEqual(names, told.map(({ name }) => name));
  for (const [name, { micros, ratio }] of Object.entries(figures)) {
    assert.ok(micros > 0, name);
    assert.ok(ratio === undefined || ratio > 0, name);
  }
  for (const depth of [1, 3, 5]) {
    const at = (start) => figures[names.find((name) => name.startsWith(start) && name.includes(`depth ${depth}`))];
    assert.equal(at("floor").ratio, undefined);
    assert.ok(at("depute, ").ratio > 0);
    assert.ok(at("biscuit-wasm, ").ratio > 0);
  }
});

test("sizes are those of the files, and smaller when compressed", () => {
  assert.deepEqual(sizes.map(({ name }) => name), ["depute", "depute/verify", "@biscuit-auth/biscuit-wasm"]);
  for (const { raw, gzip, brotli } of sizes) assert.ok(raw > gzip && gzip > brotli && brotli > 0);
  assert.equal(sizes[0].raw, statSync(new URL(import.meta.resolve("depute/depute.wasm"))).size);
});

test("tables are printed, one line a figure", () => {
  for (const name of names) assert.equal(lines.filter((line) => line.startsWith(`| ${name} |`)).length, 1, name);
});
