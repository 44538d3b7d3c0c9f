//! What the fuzz targets reach beyond the public interface. It exists under `cfg(fuzzing)` alone, which `cargo fuzz` sets.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cbor::{Reader, Writer};
use crate::endorsement::{self, Claims};
use crate::envelope::{self, Signed};
use crate::error::{Code, Malformed};
use crate::grammar;
use crate::link::{self, Link};
use crate::matches;
use crate::presentation;
use crate::revocation;
use crate::revocation_list::{self, RevocationList};
use crate::token;
use crate::{Call, Clause};

/// Reads one item of any content, and nothing behind it.
pub fn cbor(bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader::new(bytes);
    reader.any(1)?;
    reader.end()
}

/// Whether a clause accepts a call; if not, the code and the place. Both roads to the answer must agree.
pub fn accepts(clause: &Clause<'_>, call: &Call) -> Result<(), (Code, String)> {
    let checked = matches::check(clause, call).map_err(|fault| (fault.code, grammar::place(&fault.place)));
    assert_eq!(matches::accepts(clause, call), checked.is_ok(), "{clause} {}", call.args().to_json());
    checked
}

/// A token, read and written again from what was read.
pub fn token_again(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut writer = Writer::new();
    write_token(&token::read(bytes)?, &mut writer);
    Ok(writer.into_bytes())
}

/// A presentation, read and written again from what was read; `endorsed`: with its endorsements, which anybody can add.
pub fn presentation_again(bytes: &[u8], endorsed: bool) -> Result<Vec<u8>, Malformed> {
    let parts = presentation::decode(bytes)?;
    let mut writer = Writer::new();
    writer.array(4).uint(1);
    write_token(&parts.links, &mut writer);
    let mut payload = Writer::new();
    presentation::encode_proof(&parts.proof.audience, parts.proof.issued_at, &parts.proof.nonce, &mut payload);
    envelope::encode(payload.as_slice(), &parts.proof.signed.signature, &mut writer);
    let endorsements = if endorsed { parts.endorsements } else { Vec::new() };
    writer.array(endorsements.len());
    for claims in &endorsements {
        write_endorsement(claims, &mut writer)?;
    }
    Ok(writer.into_bytes())
}

/// An endorsement that travels alone, read and written again from what was read.
pub fn endorsement_again(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut reader = Reader::new(bytes);
    token::decode_version(&mut reader)?;
    let mut writer = Writer::new();
    writer.array(2).uint(1);
    write_endorsement(&Claims::decode(&mut reader)?, &mut writer)?;
    Ok(writer.into_bytes())
}

/// A revocation list, read and written again from what was read, statements and all.
pub fn list_again(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let list = RevocationList::from_bytes(bytes)?;
    let mut content = Writer::new();
    for statement in &list.statements {
        let mut payload = Writer::new();
        revocation::encode_claims(&statement.signer, statement.issued_at, &statement.target, &mut payload);
        envelope::encode(payload.as_slice(), &statement.signature, &mut content);
    }
    let mut payload = Writer::new();
    let RevocationList { key, number, issued_at, next_update, statements, .. } = &list;
    revocation_list::encode_claims(key, *number, *issued_at, *next_update, &[], &mut payload);
    // Without statements the payload ends in the head of an empty array.
    let empty = payload.into_bytes();
    let mut payload = Writer::new();
    payload.raw(empty.get(..empty.len().saturating_sub(1)).unwrap_or_default());
    payload.array(statements.len()).raw(content.as_slice());
    let mut reader = Reader::new(bytes);
    token::decode_version(&mut reader)?;
    let (signed, _) = Signed::decode(&mut reader)?;
    let mut writer = Writer::new();
    writer.array(2).uint(1);
    envelope::encode(payload.as_slice(), &signed.signature, &mut writer);
    Ok(writer.into_bytes())
}

fn write_endorsement(claims: &Claims<'_>, writer: &mut Writer) -> Result<(), Malformed> {
    let mut payload = Writer::new();
    let Claims { signer, audience, issued_at, expires, nonce, signed } = claims;
    endorsement::encode_payload(signer, audience, *issued_at, *expires, nonce, &mut payload)?;
    writer.array(2).uint(0);
    envelope::encode(payload.as_slice(), &signed.signature, writer);
    Ok(())
}

fn write_token(links: &[Link<'_>], writer: &mut Writer) {
    writer.array(links.len().saturating_add(1)).uint(1);
    for link in links {
        let mut payload = Writer::new();
        link::encode_claims(link.root.as_ref(), &link.grant, &link.holder, &link.context, &mut payload);
        envelope::encode(payload.as_slice(), &link.signed.signature, writer);
    }
}
