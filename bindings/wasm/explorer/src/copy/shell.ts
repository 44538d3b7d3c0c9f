import { cutAtKeys, duration, type Party, type Plan, type Step } from "./plan.js";

export function shell({ parties, steps, audience, call }: Plan): string {
  const last = steps.at(-1)!;
  const aud = audience === "local" ? "" : ` --aud ${word(audience, parties)}`;
  const code = [
    "# New keys in a folder of their own: the same limits in other hands.",
    'export DEPUTE_HOME="$(mktemp -d)"',
    ...parties.map(({ id }) => `depute key new ${name(id)} --no-passphrase`),
    ...steps.map((step, index) => link(step, index, parties)),
    `depute check "@$DEPUTE_HOME/${steps.length}.dpt" --trust ${name(parties[0]!.id)} --as ${name(last.to.id)}${aud} \\\n` +
      `  --do ${word(call, parties)}`,
  ];
  return `${code.join("\n")}\n`;
}

function link(step: Step, index: number, parties: Party[]): string {
  const verb = index === 0 ? "depute mint" : `depute delegate "@$DEPUTE_HOME/${index}.dpt"`;
  const flags = [
    ...step.allow.map((clause) => `--allow ${word(clause, parties)}`),
    ...step.budget.map((budget) => `--budget ${word(budget, parties)}`),
    [step.life === undefined ? "" : `--ttl ${duration(step.life)} `, `--depth ${step.depth}`].join(""),
    ...step.audiences.filter(() => step.audiences.join() !== "local").map((one) => `--aud ${word(one, parties)}`),
    step.task !== undefined && `--task ${word(step.task, parties)}`,
    step.intent !== undefined && `--intent ${word(step.intent, parties)}`,
    `--output "$DEPUTE_HOME/${index + 1}.dpt"`,
  ].filter((flag) => flag !== false);
  return [`${verb} --from ${name(step.from.id)} --to ${name(step.to.id)}`, ...flags].join(" \\\n  ");
}

function name(id: string): string {
  return id.replaceAll("_", "-");
}

/** One word of a shell: in single quotes, with the keys of parties asked for. */
function word(text: string, parties: Party[]): string {
  return cutAtKeys(text, parties)
    .map((part) =>
      typeof part === "string" ? `'${part.replaceAll("'", "'\\''")}'` : `"$(depute key export ${name(part.id)})"`,
    )
    .join("");
}
