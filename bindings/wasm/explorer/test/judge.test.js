// A chain, a call, and which link says no.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Key, Token, delegate, mint, present } from "../../dist/node.js";
import { browser, closed, links, onDisk, opened, shot, verdict } from "../browser.js";

let chromium;
before(async () => (chromium = await browser()));
afterEach(() => closed(chromium));
after(() => chromium.close());

const CALL = 'flights.book(to = "SFO", price = 450)';

function trip({ mintWith = {}, delegateWith = {} } = {}) {
  const [alice, planner, booker] = [Key.generate(), Key.generate(), Key.generate()];
  const root = mint({
    from: alice,
    to: planner,
    allow: ["flights.search(..)", 'flights.book(to = "SFO", price <= 600)'],
    ttl: "1h",
    depth: 2,
    budget: "calls <= 50",
    task: "T-1042",
    ...mintWith,
  });
  const leaf = delegate(root, {
    from: planner,
    to: booker,
    allow: "flights.book(price <= 400, ..)",
    ttl: "10m",
    budget: "calls <= 5",
    ...delegateWith,
  });
  return { alice, planner, booker, root, leaf };
}

async function pasted(text, options) {
  const page = await opened(chromium, onDisk, options);
  await page.page.fill("#source", text);
  return page;
}

test("the example is drawn at once, its second link is red, and the fix makes the call pass", async () => {
  const { page, faults } = await opened(chromium, onDisk);
  await page.click("#example");
  assert.deepEqual(await page.locator(".party .petname").evaluateAll((all) => all.map((input) => input.value)), [
    "alice",
    "planner",
    "booker",
  ]);
  assert.deepEqual(await verdict(page), { says: "DENIED", code: "arg_above_limit" });
  assert.deepEqual(await links(page), [
    ["allows", "allows"],
    ["denies", "arg_above_limit"],
  ]);
  assert.deepEqual(
    await page
      .locator(".rung[data-link='2'] .clauses mark")
      .allInnerTexts()
      .then((all) => all.join("")),
    "price <= 400",
  );
  assert.equal(
    await page
      .locator("#call-shown mark")
      .allInnerTexts()
      .then((all) => all.join("")),
    "price = 450",
  );
  assert.match(
    await page.innerText("#verdict .fix"),
    /ask planner for a token with price <= 450 \(planner may grant up to 600\)/,
  );
  await shot(page, "denied-light", { fullPage: true });
  await page.click("#apply");
  assert.equal(await page.inputValue("#call"), 'flights.book(to = "SFO", price = 400)');
  assert.deepEqual(await verdict(page), { says: "ALLOWED", code: undefined });
  assert.deepEqual(await links(page), [
    ["allows", "allows"],
    ["allows", "allows"],
  ]);
  await shot(page, "allowed-light", { fullPage: true });
  assert.deepEqual(faults, []);
});

test("a pasted token is judged by its limits, link by link, while the call is edited", async () => {
  const { page } = await pasted(trip().leaf.text);
  const call = async (text) => (
    await page.fill("#call", text),
    [await verdict(page), (await links(page)).map(([state]) => state)]
  );
  assert.deepEqual(await call('flights.book(to = "SFO", price = 400)'), [
    { says: "THE LIMITS ALLOW IT", code: undefined },
    ["allows", "allows"],
  ]);
  assert.deepEqual(await call(CALL), [{ says: "DENIED", code: "arg_above_limit" }, ["allows", "denies"]]);
  assert.deepEqual(await call('flights.book(to = "LAX", price = 400)'), [
    { says: "DENIED", code: "arg_not_equal" },
    ["denies", "beyond"],
  ]);
  assert.deepEqual(await call("hotels.book()"), [{ says: "DENIED", code: "action_not_granted" }, ["denies", "beyond"]]);
  assert.match(
    await page.innerText("#verdict .basis"),
    /Only the limits are judged.*signatures, proof, budgets, revocation and the root's trust are not judged/,
  );
  await page.fill("#call", "flights.book(to = ");
  assert.match(await page.innerText("#verdict"), /Not a call yet/);
});

test("the first call that is offered comes from the last link's clause and is a call", async () => {
  const { page } = await pasted(trip().leaf.text);
  assert.equal(await page.inputValue("#call"), "flights.book(price = 400)");
  assert.deepEqual(await verdict(page), { says: "DENIED", code: "arg_missing" });
  await page.click("#suggestions button");
  assert.equal(await page.inputValue("#call"), 'flights.book(price = 400, to = "SFO")');
  assert.equal((await verdict(page)).says, "THE LIMITS ALLOW IT");
});

