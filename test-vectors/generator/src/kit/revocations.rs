//! Statements and lists, put together by hand.

use super::cbor::{Item, bytes};
use super::keys::{KEEPER, Key};
use super::sign::{Draft, EXP, IAT, ISS, Id, Kind, MANDATE, sealed};
use super::walk::NOW;
use crate::{list, map};

/// A link, and all below it.
pub fn of_link(id: Id) -> Item {
    list![0, bytes(&id)]
}

/// A key.
pub fn of_key(key: &Key) -> Item {
    list![1, bytes(&key.public())]
}

/// A task under a root key.
pub fn of_task(root: &Key, task: &str) -> Item {
    list![2, bytes(&root.public()), task]
}

/// An organization under a root key.
pub fn of_organization(root: &Key, organization: &str) -> Item {
    list![3, bytes(&root.public()), organization]
}

/// An authorizer who is a key.
pub fn of_authorizer(root: &Key) -> Item {
    list![4, bytes(&root.public())]
}

/// An authorizer for whom a key signs.
pub fn of_subject(root: &Key, subject: &str) -> Item {
    list![4, bytes(&root.public()), subject]
}

/// The lift of a statement.
pub fn lift_of(statement: &Draft) -> Item {
    lift_of_id(statement.id(Kind::Revocation))
}

/// The lift of the statement with this id.
pub fn lift_of_id(statement: Id) -> Item {
    list![5, bytes(&statement)]
}

/// A statement about this, made now.
pub fn said(signer: &'static Key, target: Item) -> Draft {
    Draft::new(signer, map! { ISS => bytes(&signer.public()), IAT => NOW, MANDATE => target })
}

/// A list of this number with these statements, made now, the next one due in an hour.
pub fn numbered(number: u64, statements: &[Draft]) -> Draft {
    let statements: Vec<Item> = statements.iter().map(|statement| sealed(statement, Kind::Revocation)).collect();
    let content = map! { 1 => number, 2 => statements };
    let claims = map! { ISS => bytes(&KEEPER.public()), EXP => NOW + 3600, IAT => NOW, MANDATE => content };
    Draft::new(&*KEEPER, claims)
}

/// The bytes of a list.
pub fn list_bytes(draft: &Draft) -> Vec<u8> {
    list![1, sealed(draft, Kind::List)].encode()
}
