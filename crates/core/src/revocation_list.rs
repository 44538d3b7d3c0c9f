//! A revocation list: numbered, signed, with the time of its next update, and whole statements inside.
//!
//! ```cddl
//! list = [1, signed<{ 1: key,               ; the list key, which a trust entry names
//!                     4: time, 6: time,     ; next update, iat
//!                     -65537: { 1: 1..9007199254740991,        ; its number
//!                               2: [0*4096 statement] } }>]
//! ```
//!
//! The list's signature says which statements its keeper had seen, and gives none of them any standing. Source:
//! `spec/revocation.md`.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::armor::{self, Kind};
use crate::cbor::{Reader, Writer};
use crate::envelope::{self, Bound, Id, Signed, context};
use crate::error::{Code, Malformed};
use crate::key::{Signature, VerifyingKey};
use crate::limits;
use crate::link::{self, MANDATE};
use crate::revocation::Statement;
use crate::time::UnixTime;
use crate::token;

/// Bytes of the shortest statement there is: two signatures' worth, and an id or a key.
const LEAST_STATEMENT_BYTES: usize = 150;

/// A revocation list whose form is right. **Nothing in it is verified** until [`verify`](Self::verify) or
/// [`Revoked::add_list`](crate::Revoked::add_list) has checked the signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevocationList {
    bytes: Vec<u8>,
    pub(crate) key: VerifyingKey,
    pub(crate) number: u64,
    pub(crate) issued_at: UnixTime,
    pub(crate) next_update: UnixTime,
    pub(crate) statements: Vec<Statement>,
    pub(crate) id: Id,
}

impl RevocationList {
    /// A list from its bytes, form checked.
    pub fn from_bytes(bytes: &[u8]) -> Result<RevocationList, Malformed> {
        if bytes.len() > limits::LIST_BYTES {
            return Err(Malformed::new(Code::LimitExceeded, "a revocation list longer than 1 MiB"));
        }
        let mut reader = Reader::new(bytes);
        if token::decode_version(&mut reader)? != 1 {
            return Err(reader.fault(Code::ValueInvalid, "a revocation list has two members"));
        }
        let (signed, mut payload) = Signed::decode(&mut reader)?;
        let list = RevocationList::decode_claims(bytes, &signed, &mut payload)?;
        payload.end()?;
        reader.end()?;
        Ok(list)
    }

