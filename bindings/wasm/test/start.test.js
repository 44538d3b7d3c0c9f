// Starting: where the engine is ready, what is said where it is not, and that importing leaves nothing behind.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Key, Token, Trust, Verifier, mint } from "depute";
import { alice, book, presented, thrown, trusting } from "../cast/people.js";

const dist = new URL("../dist/", import.meta.url);
const wasm = readFileSync(new URL("depute.wasm", dist));
/** What this script prints, in a process of its own. */
const alone = (script) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
  });

test("importing makes no global, says nothing and leaves no prototype changed", () => {
  for (const entry of ["depute", "depute/verify", "depute/inline", "depute/verify/inline"]) {
    const script = `
      const kept = [Object, Array, String, Function, Promise, Error, Symbol, Uint8Array];
      const state = () => JSON.stringify([Reflect.ownKeys(globalThis).map(String), ...kept.flatMap((one) => [Reflect.ownKeys(one), Reflect.ownKeys(one.prototype)].map((names) => names.map(String)))]);
      const before = state();
      const { Verifier } = await import(${JSON.stringify(entry)});
      try { new Verifier({}) } catch {}
      process.stderr.write(state() === before ? "same" : "changed");`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      encoding: "utf8",
    });
    assert.deepEqual([stdout, stderr], ["", "same"], entry);
  }
});

