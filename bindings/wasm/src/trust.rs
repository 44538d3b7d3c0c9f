//! Trust, collected entry by entry.

use alloc::string::String;
use alloc::vec::Vec;

use depute::{Clause, Code, Malformed, TrustEntry};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, key, time};

/// Whom a verifier trusts, speaking for whom, allowed at most what. What follows an entry amends it.
#[wasm_bindgen]
#[derive(Default)]
pub struct TrustEntries(pub(crate) Vec<TrustEntry>);

#[wasm_bindgen]
impl TrustEntries {
    /// Trust in nobody yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> TrustEntries {
        TrustEntries::default()
    }

    /// One more entry, with its first key.
    pub fn entry(&mut self, name: String, did: &str, from: Option<f64>, until: Option<f64>) -> Given<()> {
        let first = key(did)?;
        self.0.push(TrustEntry::new(name, first));
        self.key(did, from, until)
    }

    /// One more key, and when it is trusted.
    pub fn key(&mut self, did: &str, from: Option<f64>, until: Option<f64>) -> Given<()> {
        let (added, from) = (key(did)?, from.map(|from| time("the start of a key's trust", from)).transpose()?);
        let until = until.map(|until| time("the end of a key's trust", until)).transpose()?;
        self.amend(|entry| Ok(entry.key(added, from, until)))
    }

    /// One more clause of link zero.
    pub fn allow(&mut self, clause: &str) -> Given<()> {
        self.amend(|entry| entry.allow(clause))
    }

    /// The same, from wire bytes.
    #[wasm_bindgen(js_name = allowWire)]
    pub fn allow_wire(&mut self, clause: &[u8]) -> Given<()> {
        self.amend(|entry| Ok(entry.allow_clause(Clause::from_bytes(clause)?)))
    }

    /// One more authorizer, or pattern of them, that it speaks for.
    #[wasm_bindgen(js_name = speaksFor)]
    pub fn speaks_for(&mut self, text: &str) -> Given<()> {
        self.amend(|entry| entry.speaks_for_text(text))
    }

    /// One more key whose list must be fresh.
    #[wasm_bindgen(js_name = listKey)]
    pub fn list_key(&mut self, did: &str) -> Given<()> {
        let added = key(did)?;
        self.amend(|entry| Ok(entry.list_key(added)))
    }

    /// One more key that may revoke anything of its chains.
    pub fn revoker(&mut self, did: &str) -> Given<()> {
        let added = key(did)?;
        self.amend(|entry| Ok(entry.revoker(added)))
    }
}

impl TrustEntries {
    fn amend(&mut self, change: impl FnOnce(TrustEntry) -> Result<TrustEntry, Malformed>) -> Given<()> {
        let entry = self.0.pop().ok_or_else(|| Malformed::new(Code::Usage, "no trust entry was begun"))?;
        self.0.push(change(entry)?);
        Ok(())
    }
}
