// Answers each line, a URL as JSON, by what Node's URL finds in it.
import { createInterface } from "node:readline";

const answers = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let url;
  try {
    url = new URL(JSON.parse(line));
  } catch {
    answers.push("null");
    continue;
  }
  const rest = url.username + url.password + url.hash;
  const parts = [url.protocol.slice(0, -1), url.hostname, url.port, url.pathname, url.search.slice(1), rest, url.href];
  answers.push(JSON.stringify(parts));
}
process.stdout.write(answers.join("\n") + "\n");