test("typing is completed by what the links mention", async () => {
  const { page } = await pasted(trip().leaf.text);
  await page.fill("#call", "");
  const suggested = await page.locator("#suggestions button").allInnerTexts();
  assert.deepEqual(suggested, ["flights.book(…)", "flights.search(…)"]);
  await page.locator("#call").pressSequentially("flights.b");
  await page.keyboard.press("Control+Space");
  assert.equal(await page.inputValue("#call"), "flights.book()");
  await page.keyboard.type("pr");
  await page.keyboard.press("Control+Space");
  assert.equal(await page.inputValue("#call"), "flights.book(price = 400)");
});

test("the fix is offered only where the engine then accepts", async () => {
  const { page } = await opened(chromium, onDisk);
  await page.click("#scene-path");
  assert.equal((await verdict(page)).code, "arg_ambiguous");
  assert.equal(await page.locator("#apply").count(), 0);
  await page.click("#scene-shell");
  await page.click("#apply");
  assert.equal(await page.inputValue("#call"), 'shell.run(cwd = "/w/app", argv = ["git", "push", "origin", "main"])');
  assert.equal((await verdict(page)).says, "ALLOWED");
});

test("an argument that nothing grants can be left out", async () => {
  const { page } = await pasted(trip({ delegateWith: { allow: 'flights.book(to = "SFO", price <= 400)' } }).leaf.text);
  await page.fill("#call", 'flights.book(to = "SFO", price = 4, seat = "1A")');
  assert.equal((await verdict(page)).code, "arg_not_granted");
  await page.click("#apply");
  assert.equal(await page.inputValue("#call"), 'flights.book(to = "SFO", price = 4)');
  assert.equal((await verdict(page)).says, "THE LIMITS ALLOW IT");
});

test("a limit of an argument below another is found and mended", async () => {
  const { leaf } = trip({
    mintWith: { allow: "db.query(..)" },
    delegateWith: { allow: "db.query(opts: {limit <= 50, ..})" },
  });
  const { page } = await pasted(leaf.text);
  await page.fill("#call", 'db.query(opts = {"limit": 70, "name": "a, (b"})');
  assert.equal(
    await page
      .locator(".rung[data-link='2'] .clauses mark")
      .allInnerTexts()
      .then((all) => all.join("")),
    "limit <= 50",
  );
  assert.equal(await page.locator("#call-shown mark").innerText(), "70");
  await page.click("#apply");
  const opts = /\{.*\}/.exec(await page.inputValue("#call"))[0];
  assert.deepEqual(JSON.parse(opts), { limit: 50, name: "a, (b" });
  assert.equal((await verdict(page)).says, "THE LIMITS ALLOW IT");
});

test("what each link took away is struck through, and budgets and time shrink", async () => {
  const { page } = await pasted(trip().leaf.text);
  const taken = await page.locator(".rung[data-link='2'] .taken del").allInnerTexts();
  assert.deepEqual(
    taken.map((text) => text.replace("no longer", "").trim()),
    ["flights.search(..)", "price <= 600", "60m", "calls <= 50", "depth 2"],
  );
  assert.equal(await page.locator(".rung[data-link='1'] .taken").count(), 0);
  const widths = await page
    .locator(".rung[data-link='2'] .measure")
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector(".name").textContent,
        Number.parseFloat(row.querySelector(".fill").style.width),
      ]),
    );
  assert.deepEqual(
    widths.map(([name, width]) => [name, Math.round(width)]),
    [
      ["time", 17],
      ["calls", 10],
      ["depth", 50],
    ],
  );
});

test("names are the reader's own, and claims stand in quotes", async () => {
  const { page } = await pasted(trip({ mintWith: { intent: "<b>Trust me</b>", agent: "alice" } }).leaf.text);
  assert.deepEqual(await page.locator(".petname").evaluateAll((all) => all.map((input) => input.value)), ["", "", ""]);
  assert.deepEqual(await page.locator(".claims q").allInnerTexts(), ["<b>Trust me</b>", "T-1042", "alice", "local"]);
  await page.fill(".petname >> nth=1", "Planner");
  await page.fill("#call", CALL);
  assert.match(await page.innerText("#verdict .fault"), /limit 400, set by Planner/);
  assert.equal(await page.innerText(".rung[data-link='2'] h3 .who >> nth=0"), "Planner");
});

