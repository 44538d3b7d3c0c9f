// What is in the tarball, and what is not.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack, project } from "./kit/consumer.js";

const PACKAGE = new URL("../", import.meta.url);
/** Every source of the face has its types. */
const TYPES = readdirSync(new URL("ts/", PACKAGE))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => basename(name, ".ts"));
const BUNDLES = ["inline.cjs", "inline.js", "node.cjs", "node.js", "web.js", "workerd.js"].flatMap((name) => [
  name,
  `verify.${name}`,
]);
const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "package.json",
  ...["README.md"].filter((name) => existsSync(new URL(name, PACKAGE))),
  "dist/depute.wasm",
  "dist/verify.wasm",
  ...BUNDLES.map((name) => `dist/${name}`),
  ...TYPES.flatMap((name) => [`dist/types/${name}.d.cts`, `dist/types/${name}.d.ts`]),
];

let packed, consumer;
before(() => {
  packed = pack();
  consumer = project();
});

const read = (path) => readFileSync(consumer.at(`node_modules/depute/${path}`), "utf8");

test("the tarball has these files and no others", () => {
  assert.deepEqual(packed.files, [...FILES].sort());
});

test("every path that is exported is there, with types", () => {
  const { exports, main, module, types } = JSON.parse(read("package.json"));
  const paths = (target) => (typeof target === "string" ? [target] : Object.values(target).flatMap(paths));
  for (const path of [...paths(exports), main, module, types])
    assert.ok(packed.files.includes(path.replace("./", "")), path);
  const withTypes = (target) =>
    typeof target.default === "string" ? typeof target.types === "string" : Object.values(target).every(withTypes);
  for (const name of [".", "./inline", "./verify", "./verify/inline"]) assert.ok(withTypes(exports[name]), name);
});

test("it depends on nothing, and runs nothing when it is installed", () => {
  const manifest = JSON.parse(read("package.json"));
  for (const name of ["dependencies", "peerDependencies", "optionalDependencies", "bin"])
    assert.equal(manifest[name], undefined, name);
  assert.deepEqual(
    Object.keys(manifest.scripts).filter((name) => /install|^prepare$|^postpack$/.test(name)),
    [],
  );
});

for (const name of BUNDLES) {
  test(`dist/${name} prints nothing, evaluates nothing, and waits for nothing when it is imported`, async () => {
    const text = read(`dist/${name}`);
    assert.doesNotMatch(text, /sourceMappingURL/);
    // Comments may name what code may not; so may texts of errors, which are not followed by what makes a call.
    const { code } = await transform(text, { minifyWhitespace: true, legalComments: "none", charset: "utf8" });
    for (const forbidden of [
      /\bconsole\s*\./,
      /\beval\s*\(/,
      /\bnew Function\b/,
      /[^.\w]Function\s*\(/,
      /\bdocument\s*\./,
      /\bWebAssembly\.compileStreaming\b/,
    ]) {
      assert.doesNotMatch(code, forbidden);
    }
    // A form without top-level await refuses it.
    await transform(text, { format: "cjs" });
    await assert.rejects(transform(`${text};await 0;`, { format: "cjs" }), /[Tt]op-level await/);
  });
}

test("no bundle for browsers or workers asks for anything of Node", () => {
  for (const name of BUNDLES.filter((name) => !/node\.(js|cjs)$/.test(name)))
    assert.doesNotMatch(read(`dist/${name}`), /["']node:|\brequire\(|\bprocess\./, name);
  assert.match(read("dist/node.cjs"), /require\("node:fs"\)/);
});

test("neither the machine nor the folder that built it shows in it", () => {
  const project = fileURLToPath(new URL("../../../", import.meta.url));
  const homes = ["home", "root", "Users"].map((folder) => `/${folder}/`);
  for (const name of packed.files) {
    const bytes = readFileSync(consumer.at(`node_modules/depute/${name}`));
    for (const trace of [project, ...homes, ".cargo/registry"])
      assert.equal(bytes.includes(trace), false, `${trace} in ${name}`);
  }
});

test("publint has nothing to say", async () => {
  const tarball = readFileSync(packed.tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
    strict: true,
  });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test("attw finds the types of every entry under every way of resolving them", async () => {
  const attw = fileURLToPath(new URL("./node_modules/.bin/attw", import.meta.url));
  const args = [packed.tarball, "--exclude-entrypoints", "./depute.wasm", "./verify.wasm", "--format", "json"];
  const { stdout } = await promisify(execFile)(attw, args).catch((fault) => fault);
  const { analysis } = JSON.parse(stdout);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [
    ".",
    "./inline",
    "./package.json",
    "./verify",
    "./verify/inline",
  ]);
  assert.deepEqual(analysis.problems, []);
});
