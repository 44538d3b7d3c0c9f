// The benchmark grant as a Biscuit: the root's limits are checks of the authority block, each further link's of a block.
import { AuthorizerBuilder, Biscuit, KeyPair, PrivateKey, SignatureAlgorithm } from "@biscuit-auth/biscuit-wasm";
import { AUDIENCE, ARGS, LIFE_SECS, NOW, folder } from "./grant.js";
import { pair } from "./keys.js";

const root = PrivateKey.fromBytes(pair(0).seed, SignatureAlgorithm.Ed25519);
const rootPublic = KeyPair.fromPrivateKey(root).getPublicKey();
const time = (secs) => new Date(secs * 1000).toISOString().replace(".000", "");

/** Its own limit of time is a millisecond, which a busy machine may need for anything. */
const LIMITS = { max_facts: 1000, max_iterations: 100, max_time_micro: 10_000_000 };

const REQUEST = `
  operation("fs.read"); path({path}); amount({amount}); time(${time(NOW)}); audience("${AUDIENCE}");
  allow if true;
`;

// Tokens as texts, which is what travels. What is not used up on the way is freed, so that memory does not grow.

export function mint() {
  const builder = Biscuit.builder();
  builder.addCode(`
    issued(${time(NOW)});
    check if operation("fs.read"), path($p), $p == "/data" || $p.starts_with("/data/"), amount($a), $a <= 100;
    check if time($t), $t < ${time(NOW + LIFE_SECS)};
    check if audience("${AUDIENCE}");
  `);
  return text(builder.build(root));
}

export function delegate(parent, number) {
  const block = Biscuit.block_builder();
  block.addCode(`check if path($p), $p == "${folder(number)}" || $p.starts_with("${folder(number)}/");`);
  const token = Biscuit.fromBase64(parent, rootPublic);
  const longer = text(token.appendBlock(block));
  token.free();
  block.free();
  return longer;
}

export function chain(links) {
  let token = mint();
  for (let number = 2; number <= links; number += 1) token = delegate(token, number);
  return token;
}

export function decides(token) {
  let read, authorizer;
  try {
    read = Biscuit.fromBase64(token, rootPublic);
    const builder = new AuthorizerBuilder();
    builder.addCodeWithParameters(REQUEST, ARGS, {});
    authorizer = builder.buildAuthenticated(read);
    authorizer.authorizeWithLimits(LIMITS);
    return true;
  } catch {
    return false;
  } finally {
    authorizer?.free();
    read?.free();
  }
}

function text(token) {
  const made = token.toBase64();
  token.free();
  return made;
}
