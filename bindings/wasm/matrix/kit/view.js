// A page, looked at: what it comes to, what it wrote to the console, and what it fetched.
import { serve } from "./serve.js";

/** Opens the page of an origin until it sets `globalThis.outcome`. A fault of the page is one of the test. */
export async function outcomeAt(browser, origin) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const told = [];
    page.on("console", (message) => told.push(message.text()));
    const failed = new Promise((_, fail) => page.on("pageerror", fail));
    const came = async () => {
      await page.goto(origin);
      const handle = await page.waitForFunction(() => globalThis.outcome, undefined, { timeout: 20_000 });
      return handle.jsonValue();
    };
    return { outcome: await Promise.race([came(), failed]), told };
  } finally {
    await context.close();
  }
}

/** The same of the page that is served from these folders. */
export async function served(browser, folders, options) {
  const server = await serve(folders, options);
  try {
    const seen = await outcomeAt(browser, server.origin);
    return { ...seen, asked: server.asked, wasm: server.asked.filter((path) => path.endsWith(".wasm")) };
  } finally {
    await server.close();
  }
}
