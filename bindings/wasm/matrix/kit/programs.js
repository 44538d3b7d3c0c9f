// What projects run: an entry of the package, and what came of it as JSON.

/** Imports this entry, and walks. */
export const walking = (entry) => `
  import * as depute from "${entry}";
  import { walk } from "./walk.mjs";
  console.log(JSON.stringify(walk(depute)));`;

/** Imports this entry, and judges what was made elsewhere. */
export const judging = (entry, made) => `
  import * as verify from "${entry}";
  import { judge } from "./walk.mjs";
  console.log(JSON.stringify(judge(verify, ${JSON.stringify(made)})));`;
