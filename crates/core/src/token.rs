//! A token: the chain of links, root first.
//!
//! ```cddl
//! token = [1, 1*16 link]        ; another first member: another version
//! ```

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::armor::{self, Kind};
use crate::cbor::{Reader, Writer};
use crate::envelope::{self, Id, Signed, context};
use crate::error::{Code, Malformed};
use crate::key::VerifyingKey;
use crate::limits;
use crate::link::{self, Link};

/// A chain of links whose form is right. **Nothing in it is verified**: signatures, times and trust are the business of
/// a [`Verifier`](crate::Verifier), which needs a presentation. Whoever holds the last link's key can present it, or
/// delegate something narrower.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    bytes: Vec<u8>,
}

impl Token {
    /// A token from its bytes, form checked.
    pub fn from_bytes(bytes: &[u8]) -> Result<Token, Malformed> {
        read(bytes)?;
        Ok(Token { bytes: bytes.to_vec() })
    }

    /// A token from its text, `dpt1_…`.
    pub fn from_text(text: &str) -> Result<Token, Malformed> {
        Token::from_bytes(&armor::decode(Kind::Token, text, limits::TOKEN_BYTES)?)
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        armor::encode(Kind::Token, &self.bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The links as they stand, root first: claims, of which nothing is verified.
    pub fn unverified_links(&self) -> Vec<Link<'_>> {
        // Cannot fail: the bytes were read when the token was made.
        decode(&mut Reader::new(&self.bytes)).unwrap_or_default()
    }

    /// The links' ids, root first. An id names a link; it does not say that the link is genuine.
    pub fn unverified_ids(&self) -> Vec<Id> {
        ids(&self.unverified_links())
    }

    /// One link more, whose payload has this signature. The links before it were read when the token was made.
    pub(crate) fn extended(&self, payload: &[u8], signature: &crate::key::Signature) -> Result<Token, Malformed> {
        let mut link = Writer::with_capacity(payload.len().saturating_add(80));
        envelope::encode(payload, signature, &mut link);
        let mut reader = Reader::new(&self.bytes);
        let members = reader.array()?;
        if members > limits::LINKS {
            return Err(Malformed::new(Code::LimitExceeded, "a token with more than 16 links"));
        }
        Link::decode(&mut Reader::new(link.as_slice()), false)?;
        let rest = self.bytes.get(reader.position()..).unwrap_or_default();
        let mut token = Writer::with_capacity(self.bytes.len().saturating_add(link.as_slice().len()).saturating_add(1));
        token.array(members.saturating_add(1)).raw(rest).raw(link.as_slice());
        let bytes = token.into_bytes();
        if bytes.len() > limits::TOKEN_BYTES {
            return Err(Malformed::new(Code::LimitExceeded, "a token longer than 32 KiB"));
        }
        Ok(Token { bytes })
    }

    /// A token of one link.
    pub(crate) fn of_root(payload: &[u8], signature: &crate::key::Signature) -> Result<Token, Malformed> {
        let mut token = Writer::with_capacity(payload.len().saturating_add(80));
        token.array(2).uint(1);
        envelope::encode(payload, signature, &mut token);
        let bytes = token.into_bytes();
        read(&bytes)?;
        Ok(Token { bytes })
    }
}

impl AsRef<[u8]> for Token {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads a token that stands alone.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Link<'_>>, Malformed> {
    if bytes.len() > limits::TOKEN_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "a token longer than 32 KiB"));
    }
    let mut reader = Reader::new(bytes);
    let links = decode(&mut reader)?;
    reader.end()?;
    Ok(links)
}

/// The id of a chain's last link and the key of its holder: all that the next signature needs to know. What earlier links
/// claim is not read again.
pub(crate) fn leaf(bytes: &[u8]) -> Result<(Id, VerifyingKey), Malformed> {
    let mut reader = Reader::new(bytes);
    let count = decode_version(&mut reader)?;
    let (mut id, mut holder) = (None, None);
    let mut message = Writer::with_capacity(1024);
    for number in 1..=count {
        let mut again = reader.clone();
        let (signed, _) = Signed::decode(&mut reader)?;
        message.clear();
        envelope::write_sig_structure(link::bound(id.as_ref()), &signed.payload, &mut message);
        id = Some(envelope::id(context::LINK_ID, message.as_slice()));
        if number == count {
            holder = Some(Link::decode(&mut again, number == 1)?.holder);
        }
    }
    id.zip(holder).ok_or_else(|| reader.fault(Code::FieldMissing, "a token without a link"))
}

/// Reads a token inside something larger.
pub(crate) fn decode<'a>(reader: &mut Reader<'a>) -> Result<Vec<Link<'a>>, Malformed> {
    let start = reader.position();
    let count = decode_version(reader)?;
    if count == 0 {
        return Err(reader.fault(Code::FieldMissing, "a token without a link"));
    }
    if count > limits::LINKS {
        return Err(reader.fault(Code::LimitExceeded, "a token with more than 16 links"));
    }
    let mut links = Vec::with_capacity(count);
    for number in 1..=count {
        links.push(Link::decode(reader, number == 1).map_err(|fault| fault.with_link(number))?);
    }
    if reader.since(start).len() > limits::TOKEN_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "a token longer than 32 KiB").with_byte(start));
    }
    Ok(links)
}

/// Reads the head of an array whose first member is version 1; gives how many members follow it.
pub(crate) fn decode_version(reader: &mut Reader<'_>) -> Result<usize, Malformed> {
    let start = reader.clone();
    let Some(members) = reader.array()?.checked_sub(1) else {
        return Err(start.fault(Code::FieldMissing, "an object without a version"));
    };
    match reader.uint()? {
        1 => Ok(members),
        other => Err(start.fault(Code::VersionUnknown, format!("version {other}; this build reads version 1"))),
    }
}

/// The ids of a chain: each link's is made with its parent's, so none can be moved.
pub(crate) fn ids(links: &[Link<'_>]) -> Vec<Id> {
    let mut ids: Vec<Id> = Vec::with_capacity(links.len());
    let mut writer = Writer::new();
    for link in links {
        writer.clear();
        link.write_sig_structure(ids.last(), &mut writer);
        ids.push(envelope::id(context::LINK_ID, writer.as_slice()));
    }
    ids
}
