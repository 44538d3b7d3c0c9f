//! One file per verb. A verb reads its arguments, takes steps of the walk, and prints what came of them.

mod check;
mod completions;
mod delegate;
mod demo;
mod diff;
mod endorse;
mod help;
mod key;
mod list;
mod man;
mod mint;
mod present;
mod product;
mod revoke;
mod schema;
mod show;
mod terms;
mod tree;
mod trust;
mod vectors;
mod verdict;

pub(crate) use self::product::hex;
use crate::cli::Verb;
use crate::failure::Failure;
use crate::out::Out;

/// Runs a verb to its exit status.
pub(crate) fn run(verb: Verb, out: &mut Out) -> Result<u8, Failure> {
    match verb {
        Verb::Key(verb) => key::run(verb, out),
        Verb::Trust(verb) => trust::run(verb, out),
        Verb::Mint(args) => mint::run(&args, out),
        Verb::Delegate(args) => delegate::run(&args, out),
        Verb::Present(args) => present::run(&args, out),
        Verb::Endorse(args) => endorse::run(&args, out),
        Verb::Check(args) => check::run(&args, out),
        Verb::Show(args) => show::run(&args, out),
        Verb::Revoke(args) => revoke::run(&args, out),
        Verb::Diff(args) => diff::run(&args, out),
        Verb::Help(args) => help::run(&args, out),
        Verb::Demo(args) => demo::run(&args, out),
        Verb::Completions(args) => completions::run(&args, out),
        Verb::Man(args) => man::run(&args, out),
        Verb::Schema(args) => schema::run(&args, out),
        Verb::Vectors(verb) => vectors::run(&verb, out),
    }
}
