// The code that the page gives runs, and says what the page says.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { browser, closed, onDisk, opened, root, verdict } from "../browser.js";

let chromium;
let folder;
before(async () => {
  chromium = await browser();
  folder = mkdtempSync(join(tmpdir(), "depute-explorer-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "bindings", "wasm"), join(folder, "node_modules", "depute"));
});
afterEach(() => closed(chromium));
after(async () => {
  await chromium.close();
  rmSync(folder, { recursive: true });
});

const SCENES = ["trip", "payments", "files", "mail", "http", "shell", "audience", "path"];

/** The code of each scene as it is copied, and the verdict beside it. */
async function codes(language) {
  const { page } = await opened(chromium, onDisk);
  const found = [];
  for (const scene of SCENES) {
    await page.click(`#scene-${scene}`);
    await page.click(`#tab-${language}`);
    await page.click("#copy-code");
    await page.waitForFunction(() => document.querySelector("#copy-panel .hint").textContent === "Copied.");
    const code = await page.evaluate(() => navigator.clipboard.readText());
    const { code: refusal } = await verdict(page);
    // Who forwards a presentation is no part of the limits.
    found.push({ scene, code, refusal: scene === "audience" ? undefined : refusal });
  }
  return found;
}

test("TypeScript runs against the package and gives the same verdicts", async () => {
  for (const { scene, code, refusal } of await codes("typescript")) {
    const file = join(folder, `${scene}.mjs`);
    writeFileSync(file, code);
    const said = execFileSync(process.execPath, [file], { encoding: "utf8" });
    assert.equal(/^(ALLOWED|DENIED (\w+))/.exec(said)?.[2], refusal, `${scene}: ${said}`);
  }
});

const depute = join(root, "target", "debug", "depute");

test(
  "the command line runs and gives the same verdicts",
  { skip: !existsSync(depute) && "no target/debug/depute" },
  async () => {
    for (const { scene, code, refusal } of await codes("cli")) {
      const env = { ...process.env, PATH: `${join(root, "target", "debug")}:${process.env.PATH}`, TMPDIR: folder };
      const { stdout, stderr, status } = spawnSync("bash", ["-euo", "pipefail", "-c", code], { encoding: "utf8", env });
      assert.equal(status, refusal === undefined ? 0 : 3, `${scene}: ${stdout}${stderr}`);
      assert.equal(
        /^(ALLOWED|DENIED (\w+))/m.exec(`${stdout}\n${stderr}`)?.[2],
        refusal,
        `${scene}: ${stdout}${stderr}`,
      );
    }
  },
);

test("Rust begins as the crate's own example does, and calls nothing that the crate does not have", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const source = join(root, "crates", "core", "src");
  const files = readdirSync(source, { recursive: true })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(join(source, name), "utf8"))
    .join("\n");
  const line = /^use depute::\{.*\};$/m;
  for (const { scene, code } of await codes("rust")) {
    assert.equal(line.exec(code)[0], line.exec(readme)[0], scene);
    const called = [...code.replaceAll(/r(#+)"[^]*?"\1|"(?:[^"\\]|\\.)*"/g, '""').matchAll(/[.:](\w+)\(/g)].map(
      ([, name]) => name,
    );
    assert.ok(called.includes("sign") && called.includes("check"), scene);
    const std = ["now", "duration_since", "as_secs"];
    for (const name of new Set(called))
      assert.ok(std.includes(name) || new RegExp(`fn ${name}\\b`).test(files), `${scene}: ${name}`);
  }
});

test("a name that means something to a language is not used as it is", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.click("#example");
  await page.fill(".petname >> nth=0", "await $(rm)");
  await page.fill(".petname >> nth=1", "class");
  await page.fill(".petname >> nth=2", "await-rm");
  await page.click("#tab-typescript");
  const code = await page.innerText("#code");
  assert.match(code, /const \[await_rm, holder1, await_rm2\]/);
  writeFileSync(join(folder, "names.mjs"), code);
  assert.match(
    execFileSync(process.execPath, [join(folder, "names.mjs")], { encoding: "utf8" }),
    /^DENIED arg_above_limit/,
  );
});
