// Memory: what the package takes while it works, and gives back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

// The memory of the package's engine can be seen from outside only where it is made.
const { Instance } = WebAssembly;
let memory;
WebAssembly.Instance = function (...made) {
  const instance = Reflect.construct(Instance, made);
  memory = instance.exports.memory;
  return instance;
};
const { Key, delegate, mint, prepareMint, present } = await import("depute");
WebAssembly.Instance = Instance;
const { alice, book, booker, flight, mallory, planner, presented, thrown, trip, trusting } =
  await import("../cast/people.js");

const CHECKS = Number(process.env.DEPUTE_CHECKS ?? 200_000);
const OTHERS = Math.ceil(CHECKS / 10);
const HEAP_SLACK = 512 * 1024;

/** What each of three runs of one thing, `times` times, adds to the engine's memory and the host's heap, once it is warm. */
async function grown(times, once, collects) {
  const run = async (count) => {
    for (let at = 0; at < count; at += 1) {
      once(at);
      // What was dropped is given back between turns of the loop, after the host has collected it.
      if (at % 1024 !== 1023) continue;
      if (collects) gc();
      await turn();
    }
  };
  const settled = async () => {
    for (let round = 0; round < 4; round += 1) {
      gc();
      await turn();
    }
    return { engine: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
  };
  await run(Math.min(4096, times));
  const runs = [];
  let before = await settled();
  do {
    await run(times);
    const after = await settled();
    runs.push({ engine: after.engine - before.engine, heap: after.heap - before.heap });
    before = after;
  } while (runs.length < 3 && runs.at(-1).engine > 0);
  return runs;
}

async function isFlat(times, once, { collects = false } = {}) {
  // When the host collects is its own to say, and what waits for it may take a page more, once. What leaks takes it each time.
  const runs = await grown(times, once, collects);
  const { engine, heap } = runs.at(-1);
  assert.equal(engine, 0, `the engine's memory grew by ${runs.map((run) => run.engine).join(", ")} bytes`);
  assert.ok(heap < HEAP_SLACK, `the heap grew by ${heap} bytes`);
}

test(`${CHECKS} checks, allowed and denied, leave memory as it was`, async () => {
  const verifier = trusting();
  const now = Math.floor(Date.now() / 1000);
  const good = presented(390, { now }).text;
  const forged = present(mint({ from: mallory, to: booker, allow: "*(..)" }), flight(390), { key: booker }).text;
  const cheap = [
    ["text_form", `${good}!`, flight(390), now],
    ["root_untrusted", forged, flight(390), now],
    ["expired", good, flight(390), now + 7200],
    ["call_invalid", good, { action: "", args: {} }, now],
  ];
  const dear = [
    ["allowed", good, flight(390), now],
    ["proof_mismatch", good, flight(391), now],
  ];
  await isFlat(CHECKS, (at) => {
    // Signatures take longer than all the rest, and are judged once in 32 times.
    const [code, presentation, call, when] = at % 32 === 0 ? dear[(at / 32) % 2] : cheap[at % 4];
    const verdict = verifier.check(presentation, call, { now: when });
    if ((verdict.allowed ? "allowed" : verdict.code) !== code) assert.fail(`${verdict.code} where ${code} was due`);
  });
});

test(`${OTHERS} keys that are made and freed leave memory as it was`, () =>
  isFlat(OTHERS, () => Key.generate().free()));

test(`${OTHERS} keys that are dropped are collected`, () => isFlat(OTHERS, () => Key.generate(), { collects: true }));

test(`${OTHERS} steps, of which every other one is refused, leave memory as it was`, async () => {
  const wide = thrown(() => delegate(book, { from: booker, to: planner, allow: "flights.book(price <= 900, ..)" }));
  assert.equal(wide.code, "widens");
  await isFlat(
    OTHERS,
    (at) => {
      // Signing is the slow part: once in eight times.
      if (at % 8 === 0)
        [
          () => mint({ from: alice, to: planner, allow: "a.b(x <= 5)" }),
          () => delegate(trip, { from: planner, to: booker, allow: "flights.search(..)" }),
          () => present(book, flight(1), { key: booker }),
        ][(at / 8) % 3]();
      else if (at % 8 < 4) thrown(() => mint({ from: alice, to: planner, allow: "a.b(x <= " }));
      else if (at % 8 < 6) thrown(() => delegate(trip, { from: planner, to: booker, allow: "*(" }));
      else prepareMint({ from: alice, to: planner, allow: "a.b(x <= 5)" });
    },
    { collects: true },
  );
});

test("a key that was freed lies nowhere in the engine's memory", () => {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  // The allocator writes over the first bytes of what is given back, wiped or not.
  const places = () => Buffer.from(memory.buffer).indexOf(seed.subarray(16)) >= 0;
  const key = Key.fromSeed(seed);
  mint({ from: key, to: planner, allow: "*(..)" });
  assert.equal(places(), true, "while it is there, it is found");
  key.free();
  assert.equal(places(), false);

  const unused = Key.fromSeed(seed);
  unused.free();
  mint({ from: alice, to: planner, allow: "*(..)" });
  assert.equal(places(), false, "what is left of making it goes with the next signature");
});

test("a loop that never waits keeps nothing of steps that failed", () => {
  const fail = () => thrown(() => mint({ from: alice, to: planner, allow: ["a.b(x <= 5)", "a.b("] }));
  for (let at = 0; at < 1000; at += 1) fail();
  const before = memory.buffer.byteLength;
  for (let at = 0; at < OTHERS; at += 1) fail();
  assert.equal(memory.buffer.byteLength, before);
});

test("a verifier that is dropped is collected, with what it remembers", async () => {
  await isFlat(OTHERS, () => trusting(), { collects: true });
});
