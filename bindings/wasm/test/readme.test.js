// The programs of this package's README, run as they stand; what they print is what the comments at their end say.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const readme = readFileSync(join(home, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
const of = (language) => blocks.filter((block) => block.language === language).map(({ text }) => text);
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

test("every block is one that these tests run", () => {
  assert.deepEqual([...new Set(blocks.map(({ language }) => language))].sort(), ["html", "ts"]);
  assert.ok(of("ts").length >= 7 && of("html").length >= 2);
});

of("ts").forEach((program, at) =>
  test(`program ${at + 1} prints what it says`, () => {
    const told = /(?:^\/\/ .*\n)+$/m
      .exec(program)?.[0]
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(3));
    assert.ok(told?.length > 0, "it says what it prints");
    const { code } = transformSync(program, { loader: "ts" });
    const args = ["--no-warnings", "--input-type=module"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: home,
      input: code,
      encoding: "utf8",
      timeout: 60_000,
    });
    assert.deepEqual([stderr, status], ["", 0]);
    assert.deepEqual(stdout.trimEnd().split("\n"), told);
  }),
);

test("the first program has twelve lines and what they print", () => {
  assert.equal(
    of("ts")[0]
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("//")).length <= 12,
    true,
  );
});

/** Removes what the browser's last processes may still be writing to. */
async function removed(folder) {
  for (let left = 100; ; left -= 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await pause(100);
    }
  }
}

of("html").forEach((page, at) =>
  test(
    `page ${at + 1} shows a key`,
    { skip: existsSync(chromium) ? false : "no chromium here; CHROMIUM says where one is" },
    async () => {
      const types = { js: "text/javascript", wasm: "application/wasm" };
      const telling = `<script>setInterval(() => { const { textContent } = document.querySelector("output"); if (textContent) fetch("/shown", { method: "POST", body: textContent }); }, 50)</script>`;
      let told;
      const shown = new Promise((resolve) => (told = resolve));
      const server = createServer(({ url }, response) => {
        const file = /^\/node_modules\/depute\/(dist\/[a-z.]+\.(js|wasm))$/.exec(url);
        if (file)
          return response.writeHead(200, { "content-type": types[file[2]] }).end(readFileSync(join(home, file[1])));
        if (url === "/")
          return response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html>${page}${telling}`);
        return response.writeHead(404).end();
      });
      server.on("request", async (request) => {
        if (request.url === "/shown") told(await text(request));
      });
      await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
      const profile = mkdtempSync(join(tmpdir(), "depute-readme-"));
      const flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        `--user-data-dir=${profile}`,
      ];
      const browser = spawn(chromium, [...flags, `http://127.0.0.1:${server.address().port}/`], { stdio: "ignore" });
      const ended = new Promise((resolve) => browser.once("exit", resolve));
      try {
        assert.match(
          await Promise.race([shown, ended, pause(60_000, "nothing was shown", { ref: false })]),
          /^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/,
        );
      } finally {
        browser.kill();
        await ended;
        server.close();
        server.closeAllConnections();
        await removed(profile);
      }
    },
  ),
);
