// The tarball in Chromium with no bundler: import maps, policies that forbid, workers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./kit/chromium.js";
import { project } from "./kit/consumer.js";
import { JUDGED, WALKED, toJudge } from "./kit/expected.js";
import { served } from "./kit/view.js";

const STRICT = "default-src 'none'; script-src 'self'";
const MAP = {
  depute: "/node_modules/depute/dist/web.js",
  "depute/inline": "/node_modules/depute/dist/inline.js",
  "depute/verify": "/node_modules/depute/dist/verify.web.js",
  "depute/verify/inline": "/node_modules/depute/dist/verify.inline.js",
};
const IMPORTS = `<script type="importmap">${JSON.stringify({ imports: MAP })}</script>`;

let browser, consumer;
before(async () => {
  consumer = project();
  browser = await launch();
});
after(() => browser?.close());

/** What a page with this script comes to, what it wrote to the console, and which `.wasm` it fetched. */
async function page(script, { csp } = {}) {
  // A strict policy forbids scripts in the page, import maps too, so that there the module names paths.
  const named =
    csp === undefined ? script : script.replace(/ from "(depute[^"]*)"/, (_, name) => ` from "${MAP[name]}"`);
  consumer.write("main.js", named);
  consumer.write(
    "index.html",
    `<!doctype html><title>t</title>${csp === undefined ? IMPORTS : ""}<script type="module" src="./main.js"></script>`,
  );
  return served(
    browser,
    { "/": consumer.root },
    { headers: csp === undefined ? {} : { "content-security-policy": csp } },
  );
}

const walking = (entry, start) =>
  `import * as depute from "${entry}"; import { walk } from "./walk.mjs"; ${start} globalThis.outcome = walk(depute);`;
const failing = (entry, attempt) => `
  import * as depute from "${entry}";
  const told = ({ name, code, message, hint }) => ({ name, code, message, hint });
  globalThis.outcome = await (async () => { ${attempt} })().then(() => ({ none: true }), told);`;
const quiet = (told) => assert.deepEqual(told, []);

test("a page imports it by an import map, and fetches one `.wasm`, once", async () => {
  const { outcome, told, wasm } = await page(
    walking("depute", "await Promise.all([depute.init(), depute.init()]); await depute.init();"),
  );
  assert.deepEqual(outcome, WALKED);
  assert.deepEqual(wasm, ["/node_modules/depute/dist/depute.wasm"]);
  quiet(told);
});

test("an address, a response, bytes and a module start it as well", async () => {
  for (const source of [
    '"/node_modules/depute/dist/depute.wasm"',
    'new URL("/node_modules/depute/dist/depute.wasm", location.href)',
    'fetch("/node_modules/depute/dist/depute.wasm")',
    'await fetch("/node_modules/depute/dist/depute.wasm").then((answer) => answer.arrayBuffer())',
    'await WebAssembly.compileStreaming(fetch("/node_modules/depute/dist/depute.wasm"))',
  ]) {
    const { outcome, wasm } = await page(walking("depute", `await depute.init(${source});`));
    assert.deepEqual(outcome, WALKED, source);
    assert.deepEqual(wasm, ["/node_modules/depute/dist/depute.wasm"], source);
  }
});

test("an engine that is not there is told by name, and can be started from elsewhere after", async () => {
  const { outcome } = await page(failing("depute", 'await depute.init("/absent.wasm");'));
  assert.deepEqual([outcome.name, outcome.code], ["DeputeError", "io_failed"]);
  assert.match(outcome.message, /^the engine could not be fetched: 404 for http:.*\/absent\.wasm$/);
  const again = await page(
    walking("depute", 'await depute.init("/absent.wasm").catch(() => {}); await depute.init();'),
  );
  assert.deepEqual(again.outcome, WALKED);
});

test("depute/inline starts by itself and fetches nothing", async () => {
  const { outcome, told, wasm } = await page(walking("depute/inline", ""));
  assert.deepEqual(outcome, WALKED);
  assert.deepEqual(wasm, []);
  quiet(told);
});

test("depute/inline runs under a policy that allows WebAssembly and nothing else", async () => {
  const { outcome, told } = await page(walking("depute/inline", ""), { csp: `${STRICT} 'wasm-unsafe-eval'` });
  assert.deepEqual(outcome, WALKED);
  quiet(told);
});

test("a policy that forbids WebAssembly is named, with what it must say", async () => {
  for (const attempt of ["depute.Key.generate();", "await depute.init();"]) {
    const { outcome } = await page(failing("depute/inline", attempt), { csp: STRICT });
    assert.equal(outcome.name, "DeputeError", attempt);
    assert.equal(outcome.code, "usage", attempt);
    assert.match(outcome.message, /^the engine could not be compiled: .*Content Security Policy/i);
    assert.match(outcome.hint, /'wasm-unsafe-eval'/);
    const allowed = await page(failing("depute/inline", attempt), { csp: `${STRICT} 'wasm-unsafe-eval'` });
    assert.deepEqual(allowed.outcome, { none: true });
  }
});

test("bytes that are no engine are refused by name", async () => {
  const { outcome } = await page(failing("depute", "depute.initSync(new Uint8Array([1, 2, 3]));"));
  assert.deepEqual([outcome.name, outcome.code], ["DeputeError", "usage"]);
  assert.match(outcome.message, /^the engine could not be compiled: /);
});

test("a web worker is handed the module that the page compiled", async () => {
  // Import maps are not for workers.
  consumer.write(
    "worker.js",
    `
    import * as depute from "./node_modules/depute/dist/web.js";
    import { walk } from "./walk.mjs";
    onmessage = ({ data }) => { depute.initSync(data); postMessage(walk(depute)); };`,
  );
  const { outcome, told, wasm } = await page(`
    const module = await WebAssembly.compileStreaming(fetch("/node_modules/depute/dist/depute.wasm"));
    const worker = new Worker("./worker.js", { type: "module" });
    worker.onmessage = ({ data }) => { globalThis.outcome = data; };
    worker.postMessage(module);`);
  assert.deepEqual(outcome, WALKED);
  assert.equal(wasm.length, 1);
  quiet(told);
});

test("depute/verify judges in a page what was made in Node, and fetches its own `.wasm` alone", async () => {
  const made = JSON.stringify(toJudge());
  const judging = (entry, start) => `
    import * as verify from "${entry}";
    import { judge } from "./walk.mjs";
    ${start} globalThis.outcome = judge(verify, ${made});`;
  const { outcome, told, wasm } = await page(judging("depute/verify", "await verify.init();"));
  assert.deepEqual(outcome, JUDGED);
  assert.deepEqual(wasm, ["/node_modules/depute/dist/verify.wasm"]);
  quiet(told);
  const inline = await page(judging("depute/verify/inline", ""));
  assert.deepEqual([inline.outcome, inline.wasm], [JUDGED, []]);
});
