// Who may do what: companies, sub-agents, approvals and kills. The programs print one run; here is what else must hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Call, Key, endorse, mint, present, revoke } from "depute";
import { authorizeRequest } from "depute/verify";
import { payments } from "../approval.js";
import { doors } from "../companies.js";
import { chain } from "../kill.js";
import { team } from "../team.js";

const AUDIENCE = "https://pay.example";
const [acme, globex] = [Key.generate(), Key.generate()];
const verifier = doors(acme.did, globex.did);

/** What the service says to a payment on this account, by an agent that a company sends for one of its people. */
function pays(company, subject, account) {
  const agent = Key.generate();
  const token = mint({ from: company, to: agent, subject, audience: AUDIENCE, ttl: "15m", allow: "*(..)" });
  const request = { method: "POST", target: `/v1/${account}/invoices/1/payments` };
  const route = { action: "invoices.pay", params: { account, invoice: "1" } };
  const { header } = present(token, Call.ofRequest({ ...request, ...route }), { key: agent, audience: AUDIENCE });
  const received = { ...request, headers: ["Authorization", `Depute ${header}`] };
  const verdict = authorizeRequest(verifier, received, route);
  return verdict.allowed ? verdict.authorizer : [verdict.denied.code, verdict.denied.link];
}

test("each company's agents open their own company's things, whatever the company granted", () => {
  assert.deepEqual(pays(acme, "kim@acme.example", "acme"), { entry: "acme", subject: "kim@acme.example" });
  assert.deepEqual(pays(acme, "kim@acme.example", "globex"), ["arg_not_equal", 0]);
  assert.deepEqual(pays(globex, "lou@globex.example", "globex"), { entry: "globex", subject: "lou@globex.example" });
  assert.deepEqual(pays(globex, "lou@globex.example", "acme"), ["arg_not_equal", 0]);
});

test("a company speaks for its own people, and for nobody else's", () => {
  assert.deepEqual(pays(acme, "lou@acme.example", "acme"), { entry: "acme", subject: "lou@acme.example" });
  assert.deepEqual(pays(acme, "lou@globex.example", "acme"), ["subject_not_allowed", 1]);
});

test("a third company is not known at the door", () => {
  assert.deepEqual(pays(Key.generate(), "kim@acme.example", "acme")[0], "root_untrusted");
});

const search = ["flights.search", { to: "SFO" }];
const book = (price) => ["flights.book", { to: "SFO", price }];

test("two sub-agents draw on one budget, whoever of them comes first", () => {
  for (const order of [["scout", "booker", "scout"], ["booker", "scout", "booker"], ["scout", "scout", "booker"]]) {
    const { verdictOn, ...agents } = team();
    const codes = order.map((name) => verdictOn(agents[name], ...(name === "scout" ? search : book(390))).code);
    assert.deepEqual(codes, [undefined, undefined, "budget_exhausted"]);
  }
});

test("a refused call takes nothing of the budget", () => {
  const { scout, booker, verdictOn } = team();
  assert.equal(verdictOn(booker, ...book(401)).code, "arg_above_limit");
  assert.equal(verdictOn(booker, ...book(400)).allowed, true);
  assert.equal(verdictOn(scout, ...search).allowed, true);
  assert.equal(verdictOn(scout, ...search).code, "budget_exhausted");
});

test("a sub-agent hands on no more than it has, and nothing beyond the depth that the planner was given", () => {
  const { booker } = team();
  assert.throws(() => booker.narrow({ allow: "flights.book(price <= 400, ..)" }), { code: "depth_exceeded" });
});

test("an approval counts for the call that was approved, by whom the grant names, once", () => {
  const { agent, bea, token, verifier } = payments();
  const asks = (amount) => ({ action: "invoices.pay", args: { invoice: "7731", amount } });
  const approved = (amount, by = bea, audience = "local") => endorse(token, asks(amount), { key: by, audience });
  const code = (amount, ...endorsements) =>
    verifier.authorize(present(token, asks(amount), { key: agent, endorsements }), asks(amount)).code;

  assert.equal(code(200), undefined);
  assert.equal(code(201), "approval_missing");
  assert.equal(code(201, approved(201, agent)), "approval_missing");
  assert.equal(code(201, approved(201, Key.generate())), "approval_missing");
  assert.equal(code(201, approved(202)), "approval_missing");
  assert.equal(code(201, approved(201, bea, "elsewhere")), "approval_missing");
  const approval = approved(201);
  assert.equal(code(201, approval), undefined);
  assert.equal(code(201, approval), "endorsement_used");
  assert.equal(code(201, approved(201)), undefined);
  assert.equal(code(5001, approved(5001)), "arg_above_limit");
});

test("a kill ends what stands below it, by whoever gave it out and nobody else", () => {
  const { alice, planner, keeper, second, verifier, judged } = chain();
  const codes = () => Object.values(judged()).map(({ code }) => code);
  const link = second.unverified.id;
  assert.deepEqual(codes(), [undefined, undefined]);

  const by = Key.generate();
  const stranger = revoke({ key: keeper, statements: [{ by, link }, { by, key: planner }] });
  verifier.addList(stranger);
  assert.deepEqual(codes(), [undefined, undefined]);

  const planners = revoke({ key: keeper, after: stranger, statements: [{ by: planner, link }] });
  assert.equal(verifier.addList(planners), 1);
  assert.deepEqual(codes(), [undefined, "revoked"]);

  verifier.addList(revoke({ key: keeper, after: planners, statements: [{ by: alice, key: planner }] }));
  assert.deepEqual(codes(), ["revoked", "revoked"]);
});

test("a list of a key that no trust entry names is not taken in", () => {
  const { alice, keeper, second, verifier } = chain();
  const list = (key) => revoke({ key, statements: [{ by: alice, link: second.unverified.id }] });
  assert.throws(() => verifier.addList(list(Key.generate())), { code: "list_untrusted" });
  assert.equal(verifier.addList(list(keeper)), 1);
});
