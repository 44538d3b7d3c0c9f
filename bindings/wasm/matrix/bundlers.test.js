// The tarball under bundlers: what each of them makes of it runs in a page of Chromium, or in Node. What a bundler
// needs stands in the source of its page.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";
import { launch } from "./kit/chromium.js";
import { printed, project } from "./kit/consumer.js";
import { WALKED } from "./kit/expected.js";
import { walking } from "./kit/programs.js";
import { outcomeAt, served } from "./kit/view.js";

let browser, consumer;
before(async () => {
  consumer = project();
  browser = await launch();
});
after(() => browser?.close());

/** A source that starts the engine in this way, and walks. */
const source = (entry, { imports = "", start = "" } = {}) => `
  import * as depute from "${entry}";
  import { walk } from "./walk.mjs";
  ${imports}
  async function main() { ${start} globalThis.outcome = walk(depute); }
  main();`;
const INIT = { start: "await depute.init();" };
const INLINE = ["depute/inline", {}];

/** A project with a page of this source; `html` says which script it loads. */
function sourced(name, text, script) {
  consumer.write(
    `${name}/index.html`,
    `<!doctype html><title>t</title><script type="module" src="${script}"></script>`,
  );
  consumer.write(`${name}/main.js`, text.replace("./walk.mjs", "../walk.mjs"));
  return consumer.at(name);
}

/** Looks at what was bundled: it walks, says nothing, and fetches so many `.wasm`. */
async function walks(folder, wasm) {
  const seen = await served(browser, { "/": folder });
  assert.deepEqual(seen.outcome, WALKED);
  assert.deepEqual(seen.told, []);
  assert.equal(seen.wasm.length, wasm, seen.asked.join(" "));
}

test("Vite builds a page that finds the engine by itself", async () => {
  const root = sourced("vite", source("depute", INIT), "./main.js");
  await vite.build({ root, logLevel: "error", configFile: false });
  await walks(join(root, "dist"), 1);
});

test("Vite builds a page that starts from an address it was asked for", async () => {
  const given = { imports: 'import url from "depute/depute.wasm?url";', start: "await depute.init(url);" };
  const root = sourced("vite-url", source("depute", given), "./main.js");
  await vite.build({ root, logLevel: "error", configFile: false });
  await walks(join(root, "dist"), 1);
});

test("Vite builds a page with everything in it", async () => {
  const root = sourced("vite-inline", source(...INLINE), "./main.js");
  await vite.build({ root, logLevel: "error", configFile: false, build: { chunkSizeWarningLimit: 4000 } });
  await walks(join(root, "dist"), 0);
});

test("Vite serves a page while it is being written", async () => {
  const root = sourced("vite-dev", source("depute", INIT), "./main.js");
  const server = await vite.createServer({
    root,
    configFile: false,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, ws: false, fs: { allow: [consumer.root] } },
  });
  try {
    await server.listen();
    // The second time the package has been bundled in advance, as Vite does once it knows of it.
    for (let time = 0; time < 2; time += 1) {
      const { outcome } = await outcomeAt(browser, `http://127.0.0.1:${server.httpServer.address().port}/`);
      assert.deepEqual(outcome, WALKED);
      await server.environments.client.depsOptimizer?.scanProcessing;
    }
  } finally {
    await server.close();
  }
});

test("Vite builds a page whose worker finds the engine by itself", async () => {
  const page = `
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => { globalThis.outcome = data; };`;
  const root = sourced("vite-worker", page, "./main.js");
  const work = source("depute", INIT)
    .replace("./walk.mjs", "../walk.mjs")
    .replace("globalThis.outcome = walk(depute);", "postMessage(walk(depute));");
  consumer.write("vite-worker/worker.js", work);
  await vite.build({ root, logLevel: "error", configFile: false, worker: { format: "es" } });
  await walks(join(root, "dist"), 1);
});

async function packed(name, text, more = {}) {
  const root = sourced(name, text, "./main.js");
  const config = {
    context: root,
    mode: "production",
    entry: "./main.js",
    output: { path: join(root, "dist") },
    performance: { hints: false },
    ...more,
  };
  const stats = await new Promise((done, fail) =>
    webpack(config, (fault, stats) => (fault ? fail(fault) : done(stats))),
  );
  assert.deepEqual([stats.compilation.errors.map(String), stats.compilation.warnings.map(String)], [[], []]);
  copyFileSync(join(root, "index.html"), join(root, "dist", "index.html"));
  return join(root, "dist");
}

test("webpack builds a page that finds the engine by itself", async () => {
  await walks(await packed("webpack", source("depute", INIT)), 1);
});

test("webpack builds a page with everything in it", async () => {
  await walks(await packed("webpack-inline", source(...INLINE)), 0);
});

test("webpack builds a page of what requires the package, with one engine for both ways", async () => {
  const mixed = `
    import * as imported from "depute";
    import { walk } from "./walk.mjs";
    const required = require("depute");
    const both = { ...imported, Key: required.Key, Denied: required.Denied };
    imported.init().then(() => { globalThis.outcome = walk(both); });`;
  const rules = [{ test: /main\.js$/, type: "javascript/auto" }];
  await walks(await packed("webpack-require", mixed, { module: { rules } }), 1);
});

