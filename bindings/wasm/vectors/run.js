// Runs one file of vectors: how many were answered, and which answers are not those expected.
import * as depute from "depute";
import { answering } from "./answer.js";

const BY_DEPUTE = answering(depute);

/** What a run of this file (the text of it) comes to. Refuses a file that has not as many vectors as it says. */
export function run(text, answer = BY_DEPUTE) {
  const { subject, count, vectors } = JSON.parse(text);
  if (!Number.isSafeInteger(count) || count < 1 || vectors?.length !== count) {
    throw new Error(`${subject}: its count is not that of its vectors`);
  }
  const differing = [];
  let ran = 0;
  for (const vector of vectors) {
    const got = answer(vector);
    ran += 1;
    const expected = [...Object.entries(vector.expect), ...Object.entries(vector.told ?? {})];
    // A vector without an expectation says nothing, and must not pass for one that was met.
    const differs =
      Object.keys(vector.expect).length === 0 || expected.some(([name, value]) => !equal(got[name], value));
    if (differs) differing.push({ id: vector.id, expected: { ...vector.expect, ...vector.told }, got });
  }
  return { subject, count, ran, differing };
}

/** Equal as JSON: the order of members is nothing, the order in lists is. */
function equal(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equal(one[name], other[name]))
  );
}
