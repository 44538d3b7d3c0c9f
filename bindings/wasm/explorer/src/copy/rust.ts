import { cutAtKeys, type Party, type Plan, type Step } from "./plan.js";

export function rust({ parties, steps, audience, call }: Plan): string {
  const last = steps.at(-1)!;
  const root = parties[0]!.id;
  const names = parties.map(({ id }) => id);
  const seeds = parties.map((_, index) => `SigningKey::from_seed(&[${index + 1}; 32])`);
  const left =
    names.length === 1
      ? `let ${names[0]} = ${seeds[0]};`
      : `let (${names.join(", ")}) = (\n        ${seeds.join(",\n        ")},\n    );`;
  const code = [
    "use depute::{Call, Mint, Policy, Revocations, Signer, SigningKey, Trust, TrustEntry, UnixTime, Verifier};",
    "",
    "fn main() -> Result<(), Box<dyn std::error::Error>> {",
    "    // Seeds for trying out; real ones are 32 secret random bytes.",
    `    ${left}`,
    "    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;",
    "    let now = UnixTime::from_secs(since_1970.as_secs())?;",
    "",
    ...steps.map((step, index) => link(step, index, parties)),
    "",
    `    let call = Call::parse(${expression(call, parties)})?;`,
    "    let nonce = [9; 16]; // sixteen random bytes",
    `    let presentation = link${steps.length}.present(&call, ${JSON.stringify(audience)}, &${last.to.id}, now, nonce)?;`,
    `    let trust = Trust::new([TrustEntry::new(${JSON.stringify(root)}, ${root}.verifying_key()).allow("*(..)")?])?;`,
    `    let verifier = Verifier::new(trust, Policy::new(${JSON.stringify(audience)}, Revocations::None)?);`,
    "    match verifier.check(presentation.as_bytes(), &call, now) {",
    '        Ok(_) => println!("ALLOWED"),',
    '        Err(denied) => println!("DENIED {denied}"),',
    "    }",
    "    Ok(())",
    "}",
  ];
  return `${code.join("\n")}\n`;
}

function link(step: Step, index: number, parties: Party[]): string {
  const to = `&${step.to.id}.verifying_key()`;
  const begin = index === 0 ? `Mint::new(${to})` : `link${index}.delegate(${to})`;
  const calls = [
    ...step.allow.map((clause) => `.allow(${expression(clause, parties)})?`),
    ...step.budget.map((budget) => `.budget(${expression(budget, parties)})?`),
    step.life !== undefined && `.expires_in(${step.life})`,
    `.depth(${step.depth})`,
    ...step.audiences.filter(() => step.audiences.join() !== "local").map((one) => `.audience(${literal(one)})?`),
    step.task !== undefined && `.task(${literal(step.task)})?`,
    step.intent !== undefined && `.intent(${literal(step.intent)})?`,
    index === 0 ? `.sign(&${step.from.id}, now, [7; 8])?; // eight random bytes` : `.sign(&${step.from.id}, now)?;`,
  ].filter((one) => one !== false);
  return `    let link${index + 1} = ${begin}\n${calls.map((one) => `        ${one}`).join("\n")}`;
}

function expression(text: string, parties: Party[]): string {
  const parts = cutAtKeys(text, parties);
  if (parts.every((part) => typeof part === "string")) return literal(text);
  const format = parts.map((part) => (typeof part === "string" ? part.replaceAll(/[{}]/g, "$&$&") : "{}")).join("");
  const keys = parts.filter((part) => typeof part !== "string").map(({ id }) => `${id}.verifying_key()`);
  return `&format!(${[literal(format), ...keys].join(", ")})`;
}

/** Raw where it has quotes, with as many hashes as it takes. */
function literal(text: string): string {
  if (!/["\\]/.test(text) && !/[\u0000-\u001f]/.test(text)) return `"${text}"`;
  const hashes = "#".repeat(1 + Math.max(0, ...[...text.matchAll(/"(#*)/g)].map(([, run]) => run!.length)));
  return `r${hashes}"${text}"${hashes}`;
}
