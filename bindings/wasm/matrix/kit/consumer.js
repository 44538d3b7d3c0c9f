// Projects that install the packed package, in temporary folders.
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const QUIET = { ...process.env, npm_config_update_notifier: "false", npm_config_loglevel: "error" };

/** The functions of `walk.js` as each kind of module. */
const WALK = readFileSync(new URL("./walk.js", import.meta.url), "utf8");
const WALK_CJS = `${WALK.replaceAll("export function", "function")}\nmodule.exports = { walk, judge };\n`;

const FOLDERS = [];
process.once("exit", () => FOLDERS.forEach((made) => rmSync(made, { recursive: true, force: true })));

/** A folder that is gone when the process is. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "depute-matrix-"));
  FOLDERS.push(made);
  return made;
}

/** Packs what was built, as `npm publish` would: the tarball, and the files in it. */
export function pack() {
  // Not built anew: other tests may be reading what there is.
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder()];
  const told = JSON.parse(execFileSync("npm", args, { cwd: PACKAGE, env: QUIET, encoding: "utf8" }));
  const [{ filename, files }] = Array.isArray(told) ? told : Object.values(told);
  return { tarball: join(args.at(-1), filename), files: files.map(({ path }) => path).sort() };
}

/** A project with the package installed from its tarball, and with these files. */
export function project(files = {}, { type = "module" } = {}) {
  const root = folder();
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("package.json", JSON.stringify({ name: "consumer", private: true, type }));
  const args = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", pack().tarball];
  execFileSync("npm", args, { cwd: root, env: QUIET });
  const all = { "walk.mjs": WALK, "walk.cjs": WALK_CJS, ...files };
  for (const [path, text] of Object.entries(all)) write(path, text);
  return { root, write, at: (path) => join(root, path) };
}

/** What a program prints, as JSON. It prints nothing else, and nothing as an error. */
export async function printed(program, args, options = {}) {
  const { stdout, stderr } = await promisify(execFile)(program, args, { timeout: 60_000, ...options });
  if (stderr !== "") throw new Error(`${program} ${args.join(" ")} complains: ${stderr}`);
  return JSON.parse(stdout);
}
