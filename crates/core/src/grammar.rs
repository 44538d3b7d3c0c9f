//! The grant text: one language for flags, files, logs and messages. `parse(print(g)) = g`.
//!
//! The text is shaped like the call that it allows. Its grammar is in `spec/grant.md`.

mod arguments;
mod lexer;
mod parse;
mod print;

pub use print::Millionths;
pub(crate) use print::{Quoted, action, name, place, shown_value};
