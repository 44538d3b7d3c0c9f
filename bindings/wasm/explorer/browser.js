/** For the tests: Debian's Chromium, the built page served or from disk, and what it asked the network for. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
export const root = join(here, "..", "..", "..");
const dist = join(here, "dist");
const shots = join(root, "target", "explorer");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

if (!existsSync(join(dist, "depute-explorer.html"))) throw new Error("no page to test: `npm run build` makes it");
mkdirSync(shots, { recursive: true });

/** The page as one file, from disk. */
export const onDisk = pathToFileURL(join(dist, "depute-explorer.html")).href;

/** The page served, on this machine alone; `asked` is every path that was asked for. */
export async function served() {
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    asked.push(path);
    const file = join(dist, path === "/" ? "index.html" : path);
    if (!file.startsWith(dist) || !existsSync(file)) return response.writeHead(404).end();
    return response
      .writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
      .end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, asked, close: () => server.close() };
}

export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** Closes all pages: each has an engine of its own. */
export async function closed(chromium) {
  await Promise.all(chromium.contexts().map((context) => context.close()));
}

/** A page in a context of its own. Faults of the page are collected, and so is every request that it makes. */
export async function opened(chromium, url, { width = 1440, height = 1000, ...options } = {}) {
  const context = await chromium.newContext({
    viewport: { width, height },
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, faults, requests, context };
}

/** What the verdict says. */
export async function verdict(page) {
  return {
    says: await page.innerText("#verdict .headline strong"),
    code: await page
      .locator("#verdict .code")
      .allInnerTexts()
      .then((all) => all[0]),
  };
}

/** What each link says: its state, and the word beside it. */
export function links(page) {
  return page
    .locator(".rung")
    .evaluateAll((rungs) => rungs.map((rung) => [rung.dataset.state, rung.querySelector(".says").textContent]));
}

export function shot(page, name, options = {}) {
  return page.screenshot({ path: join(shots, `${name}.png`), animations: "disabled", ...options });
}
