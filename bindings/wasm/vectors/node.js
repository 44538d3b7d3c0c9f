// Every test vector, answered by the package in Node: by `depute`, or by the form that is named, `depute/verify`.
import { answering } from "./answer.js";
import { report, texts } from "./files.js";
import { run } from "./run.js";

const answer = answering(await import(process.argv[2] ?? "depute"));
report(texts().map((text) => run(text, answer)));
