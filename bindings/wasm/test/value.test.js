// Host values: each is copied once or refused by name, beside its twin that is taken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { Call, DeputeError } from "depute";
import { thrown } from "../cast/people.js";

const copied = (args) => Call.of({ action: "a.b", args });
const taken = (args) => copied(args).json.slice('{"action":"a.b","args":'.length, -1);
const refused = (args, code, what) => {
  const error = thrown(() => copied(args).digest);
  assert.ok(error instanceof DeputeError, `${error}`);
  assert.deepEqual([error.code, error.message.includes(what)], [code, true], error.message);
  return error;
};
/** A value that is refused, and one that differs in the one thing. */
const twins = (name, [bad, code, what], [good, json]) =>
  test(name, () => {
    refused(typeof bad === "function" && bad.lazily ? bad() : bad, code, what);
    assert.equal(taken(typeof good === "function" && good.lazily ? good() : good), json);
  });
const lazily = (make) => Object.assign(make, { lazily: true });
class Point {
  x = 1;
}

const MOST = Number.MAX_SAFE_INTEGER;
twins(
  "a whole number beyond 2^53−1 is refused",
  [{ n: MOST + 1 }, "json_number", "n is a whole number"],
  [{ n: MOST }, `{"n":${MOST}}`],
);
twins(
  "one below −(2^53−1) too",
  [{ n: -MOST - 1 }, "json_number", "n is a whole number"],
  [{ n: -MOST }, `{"n":-${MOST}}`],
);
twins(
  "a bigint is a number, as far as numbers go",
  [{ n: BigInt(MOST) + 1n }, "json_number", "n "],
  [{ n: BigInt(MOST) }, `{"n":${MOST}}`],
);
twins("a negative bigint likewise", [{ n: -BigInt(MOST) - 1n }, "json_number", "n "], [{ n: -5n }, '{"n":-5}']);
twins(
  "NaN is no number of a call",
  [{ a: [1, NaN] }, "value_invalid", "a[1] is NaN"],
  [{ a: [1, 0.5] }, '{"a":[1,0.5]}'],
);
twins("nor is an infinity", [{ n: -Infinity }, "value_invalid", "n is -Infinity"], [{ n: -1.5 }, '{"n":-1.5}']);
twins(
  "a text of half a surrogate pair is refused",
  [{ t: "a\ud83d" }, "json_string", "half of a surrogate"],
  [{ t: "a\ud83d\ude00" }, '{"t":"a😀"}'],
);
twins(
  "so is such a name",
  [{ "\ude00": 1 }, "json_string", "half of a surrogate"],
  [{ "\ud83d\ude00": 1 }, '{"😀":1}'],
);
twins(
  "undefined in a list is refused",
  [{ a: [undefined] }, "value_invalid", "a[0] is undefined"],
  [{ a: [null] }, '{"a":[null]}'],
);
twins("a hole is not null", [{ a: [1, , 3] }, "value_invalid", "a is a list with holes"], [{ a: [1, null, 3] }, '{"a":[1,null,3]}']); // prettier-ignore
twins(
  "a list has no other members",
  [{ a: Object.assign([1], { b: 2 }) }, "value_invalid", "a is a list with holes, or"],
  [{ a: [1] }, '{"a":[1]}'],
);
twins(
  "a list of a class is refused",
  [{ a: new (class extends Array {})(1, 2) }, "value_invalid", "a is not a plain list"],
  [{ a: [1, 2] }, '{"a":[1,2]}'],
);
twins("a getter is refused", [{ get n() { return 1; } }, "value_invalid", "n is a getter"], [{ n: 1 }, '{"n":1}']); // prettier-ignore
twins("a setter without a getter too", [{ set n(_) {} }, "value_invalid", "n is a getter"], [{ n: 1 }, '{"n":1}']); // prettier-ignore
twins(
  "a hidden member is refused",
  [Object.defineProperty({}, "n", { value: 1 }), "value_invalid", "n is hidden"],
  [Object.defineProperty({}, "n", { value: 1, enumerable: true }), '{"n":1}'],
);
twins(
  "an object of a class is refused",
  [{ p: new Point() }, "value_invalid", "p is not a plain object"],
  [{ p: { ...new Point() } }, '{"p":{"x":1}}'],
);
twins(
  "a Date is refused, with what to write",
  [{ d: new Date(0) }, "value_invalid", "d is a Date"],
  [{ d: new Date(0).toISOString() }, '{"d":"1970-01-01T00:00:00.000Z"}'],
);
twins(
  "a Map is refused",
  [{ m: new Map([["x", 1]]) }, "value_invalid", "m is not a plain object"],
  [{ m: Object.fromEntries([["x", 1]]) }, '{"m":{"x":1}}'],
);
twins(
  "a boxed number is refused",
  [{ n: new Number(5) }, "value_invalid", "n is not a plain object"],
  [{ n: Number(5) }, '{"n":5}'],
);
twins(
  "a boxed text is refused",
  [{ t: new String("x") }, "value_invalid", "t is not a plain object"],
  [{ t: String("x") }, '{"t":"x"}'],
);
twins(
  "bytes are refused",
  [{ b: new Uint8Array(2) }, "value_invalid", "b is not a plain object"],
  [{ b: [...new Uint8Array(2)] }, '{"b":[0,0]}'],
);
twins("a symbol is refused", [{ s: Symbol("x") }, "value_invalid", "s is a symbol"], [{ s: "x" }, '{"s":"x"}']);
twins(
  "a member named by a symbol too",
  [{ [Symbol.toPrimitive]: 1 }, "value_invalid", "named by a symbol"],
  [{ toPrimitive: 1 }, '{"toPrimitive":1}'],
);
twins("a function is refused", [{ f() {} }, "value_invalid", "f is a function"], [{ f: "f" }, '{"f":"f"}']);
twins(
  "`toJSON` of one's own is refused",
  [{ toJSON: () => ({ n: 2 }), n: 1 }, "value_invalid", "toJSON is a function"],
  [{ toJSON: 2, n: 1 }, '{"toJSON":2,"n":1}'],
);
twins(
  "`toJSON` of a class is refused",
  [{ u: new URL("https://a.example/") }, "value_invalid", "toJSON"],
  [{ u: "https://a.example/" }, '{"u":"https://a.example/"}'],
);
twins(
  "a member `__proto__` is refused",
  [JSON.parse('{"o":{"__proto__":{"admin":true}}}'), "value_invalid", "o.__proto__ would become"],
  [JSON.parse('{"o":{"proto":{"admin":true}}}'), '{"o":{"proto":{"admin":true}}}'],
);
twins("arguments are an object", [[1], "value_invalid", "args is not an object"], [{ 0: 1 }, '{"0":1}']);

