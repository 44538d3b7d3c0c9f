//! `--out DIR`: every token, presentation and call, to be checked by hand. The folder is a home without keys.

use std::fs;
use std::path::Path;

use super::calls::LABEL;
use super::cast::{AUDIENCE, Cast, LINK_ZERO};
use super::scenes::{Expected, Scene};
use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::trust_file::{self, Entries, Entry, Key};
use depute::Code;

/// How the instructions begin, by which an earlier run is known.
const MARK: &str = "Everything that `depute demo` made";

/// Writes the folder, which may exist if it is empty or from an earlier run, whose files are replaced.
pub(super) fn write(folder: &Path, cast: &Cast, scenes: &[Scene]) -> Result<(), Failure> {
    if !file::is_absent(folder)? {
        let mut entries = fs::read_dir(folder).map_err(|cause| Failure::io(folder, "read", &cause))?;
        let is_ours = fs::read_to_string(folder.join("README.txt")).is_ok_and(|text| text.starts_with(MARK));
        if entries.next().is_some() && (!is_ours || !file::is_absent(&folder.join("keys"))?) {
            return Err(Failure::new(Code::NameTaken, format!("`{}` is a folder with other files", folder.display()))
                .hint("give a new folder, or an empty one"));
        }
    }
    fs::create_dir_all(folder).map_err(|cause| Failure::io(folder, "make", &cause))?;
    let put = |name: &str, text: &str| {
        let text = format!("{}\n", text.trim_end());
        file::write(&folder.join(name), text.as_bytes(), Readers::Umask, Existing::Replace)
    };
    put("names.toml", &cast.names.to_text()?)?;
    put("trust.toml", &trust(cast)?)?;
    for (name, token) in [("trip", &cast.trip), ("search", &cast.search), ("book", &cast.book), ("seat", &cast.seat)] {
        put(&format!("{name}.dpt"), &token.to_text())?;
    }
    for (number, scene) in (1..).zip(scenes) {
        let stem = stem(number, scene);
        put(&format!("{stem}.dpt"), &scene.token.to_text())?;
        put(&format!("{stem}.dptp"), &scene.presentation.to_text())?;
        put(&format!("{stem}.json"), &scene.message)?;
    }
    put("README.txt", &instructions(cast, scenes))
}

fn trust(cast: &Cast) -> Result<String, Failure> {
    let alice = Entry::of(vec![Key::Always(cast.alice.to_string())], vec![LINK_ZERO.to_owned()]);
    trust_file::to_text(&Entries::from([("alice".to_owned(), alice)]))
}

fn instructions(cast: &Cast, scenes: &[Scene]) -> String {
    let mut text = format!(
        "{MARK} and judged at {now}.\n\
         \n\
         Each line below, typed in this folder, judges one call again. `--at` replays that moment, so a call that would be\n\
         allowed ends with status 6, never 0. `check` counts nothing: what only a ledger refuses (a proof used twice, a\n\
         budget that is spent) it would allow. The folder is a home without keys, so first:\n\
         \n\
         export DEPUTE_HOME=.\n\
         depute show @book.dpt --trust alice\n",
        now = cast.now
    );
    for (number, scene) in (1..).zip(scenes) {
        let stem = stem(number, scene);
        let (verdict, status) = on_replay(scene.expected);
        text.push_str(&format!(
            "\n# {number}. {}: {verdict}, status {status}\n\
             depute check @{stem}.dptp --call @{stem}.json --name {LABEL} --aud {AUDIENCE} --at {}\n",
            scene.title, cast.now
        ));
    }
    text
}

/// What `check --at` says of a scene, and its exit status.
fn on_replay(expected: Expected) -> (String, u8) {
    match expected {
        Expected::Allowed => ("allowed".to_owned(), 6),
        Expected::Denied(code @ (Code::ProofReplayed | Code::BudgetExhausted)) => {
            (format!("allowed by check, {code} by the ledger"), 6)
        }
        Expected::Denied(code) => (code.to_string(), code.exit()),
    }
}

/// `06-another-city`
fn stem(number: usize, scene: &Scene) -> String {
    let title: String = scene.title.chars().filter(|c| *c != ',').map(|c| if c == ' ' { '-' } else { c }).collect();
    format!("{number:02}-{title}")
}
