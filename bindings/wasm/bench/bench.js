// Prints what the package's steps cost beside their peers: times, ratios and sizes, as tables; with `--json` as a line of
// JSON too, the last one.
//
//   node --experimental-wasm-modules bench.js [--rounds 31] [--millis 3] [--json]
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { figures } from "./figures.js";
import { measured } from "./rounds.js";
import { sizes } from "./sizes.js";

const [rounds, json] = [{ type: "string", default: "31" }, { type: "boolean", default: false }];
const { values } = parseArgs({ options: { rounds, millis: { type: "string", default: "3" }, json } });
const time = { rounds: Number(values.rounds), millis: Number(values.millis) };
if (!(time.rounds >= 1 && time.millis > 0)) throw new RangeError("rounds and millis are numbers above 0");

const tables = await figures();
const all = Object.values(tables).flat();

// What does not tell right from wrong is not worth timing.
const told = [];
for (const { name, tells } of all) {
  const [right, wrong] = [await tells(false), await tells(true)];
  if (right !== true || wrong !== false) throw new Error(`${name}: right ${right}, changed ${wrong}`);
  told.push({ name, right, wrong });
}

const medians = await measured(all, time);
const weights = sizes();

console.log(`\n${cpus()[0].model}, Node ${process.versions.node}, ${time.rounds} rounds of ${time.millis} ms\n`);
for (const [title, rows] of Object.entries(tables)) {
  console.log(`| ${title} | signatures | µs | ratio | to |\n|---|---:|---:|---:|---|`);
  for (const { name, signatures = "", floor = "" } of rows) {
    const { micros, ratio } = medians.get(name);
    console.log(`| ${name} | ${signatures} | ${shown(micros)} | ${ratio?.toFixed(2) ?? ""} | ${floor} |`);
  }
  console.log();
}
console.log("| `.wasm` of | bytes | gzip | brotli |\n|---|---:|---:|---:|");
for (const { name, raw, gzip, brotli } of weights) console.log(`| ${name} | ${raw} | ${gzip} | ${brotli} |`);
if (values.json) console.log(JSON.stringify({ told, figures: Object.fromEntries(medians), sizes: weights }));

/** Three digits. */
function shown(micros) {
  return micros >= 100 ? micros.toFixed(0) : micros.toPrecision(3);
}
