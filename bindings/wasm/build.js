// Makes `dist/` of the engine in `wasm/` and the face in `ts/`: one bundle for each runtime, and the types.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const at = (...parts) => join(here, ...parts);

/** Entry of the face, name of the engine's form, and what its files begin with. */
const FORMS = [
  { face: "index", engine: "depute", prefix: "" },
  { face: "verify", engine: "verify", prefix: "verify." },
];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

for (const { face, engine, prefix } of FORMS) {
  copyFileSync(at("wasm", `${engine}_bg.wasm`), join(dist, `${engine}.wasm`));
  const common = {
    bundle: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    alias: { "#glue": at("ts", "glue", `${engine}.js`) },
  };
  const entry = (runtime) => [at("ts", "entry", `${face}.${runtime}.ts`)];
  const out = (runtime) => join(dist, `${prefix}${runtime}`);

  await build({ ...common, entryPoints: entry("node"), outfile: out("node.cjs"), format: "cjs", platform: "node" });
  // Both ways of importing share one engine, so that a key made under one can sign under the other.
  writeFileSync(out("node.js"), `export * from "./${prefix}node.cjs";\n`);
  await build({ ...common, entryPoints: entry("web"), outfile: out("web.js"), format: "esm", platform: "neutral" });
  await build({
    ...common,
    entryPoints: entry("workerd"),
    outfile: out("workerd.js"),
    format: "esm",
    platform: "neutral",
    external: ["*.wasm"],
  });
  for (const [format, name] of [
    ["esm", "inline.js"],
    ["cjs", "inline.cjs"],
  ]) {
    await build({
      ...common,
      entryPoints: entry("inline"),
      outfile: out(name),
      format,
      platform: "neutral",
      loader: { ".wasm": "binary" },
    });
  }
}

execFileSync(process.execPath, [at("node_modules", "typescript", "bin", "tsc")], { cwd: here, stdio: "inherit" });
// The same types for `require`, which takes a file for CommonJS by its name.
const types = join(dist, "types");
for (const name of readdirSync(types).filter((name) => name.endsWith(".d.ts"))) {
  const text = readFileSync(join(types, name), "utf8").replaceAll(/(from "\.\/[a-z_]+)\.js"/g, '$1.cjs"');
  writeFileSync(join(types, name.replace(".d.ts", ".d.cts")), text);
}
