//! A revocation list as people read it.

use depute::{Id, RevocationList, Target, VerifyingKey};

use super::product::hex;
use crate::names::Names;
use crate::out::quoted;
use crate::when;

/// Digits of an id that tell the statements of one list apart, and that `--lift` takes.
const SHORT_DIGITS: usize = 16;

/// `list 3 of alice   2 statements   made …   next …   id …`, and a line for each statement.
pub(crate) fn text(list: &RevocationList, names: &Names) -> String {
    let statements = list.unverified_statements();
    let mut text = format!(
        "list {} of {}   {}   made {}   next {}   id {}",
        list.unverified_number(),
        names.shown(&list.unverified_key()),
        counted(statements.len()),
        when::local(list.unverified_issued_at()),
        when::local(list.unverified_next_update()),
        short(list.id()),
    );
    let targets: Vec<String> =
        statements.iter().map(|statement| target(statement.unverified_target(), names)).collect();
    let width = targets.iter().map(|target| target.chars().count()).max().unwrap_or(0);
    for (statement, target) in statements.iter().zip(targets) {
        text.push_str(&format!(
            "\n{}   {target:width$}   by {}, {}",
            short(statement.id()),
            names.shown(&statement.unverified_signer()),
            when::local(statement.unverified_issued_at()),
        ));
    }
    text
}

/// What a statement is about, in the reader's own names: `task "T-1042" under alice`.
pub(crate) fn target(target: &Target, names: &Names) -> String {
    let under = |root: &VerifyingKey| names.shown(root);
    match target {
        Target::Link { id, .. } => format!("link {}", short(id)),
        Target::Key { key, .. } => format!("key of {}", names.shown(key)),
        Target::Task { root, task, .. } => format!("task {} under {}", quoted(task), under(root)),
        Target::Organization { root, organization, .. } => {
            format!("organization {} under {}", quoted(organization), under(root))
        }
        Target::Authorizer { root, subject: Some(subject), .. } => {
            format!("authorizer {} under {}", quoted(subject), under(root))
        }
        Target::Authorizer { root, .. } => format!("authorizer {}", under(root)),
        Target::Lift { statement, .. } => format!("lifts {}", short(statement)),
        other => other.to_string(),
    }
}

/// The first digits of an id.
pub(crate) fn short(id: &Id) -> String {
    let digits = hex(id);
    format!("{}…", digits.get(..SHORT_DIGITS).unwrap_or(&digits))
}

fn counted(statements: usize) -> String {
    match statements {
        1 => "1 statement".to_owned(),
        more => format!("{more} statements"),
    }
}
