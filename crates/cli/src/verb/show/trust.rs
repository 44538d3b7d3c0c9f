//! The entries of a trust file, as `trust list` has them.

use std::path::Path;

use serde_json::json;

use super::View;
use crate::failure::Failure;
use crate::home::Home;
use crate::trust_file::{self, Entries};
use crate::verb::trust::{line, members};

/// The entries of a file.
pub(super) fn view(text: &str) -> Result<View, Failure> {
    of(&trust_file::parse(text, Path::new("the trust file"))?)
}

/// One entry of the home's own file.
pub(super) fn entry(name: &str) -> Result<View, Failure> {
    of(&Entries::from([(name.to_owned(), trust_file::entry(&Home::find()?, name)?)]))
}

fn of(entries: &Entries) -> Result<View, Failure> {
    for (name, entry) in entries {
        entry.read(name).map_err(|failure| failure.within(format!("trust entry `{name}`")))?;
    }
    let lines: Vec<String> = entries.iter().map(|(name, entry)| line(name, entry)).collect();
    let rows: Vec<_> = entries.iter().map(|(name, entry)| members(name, entry)).collect();
    Ok(View {
        text: lines.join("\n"),
        members: json!({"kind": "trust", "entries": rows}),
        bytes: None,
        diag: None,
        state: None,
        status: 0,
    })
}
