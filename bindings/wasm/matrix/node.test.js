// The tarball in Node: imported, required, both at once, and in worker threads.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { printed, project } from "./kit/consumer.js";
import { JUDGED, WALKED, toJudge } from "./kit/expected.js";
import { judging, walking } from "./kit/programs.js";

let consumer;
before(() => {
  consumer = project();
});

const node = (file) => printed(process.execPath, [file], { cwd: consumer.root });
const run = (file, text) => {
  consumer.write(file, text);
  return node(file);
};

for (const entry of ["depute", "depute/inline"]) {
  test(`${entry} is imported`, async () => {
    assert.deepEqual(await run("main.mjs", walking(entry)), WALKED);
  });

  test(`${entry} is required`, async () => {
    const main = `const { walk } = require("./walk.cjs"); console.log(JSON.stringify(walk(require("${entry}"))));`;
    assert.deepEqual(await run("main.cjs", main), WALKED);
  });
}

for (const entry of ["depute/verify", "depute/verify/inline"]) {
  test(`${entry} is imported, and judges what was made elsewhere`, async () => {
    assert.deepEqual(await run("main.mjs", judging(entry, toJudge())), JUDGED);
  });

  test(`${entry} is required, and judges what was made elsewhere`, async () => {
    const main = `
      const { judge } = require("./walk.cjs");
      console.log(JSON.stringify(judge(require("${entry}"), ${JSON.stringify(toJudge())})));`;
    assert.deepEqual(await run("main.cjs", main), JUDGED);
  });

  test(`${entry} has nothing that signs`, async () => {
    const main = `import * as verify from "${entry}"; console.log(JSON.stringify(Object.keys(verify)));`;
    const names = await run("main.mjs", main);
    assert.ok(names.includes("Verifier"));
    assert.deepEqual(
      names.filter((name) => /^(Key|mint|delegate|present|endorse|revoke|narrow|prepare.*|presentFetch)$/.test(name)),
      [],
    );
  });
}

test("a key made under import signs under require, and a refusal of one is a refusal of the other", async () => {
  const main = `
    import { createRequire } from "node:module";
    import * as imported from "depute";
    import { walk } from "./walk.mjs";
    const required = createRequire(import.meta.url)("depute");
    const mixed = { ...imported, Key: required.Key, delegate: required.delegate, Denied: required.Denied };
    console.log(JSON.stringify(walk(mixed)));`;
  assert.deepEqual(await run("main.mjs", main), WALKED);
});

test("names can be imported one by one from the module that is required", async () => {
  const main = `
    import { Denied, Key, Verifier, delegate, mint, present } from "depute";
    import { walk } from "./walk.mjs";
    console.log(JSON.stringify(walk({ Denied, Key, Verifier, delegate, mint, present })));`;
  assert.deepEqual(await run("main.mjs", main), WALKED);
});

test("a worker thread imports it", async () => {
  consumer.write(
    "worker.mjs",
    `
    import { parentPort } from "node:worker_threads";
    import * as depute from "depute";
    import { walk } from "./walk.mjs";
    parentPort.postMessage(walk(depute));`,
  );
  const main = `
    import { Worker } from "node:worker_threads";
    const worker = new Worker(new URL("./worker.mjs", import.meta.url));
    worker.once("message", (walked) => console.log(JSON.stringify(walked)));`;
  assert.deepEqual(await run("main.mjs", main), WALKED);
});

test("a worker thread is handed the module, compiled once, and starts the entry for browsers with it", async () => {
  // Node always takes its own entry, so that the one for browsers is named by its path.
  consumer.write(
    "worker.mjs",
    `
    import { parentPort, workerData } from "node:worker_threads";
    import * as depute from "./node_modules/depute/dist/web.js";
    import { walk } from "./walk.mjs";
    let early;
    try { depute.Key.generate() } catch (error) { early = [error.code, error.message] }
    depute.initSync(workerData);
    depute.initSync(workerData);
    parentPort.postMessage({ early, walked: walk(depute) });`,
  );
  const main = `
    import { readFileSync } from "node:fs";
    import { Worker } from "node:worker_threads";
    const workerData = new WebAssembly.Module(readFileSync(new URL(import.meta.resolve("depute/depute.wasm"))));
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData });
    worker.once("message", (told) => console.log(JSON.stringify(told)));`;
  const { early, walked } = await run("main.mjs", main);
  assert.deepEqual(early, ["usage", "the engine was used before it was started"]);
  assert.deepEqual(walked, WALKED);
});

test("what is not exported is not there", async () => {
  const main = (path) =>
    `console.log(JSON.stringify(await import("${path}").then(() => "there", ({ code }) => code)));`;
  assert.equal(await run("main.mjs", main("depute/dist/node.cjs")), "ERR_PACKAGE_PATH_NOT_EXPORTED");
  assert.equal(await run("main.mjs", main("depute/verify")), "there");
});