test("what requires the package without being Node or a bundler gets one file that reads nothing", async () => {
  const required = `
    const { walk } = require("./walk.cjs");
    globalThis.outcome = walk(require("depute"));`.replace("./walk", "../walk");
  // As a runner of tests in a made-up browser does: it sets `browser` and `require`, and not `module`.
  await walks(await built("required", required, { conditions: ["browser"], format: "iife" }), 0);
  // The twin: a bundler sets `module`, and gets the entry that fetches, for both ways of importing.
  await assert.rejects(
    walks(await built("required-module", required, { format: "iife" }), 0),
    /used before it was started/,
  );
});

test("rollup builds a page that starts from a file beside it", async () => {
  const root = sourced("rollup", source("depute", INIT), "./main.js");
  const bundle = await rollup({
    input: join(root, "main.js"),
    plugins: [nodeResolve({ browser: true })],
    onwarn: fail,
  });
  await bundle.write({ dir: join(root, "dist"), format: "es" });
  await bundle.close();
  copyFileSync(consumer.at("node_modules/depute/dist/depute.wasm"), join(root, "dist", "depute.wasm"));
  copyFileSync(join(root, "index.html"), join(root, "dist", "index.html"));
  await walks(join(root, "dist"), 1);
});

test("rollup builds a page with everything in it", async () => {
  const root = sourced("rollup-inline", source(...INLINE), "./main.js");
  const bundle = await rollup({
    input: join(root, "main.js"),
    plugins: [nodeResolve({ browser: true })],
    onwarn: fail,
  });
  await bundle.write({ dir: join(root, "dist"), format: "es" });
  await bundle.close();
  copyFileSync(join(root, "index.html"), join(root, "dist", "index.html"));
  await walks(join(root, "dist"), 0);
});

async function built(name, text, more = {}) {
  const root = sourced(name, text, "./main.js");
  const common = {
    absWorkingDir: root,
    entryPoints: ["./main.js"],
    bundle: true,
    format: "esm",
    outdir: "dist",
    logLevel: "silent",
  };
  const { warnings } = await esbuild.build({ ...common, ...more });
  assert.deepEqual(warnings, []);
  copyFileSync(join(root, "index.html"), join(root, "dist", "index.html"));
  return join(root, "dist");
}

test("esbuild builds a page that starts from a file it was asked for", async () => {
  const given = { imports: 'import url from "depute/depute.wasm";', start: "await depute.init(url);" };
  await walks(await built("esbuild", source("depute", given), { loader: { ".wasm": "file" } }), 1);
});

test("esbuild builds a page that starts from a file beside it", async () => {
  const folder = await built("esbuild-beside", source("depute", INIT));
  copyFileSync(consumer.at("node_modules/depute/dist/depute.wasm"), join(folder, "depute.wasm"));
  await walks(folder, 1);
});

test("esbuild builds a page with everything in it", async () => {
  await walks(await built("esbuild-inline", source(...INLINE)), 0);
});

/** What a bundle for Node prints, of this entry. */
async function bundledForNode(entry, format, more = {}) {
  const out = join("dist", format === "esm" ? "out.mjs" : "out.cjs");
  const folder = await built(`esbuild-node-${format}`, walking(entry), {
    platform: "node",
    format,
    outdir: undefined,
    outfile: out,
    ...more,
  });
  return printed(process.execPath, [join(dirname(folder), out)]);
}

for (const format of ["esm", "cjs"]) {
  for (const entry of ["depute", "depute/inline"]) {
    test(`esbuild bundles ${entry} for Node as ${format}, in one file`, async () => {
      assert.deepEqual(await bundledForNode(entry, format), WALKED);
    });
  }
}

test("webpack bundles depute for Node, in one file", async () => {
  const folder = await packed("webpack-node", walking("depute"), { target: "node" });
  assert.deepEqual(readdirSync(folder).sort(), ["index.html", "main.js"]);
  // The project's files are modules, and what webpack writes for Node is none.
  renameSync(join(folder, "main.js"), join(folder, "main.cjs"));
  assert.deepEqual(await printed(process.execPath, [join(folder, "main.cjs")]), WALKED);
});

test("Vite bundles depute for a server, in one file", async () => {
  const root = sourced("vite-ssr", walking("depute"), "./main.js");
  await vite.build({
    root,
    logLevel: "error",
    configFile: false,
    ssr: { noExternal: true },
    build: { ssr: "main.js" },
  });
  assert.deepEqual(await printed(process.execPath, [join(root, "dist", "main.js")]), WALKED);
});

test("a bundle for Node that left the engine's file behind says so", async () => {
  // A bundler that is not one of those that set the condition `module`.
  const unknown = { conditions: ["none-of-ours"] };
  await assert.rejects(
    bundledForNode("depute", "cjs", unknown),
    /the engine's file is not beside its script: ENOENT[\s\S]*import "depute\/inline"/,
  );
  assert.deepEqual(await bundledForNode("depute/inline", "cjs", unknown), WALKED);
});

function fail(warning) {
  throw new Error(warning.message);
}
