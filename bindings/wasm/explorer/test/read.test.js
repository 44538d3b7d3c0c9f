// What may be given to the page, and what it will not take.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Key, endorse, mint, present, revoke } from "../../dist/node.js";
import { browser, closed, links, onDisk, opened, shot } from "../browser.js";

let chromium;
before(async () => (chromium = await browser()));
afterEach(() => closed(chromium));
after(() => chromium.close());

const [alice, planner] = [Key.generate(), Key.generate()];
const token = mint({ from: alice, to: planner, allow: 'fs.read(path under "/data")', ttl: "1h" });
const PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEI${"B".repeat(42)}=
-----END PRIVATE KEY-----`;

async function pasteInto(page, selector, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.focus(selector);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+V");
}

/** Everything in which a secret could have stayed. */
function kept(page) {
  return page.evaluate(() =>
    [
      location.href,
      // The page's own script knows what secrets begin with.
      ...[...document.documentElement.querySelectorAll("*:not(script)")].map((element) =>
        element.outerHTML.replaceAll(/<script[^]*?<\/script>/g, ""),
      ),
      ...[...document.querySelectorAll("input, textarea")].map((field) => field.value),
      JSON.stringify(history.state),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
    ].join("\n"),
  );
}

test("a token that is pasted is drawn", async () => {
  const { page } = await opened(chromium, onDisk);
  await pasteInto(page, "#source", `  ${token.text}\n`);
  assert.equal((await links(page)).length, 1);
  assert.equal(await page.innerText(".rung .clauses"), 'fs.read(path under "/data")');
});

test("a file that is dropped is drawn, and a secret in one is not", async () => {
  const { page } = await opened(chromium, onDisk);
  const drop = (text) =>
    page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "a.dpt"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, text);
  await drop(`${token.text}\n`);
  await page.waitForSelector(".rung");
  await drop(alice.exportSecret());
  await page.waitForSelector(".warning");
  assert.match(await page.innerText(".warning"), /a Depute secret key/);
  assert.ok(!(await kept(page)).includes(alice.exportSecret()));
});

test("presentations, revocation lists and endorsements are recognised by themselves", async () => {
  const { page } = await opened(chromium, onDisk);
  const call = { action: "fs.read", args: { path: "/data/a" } };
  await page.fill("#source", present(token, call, { key: planner }).text);
  assert.match(await page.innerText(".facts"), /CALL PROOF[^]*“local”/);
  assert.equal((await links(page)).length, 1);
  await page.fill(
    "#source",
    revoke({ key: alice, statements: [{ task: "T-7", root: alice }, { link: token.unverified.id }] }).text,
  );
  assert.match(await page.innerText("#object"), /UNVERIFIED[^]*REVOCATION LIST[^]*2 statements[^]*the task “T-7”/);
  await shot(page, "list-light");
  await page.fill("#source", endorse(token, call, { key: alice, audience: "local" }).text);
  assert.match(await page.innerText("#object"), /UNVERIFIED[^]*ENDORSEMENT/);
});

test("what is none of these is refused in the engine's words", async () => {
  const { page } = await opened(chromium, onDisk);
  for (const wrong of ["eyJhbGciOiJFZERTQSJ9.e30.sig", token.text.slice(0, -4), `${token.text}A`, alice.did]) {
    let sentence;
    try {
      (await import("../../dist/node.js")).Token.parse(wrong);
    } catch (error) {
      sentence = error.message;
    }
    await page.fill("#source", wrong);
    assert.ok((await page.innerText(".warning")).includes(sentence), `${wrong.slice(0, 12)}: ${sentence}`);
    assert.equal(await page.locator(".rung").count(), 0);
  }
});

for (const field of ["#source", "#call", "#root"]) {
  test(`a secret pasted into ${field} is refused with a warning and kept nowhere`, async () => {
    const { page } = await opened(chromium, onDisk);
    await page.click("#example");
    for (const secret of [alice.exportSecret(), `key = "${alice.exportSecret()}" # mine`, PEM]) {
      const before = await page.inputValue(field);
      await pasteInto(page, field, secret);
      assert.match(await page.innerText(".warning"), /neither kept nor shown/);
      assert.equal(await page.inputValue(field), before);
      const everything = await kept(page);
      assert.ok(
        !everything.includes("dptsk1_") && !everything.includes("PRIVATE KEY") && !everything.includes("MC4CAQ"),
      );
      await pasteInto(page, field, "x");
      assert.equal(await page.inputValue(field), `${before}x`, "what is no secret arrives");
      await page.click("#example");
    }
  });
}

test("a secret that is typed is taken out as soon as it can be seen to be one", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.locator("#source").pressSequentially("dptsk1_");
  assert.equal(await page.inputValue("#source"), "");
  assert.match(await page.innerText(".warning"), /a Depute secret key/);
});

test("a secret in a share link is taken out of the address", async () => {
  const { page } = await opened(chromium, `${onDisk}#t=${alice.exportSecret()}`);
  assert.match(await page.innerText(".warning"), /a Depute secret key/);
  assert.ok(!(await kept(page)).includes("dptsk1_"));
  assert.equal(await page.evaluate(() => location.hash), "");
});

test("a share link carries token and call behind the #, and opens to the same", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.fill("#source", token.text);
  const call = 'fs.read(path = "/data/ü & #.txt")';
  await page.fill("#call", call);
  assert.equal(await page.evaluate(() => location.hash), "");
  await page.click("#share");
  await page.waitForSelector("#told:not(:empty)");
  assert.match(await page.innerText("#told"), /Whoever has it can read this, but not use it/);
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(link.search, "");
  assert.equal(link.href.split("#")[0], onDisk);
  const { page: other } = await opened(chromium, link.href);
  assert.equal(await other.inputValue("#source"), token.text);
  assert.equal(await other.inputValue("#call"), call);
  assert.equal((await links(other)).length, 1);
  await other.fill("#source", "");
  assert.equal(
    await other.evaluate(() => location.hash),
    "",
    "the address does not go on saying what is no longer shown",
  );
});

test("of a presentation, which could be used, the token alone is shared", async () => {
  const { page } = await opened(chromium, onDisk);
  const presentation = present(token, { action: "fs.read", args: { path: "/data" } }, { key: planner });
  await page.fill("#source", presentation.text);
  await page.click("#share");
  await page.waitForSelector("#told:not(:empty)");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.includes(token.text) && !link.includes("dptp1_"));
});
