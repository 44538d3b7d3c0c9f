//! Revocation lists in the making.

use alloc::string::String;
use alloc::vec::Vec;

use depute::{Code, Malformed, NextList, RevocationList, Target};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, Thrown, exactly, key, time, unknown, whole};
use crate::key::SecretKey;
use crate::prepared::{By, Unsigned};

/// The next list of a key: the statements of the one before, and more.
#[wasm_bindgen]
pub struct ListTerms {
    next: NextList,
    before: Option<RevocationList>,
}

#[wasm_bindgen]
impl ListTerms {
    /// The list after this one, or a key's first.
    #[wasm_bindgen(constructor)]
    pub fn new(before: Option<String>) -> Given<ListTerms> {
        let before = before.map(|text| RevocationList::from_text(&text)).transpose()?;
        let next = before.as_ref().map_or_else(NextList::first, NextList::after);
        Ok(ListTerms { next, before })
    }

    /// How many seconds after this list the next one will be there at the latest.
    #[wasm_bindgen(js_name = nextUpdateIn)]
    pub fn next_update_in(&mut self, secs: f64) -> Given<()> {
        let secs = whole("the time to the next list", secs)?;
        self.with(|next| Ok(next.next_update_in(secs)))
    }

    /// A statement that something is revoked, not signed yet. `what` is `link` (its id in hexadecimal digits), `key`,
    /// `task`, `organization` or `authorizer`; the last three are below a root key. An authorizer without a name is the
    /// root key itself.
    pub fn revocation(&self, signer: &str, what: &str, name: Option<String>, root: &str, now: f64) -> Given<Unsigned> {
        let named = name.as_deref().unwrap_or_default();
        let target = match what {
            "link" => Target::link(exactly("a link's id", &from_hex(named)?)?),
            "key" => Target::key(key(named)?),
            "task" => Target::task(key(root)?, named)?,
            "organization" => Target::organization(key(root)?, named)?,
            "authorizer" => Target::authorizer(key(root)?, name.as_deref())?,
            other => return Err(unknown("thing to revoke", other)),
        };
        Unsigned::given(target.prepare_revocation(&key(signer)?, time("now", now)?))
    }

    /// A lift of a statement that the list before has, by its id in hexadecimal digits, not signed yet.
    pub fn lift(&self, signer: &str, statement: &str, now: f64) -> Given<Unsigned> {
        let id: [u8; 32] = exactly("a statement's id", &from_hex(statement)?)?;
        let statements = self.before.as_ref().map_or(&[][..], RevocationList::unverified_statements);
        let lifted = statements.iter().find(|known| known.id() == &id);
        let lifted =
            lifted.ok_or_else(|| Malformed::new(Code::ValueInvalid, "a statement that the list does not have"))?;
        Unsigned::given(lifted.prepare_lift(&key(signer)?, time("now", now)?))
    }

    /// One more statement, signed by a key that is here.
    pub fn add(&mut self, statement: Unsigned, key: &SecretKey) -> Given<()> {
        self.take(statement, By::Key(key))
    }

    /// One more statement, with its signature.
    #[wasm_bindgen(js_name = addSigned)]
    pub fn add_signed(&mut self, statement: Unsigned, signature: &[u8]) -> Given<()> {
        self.take(statement, By::Signature(signature))
    }

    /// The list, not signed yet.
    pub fn prepare(self, list_key: &str, now: f64) -> Given<Unsigned> {
        Unsigned::given(self.next.prepare(&key(list_key)?, time("now", now)?))
    }
}

impl ListTerms {
    fn take(&mut self, statement: Unsigned, by: By<'_>) -> Given<()> {
        match statement.into_statement(by)? {
            Some(statement) => self.with(|next| next.with(statement)),
            None => Err(unknown("statement", "that step")),
        }
    }

    fn with(&mut self, change: impl FnOnce(NextList) -> Result<NextList, Malformed>) -> Given<()> {
        self.next = change(core::mem::replace(&mut self.next, NextList::first())).map_err(Thrown::from)?;
        Ok(())
    }
}

fn from_hex(digits: &str) -> Given<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok();
    let is_plain = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let bytes = is_plain.then(|| digits.as_bytes().chunks(2).map(pair).collect::<Option<Vec<u8>>>()).flatten();
    Ok(bytes.ok_or_else(|| Malformed::new(Code::ValueInvalid, "an id is 64 hexadecimal digits, in lower case"))?)
}
