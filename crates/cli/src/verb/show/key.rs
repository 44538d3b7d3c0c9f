//! A public key: what it is called here, and its bytes.

use depute::{Hex, VerifyingKey};
use serde_json::json;

use super::View;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::trust_file;

pub(super) fn view(text: &str) -> Result<View, Failure> {
    let key = VerifyingKey::parse(text)?;
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let names: Vec<&str> = names.iter().filter(|(_, known)| *known == key).map(|(name, _)| name).collect();
    let held = home.key_names()?;
    let held = names.iter().any(|name| held.iter().any(|held| held == name));
    let entries = trust_file::of_home(&home)?;
    let trusted = entries.iter().filter(|(_, entry)| entry.keys.iter().any(|known| known.text() == text));
    let trusted: Vec<&str> = trusted.map(|(name, _)| name.as_str()).collect();
    let listed = |names: &[&str], none: &str| if names.is_empty() { none.to_owned() } else { names.join(", ") };
    Ok(View {
        text: format!(
            "public key  {key}\nknown as    {}{}\ntrusted as  {}\nbytes       {}",
            listed(&names, "(no name here)"),
            if held { ", secret here" } else { "" },
            listed(&trusted, "(no entry of trust.toml has it)"),
            Hex(key.as_bytes()),
        ),
        members: json!({
            "kind": "public_key",
            "key": key.to_string(),
            "names": names,
            "held": held,
            "trust_entries": trusted,
        }),
        bytes: Some(key.as_bytes().to_vec()),
        diag: None,
        state: None,
        status: 0,
    })
}
