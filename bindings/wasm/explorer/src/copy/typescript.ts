import { cutAtKeys, duration, type Party, type Plan, type Step } from "./plan.js";

export function typescript({ parties, steps, audience, call }: Plan): string {
  const names = parties.map(({ id }) => id);
  const root = names[0]!;
  const last = steps.at(-1)!;
  const others = names.slice(1).join(", ");
  const used = ["Call", "Key", "Verifier", ...(steps.length > 1 ? ["delegate"] : []), "mint", "present"];
  const code = [
    `import { ${used.join(", ")} } from "depute";`,
    "",
    `// New keys, so that this runs anywhere: the same limits in other hands.`,
    `const [${names.join(", ")}] = Array.from({ length: ${names.length} }, () => Key.generate());`,
    ...steps.map((step, index) => link(step, index, parties)),
    "",
    `const call = Call.parse(${quoted(call, parties)});`,
    "const verifier = new Verifier({",
    `  audience: ${JSON.stringify(audience)},`,
    `  trust: { name: ${JSON.stringify(root)}, key: ${root}, allow: "*(..)" },`,
    '  revocations: "none",',
    `  names: { ${others} },`,
    "});",
    `const presentation = present(link${steps.length}, call, { key: ${last.to.id}, audience: ${JSON.stringify(audience)} });`,
    "const verdict = verifier.check(presentation, call);",
    'console.log(verdict.allowed ? "ALLOWED" : `DENIED ${verdict.message}`);',
  ];
  return `${code.join("\n")}\n`;
}

function link(step: Step, index: number, parties: Party[]): string {
  const members = [
    `from: ${step.from.id}`,
    `to: ${step.to.id}`,
    `allow: ${list(step.allow.map((clause) => quoted(clause, parties)))}`,
    step.budget.length > 0 && `budget: ${list(step.budget.map((budget) => quoted(budget, parties)))}`,
    step.life !== undefined && `ttl: "${duration(step.life)}"`,
    `depth: ${step.depth}`,
    step.audiences.length > 0 &&
      step.audiences.join() !== "local" &&
      `audience: ${list(step.audiences.map((one) => JSON.stringify(one)))}`,
    step.task !== undefined && `task: ${JSON.stringify(step.task)}`,
    step.intent !== undefined && `intent: ${JSON.stringify(step.intent)}`,
  ].filter((member) => member !== false);
  const begin = index === 0 ? "mint({" : `delegate(link${index}, {`;
  return `const link${index + 1} = ${begin}\n${members.map((member) => `  ${member},\n`).join("")}});`;
}

function list(items: string[]): string {
  return items.length === 1 ? items[0]! : `[\n${items.map((item) => `    ${item},\n`).join("")}  ]`;
}

function quoted(text: string, parties: Party[]): string {
  const parts = cutAtKeys(text, parties);
  if (parts.every((part) => typeof part === "string")) {
    return text.includes('"') && !/['\\]/.test(text) ? `'${text}'` : JSON.stringify(text);
  }
  const escaped = (part: string) => part.replaceAll(/[\\`]|\$\{/g, "\\$&");
  return `\`${parts.map((part) => (typeof part === "string" ? escaped(part) : `\${${part.id}.did}`)).join("")}\``;
}
