import { Token, delegate, mint, present } from "depute/inline";
import { cast, judging, replaced, verifier, type Made, type Scene } from "./scene.js";

const CALL = 'flights.book(to = "SFO", price = 390)';

export const attacks: Scene[] = [
  {
    id: "widened",
    title: "A widened child",
    sentence: "The booker, who holds 400, hands on more than that.",
    make() {
      const { made, book, names } = trip(1);
      const { booker, mallory } = names;
      return {
        ...made,
        call: 'flights.book(to = "SFO", price = 590)',
        judge: (call) => {
          const price = typeof call.args.price === "number" ? call.args.price : 590;
          const wider = delegate(book, { from: booker, to: mallory, allow: `flights.book(price <= ${price}, ..)` });
          return judging(wider, names.alice, mallory, names)(call);
        },
      };
    },
  },
  {
    id: "spliced",
    title: "A spliced link",
    sentence: "The last link of one chain is put below the root of a wider one.",
    make() {
      const { made, trip: root, book, names } = trip();
      const { alice, planner, booker } = names;
      const wide = mint({ from: alice, to: planner, allow: "flights.*(..)", ttl: "1h", depth: 2 });
      const tail = book.bytes.slice(root.bytes.length);
      // A token is a list: a version, then its links. Its head counts them.
      const spliced = Token.fromBytes(Uint8Array.from([book.bytes[0]!, ...wide.bytes.slice(1), ...tail]));
      return { ...made, text: spliced.text, judge: judging(spliced, alice, booker, names) };
    },
  },
  {
    id: "changed",
    title: "A changed byte",
    sentence: "Somebody who cannot sign raises 400 to 900 in the bytes.",
    make() {
      const { made, book, names } = trip();
      // 400 and 900 as CBOR writes them.
      const forged = Token.fromBytes(replaced(book.bytes, [0x19, 0x01, 0x90], [0x19, 0x03, 0x84]));
      return {
        ...made,
        text: forged.text,
        call: 'flights.book(to = "SFO", price = 590)',
        judge: judging(forged, names.alice, names.booker, names),
      };
    },
  },
  {
    id: "stolen",
    title: "A stolen token",
    sentence: "Mallory found the token in a log, and signs calls with her own key.",
    make() {
      const { made, book, names } = trip();
      return {
        ...made,
        judge: (call) => verifier(names.alice, "alice", names).check(present(book, call, { key: names.mallory }), call),
      };
    },
  },
  {
    id: "path",
    title: "A path with ..",
    sentence: "The argument begins with the folder that is allowed, and climbs out of it.",
    make() {
      const names = cast("alice", "coder");
      const { alice, coder } = names;
      const token = mint({
        from: alice,
        to: coder,
        allow: 'fs.read(path under "/srv/site")',
        ttl: "1h",
        budget: "calls <= 200",
      });
      return made(token, 'fs.read(path = "/srv/site/../../etc/passwd")', names, judging(token, alice, coder, names));
    },
  },
  {
    id: "host",
    title: "A look-alike host",
    sentence: "The first letter of this host is Cyrillic.",
    make() {
      const names = cast("alice", "crawler");
      const { alice, crawler } = names;
      const token = mint({
        from: alice,
        to: crawler,
        allow: 'http.get(url within "https://api.example.com/v1/")',
        ttl: "1h",
        budget: "calls <= 100",
      });
      return made(
        token,
        'http.get(url = "https://\u0430pi.example.com/v1/keys")',
        names,
        judging(token, alice, crawler, names),
      );
    },
  },
  {
    id: "replay",
    title: "A replay",
    sentence: "The same presentation, sent twice: the first was allowed, this is the second.",
    make() {
      const { made, book, names } = trip();
      return {
        ...made,
        judge(call) {
          const service = verifier(names.alice, "alice", names);
          const presentation = present(book, call, { key: names.booker });
          const first = service.authorize(presentation, call);
          return first.allowed ? service.authorize(presentation, call) : first;
        },
      };
    },
  },
  {
    id: "audience",
    title: "Another audience",
    sentence: "A hotel site forwards what it was sent to the airline.",
    make() {
      const names = cast("alice", "planner", "booker");
      const { alice, planner, booker } = names;
      const aud = ["https://flights.example", "https://hotels.example"];
      const root = mint({
        from: alice,
        to: planner,
        allow: 'flights.book(to = "SFO", price <= 600)',
        ttl: "1h",
        depth: 1,
        audience: aud,
      });
      const token = delegate(root, { from: planner, to: booker, allow: "flights.book(price <= 400, ..)", ttl: "10m" });
      const airline = verifier(alice, "alice", names, { audience: "https://flights.example" });
      return made(token, CALL, names, (call) =>
        airline.check(present(token, call, { key: booker, audience: "https://hotels.example" }), call),
      );
    },
  },
  {
    id: "expired",
    title: "Expired",
    sentence: "The booker's ten minutes ended twenty minutes ago; the planner's hour has not.",
    make() {
      const { made, book, names } = trip(0, 1800);
      const now = Math.floor(Date.now() / 1000);
      const service = verifier(names.alice, "alice", names, { started: now - 1800 });
      return {
        ...made,
        judge: (call) => service.check(present(book, call, { key: names.booker, now }), call, { now }),
      };
    },
  },
];

/** The trip of the examples, and somebody who has no part in it. */
function trip(depth = 0, agoSecs = 0) {
  const names = cast("alice", "planner", "booker", "mallory");
  const { alice, planner, booker } = names;
  const now = Math.floor(Date.now() / 1000) - agoSecs;
  const root = mint({
    from: alice,
    to: planner,
    allow: 'flights.book(to = "SFO", price <= 600)',
    ttl: "1h",
    depth: 1 + depth,
    budget: "calls <= 50",
    now,
  });
  const book = delegate(root, {
    from: planner,
    to: booker,
    allow: "flights.book(price <= 400, ..)",
    ttl: "10m",
    budget: "calls <= 5",
    now,
  });
  return { trip: root, book, names, made: made(book, CALL, names, judging(book, alice, booker, names)) };
}

function made(token: Token, call: string, names: Made["names"], judge: Made["judge"]): Made {
  const { alice } = names;
  if (alice === undefined) throw new Error("a scene without alice");
  return { text: token.text, call, names, root: alice, judge };
}
