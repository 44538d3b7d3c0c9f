//! `schema`: what `--json` prints, as JSON Schema.

use depute::Code;
use serde_json::{Value, json};

use crate::cli::Schema;
use crate::failure::Failure;
use crate::near;
use crate::out::Out;

/// The published schema. A test holds what every verb prints to it.
const SCHEMA: &str = include_str!("../../schema/depute-v1.schema.json");

pub(crate) fn run(args: &Schema, out: &mut Out) -> Result<u8, Failure> {
    let mut schema: Value =
        serde_json::from_str(SCHEMA).map_err(|_| Failure::new(Code::Internal, "the schema cannot be read"))?;
    if let Some(name) = &args.name {
        let known: Vec<&str> = names(&schema);
        if !known.contains(&name.as_str()) {
            let failure = Failure::usage(format!("the schema has no `{name}`"));
            return Err(match near::nearest(name, known.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("it has: {}", known.join(", "))),
            });
        }
        // The definitions stay, since they refer to each other.
        if let Some(root) = schema.as_object_mut() {
            root.remove("anyOf");
            root.insert("$ref".into(), format!("#/$defs/{name}").into());
        }
    }
    let text = match &args.name {
        None => SCHEMA.to_owned(),
        Some(_) => serde_json::to_string_pretty(&schema)
            .map_err(|_| Failure::new(Code::Internal, "the schema cannot be written"))?,
    };
    out.product(&text, json!({"schema": schema}))?;
    Ok(0)
}

/// The objects that are printed, by the name of their definition.
fn names(schema: &Value) -> Vec<&str> {
    let refs = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let refs = refs.iter().filter_map(|one| one.get("$ref")?.as_str()?.strip_prefix("#/$defs/"));
    refs.collect()
}
