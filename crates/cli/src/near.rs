//! What was meant by a word that is none: what other tools call it, or the nearest of those that are.

use clap::Command;

/// What other tools call our verbs.
const VERBS: &[(&str, &str)] = &[
    ("attenuate", "delegate"),
    ("restrict", "delegate"),
    ("narrow", "delegate"),
    ("derive", "delegate"),
    ("grant", "mint"),
    ("issue", "mint"),
    ("sign", "mint"),
    ("create", "mint"),
    ("inspect", "show"),
    ("decode", "show"),
    ("cat", "show"),
    ("view", "show"),
    ("print", "show"),
    ("dump", "show"),
    ("info", "show"),
    ("verify", "check"),
    ("validate", "check"),
    ("eval", "check"),
    ("evaluate", "check"),
    ("prove", "present"),
    ("attach", "present"),
    ("approve", "endorse"),
    ("countersign", "endorse"),
    ("compare", "diff"),
    ("explain", "help"),
    ("keygen", "key new"),
    ("generate", "key new"),
    ("init", "key new"),
    // There is no account to log in to: whoever has a key is somebody.
    ("login", "key new"),
    ("whoami", "key list"),
    ("keys", "key list"),
    ("import", "key import"),
    ("export", "key export"),
    ("kill", "revoke"),
    ("ban", "revoke"),
    ("invalidate", "revoke"),
    ("completion", "completions"),
    ("manpage", "man"),
    ("version", "--version"),
];

/// What other tools call the verbs below `key` and `trust`.
const VERBS_BELOW: &[(&str, &str)] = &[
    ("generate", "new"),
    ("gen", "new"),
    ("create", "new"),
    ("ls", "list"),
    ("rm", "remove"),
    ("delete", "remove"),
    ("revoke", "remove"),
];

/// What other tools call our flags. Of several the verb has one.
const FLAGS: &[(&str, &str)] = &[
    ("--audience", "--aud"),
    ("--for", "--aud"),
    ("--expires", "--ttl"),
    ("--expiry", "--ttl"),
    ("--exp", "--ttl"),
    ("--lifetime", "--ttl"),
    ("--nbf", "--not-before"),
    ("--key", "--from"),
    ("--key", "--as"),
    ("--signer", "--from"),
    ("--signer", "--as"),
    ("--as", "--from"),
    ("--from", "--as"),
    ("--holder", "--to"),
    ("--holder", "--as"),
    ("--scope", "--allow"),
    ("--permission", "--allow"),
    ("--capability", "--allow"),
    ("--caveat", "--allow"),
    ("--action", "--do"),
    ("--args", "--do"),
    ("--root", "--trust"),
    ("--issuer", "--trust"),
    ("--now", "--at"),
    ("--time", "--at"),
    ("--out", "--output"),
    ("--file", "--output"),
    ("--cbor", "--diag"),
    ("--raw", "--hex"),
    ("--no-color", "--color never"),
    ("--colour", "--color"),
];

/// The verb that a word means, among those of a command.
pub(crate) fn verb(command: &Command, word: &str) -> Option<String> {
    let table = if command.get_name() == "depute" { VERBS } else { VERBS_BELOW };
    let exists = |ours: &&str| {
        let first = ours.split(' ').next().unwrap_or_default();
        first.starts_with('-') || command.find_subcommand(first).is_some()
    };
    let other = table.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| *ours).filter(exists);
    let verbs = command.get_subcommands().map(Command::get_name);
    other.or_else(|| nearest(word, verbs)).map(str::to_owned)
}

/// The flag of this verb that another tool's flag means.
pub(crate) fn flag(verb: &Command, flag: &str) -> Option<&'static str> {
    let has = |ours: &&str| {
        let name = ours.split(' ').next().unwrap_or_default().trim_start_matches('-');
        name == "color" || verb.get_arguments().any(|arg| arg.get_long() == Some(name))
    };
    FLAGS.iter().filter(|(theirs, _)| *theirs == flag).map(|(_, ours)| *ours).find(has)
}

/// The nearest word, if it is near enough that a slip of the fingers explains the difference.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let distance = |known: &str| strsim::osa_distance(&word, &known.to_lowercase());
    // One slip in a short word, one more for every four letters: `alcie`, `arg_abov_limt`.
    let bound = (word.chars().count() / 4).max(1);
    let near = known.into_iter().map(|known| (distance(known), known)).filter(|(slips, _)| *slips <= bound);
    near.min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_word_of_another_tool_leads_to_a_verb_or_flag_of_ours() {
        let mut root = Cli::command();
        root.build();
        for (theirs, ours) in VERBS {
            assert_eq!(verb(&root, theirs).as_deref(), Some(*ours));
            assert!(root.find_subcommand(theirs).is_none(), "{theirs} is a verb of ours by now");
            let mut command = &root;
            for word in ours.split(' ').filter(|word| !word.starts_with('-')) {
                command = command.find_subcommand(word).unwrap_or_else(|| panic!("{ours} is no verb"));
            }
        }
        let below = ["key", "trust"].map(|verb| root.find_subcommand(verb).unwrap());
        for (theirs, ours) in VERBS_BELOW {
            assert!(below.iter().any(|command| verb(command, theirs).as_deref() == Some(*ours)), "{theirs}");
        }
        for (theirs, ours) in FLAGS {
            assert!(root.get_subcommands().any(|verb| flag(verb, theirs) == Some(*ours)), "{theirs} {ours}");
        }
        assert_eq!(flag(root.find_subcommand("help").unwrap(), "--audience"), None);
        assert_eq!(verb(&root, "zzz"), None);
    }

    #[test]
    fn a_slip_is_forgiven_and_another_word_is_not() {
        let known = ["alice", "booker", "planner"];
        for (word, near) in [
            ("alcie", Some("alice")),
            ("Alice", Some("alice")),
            ("alic", Some("alice")),
            ("boker", Some("booker")),
            ("plannner", Some("planner")),
            ("pelanr", None),
            ("bob", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), near, "{word}");
        }
        assert_eq!(nearest("arg_abov_limt", ["arg_below_limit", "arg_above_limit"]), Some("arg_above_limit"));
    }
}
