// Nesting: the deepest that is legal is taken, one deeper is refused, and what is far deeper costs no more stack.
import assert from "node:assert/strict";
import { test } from "node:test";
import { glue, instance } from "../cast/glue.js";

const exports = instance();
const top = exports.__wbindgen_add_to_stack_pointer(0);
/** How much of the engine's stack this takes. */
function stackOf(run) {
  const stack = () => new Uint8Array(exports.memory.buffer, 0, top);
  stack().fill(0xa5);
  run();
  return top - stack().findIndex((byte) => byte !== 0xa5);
}
const code = (run) => {
  try {
    run();
    return "taken";
  } catch (error) {
    if (typeof error !== "string") throw error;
    return JSON.parse(error).code;
  }
};
const nested = (opening, inner, closing, depth) => opening.repeat(depth) + inner + closing.repeat(depth);

/** What is read, what makes it of a depth, and the deepest that is legal. */
const cases = [
  [
    "lists in the JSON of a call",
    14,
    (depth) => glue.readCall("json", `{"action":"a.b","args":{"x":${nested("[", "1", "]", depth)}}}`, ""),
  ],
  [
    "objects in the JSON of a call",
    14,
    (depth) => glue.readCall("json", `{"action":"a.b","args":{"x":${nested('{"x":', "1", "}", depth)}}}`, ""),
  ],
  ["lists in the text of a call", 14, (depth) => glue.readCall("text", `a.b(x = ${nested("[", "1", "]", depth)})`, "")],
  [
    "lists in a message of MCP",
    14,
    (depth) =>
      glue.readCall(
        "mcp",
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"r","arguments":{"x":${nested("[", "1", "]", depth)}}}}`,
        "fs",
      ),
  ],
  [
    "lists in the body of a request",
    14,
    (depth) =>
      glue.requestCall("a.b", "POST", "/", [], new TextEncoder().encode(`{"x":${nested("[", "1", "]", depth)}}`), true),
  ],
  [
    "objects in a clause",
    4,
    (depth) => glue.canonicalText("clause", `a.b(x: ${nested("{x: ", "{..}", "}", depth - 1)})`),
  ],
  [
    "lists in a clause",
    4,
    (depth) => glue.canonicalText("clause", `a.b(x: ${nested("[each ", "[_]", "]", depth - 1)})`),
  ],
];

for (const [what, deepest, read] of cases) {
  test(`${what}: ${deepest} deep and no deeper`, (t) => {
    const [legal, deeper, far] = [deepest, deepest + 1, 10_000].map((depth) => {
      let told;
      const used = stackOf(() => (told = code(() => read(depth))));
      return { told, used };
    });
    t.diagnostic(`stack: ${legal.used} bytes at the deepest, ${far.used} far beyond`);
    assert.equal(legal.told, "taken");
    assert.notEqual(deeper.told, "taken");
    assert.notEqual(far.told, "taken");
    assert.ok(Math.max(legal.used, far.used) < top / 2, `${legal.used}, ${far.used} of ${top} bytes`);
  });
}

test("CBOR is read without its nesting on the stack", () => {
  for (const opener of [[0x81], [0x9f], [0xa1, 0x00], [0xc0], [0xd8, 0x40]]) {
    const bytes = Uint8Array.from(Array(10_000).fill(opener).flat());
    for (const kind of ["token", "presentation", "endorsement", "list", "clause", "budget"]) {
      let told;
      const used = stackOf(() => (told = code(() => glue.textOf(kind, bytes))));
      assert.notEqual(told, "taken");
      assert.ok(used < top / 4, `${kind}: ${used}`);
    }
  }
});
