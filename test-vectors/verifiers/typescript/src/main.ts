/** The program: `run`, `answer` and `check`. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { readCall } from "./call.js";
import { utf8 } from "./encoding.js";
import { fromText } from "./keys.js";
import { type Answer, answer, answerOf } from "./questions.js";
import { Memory } from "./revocation.js";
import { Input, readVerifier } from "./trust.js";
import { verify } from "./verify.js";

type Vector = { id: string; do: string; input: unknown; expect: Answer };

type Subject = { subject: string; count: number; vectors: Vector[] };

/** Every vector of a folder; an answer is right if it has every member that is expected. */
function run(folder: string): number {
  let [ran, differed, miscounted] = [0, 0, 0];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".json") && name !== "schema.json")
    .sort()) {
    const { subject, count, vectors } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Subject;
    const wrong = vectors.filter((vector) => {
      const got = answer(vector);
      const right = Object.entries(vector.expect).every(([name, value]) => isDeepStrictEqual(got[name], value));
      if (!right) {
        console.log(`${vector.id}\n  expected ${JSON.stringify(vector.expect)}\n  got      ${JSON.stringify(got)}`);
      }
      return !right;
    });
    console.log(`${subject}: ${vectors.length} of ${count} ran, ${wrong.length} differ`);
    [ran, differed] = [ran + vectors.length, differed + wrong.length];
    miscounted += vectors.length === count ? 0 : 1;
  }
  console.log(`total: ${ran} ran, ${differed} differ`);
  return differed + miscounted > 0 ? 1 : 0;
}

function answerLine(line: string): string {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    // No JSON: answered as a question that is not understood.
  }
  return JSON.stringify(answer(question)) + "\n";
}

/** The line protocol. Lines end in LF alone: other separators can stand raw in JSON texts. */
async function converse(): Promise<number> {
  let parts: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      parts.push(rest.subarray(0, end));
      process.stdout.write(answerLine(Buffer.concat(parts).toString("utf8")));
      [parts, rest] = [[], rest.subarray(end + 1)];
    }
    parts.push(rest);
  }
  const last = Buffer.concat(parts).toString("utf8");
  if (last !== "") process.stdout.write(answerLine(last));
  return 0;
}

/** A text, or with `@` before it that of a file; the file's last newline is not part of it. */
function textOf(argument: string): string {
  return argument.startsWith("@") ? readFileSync(argument.slice(1), "utf8").trim() : argument;
}

/** One presentation, for a person. */
function check(argv: string[]): number {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { now: { type: "string" }, list: { type: "string", multiple: true } },
  });
  const [presentation, call, verifier] = positionals;
  const now = values.now === undefined ? Math.floor(Date.now() / 1000) : Number(values.now);
  const given = presentation !== undefined && call !== undefined && verifier !== undefined && positionals.length === 3;
  if (!given || !Number.isSafeInteger(now)) throw new Error("three arguments are needed, and a time in whole seconds");
  const configuration: unknown = JSON.parse(readFileSync(verifier, "utf8"));
  const lists = (values.list ?? []).map((file) => textOf(`@${file}`));
  const text = textOf(presentation);
  const verdict = answerOf(() => {
    const trusting = readVerifier(new Input(configuration));
    const memory = new Memory();
    // Whoever names a list here chooses it, whether or not a trust entry names its key.
    lists.forEach((list) => memory.takeIn(fromText("list", list), null, now));
    const bytes = fromText("presentation", text);
    return { verdict: "verified", ...verify(trusting, memory, bytes, () => readCall(utf8(call)), now) };
  });
  const { verdict: word, ...members } = verdict;
  console.log(word.toUpperCase());
  for (const [name, value] of Object.entries(members)) {
    const printed = typeof value === "string" ? value : JSON.stringify(value);
    if (value !== null) console.log(`  ${name.padEnd(12)} ${printed}`);
  }
  return word === "verified" ? 0 : word === "denied" ? 3 : 2;
}

const USAGE = `usage: main.js run DIR
       main.js answer
       main.js check PRESENTATION|@FILE CALL-JSON VERIFIER.json [--now SECONDS] [--list FILE]...`;

async function main([command, ...rest]: string[]): Promise<number> {
  try {
    if (command === "run" && rest.length === 1) return run(rest[0] as string);
    if (command === "answer" && rest.length === 0) return await converse();
    if (command === "check") return check(rest);
  } catch (error) {
    console.error(String(error));
  }
  console.error(USAGE);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
