// The tarball in other runtimes than Node: each takes the entry that is meant for it, with no flag of the package's.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { before, test } from "node:test";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { folder, printed, project } from "./kit/consumer.js";
import { JUDGED, WALKED, toJudge } from "./kit/expected.js";
import { judging, walking } from "./kit/programs.js";

const bin = (name) => fileURLToPath(new URL(`./node_modules/.bin/${name}`, import.meta.url));

/** Why a runtime cannot be asked here, if it cannot: its program is for another machine, or was not installed. */
function absent(name) {
  try {
    execFileSync(bin(name), ["--version"], { stdio: "ignore", timeout: 60_000 });
    return false;
  } catch (fault) {
    return `${name} does not run here: ${fault.message.split("\n", 1)[0]}`;
  }
}

let consumer;
before(() => {
  consumer = project();
});

const RUNTIMES = [
  // The package needs to read its own file and nothing else; the one that is all in one file, not even that.
  {
    name: "deno",
    args: (entry) => [
      "run",
      "--no-prompt",
      "--cached-only",
      ...(entry.endsWith("inline") ? [] : ["--allow-read=node_modules"]),
    ],
  },
  { name: "bun", args: () => ["run", "--no-install"] },
];

for (const { name, args } of RUNTIMES) {
  const skip = absent(name);
  const run = (entry, file, text) => {
    consumer.write(file, text);
    const env = { ...process.env, DENO_DIR: folder(), DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };
    return printed(bin(name), [...args(entry), file], { cwd: consumer.root, env });
  };

  for (const entry of ["depute", "depute/inline"]) {
    test(`${name} imports ${entry}`, { skip }, async () => {
      assert.deepEqual(await run(entry, "main.mjs", walking(entry)), WALKED);
    });
  }

  for (const entry of ["depute/verify", "depute/verify/inline"]) {
    test(`${name} imports ${entry}`, { skip }, async () => {
      assert.deepEqual(await run(entry, "main.mjs", judging(entry, toJudge())), JUDGED);
    });
  }

  test(`${name} imports and requires one engine`, { skip }, async () => {
    const main = `
      import { createRequire } from "node:module";
      import * as imported from "depute";
      import { walk } from "./walk.mjs";
      const required = createRequire(import.meta.url)("depute");
      console.log(JSON.stringify(walk({ ...imported, Key: required.Key, Denied: required.Denied })));`;
    assert.deepEqual(await run("depute", "main.mjs", main), WALKED);
  });
}

/** A worker as Cloudflare's tools make it: one script, and every `.wasm` that it imports a module beside it. */
async function worker(entry, text) {
  consumer.write(`${entry}/worker.js`, text.replace("./walk.mjs", "../".repeat(entry.split("/").length) + "walk.mjs"));
  const beside = [];
  const apart = {
    name: "wasm apart",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\.wasm$/ }, async ({ path, pluginData: inside, ...from }) => {
        if (inside) return undefined;
        const { path: found } = await resolve(path, { kind: from.kind, resolveDir: from.resolveDir, pluginData: true });
        beside.push({ name: basename(found), text: readFileSync(found) });
        return { path: `./${basename(found)}`, external: true };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    entryPoints: [consumer.at(`${entry}/worker.js`)],
    bundle: true,
    format: "esm",
    write: false,
    plugins: [apart],
    conditions: ["workerd", "worker", "browser"],
    logLevel: "silent",
  });
  const root = `${entry}/served`;
  consumer.write(`${root}/worker.js`, outputFiles[0].text);
  beside.forEach(({ name, text }) => consumer.write(`${root}/${name}`, text));
  const modules = [
    `(name = "worker.js", esModule = embed "worker.js")`,
    ...beside.map(({ name }) => `(name = "${name}", wasm = embed "${name}")`),
  ];
  consumer.write(
    `${root}/config.capnp`,
    `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (modules = [${modules.join(", ")}], compatibilityDate = "2026-11-01"))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
    );`,
  );
  return { config: consumer.at(`${root}/config.capnp`), wasm: beside.map(({ name }) => name) };
}

/** What the worker answers. */
async function answered(config) {
  const workerd = spawn(bin("workerd"), ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  try {
    for await (const line of createInterface({ input: workerd.stdio[3] })) {
      const { event, port } = JSON.parse(line);
      if (event === "listen") return await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.json());
    }
    throw new Error("workerd did not listen");
  } finally {
    workerd.kill();
  }
}

const WORKERD = { skip: absent("workerd"), timeout: 60_000 };
const replying = (entry, asked) => `
  import * as depute from "${entry}";
  import { walk, judge } from "./walk.mjs";
  export default { fetch() { return Response.json(${asked}); } };`;

test("workerd imports depute, with its `.wasm` a module of the worker", WORKERD, async () => {
  const { config, wasm } = await worker("depute", replying("depute", "walk(depute)"));
  assert.deepEqual(wasm, ["depute.wasm"]);
  assert.deepEqual(await answered(config), WALKED);
});

test("workerd imports depute/verify", WORKERD, async () => {
  const { config, wasm } = await worker(
    "depute/verify",
    replying("depute/verify", `judge(depute, ${JSON.stringify(toJudge())})`),
  );
  assert.deepEqual(wasm, ["verify.wasm"]);
  assert.deepEqual(await answered(config), JUDGED);
});

test("workerd is handed the module by hand, and says why it takes no bytes", WORKERD, async () => {
  // The entry for browsers, as other hosts of workers take it.
  const asked = `
    import * as depute from "../node_modules/depute/dist/web.js";
    import module from "depute/depute.wasm";
    import * as inline from "depute/inline";
    import { walk } from "./walk.mjs";
    depute.initSync(module);
    const told = ({ code, hint }) => ({ code, hint });
    const attempt = (act) => { try { return act() } catch (error) { return told(error) } };
    export default { fetch() { return Response.json([walk(depute), attempt(() => inline.Key.generate())]); } };`;
  const { config } = await worker("by-hand", asked);
  const [walked, told] = await answered(config);
  assert.deepEqual(walked, WALKED);
  assert.equal(told.code, "usage");
  assert.match(told.hint, /^this host compiles nothing that is not a module of the worker: /);
});