    /// A list from its text, `dptr1_…`.
    pub fn from_text(text: &str) -> Result<RevocationList, Malformed> {
        RevocationList::from_bytes(&armor::decode(Kind::List, text, limits::LIST_BYTES)?)
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        armor::encode(Kind::List, &self.bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The list key: who claims to have signed it.
    pub fn unverified_key(&self) -> VerifyingKey {
        self.key
    }

    /// Its number: each list of one key has a higher one than the list before.
    pub fn unverified_number(&self) -> u64 {
        self.number
    }

    /// When it says it was made.
    pub fn unverified_issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// When it says the next one will be there, at the latest.
    pub fn unverified_next_update(&self) -> UnixTime {
        self.next_update
    }

    /// Its statements, as they stand.
    pub fn unverified_statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Its id: two lists of one key and number are the same one if and only if their ids are equal.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Whether the list key signed the list, and every signer their statement. Says nothing of whether anyone trusts the
    /// key, whether the list is the newest, and for which chains a statement counts.
    pub fn verify(&self) -> Result<(), Malformed> {
        self.verify_list()?;
        self.verify_statements(|_| false)
    }

    /// Whether the list key signed the list.
    pub(crate) fn verify_list(&self) -> Result<(), Malformed> {
        // Cannot fail: the bytes were read when the list was made.
        let mut reader = Reader::new(&self.bytes);
        token::decode_version(&mut reader)?;
        let (signed, _) = Signed::decode(&mut reader)?;
        let mut message = Writer::with_capacity(signed.payload.len().saturating_add(48));
        envelope::write_sig_structure(Bound::List, &signed.payload, &mut message);
        if self.key.verify(message.as_slice(), &signed.signature) {
            return Ok(());
        }
        Err(Malformed::new(Code::SignatureInvalid, "a revocation list that its key did not sign"))
    }

    /// Whether every signer signed their statement; those that are known to be genuine are not checked again.
    pub(crate) fn verify_statements(&self, is_known: impl Fn(&Statement) -> bool) -> Result<(), Malformed> {
        let mut message = Writer::with_capacity(256);
        let forged =
            self.statements.iter().find(|statement| !is_known(statement) && !statement.is_genuine(&mut message));
        match forged {
            None => Ok(()),
            Some(statement) => Err(Malformed::new(
                Code::SignatureInvalid,
                alloc::format!("a revocation that {} did not sign stands in the list", statement.signer.short()),
            )),
        }
    }

    fn decode_claims(bytes: &[u8], signed: &Signed<'_>, payload: &mut Reader<'_>) -> Result<RevocationList, Malformed> {
        let start = payload.clone();
        let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("a revocation list without {name}"));
        let (mut key, mut next_update, mut issued_at, mut content) = (None, None, None, None);
        let mut map = payload.map()?;
        while let Some(claim) = map.next_int(payload)? {
            let at = payload.clone();
            match claim {
                1 => key = Some(link::decode_key(payload)?),
                4 => next_update = Some(link::decode_time(payload)?),
                6 => issued_at = Some(link::decode_time(payload)?),
                MANDATE => content = Some(decode_content(payload)?),
                _ => return Err(at.fault(Code::FieldUnknown, "a claim that a revocation list does not have")),
            }
        }
        let key = key.ok_or_else(|| missing("its key"))?;
        let next_update = next_update.ok_or_else(|| missing("the time of its next update"))?;
        let issued_at = issued_at.ok_or_else(|| missing("`iat`"))?;
        let (number, statements) = content.ok_or_else(|| missing("content"))?;
        check_times(issued_at, next_update).map_err(|fault| fault.with_byte(start.position()))?;
        let id = envelope::id_of(context::LIST_ID, Bound::List, &signed.payload);
        Ok(RevocationList { bytes: bytes.to_vec(), key, number, issued_at, next_update, statements, id })
    }

    /// A list of this payload and signature.
    pub(crate) fn of(payload: &[u8], signature: &Signature) -> Result<RevocationList, Malformed> {
        let mut writer = Writer::with_capacity(payload.len().saturating_add(88));
        writer.array(2).uint(1);
        envelope::encode(payload, signature, &mut writer);
        RevocationList::from_bytes(writer.as_slice())
    }
}

impl AsRef<[u8]> for RevocationList {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Writes the payload of a list.
pub(crate) fn encode_claims(
    key: &VerifyingKey,
    number: u64,
    issued_at: UnixTime,
    next_update: UnixTime,
    statements: &[Statement],
    writer: &mut Writer,
) {
    writer.map(4).uint(1).bytes(key.as_bytes()).uint(4).uint(next_update.as_secs()).uint(6).uint(issued_at.as_secs());
    writer.int(MANDATE).map(2).uint(1).uint(number).uint(2).array(statements.len());
    statements.iter().for_each(|statement| statement.encode(writer));
}

/// A list is followed by another: after it was made, and within 30 days.
pub(crate) fn check_times(issued_at: UnixTime, next_update: UnixTime) -> Result<(), Malformed> {
    match next_update.as_secs().checked_sub(issued_at.as_secs()) {
        None | Some(0) => Err(Malformed::new(Code::ValueInvalid, "a next update that does not follow the list")),
        Some(secs) if secs > limits::LIST_SECS => {
            Err(Malformed::new(Code::LimitExceeded, "a next update more than 30 days after the list"))
        }
        Some(_) => Ok(()),
    }
}

fn decode_content(reader: &mut Reader<'_>) -> Result<(u64, Vec<Statement>), Malformed> {
    let start = reader.clone();
    let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("a revocation list without {name}"));
    let (mut number, mut statements) = (None, None);
    let mut map = reader.map()?;
    while let Some(field) = map.next_int(reader)? {
        let at = reader.clone();
        match field {
            1 => {
                number = match reader.uint()? {
                    0 => return Err(at.fault(Code::ValueInvalid, "the number 0; the first list has the number 1")),
                    number if number > limits::LIST_NUMBER => {
                        return Err(at.fault(Code::LimitExceeded, "a list's number above 2^53−1"));
                    }
                    number => Some(number),
                }
            }
            2 => statements = Some(decode_statements(reader)?),
            _ => return Err(at.fault(Code::FieldUnknown, "a field that a revocation list does not have")),
        }
    }
    Ok((number.ok_or_else(|| missing("a number"))?, statements.ok_or_else(|| missing("statements"))?))
}

fn decode_statements(reader: &mut Reader<'_>) -> Result<Vec<Statement>, Malformed> {
    let start = reader.clone();
    let count = reader.array()?;
    if count > limits::STATEMENTS {
        return Err(start.fault(Code::LimitExceeded, "more than 4096 statements"));
    }
    let mut ids = BTreeSet::new();
    // A count costs the sender nothing, so it makes no more room than the bytes behind it could need.
    let mut statements = Vec::with_capacity(count.min(reader.left() / LEAST_STATEMENT_BYTES));
    for _ in 0..count {
        let at = reader.clone();
        let statement = Statement::decode(reader)?;
        if !ids.insert(statement.id) {
            return Err(at.fault(Code::DuplicateItem, "a statement for the second time"));
        }
        statements.push(statement);
    }
    Ok(statements)
}
