// Every test vector, answered by the package in Node.
import { report, texts } from "./files.js";
import { run } from "./run.js";

report(texts().map(run));
