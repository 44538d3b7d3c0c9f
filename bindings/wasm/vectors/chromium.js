// Every test vector, answered by the package in a page. `npm ci --prefix bindings/wasm/matrix` installs what it needs.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../matrix/kit/chromium.js";
import { serve } from "../matrix/kit/serve.js";
import { report, texts } from "./files.js";

const folder = mkdtempSync(join(tmpdir(), "depute-vectors-"));
const of = (path) => fileURLToPath(new URL(path, import.meta.url));
writeFileSync(
  join(folder, "index.html"),
  `<!doctype html><title>vectors</title><script type="importmap">{ "imports": { "depute": "/dist/web.js" } }</script>`,
);
const server = await serve({ "/": folder, "/vectors/": of("."), "/dist/": of("../dist/") });
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`);
  await page.evaluate(() => import("depute").then(({ init }) => init()));
  const runs = [];
  for (const text of texts())
    runs.push(await page.evaluate((text) => import("/vectors/run.js").then(({ run }) => run(text)), text));
  report(runs);
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