const nested = (depth) => {
  let value = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { n: value };
  return { n: value };
};
test("arguments may be nested 15 deep and no deeper", () => {
  refused(nested(16), "limit_exceeded", "nested deeper than 15");
  assert.equal(copied(nested(14)).digest.length, 64);
});
test("what is 100,000 deep is refused without a fault of the stack", () => {
  refused(nested(100_000), "limit_exceeded", "nested deeper than 15");
});
test("a circle is refused, and one value in two places is not", () => {
  const circle = { a: [] };
  circle.a.push(circle);
  refused(circle, "limit_exceeded", "in a circle");
  const shared = { x: 1 };
  assert.equal(taken({ a: shared, b: shared }), '{"a":{"x":1},"b":{"x":1}}');
});
test("4,096 values are the most", () => {
  for (const count of [4095, 4096, 5000])
    refused({ a: Array(count).fill(1) }, "limit_exceeded", "more than 4096 values");
  assert.equal(copied({ a: Array(4094).fill(1) }).digest.length, 64);
});
test("a million elements, a sparse list of 2^32−1 and a huge text are refused at once", () => {
  const start = performance.now();
  const sparse = [];
  sparse.length = 2 ** 32 - 1;
  for (const args of [{ a: Array(1_000_000).fill(0) }, { a: sparse }, { t: "x".repeat(100_000_000) }]) {
    assert.equal(thrown(() => copied(args)).code, "limit_exceeded");
  }
  assert.ok(performance.now() - start < 5_000);
});
test("a name may be long without the message being so", () => {
  const error = thrown(() => copied({ ["n".repeat(1_000_000)]: NaN }));
  assert.ok(error.message.length < 200 && error.message.startsWith("nnn"));
});

test("minus zero is the one zero of JSON, in what is signed and in what runs", () => {
  const { json, args } = copied({ n: -0 });
  assert.equal(json, '{"action":"a.b","args":{"n":0}}');
  assert.ok(Object.is(args.n, 0));
});
test("a bigint arrives as the number that was judged", () => assert.equal(copied({ n: 5n }).args.n, 5));
test("a member that is undefined is no argument", () => {
  const { json, args } = copied({ a: undefined, b: 1 });
  assert.equal(json, '{"action":"a.b","args":{"b":1}}');
  assert.ok(!("a" in args));
});
test("values of another realm are plain there and here", () => {
  const [good, date] = runInNewContext('[{ o: { l: [1, { t: "x" }] } }, { d: new Date(0) }]');
  assert.equal(taken(good), '{"o":{"l":[1,{"t":"x"}]}}');
  refused(date, "value_invalid", "d is a Date");
});
test("an object without a prototype is plain", () =>
  assert.equal(taken(Object.assign(Object.create(null), { n: 1 })), '{"n":1}'));
twins(
  "what inherits is refused",
  [Object.create({ admin: true }), "value_invalid", "args is not a plain object"],
  [Object.create(null), "{}"],
);

