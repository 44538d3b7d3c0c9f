// The page as such: both builds, no network, every reader, every width.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, test } from "node:test";
import { Key, revoke } from "../../dist/node.js";
import { texts } from "../../vectors/files.js";
import { browser, closed, links, onDisk, opened, served, shot, verdict } from "../browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let chromium;
let server;
before(async () => ([chromium, server] = [await browser(), await served()]));
afterEach(() => closed(chromium));
after(async () => {
  await chromium.close();
  server.close();
});

/** All that a reader might do. */
async function tour(page) {
  await page.click("#example");
  await page.fill("#call", 'flights.book(to = "SFO", price = 390)');
  assert.equal((await verdict(page)).says, "ALLOWED");
  await page.click("#share");
  await page.click("#copy-code");
  await page.click("#scene-replay");
  await page.click("#theme");
  await page.fill("#source", "nothing");
}

test("from disk the page asks for nothing but itself", async () => {
  const { page, requests, faults } = await opened(chromium, onDisk);
  await tour(page);
  assert.deepEqual(
    requests.filter((url) => !url.startsWith("data:")),
    [onDisk],
  );
  assert.deepEqual(faults, []);
});

test("served, it asks for its own files alone, and nothing once it is there", async () => {
  const { page, requests, faults } = await opened(chromium, server.url);
  await page.waitForSelector("#run-vectors");
  const before = server.asked.length;
  await tour(page);
  assert.equal(server.asked.length, before);
  assert.ok(
    server.asked.every((path) => path === "/" || path.startsWith("/assets/")),
    server.asked.join(),
  );
  assert.ok(
    requests.every((url) => url.startsWith(server.url) || url.startsWith("data:")),
    requests.join(),
  );
  assert.deepEqual(faults, []);
});

test("the policy of the page forbids it the network", async () => {
  for (const url of [onDisk, server.url]) {
    const { page } = await opened(chromium, url);
    const asked = server.asked.length;
    const reached = await page.evaluate(async (target) => {
      const outcome = [];
      try {
        await fetch(target);
        outcome.push("fetch");
      } catch {
        /* as it should be */
      }
      outcome.push(navigator.sendBeacon?.(target) === true ? "beacon asked" : "");
      await new Promise((resolve) => {
        const image = new Image();
        image.onload = image.onerror = resolve;
        image.src = `${target}image.png`;
      });
      return outcome.filter(Boolean);
    }, server.url);
    assert.ok(!reached.includes("fetch"));
    assert.equal(server.asked.length, asked, "nothing arrived");
    const policy = await page.getAttribute("meta[http-equiv]", "content");
    for (const part of ["default-src 'none'", "connect-src 'none'", "form-action 'none'"])
      assert.ok(policy.includes(part), part);
    assert.ok(!policy.includes("unsafe-inline"));
  }
});

test("the test vectors run in both builds, and all are answered as they must be", async () => {
  for (const url of [onDisk, server.url]) {
    const { page, faults } = await opened(chromium, url);
    await page.click("#run-vectors");
    await page.waitForFunction(() => / s\.$/.test(document.querySelector("#vectors-told").textContent), undefined, {
      timeout: 60_000,
    });
    const told = await page.innerText("#vectors-told");
    const [, ran] = /^All ([\d,]+) answered as every verifier must/.exec(told) ?? assert.fail(told);
    const counts = texts().map((text) => JSON.parse(text).count);
    assert.equal(
      Number(ran.replace(",", "")),
      counts.reduce((one, other) => one + other),
      told,
    );
    assert.deepEqual(faults, []);
  }
});

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing in the ${theme} theme`, async () => {
    const { page } = await opened(chromium, onDisk, { colorScheme: theme });
    const clean = async (state) => {
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${state}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
        [],
      );
      assert.ok(
        passes.some(({ id }) => id === "color-contrast"),
        "contrast was looked at",
      );
    };
    await clean("blank");
    await shot(page, `blank-${theme}`);
    await page.click("#example");
    await clean("denied");
    await shot(page, `denied-${theme}`, { fullPage: true });
    await page.fill(".petname >> nth=0", "");
    await page.fill("#root", "");
    await page.fill("#call", "flights.book()");
    await clean("unverified, with suggestions");
    await page.click("#scene-payments");
    await clean("approval");
    await page.click("#scene-approved");
    await clean("allowed");
    await page.fill("#source", "dptsk1_x");
    await clean("secret");
    await shot(page, `secret-${theme}`);
    const alice = Key.generate();
    await page.fill("#source", revoke({ key: alice, statements: [{ task: "T", root: alice }] }).text);
    await clean("list");
  });
}

test("axe would notice a field without a name", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.evaluate(() => document.querySelector("label[for=source]").remove());
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.ok(violations.length > 0);
});

test("the theme follows the system until the button says otherwise", async () => {
  const { page } = await opened(chromium, onDisk, { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.click("#theme");
  const light = await paper();
  assert.notEqual(light, dark);
  await page.click("#theme");
  assert.equal(await paper(), dark);
  await page.click("#theme");
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await paper(), light);
});

test("everything can be done with the keyboard, and focus can be seen", async () => {
  const { page } = await opened(chromium, onDisk);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  const tabTo = async (id) => {
    for (let presses = 0; presses < 60; presses++) {
      if ((await focused()) === id) return;
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, "none", await focused());
    }
    assert.fail(`no way to ${id}`);
  };
  await tabTo("example");
  await page.keyboard.press("Enter");
  assert.equal((await verdict(page)).says, "DENIED");
  await tabTo("call");
  await page.keyboard.press("Tab");
  await tabTo("apply");
  await page.keyboard.press("Enter");
  assert.equal((await verdict(page)).says, "ALLOWED");
  assert.equal(await focused(), "call");
  await tabTo("tab-cli");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab-rust");
  assert.match(await page.innerText("#code"), /^use depute/);
});

test("a screen reader is told the verdict once the typing pauses", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.click("#example");
  const said = (pattern) =>
    page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector("#spoken[aria-live]").textContent),
      pattern,
    );
  await said("^Denied, arg above limit at link 2 of 2: planner → booker");
  await page.fill("#call", 'flights.book(to = "SFO", price = 1)');
  await said("^Allowed");
});

test("nothing moves where the reader asks for less motion", async () => {
  const moves = async (reducedMotion) => {
    const { page } = await opened(chromium, onDisk, { reducedMotion });
    await page.click("#example");
    return page.evaluate(() => getComputedStyle(document.querySelector(".fill")).transitionDuration);
  };
  assert.equal(await moves("reduce"), "0s");
  assert.notEqual(await moves("no-preference"), "0s");
});

for (const [width, height] of [
  [360, 780],
  [768, 1024],
  [1440, 1000],
]) {
  test(`at ${width} pixels nothing is wider than the page`, async () => {
    const { page } = await opened(chromium, server.url, {
      width,
      height,
      colorScheme: width === 768 ? "dark" : "light",
    });
    for (const scene of ["trip", "mail", "payments", "expired"]) {
      await page.evaluate((id) => document.getElementById(id).click(), `scene-${scene}`);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, scene);
      assert.ok((await links(page)).length > 0);
      await shot(page, `${scene}-${width}`, { fullPage: true });
    }
  });
}
