import { delegate, endorse, mint, present } from "depute/inline";
import { cast, judging, verifier, type Made, type Scene } from "./scene.js";

export const examples: Scene[] = [
  {
    id: "trip",
    title: "A trip",
    sentence: "Alice lets a planner spend up to 600; the planner lets a booker spend 400.",
    make() {
      const names = cast("alice", "planner", "booker");
      const { alice, planner, booker } = names;
      const trip = mint({
        from: alice,
        to: planner,
        allow: ["flights.search(..)", 'flights.book(to = "SFO", price <= 600)'],
        ttl: "1h",
        depth: 2,
        budget: "calls <= 50",
        task: "T-1042",
        intent: "Book one trip to SFO",
      });
      const book = delegate(trip, {
        from: planner,
        to: booker,
        allow: "flights.book(price <= 400, ..)",
        ttl: "10m",
        budget: "calls <= 1",
      });
      return shown(
        book.text,
        'flights.book(to = "SFO", price = 450)',
        names,
        alice,
        judging(book, alice, booker, names),
      );
    },
  },
  {
    id: "payments",
    title: "Payments that ask",
    sentence: "Small payments pass; above 200 Alice is asked first, and nobody has asked her yet.",
    make: () => payments(false),
  },
  {
    id: "approved",
    title: "Payments, approved",
    sentence: "The same payment with Alice's signature over exactly this call.",
    make: () => payments(true),
  },
  {
    id: "files",
    title: "Files",
    sentence: "A coder writes below one folder, its reviewer reads Markdown there and no more.",
    make() {
      const names = cast("alice", "coder", "reviewer");
      const { alice, coder, reviewer } = names;
      const root = mint({
        from: alice,
        to: coder,
        allow: ['fs.read(path under "/srv/site")', 'fs.write(path under "/srv/site", text len <= 20000)'],
        ttl: "1h",
        depth: 1,
        budget: "calls <= 200",
        intent: "Mend the landing page",
      });
      const leaf = delegate(root, {
        from: coder,
        to: reviewer,
        allow: 'fs.read(path under "/srv/site" and like "/srv/site/docs/*.md")',
        ttl: "20m",
        budget: "calls <= 40",
      });
      return shown(
        leaf.text,
        'fs.read(path = "/srv/site/docs/index.md")',
        names,
        alice,
        judging(leaf, alice, reviewer, names),
      );
    },
  },
  {
    id: "mail",
    title: "Mail",
    sentence: "Mail to colleagues of one domain, to at most three of them.",
    make() {
      const names = cast("alice", "assistant", "mailer");
      const { alice, assistant, mailer } = names;
      const root = mint({
        from: alice,
        to: assistant,
        allow: ["mail.search(..)", 'mail.send(to: [each at "example.com"] and len <= 10, subject, body)'],
        ttl: "1h",
        depth: 1,
        budget: "calls <= 20",
      });
      const leaf = delegate(root, {
        from: assistant,
        to: mailer,
        allow: 'mail.send(to: [each at "example.com"] and len <= 3, subject len <= 80, body)',
        ttl: "15m",
        budget: "calls <= 2",
      });
      const call = 'mail.send(to = ["bob@example.com", "eve@example.org"], subject = "Minutes", body = "See below")';
      return shown(leaf.text, call, names, alice, judging(leaf, alice, mailer, names));
    },
  },
  {
    id: "http",
    title: "HTTP",
    sentence: "A crawler reads one API below one path, and pays for what it sends.",
    make() {
      const names = cast("alice", "researcher", "crawler");
      const { alice, researcher, crawler } = names;
      const root = mint({
        from: alice,
        to: researcher,
        allow: 'http.*(url within "https://api.example.com/" with query, ..)',
        ttl: "1h",
        depth: 1,
        budget: ["calls <= 500", 'sum cost of http.get <= 2.5 "EUR"'],
      });
      const leaf = delegate(root, {
        from: researcher,
        to: crawler,
        allow: 'http.get(url within "https://api.example.com/v1/", cost <= 0.01)',
        ttl: "30m",
        budget: ["calls <= 100", 'sum cost of http.get <= 0.5 "EUR"'],
      });
      return shown(
        leaf.text,
        'http.get(url = "https://api.example.com/v1/prices", cost = 0.01)',
        names,
        alice,
        judging(leaf, alice, crawler, names),
      );
    },
  },
  {
    id: "shell",
    title: "Shell",
    sentence: "Not a command line but a list of words: git may push one of two branches, from one folder.",
    make() {
      const names = cast("alice", "coder", "releaser");
      const { alice, coder, releaser } = names;
      const root = mint({
        from: alice,
        to: coder,
        allow: 'shell.run(cwd under "/w/app", argv: ["git", ..] and len <= 6)',
        ttl: "1h",
        depth: 2,
        budget: "calls <= 100",
      });
      const leaf = delegate(root, {
        from: coder,
        to: releaser,
        allow: 'shell.run(cwd under "/w/app", argv: ["git", "push", "origin", in ["main", "dev"]])',
        ttl: "10m",
        budget: "calls <= 3",
      });
      const call = 'shell.run(cwd = "/w/app", argv = ["git", "push", "origin", "release"])';
      return shown(leaf.text, call, names, alice, judging(leaf, alice, releaser, names));
    },
  },
];

function payments(isApproved: boolean): Made {
  const names = cast("alice", "treasurer", "clerk");
  const { alice, treasurer, clerk } = names;
  const root = mint({
    from: alice,
    to: treasurer,
    ttl: "1h",
    depth: 1,
    budget: 'sum amount of payments.send <= 5000 "EUR"',
    intent: "Pay this month's invoices",
    allow: [
      "payments.send(amount <= 200, ..)",
      `payments.send(amount <= 5000, ..) needs approval(1 of ["${alice.did}"])`,
    ],
  });
  const leaf = delegate(root, {
    from: treasurer,
    to: clerk,
    allow: 'payments.send(amount <= 1000, to in ["acme", "globex"])',
    ttl: "20m",
    budget: 'sum amount of payments.send <= 2000 "EUR"',
  });
  const text = 'payments.send(to = "acme", amount = 450)';
  if (!isApproved) return shown(leaf.text, text, names, alice, judging(leaf, alice, clerk, names));
  const judge = verifier(alice, "alice", names);
  return shown(leaf.text, text, names, alice, (call) => {
    const approval = endorse(leaf, call, { key: alice, audience: "local" });
    return judge.check(present(leaf, call, { key: clerk, endorsements: [approval] }), call);
  });
}

function shown(text: string, call: string, names: Made["names"], root: Made["root"], judge: Made["judge"]): Made {
  return { text, call, names, root, judge };
}