test("a token is unverified until a root key is trusted, and another key is not its root", async () => {
  const { leaf, alice, booker } = trip();
  const { page } = await pasted(leaf.text);
  assert.match(await page.innerText("#standing"), /^UNVERIFIED/);
  await page.fill("#root", alice.did);
  assert.match(await page.innerText("#standing"), /^VERIFIED root ok, chain ok/);
  await page.fill("#root", booker.did);
  assert.match(await page.innerText("#standing"), /^NOT VERIFIED root_untrusted/);
  await page.fill("#root", "");
  assert.match(await page.innerText("#standing"), /^UNVERIFIED/);
});

test("a presentation is judged as of its proof, with the call that was signed and no other", async () => {
  const { leaf, alice, booker } = trip();
  const presentation = present(leaf, { action: "flights.book", args: { to: "SFO", price: 390 } }, { key: booker });
  const { page } = await pasted(presentation.text);
  await page.fill("#root", alice.did);
  await page.fill("#call", 'flights.book(to = "SFO", price = 390)');
  assert.match(await page.innerText("#standing"), /^VERIFIED as of .*proof ok/);
  await page.fill("#call", 'flights.book(to = "SFO", price = 391)');
  assert.match(await page.innerText("#standing"), /^NOT VERIFIED /);
});

test("a token that has ended says so, and its limits can still be tried", async () => {
  const { page } = await pasted(
    trip({ mintWith: { now: 1_700_000_000 }, delegateWith: { now: 1_700_000_000 } }).leaf.text,
  );
  assert.match(await page.innerText("#verdict .beside"), /the token ended .* ago/);
  await page.fill("#call", CALL);
  assert.equal((await verdict(page)).code, "arg_above_limit");
  const { page: fresh } = await pasted(trip().leaf.text);
  assert.equal(await fresh.locator("#verdict .beside").count(), 0);
});

test("a child that says more than its parent gains nothing, and each link is judged by itself", async () => {
  const { alice, planner, leaf, root } = trip({ mintWith: { allow: "flights.*(..)" } });
  const narrow = mint({ from: alice, to: planner, allow: "flights.book(price <= 100, ..)", ttl: "1h", depth: 2 });
  const chain = (above) =>
    Token.fromBytes(Uint8Array.from([leaf.bytes[0], ...above.bytes.slice(1), ...leaf.bytes.slice(root.bytes.length)]))
      .text;
  const { page } = await pasted(chain(narrow));
  await page.fill("#call", 'flights.book(to = "SFO", price = 390)');
  assert.match(await page.innerText("#code"), /says more than the one above it/);
  assert.deepEqual(await verdict(page), { says: "DENIED", code: "arg_above_limit" });
  assert.deepEqual(
    (await links(page)).map(([state]) => state),
    ["denies", "beyond"],
  );
  await page.fill("#call", 'flights.book(to = "SFO", price = 500)');
  assert.match(await page.innerText("#verdict .place"), /^at link 1 of 2/);
  await page.fill("#call", 'flights.book(to = "SFO", price = 90)');
  assert.equal((await verdict(page)).says, "THE LIMITS ALLOW IT");
});

test("every scene of the gallery gives the verdict that it is there for", async () => {
  const expected = {
    trip: "arg_above_limit",
    payments: "approval_missing",
    approved: undefined,
    files: undefined,
    mail: "arg_outside_domain",
    http: undefined,
    shell: "arg_not_in_list",
    widened: "widens",
    spliced: "signature_invalid",
    changed: "signature_invalid",
    stolen: "not_holder",
    path: "arg_ambiguous",
    host: "arg_ambiguous",
    replay: "proof_replayed",
    audience: "proof_audience_mismatch",
    expired: "expired",
  };
  const { page, faults } = await opened(chromium, onDisk);
  const scenes = await page
    .locator("#scenes button")
    .evaluateAll((all) => all.map((button) => button.id.replace("scene-", "")));
  assert.deepEqual(scenes, Object.keys(expected));
  for (const scene of scenes) {
    await page.click(`#scene-${scene}`);
    const { says, code } = await verdict(page);
    assert.equal(code, expected[scene], scene);
    assert.equal(says === "ALLOWED", expected[scene] === undefined, scene);
    assert.notEqual(await page.innerText("#told"), "");
    assert.equal(
      (await links(page)).filter(([state]) => state === "denies").length,
      code === undefined || scene === "stolen" ? 0 : 1,
      scene,
    );
  }
  await page.click("#scene-stolen");
  assert.equal(await page.innerText("#verdict .fault"), "the signing key is mallory, and booker must sign");
  await page.click("#scene-spliced");
  await shot(page, "attack-light", { fullPage: true });
  assert.deepEqual(faults, []);
});
