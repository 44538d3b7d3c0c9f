//! Clauses, limits and requirements in wire form, by the names that their texts have.

use super::cbor::{Item, bytes};
use super::keys::Key;
use crate::{list, map};

/// `ACTION(args)`.
pub fn closed(action: &str, args: Item) -> Item {
    list![action, args.sorted()]
}

/// `ACTION(args, ..)`.
pub fn open(action: &str, args: Item) -> Item {
    list![action, args.sorted(), true]
}

/// `*(..)`.
pub fn everything() -> Item {
    list![list![], map! {}, true]
}

/// `ACTION(args) needs …`, or with `, ..`.
pub fn needing(action: &str, args: Item, is_open: bool, requirements: Vec<Item>) -> Item {
    list![action, args.sorted(), is_open, requirements]
}

/// `approval(k of [keys])`.
pub fn approval(threshold: u64, keys: &[&Key]) -> Item {
    let keys: Vec<Item> = keys.iter().map(|key| bytes(&key.public())).collect();
    list![1, list![threshold, keys]]
}