test("a proxy is read once: each trap, of each member", () => {
  const reads = [];
  const seen =
    (name) =>
    (target, ...rest) => {
      reads.push([name, ...rest.filter((part) => typeof part === "string")].join(" "));
      return Reflect[name](target, ...rest);
    };
  const traps = ["getPrototypeOf", "ownKeys", "getOwnPropertyDescriptor", "get", "has"];
  const watched = (target) => new Proxy(target, Object.fromEntries(traps.map((trap) => [trap, seen(trap)])));
  const { args } = copied(watched({ price: 1, list: watched([7]) }));
  assert.deepEqual(reads, [
    "getPrototypeOf",
    "ownKeys",
    "getOwnPropertyDescriptor price",
    "getOwnPropertyDescriptor list",
    "getPrototypeOf",
    "getOwnPropertyDescriptor length",
    "ownKeys",
    "getOwnPropertyDescriptor 0",
  ]);
  assert.deepEqual({ ...args, list: [...args.list] }, { price: 1, list: [7] });
});
test("a proxy that lies from one read to the next says one thing to judge and function alike", () => {
  let price = 0;
  const liar = new Proxy(
    { price },
    {
      getOwnPropertyDescriptor: () => ({ value: (price += 100), writable: true, enumerable: true, configurable: true }),
      get: () => (price += 100),
    },
  );
  const call = copied(liar);
  assert.equal(call.json, '{"action":"a.b","args":{"price":100}}');
  assert.equal(call.args.price, 100);
});
test("a proxy that throws, or was revoked, is refused by name", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  const throwing = new Proxy({}, { ownKeys() { throw new TypeError("no"); } }); // prettier-ignore
  assert.equal(taken({ p: proxy }), '{"p":{}}');
  revoke();
  for (const p of [proxy, throwing])
    assert.equal(refused({ p }, "value_invalid", "a proxy in it threw").cause instanceof TypeError, true);
});

/** Runs with members in `Object.prototype`, as a careless merge of JSON leaves them. */
function polluted(members, run) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(Object.prototype, name, {
      __proto__: null,
      value,
      configurable: true,
      writable: true,
      enumerable: true,
    });
  }
  try {
    return run();
  } finally {
    for (const name of Object.keys(members)) delete Object.prototype[name];
  }
}
test("a polluted prototype changes nothing of what is read", () => {
  const args = { to: "SFO", list: [1, { x: 2 }] };
  const plain = copied(args);
  for (const members of [
    { toJSON: () => "evil" },
    { value: 1 },
    { get: () => 1 },
    { set: () => 1 },
    { admin: true },
    { 0: "evil" },
    { length: 9 },
  ]) {
    const call = polluted(members, () => copied(args));
    assert.equal(call.json, plain.json, Object.keys(members)[0]);
    assert.deepEqual(call.args, plain.args);
  }
});
test("a polluted `value` makes no data of a getter", () => {
  const error = polluted({ value: 1, enumerable: true }, () => thrown(() => copied({ get n() { return 2; } }))); // prettier-ignore
  assert.ok(error.message.startsWith("n is a getter"), error.message);
});
test("a polluted prototype gives a call no argument that nobody checked", () => {
  for (const call of [
    copied({ to: "SFO" }),
    Call.fromJson('{"action":"a.b","args":{"to":"SFO"}}'),
    Call.parse('a.b(to = "SFO")'),
  ]) {
    assert.deepEqual(
      polluted({ admin: true }, () => [call.args.admin, call.args.to]),
      [undefined, "SFO"],
    );
  }
});
test("a setter in `Object.prototype` does not swallow an argument", () => {
  Object.defineProperty(Object.prototype, "to", { set() {}, get: () => "evil", configurable: true });
  try {
    assert.equal(copied({ ["to"]: "SFO" }).args.to, "SFO");
  } finally {
    delete Object.prototype.to;
  }
});

test("a call has an action, arguments and nothing else", () => {
  assert.equal(Call.of({ action: "a.b" }).json, '{"action":"a.b","args":{}}');
  assert.equal(thrown(() => Call.of({ action: "a.b", arg: {} })).code, "call_invalid");
  assert.equal(thrown(() => Call.of({ get action() { return "a.b"; } })).code, "value_invalid"); // prettier-ignore
  for (const none of [null, undefined, 5, "a.b", {}, { action: 5 }])
    assert.equal(thrown(() => Call.of(none)).code, "call_invalid");
});
test("a call cannot change, nor be made by whoever has its prototype", () => {
  const call = copied({ list: [{ x: 1 }] });
  for (const change of [
    () => (call.json = "{}"),
    () => (call.args.list[0].x = 2),
    () => call.args.list.push(2),
    () => (call.args.y = 1),
  ]) {
    assert.ok(thrown(change) instanceof TypeError);
  }
  const forged = Object.setPrototypeOf(
    { action: "a.b", args: { price: 1 }, json: '{"action":"a.b","args":{"price":0}}' },
    Call.prototype,
  );
  assert.equal(thrown(() => Call.of(forged)).code, "call_invalid");
  assert.equal(Call.of(call), call);
});
