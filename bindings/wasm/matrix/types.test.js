// The tarball's types in projects of TypeScript, by two generations of its compiler: each way of resolving modules, each
// kind of module, everything strict, and the types of the package themselves checked.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { project } from "./kit/consumer.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const WALK = `
  const key: Key = Key.generate();
  const token: Token = mint({ from: key, to: key, allow: "flights.book(price <= 400)", ttl: "1h" });
  const trust = { name: "alice", key, allow: "*(..)" };
  const verifier = new Verifier({ audience: "local", trust, revocations: "none" });
  const call = { action: "flights.book", args: { price: 390 } };
  const verdict: Verdict = verifier.authorize(present(token, call, { key }), call);
  export const ran: string = verdict.allowed ? verdict.call.action : verdict.fault;
  if (!verdict.allowed) verdict satisfies Denied;
  export const inline: typeof Inline.mint = Inline.mint;
  const policy: Verify.VerifierOptions = { audience: "local", trust: [], revocations: { required: "1m" } };
  export const judge: Verify.Verifier = new Verify.Verifier(policy);
  export const judgeInline: typeof VerifyInline.Verifier = VerifyInline.Verifier;
  export const started: Promise<void> = init();`;

const IMPORTED = `
  import { Denied, Key, Token, Verifier, init, mint, present, type Verdict } from "depute";
  import * as Inline from "depute/inline";
  import * as Verify from "depute/verify";
  import * as VerifyInline from "depute/verify/inline";`;

const REQUIRED = `
  import depute = require("depute");
  import Inline = require("depute/inline");
  import Verify = require("depute/verify");
  import VerifyInline = require("depute/verify/inline");
  const { Key, Verifier, init, mint, present } = depute;
  type Key = depute.Key; type Token = depute.Token; type Verdict = depute.Verdict; type Denied = depute.Denied;`;

const PROJECTS = [
  { name: "node16, a module", file: "main.mts", module: "node16", moduleResolution: "node16", head: IMPORTED },
  {
    name: "node16, CommonJS that imports",
    file: "main.cts",
    module: "node16",
    moduleResolution: "node16",
    head: IMPORTED,
  },
  {
    name: "node16, CommonJS that requires",
    file: "main.cts",
    module: "node16",
    moduleResolution: "node16",
    head: REQUIRED,
  },
  { name: "nodenext", file: "main.mts", module: "nodenext", moduleResolution: "nodenext", head: IMPORTED },
  { name: "a bundler", file: "main.ts", module: "esnext", moduleResolution: "bundler", head: IMPORTED },
  {
    name: "a bundler, with modules kept as they are written",
    file: "main.ts",
    module: "preserve",
    moduleResolution: "bundler",
    head: IMPORTED,
  },
  {
    name: "a bundler for browsers",
    file: "main.ts",
    module: "esnext",
    moduleResolution: "bundler",
    head: IMPORTED,
    customConditions: ["browser"],
  },
  {
    name: "a bundler for workerd",
    file: "main.ts",
    module: "esnext",
    moduleResolution: "bundler",
    head: IMPORTED,
    customConditions: ["workerd"],
  },
  {
    name: "a bundler for servers",
    file: "main.ts",
    module: "esnext",
    moduleResolution: "bundler",
    head: IMPORTED,
    customConditions: ["node", "module"],
  },
  {
    name: "Node without the types of browsers",
    file: "main.mts",
    module: "nodenext",
    moduleResolution: "nodenext",
    head: IMPORTED,
    lib: ["es2022"],
    types: ["node"],
  },
];

let consumer;
before(() => {
  consumer = project();
  // Types of Node, as the package itself is built with.
  consumer.write("node_modules/@types/.keep", "");
  symlinkSync(here("./node_modules/@types/node"), consumer.at("node_modules/@types/node"));
  symlinkSync(here("./node_modules/undici-types"), consumer.at("node_modules/undici-types"));
});

/** What the compiler says of this file. */
async function complaints(
  { name: _, file, head: __, lib = ["es2022", "dom"], types = [], ...options },
  text,
  compiler = "typescript",
) {
  consumer.write(file, text);
  const compilerOptions = {
    target: "es2022",
    lib,
    types,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    isolatedModules: true,
    ...options,
  };
  consumer.write("tsconfig.json", JSON.stringify({ compilerOptions, files: [file] }));
  const tsc = [here(`./node_modules/${compiler}/bin/tsc`), "-p", "tsconfig.json", "--pretty", "false"];
  const told = await promisify(execFile)(process.execPath, tsc, { cwd: consumer.root }).catch((fault) => fault);
  return told.stdout.split("\n").filter((line) => line !== "");
}

const OLDER = [
  ...PROJECTS.filter(({ file, customConditions }) => file !== "main.ts" || customConditions?.[0] === "browser"),
  // What it takes for CommonJS unless told otherwise, and what knows no `exports`.
  {
    name: "node10, CommonJS that imports",
    file: "main.ts",
    module: "commonjs",
    moduleResolution: "node10",
    head: IMPORTED,
  },
];

for (const [named, compiler, projects] of [
  ["TypeScript 7", "typescript", PROJECTS],
  ["TypeScript 5.9", "typescript-5", OLDER],
]) {
  for (const one of projects) {
    test(`${named} finds the types in a project for ${one.name}`, async () => {
      // One line is wrong, so that silence is no success: the types are read, and none of these is `any`.
      const told = await complaints(
        one,
        `${one.head}${WALK}\n  export const wrong: number = verifier.audience;`,
        compiler,
      );
      assert.equal(told.length, 1, told.join("\n"));
      assert.match(told[0], /^main\.[cm]?ts\(\d+,16\): error TS2322: Type 'string' is not assignable to type 'number'/);
    });
  }
}

test("a WebCrypto key is the platform's own type where the project has it", async () => {
  const [web] = PROJECTS.filter(({ customConditions }) => customConditions?.[0] === "browser");
  const signing = (key) =>
    `import { webCryptoSigner } from "depute";
     declare const key: ${key};
     export const signer = webCryptoSigner({ publicKey: key, privateKey: key });`;
  assert.deepEqual(await complaints(web, signing("CryptoKey")), []);
  assert.match((await complaints(web, signing("{ type: string }"))).join("\n"), /error TS2\d{3}: /);
});
