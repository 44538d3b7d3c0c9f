//! A token: the chain of links, root first.
//!
//! ```cddl
//! token = [1, 1*16 link]        ; another first member: another version
//! ```

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::armor::{self, Kind};
use crate::cbor::{Reader, Writer};
use crate::envelope::{self, Id, context};
use crate::error::{Code, Malformed};
use crate::grant::Grant;
use crate::key::{Signature, VerifyingKey};
use crate::limits;
use crate::link::Link;
use crate::prepared::Unsigned;
use crate::time::UnixTime;

/// The one version, as it stands in the bytes.
const VERSION: u8 = 1;

/// A chain of links whose form is right. **Nothing in it is verified**: signatures, times and trust are the business of
/// a [`Verifier`](crate::Verifier), which needs a presentation. Whoever holds the last link's key can present it, or
/// delegate something narrower.
///
/// Reading one takes time for each link; what is read is kept, so that each further step takes its signature and hardly
/// anything else, however long the chain is. Two tokens are equal if their bytes are.
#[derive(Clone)]
pub struct Token {
    bytes: Vec<u8>,
    /// All links but the last, root first.
    above: Vec<Arc<Kept>>,
    leaf: Arc<Kept>,
}

/// What further steps ask of a link, kept from the one time that it is read.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: Id,
    /// Who signed it, as the token claims.
    pub(crate) issuer: VerifyingKey,
    pub(crate) holder: VerifyingKey,
    /// Only of a root link.
    pub(crate) issued_at: Option<UnixTime>,
    pub(crate) grant: Grant<'static>,
}

impl Token {
    /// A token from its bytes, form checked.
    pub fn from_bytes(bytes: &[u8]) -> Result<Token, Malformed> {
        Token::of(bytes.to_vec(), keep(read(bytes)?))
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
        self.kept().map(|link| link.id).collect()
    }

    /// What is kept of the links, root first.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Arc<Kept>> {
        self.above.iter().chain([&self.leaf])
    }

    /// What is kept of the last link.
    pub(crate) fn leaf(&self) -> &Kept {
        &self.leaf
    }

    /// One link more, which has this payload and lacks its signature.
    pub(crate) fn extended(&self, payload: &[u8], next: Kept) -> Result<Unsigned<Token>, Malformed> {
        let mut reader = Reader::new(&self.bytes);
        let members = reader.array()?;
        if members > limits::LINKS {
            return Err(Malformed::new(Code::LimitExceeded, "a token with more than 16 links"));
        }
        let links = self.bytes.get(reader.position()..).unwrap_or_default();
        unsigned(members, links, payload, self.kept().cloned().chain([Arc::new(next)]).collect())
    }

    /// A token of one link, which has this payload and lacks its signature.
    pub(crate) fn of_root(payload: &[u8], root: Kept) -> Result<Unsigned<Token>, Malformed> {
        unsigned(1, &[VERSION], payload, [Arc::new(root)].into())
    }

    fn of(bytes: Vec<u8>, mut links: Vec<Arc<Kept>>) -> Result<Token, Malformed> {
        match links.pop() {
            Some(leaf) => Ok(Token { bytes, above: links, leaf }),
            // Cannot fail: no token is read or made without a link.
            None => Err(Malformed::new(Code::FieldMissing, "a token without a link")),
        }
    }
}

/// A token that lacks the last signature. `before` is what stands in it before the new link and is `members` items long.
fn unsigned(
    members: usize,
    before: &[u8],
    payload: &[u8],
    links: Vec<Arc<Kept>>,
) -> Result<Unsigned<Token>, Malformed> {
    let mut token = Writer::with_capacity(before.len().saturating_add(payload.len()).saturating_add(80));
    token.array(members.saturating_add(1)).raw(before);
    let start = token.as_slice().len();
    envelope::encode_unsigned(payload, &mut token);
    let bytes = token.into_bytes();
    let length = bytes.len().saturating_add(envelope::SIGNATURE_BYTES);
    if length.saturating_sub(start) > limits::LINK_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "a link longer than 4 KiB").with_link(links.len()));
    }
    if length > limits::TOKEN_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "a token longer than 32 KiB"));
    }
    Ok(Unsigned { bytes, links, assemble })
}

/// Puts the last signature behind a token. Its parts were checked by the rules of the reader, so it is not read again.
fn assemble(unsigned: Unsigned<Token>, signature: &Signature) -> Result<Token, Malformed> {
    let Unsigned { mut bytes, links, .. } = unsigned;
    bytes.extend_from_slice(signature.as_bytes());
    debug_assert_eq!(read(&bytes).map(|read| ids(&read)), Ok(links.iter().map(|link| link.id).collect()));
    Token::of(bytes, links)
}

/// What is kept of links that were read.
fn keep(links: Vec<Link<'_>>) -> Vec<Arc<Kept>> {
    let ids = ids(&links);
    let mut kept: Vec<Arc<Kept>> = Vec::with_capacity(links.len());
    for (link, id) in links.into_iter().zip(ids) {
        let Link { root, holder, grant, .. } = link;
        // Without a root before it no link is read; its holder then stands for whoever signed it.
        let issuer = root.as_ref().map(|root| root.issuer).or(kept.last().map(|parent| parent.holder));
        kept.push(Arc::new(Kept {
            id,
            issuer: issuer.unwrap_or(holder),
            holder,
            issued_at: root.map(|root| root.issued_at),
            grant: grant.into_owned(),
        }));
    }
    kept
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("bytes", &self.bytes).finish()
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
