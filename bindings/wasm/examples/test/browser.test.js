// The page, in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { site } from "../browser/server.js";
import { listening, served } from "../listening.js";
import { awake } from "./hosts.js";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {import("playwright-core").Page} */ let page;
/** @type {Awaited<ReturnType<typeof listening>>} */ let server;
/** @type {string | null} */ let did;

before(async () => {
  server = await awake(await listening(served(site())));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  page = await browser.newPage();
  did = await opened();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const output = () => page.locator("output");
/** Opens the page, and gives the key for which it asks a token. */
async function opened() {
  const asked = page.waitForRequest(`${server.origin}/token`);
  await page.goto(server.origin);
  await output().filter({ hasText: "ready" }).waitFor();
  return (await asked).postData();
}
async function pays(amount, expected) {
  await page.locator("[name=amount]").fill(String(amount));
  const sent = page.waitForRequest((request) => request.url().endsWith("/payments"));
  await page.getByRole("button").click();
  await output().filter({ hasText: expected }).waitFor();
  assert.equal(await output().textContent(), expected);
  return sent;
}

test("a page pays what its key was granted, and is told what it may not pay", async () => {
  await pays(120, "paid 120");
  await pays(450, "ask alice for a token with amount <= 450");
});

test("what a page sent is good once", async () => {
  const sent = await pays(121, "paid 121");
  const again = await fetch(sent.url(), {
    method: "POST",
    headers: { authorization: (await sent.allHeaders()).authorization, "content-type": "application/json" },
    body: sent.postData(),
  });
  assert.equal((await again.json()).code, "proof_replayed");
  await pays(121, "paid 121");
});

test("the key cannot be read out of the browser, and is there when the page is opened again", async () => {
  const key = () => page.evaluate(async () => {
    const result = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    const database = await result(indexedDB.open("agent"));
    const pair = await result(database.transaction("keys").objectStore("keys").get("own"));
    const read = async (format, key) => [...new Uint8Array(await crypto.subtle.exportKey(format, key))].join();
    const secret = await read("pkcs8", pair.privateKey).catch(({ name }) => name);
    return { public: await read("raw", pair.publicKey), secret };
  });
  const first = await key();
  assert.equal(first.secret, "InvalidAccessError");
  assert.equal(await opened(), did);
  assert.deepEqual(await key(), first);
  await pays(122, "paid 122");
});
