// One question of a vector, one answer. Everything is asked of what the package offers everyone; what each question is
// stands in `test-vectors/README.md`.
import * as signing from "depute";

/**
 * What answers a vector's `do` and `input`, by this form of the package: `depute`, or `depute/verify`, for which
 * whatever must be signed or is secret is left to `depute`.
 */
export function answering(form) {
  const { Budget, Call, Clause, DeputeError, Endorsement, Presentation, RevocationList, Token, Trust, Verifier } = form;
  const { bytesOfDid, didOfBytes, verifySignature } = form;

  const READ = {
    token: Token,
    presentation: Presentation,
    endorsement: Endorsement,
    list: RevocationList,
    clause: Clause,
    budget: Budget,
  };

  const QUESTIONS = {
    verify({ presentation, call, verifier, lists, now }) {
      const judge = verifierOf(verifier);
      for (const list of lists) judge.addList(RevocationList.fromBytes(fromHex(list)), { now });
      return verdict(judge.check(`dptp1_${base64url(fromHex(presentation))}`, Call.fromJson(call), { now }));
    },
    read({ kind, bytes }) {
      const read = known(READ, kind).fromBytes(fromHex(bytes));
      if (kind !== "token") return { verdict: "read" };
      return { verdict: "read", ids: read.unverified.links.map(({ id }) => id) };
    },
    text({ kind, text }) {
      return { verdict: "read", bytes: hex(bytesOfText(kind, text)) };
    },
    call: ({ json, json_hex: bytes }) => digested(Call.fromJson(bytes === undefined ? json : fromHex(bytes))),
    mcp: ({ json, label }) => digested(Call.fromMcp(json, label)),
    "call-text": ({ text }) => digested(Call.parse(text)),
    "clause-text": ({ text }) => written(Clause.parse(text)),
    "budget-text": ({ text }) => written(Budget.parse(text)),
    match: matched,
    signature({ key, message, signature }) {
      verifySignature(fromHex(key), fromHex(message), fromHex(signature));
      return { verdict: "valid" };
    },
    "take-in"({ trust, lists }) {
      const judge = new Verifier({ audience: "local", trust: trustOf(trust), revocations: "none" });
      lists.forEach(({ list, now }, place) => {
        try {
          judge.addList(RevocationList.fromBytes(fromHex(list)), { now });
        } catch (fault) {
          if (place + 1 === lists.length) throw fault;
          throw new Error(`an earlier list is refused: ${fault}`);
        }
      });
      return { verdict: "taken" };
    },
  };

  function verifierOf({ audience, members, life, skew, age, ledger, revocations, trust }) {
    return new Verifier({
      audience,
      life,
      skew,
      proofAge: age,
      revocations,
      trust: trustOf(trust),
      http: members === "http",
      ledger: ledger === null ? undefined : did(ledger),
    });
  }

  function trustOf(entries) {
    return new Trust(
      entries.map((entry) => ({
        name: entry.name,
        key: entry.keys.map(({ key, from, until }) => ({
          key: did(key),
          from: from ?? undefined,
          until: until ?? undefined,
        })),
        allow: entry.clauses.map((clause) => Clause.fromBytes(fromHex(clause))),
        speaksFor: entry.subjects,
        listKeys: entry.list_keys.map(did),
        revokers: entry.revokers.map(did),
      })),
    );
  }

  function verdict(judged) {
    if (!judged.allowed) return refusal(judged);
    return {
      verdict: "verified",
      authorizer: "key" in judged.authorizer ? { key: hex(bytesOfDid(judged.authorizer.key)) } : judged.authorizer,
      holders: judged.holders.map((holder) => hex(bytesOfDid(holder))),
      charges: judged.owed.map(charge),
      endorsements: judged.endorsements.map(({ id }) => id),
    };
  }

  /** A clause alone judges a call as link zero of a chain that allows everything. */
  function matched({ clause, call }) {
    const [zero, asked, now] = [Clause.fromBytes(fromHex(clause)), Call.fromJson(call), 1_800_000_000];
    const [issuer, holder] = [1, 2].map((byte) => signing.Key.fromSeed(new Uint8Array(32).fill(byte)));
    const token = signing.mint({ from: issuer, to: holder, allow: "*(..)", ttl: 60, now });
    const presentation = signing.present(token, signing.Call.fromJson(call), { key: holder, now });
    const trust = { name: "clause", key: issuer, allow: zero };
    const judge = new Verifier({ audience: "local", trust, revocations: "none", http: asked.http !== undefined });
    const judged = judge.check(presentation.text, asked, { now });
    return judged.allowed ? { verdict: "accepted" } : refusal(judged);
  }

  function bytesOfText(kind, text) {
    if (kind === "public-key") return bytesOfDid(text);
    // A secret leaves in one form alone, its text, whose bytes are read here.
    if (kind === "secret-key") return fromBase64url(signing.Key.parse(text).exportSecret().slice("dptsk1_".length));
    return known(READ, kind).parse(text).bytes;
  }

  function did(key) {
    return didOfBytes(fromHex(key));
  }

  return ({ do: question, input }) => {
    try {
      if (!Object.hasOwn(QUESTIONS, question)) throw new Error(`\`${question}\` is nothing that is asked`);
      return QUESTIONS[question](input);
    } catch (fault) {
      // Only what the package refuses is an answer. Anything else is a fault of it, or of this file.
      if (!(fault instanceof DeputeError)) return { verdict: "error", message: String(fault?.stack ?? fault) };
      const place = fault.link === undefined ? {} : { link: fault.link };
      return { verdict: "denied", code: fault.code, ...place, message: fault.message };
    }
  };
}

/** The package gives amounts as people write them and the budget as its text, vectors numbers, sums in millionths. */
function charge({ counter, amount, budget }) {
  // Texts in quotes are anyone's, and may look like what follows them.
  const unquoted = budget.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const [, limit, count, unit] = / <= ([0-9.]+)(?: "")?(?: per ([0-9]+)([smhd]))?/.exec(unquoted);
  const number = unquoted.startsWith("sum ") ? millionths : String;
  const window = count === undefined ? null : Number(count) * { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
  return { counter, amount: number(amount), limit: number(limit), window };
}

function millionths(amount) {
  const [whole, decimals = ""] = amount.split(".");
  return String(BigInt(whole + decimals.padEnd(6, "0")));
}

function refusal({
  code,
  step,
  link,
  links,
  authenticated,
  authorizer,
  holders,
  argument,
  value,
  limit,
  setBy,
  approvers,
  expected,
  message,
}) {
  const known = { verdict: "denied", code, step, links, authenticated, holders, approvers, expected, message };
  const orNull = { link, authorizer, argument, value, limit, set_by: setBy };
  return { ...known, ...Object.fromEntries(Object.entries(orNull).map(([name, told]) => [name, told ?? null])) };
}

function digested(call) {
  return { verdict: "read", canonical: hex(call.canonical), digest: call.digest };
}

function written(read) {
  return { verdict: "read", wire: hex(read.bytes), text: read.text };
}

function known(kinds, kind) {
  if (!Object.hasOwn(kinds, kind)) throw new Error(`\`${kind}\` is no kind that is read`);
  return kinds[kind];
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(digits) {
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new Error("not hexadecimal");
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

function base64url(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