test("no bundle has a word for the console, and none makes code of texts", () => {
  for (const name of ["node.cjs", "web.js", "workerd.js", "inline.js", "verify.web.js"]) {
    assert.doesNotMatch(readFileSync(new URL(name, dist), "utf8"), /\bconsole\s*\.|\beval\s*\(|new Function\b/, name);
  }
});

test("the page's form says how to start it, starts once, and refuses what is not the engine", async () => {
  const { Key: K, init, initSync } = await import(new URL("web.js", dist));
  const absent = thrown(() => K.generate());
  assert.deepEqual(
    [absent.code, absent.message, absent.hint],
    ["usage", "the engine was used before it was started", "call `await init()` once, first"],
  );
  for (const nothing of [undefined, null, 5, {}, "depute.wasm", [wasm], new Response(wasm), Promise.resolve(wasm)]) {
    assert.equal(
      thrown(() => initSync(nothing)).message,
      "the engine is started from its WebAssembly.Module or its bytes",
    );
  }
  const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  for (const other of [new Uint8Array(8), wasm.subarray(0, 5000), new ArrayBuffer(0)])
    assert.match(thrown(() => initSync(other)).message, /^the engine could not be compiled/);
  const told = async (source) => {
    try {
      await init(source);
    } catch (error) {
      return [error.name, error.code];
    }
  };
  for (const other of [new Uint8Array(8), {}, 5]) assert.deepEqual(await told(other), ["DeputeError", "usage"]);
  assert.deepEqual(await told(new Response("", { status: 404 })), ["DeputeError", "io_failed"]);
  assert.deepEqual(await told("http://127.0.0.1:1/depute.wasm"), ["DeputeError", "io_failed"]);
  assert.equal(thrown(() => K.generate()).code, "usage", "what failed started nothing");
  await Promise.all([init(new Response(wasm)), init(wasm), init(Promise.resolve(new Response(wasm)))]);
  const key = K.generate();
  initSync(empty);
  await init(empty);
  assert.ok(key.exportSecret().startsWith("dptsk1_"), "the instance that was there stays");
});

test("a module that is not the engine starts nothing", () => {
  const out = alone(`
    import { initSync, Key } from "./dist/web.js";
    const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    try { initSync(empty) } catch (error) { console.log(error.code) }
    try { Key.generate() } catch (error) { console.log(error.message) }`);
  assert.equal(out, "usage\nthe engine was used before it was started\n");
});

test("a module of another realm, as test runners have, starts the engine", () => {
  const out = alone(`
    import { runInNewContext } from "node:vm";
    import { readFileSync } from "node:fs";
    import { initSync, Key, Token } from "./dist/web.js";
    initSync(runInNewContext("new WebAssembly.Module(bytes)", { bytes: readFileSync("dist/depute.wasm") }));
    console.log(Key.fromSeed(runInNewContext("new Uint8Array(32)")).did.slice(0, 9));`);
  assert.equal(out, "did:key:z\n");
});

test("an engine that stopped answers nothing any more, and says so", () => {
  const out = alone(`
    const { Instance } = WebAssembly;
    let exports;
    WebAssembly.Instance = function (...made) {
      const instance = new Instance(...made);
      exports = instance.exports;
      return instance;
    };
    const { Key, Verifier, authorizeRequest, explain } = await import("depute");
    const key = Key.generate();
    const verifier = new Verifier({ audience: "a", trust: { name: "k", key, allow: "*(..)" }, revocations: "none", http: true });
    exports.__wbindgen_add_to_stack_pointer(-260000);
    const code = (run) => { try { return String(run()) } catch (error) { return error.code } };
    console.log(code(() => explain("widens")), code(() => verifier.check("dptp1_AA", { action: "a.b" })), code(() => explain("widens")), code(() => Key.generate()));
    const { status, body } = authorizeRequest(verifier, { method: "GET", target: "/", headers: [["depute-presentation", "dptp1_AA"]] }, { action: "a.b" });
    console.log(status, body);`);
  const [codes, answer] = out.trim().split("\n");
  assert.equal(codes.split(" ").at(-1), "internal");
  assert.equal(answer, '500 {"code":"internal","authenticated":false}');
});

test("a secret is in nothing that is printed", () => {
  const key = Key.generate();
  const secret = key.exportSecret();
  const bytes = Buffer.from(secret.slice("dptsk1_".length), "base64url");
  const agent = { key, list: [key] };
  const shown = [
    JSON.stringify(key),
    JSON.stringify(agent),
    `${key}`,
    String(key),
    inspect(key),
    inspect(agent, { showHidden: true, depth: 9, getters: true }),
    inspect({ ...key }),
    JSON.stringify(Object.getOwnPropertyNames(key)),
    inspect(structuredClone({ ...key })),
    inspect(mint({ from: key, to: key, allow: "*(..)" })),
    inspect(trusting({ trust: { name: "k", key, allow: "*(..)" } }), { showHidden: true, depth: 9 }),
    ...[
      () => Token.parse(secret),
      () => Key.parse(`${secret}A`),
      () => Key.parse(`${secret} `),
      () => Key.parse(secret.slice(0, -3)),
      () => Key.fromSeed(bytes.subarray(1)),
      () => mint({ from: key, to: secret, allow: "*(..)" }),
      () => mint({ from: key, to: key, allow: secret }),
      () => mint({ from: secret, to: key, allow: "*(..)" }),
      () => mint({ from: key, to: key, allow: `a.b(x = "${secret}"` }),
      () => mint({ from: key, to: key, allow: "*(..)", ttl: secret }),
      () => new Trust({ name: "k", key: secret, allow: "*(..)" }),
      () => mint({ from: key, to: key, allow: "*(..)", [secret.slice(0, 40)]: 1 }),
      () => new Verifier({ audience: "a", trust: [], revocations: secret }),
    ].map((run) => inspect(thrown(run), { showHidden: true, depth: 9 })),
  ];
  const told = (text) => text.includes(secret.slice(12, 40)) || text.includes(bytes.toString("hex").slice(0, 20));
  assert.equal(told(secret), true);
  shown.forEach((text, at) => assert.ok(!told(text), `${at}: ${text}`));
  assert.equal(trusting().check(secret, { action: "a.b" }).code, "secret_refused");
  assert.equal(inspect(key), `Key { did: '${key.did}' }`);
});

test("a key and a seed are what they were, and a key made of one signs for it", () => {
  const seed = new Uint8Array(32).fill(7);
  const key = Key.fromSeed(seed);
  seed.fill(0);
  assert.equal(Key.parse(key.exportSecret()).did, key.did);
  assert.equal(key.did, Key.fromSeed(new Uint8Array(32).fill(7)).did);
  for (const bad of [
    undefined,
    null,
    "x",
    5,
    [1],
    { length: 32 },
    { length: 2 ** 40 },
    new Uint8Array(31),
    new Uint16Array(16),
  ])
    assert.ok(["value_invalid"].includes(thrown(() => Key.fromSeed(bad)).code));
  for (const bad of [undefined, null, 5, {}, "", "dptsk1_"])
    assert.ok(["value_invalid", "text_form"].includes(thrown(() => Key.parse(bad)).code), String(bad));
  assert.throws(() => (key.did = alice.did), TypeError);
  assert.equal(typeof book.text + typeof presented(1).text, "stringstring");
});
