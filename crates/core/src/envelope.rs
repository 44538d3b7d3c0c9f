//! The envelope of everything signed: COSE_Sign1 (RFC 9052) without its tag, in a closed profile.
//!
//! ```cddl
//! signed = [h'A10132', {}, bstr .cbor payload, bstr .size 64]     ; protected: {1: -19}, Ed25519 (RFC 9864)
//! ```
//!
//! Headers are constants, so there is nothing to negotiate and nothing to get wrong: a version is a suite. What kind of
//! object it is, and which object it continues, is in the external data, signed and not transmitted.

use alloc::borrow::Cow;

use crate::cbor::{Reader, Writer};
use crate::error::{Code, Malformed};
use crate::key::Signature;

/// The protected header, `{1: -19}`.
const PROTECTED: [u8; 3] = [0xA1, 0x01, 0x32];

/// How every signed object begins: an array of four, the protected header, an unprotected one that is empty.
const HEADERS: [u8; 6] = [0x84, 0x43, 0xA1, 0x01, 0x32, 0xA0];

/// How long the signature at the end of a signed object is.
pub(crate) const SIGNATURE_BYTES: usize = 64;

/// A BLAKE3 hash that names a link, a proof, an endorsement, a call, a revocation or a list.
pub type Id = [u8; 32];

/// Contexts of the derive-key mode (BLAKE3 §2.3): a hash for one purpose is never one for another.
pub(crate) mod context {
    pub(crate) const LINK_ID: &str = "depute v1 link id";
    pub(crate) const PROOF_ID: &str = "depute v1 proof id";
    pub(crate) const ENDORSEMENT_ID: &str = "depute v1 endorsement id";
    pub(crate) const CALL_DIGEST: &str = "depute v1 call digest";
    pub(crate) const HTTP_BODY: &str = "depute v1 http body";
    pub(crate) const COUNTER_ID: &str = "depute v1 counter id";
    pub(crate) const REVOCATION_ID: &str = "depute v1 revocation id";
    pub(crate) const LIST_ID: &str = "depute v1 list id";
    /// Never leaves the process.
    pub(crate) const KNOWN_CHAIN: &str = "depute v1 known chain";
}

/// What is signed besides the payload: the kind, and what the object is bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bound<'a> {
    Root,
    Link { parent: &'a Id },
    Proof { leaf: &'a Id, call: &'a Id },
    Endorsement { leaf: &'a Id, call: &'a Id },
    Revocation,
    List,
}

/// A signed object as received.
#[derive(Clone, Debug)]
pub(crate) struct Signed<'a> {
    pub(crate) payload: Cow<'a, [u8]>,
    pub(crate) signature: Signature,
}

impl<'a> Signed<'a> {
    /// Reads the envelope, and gives a reader of the payload.
    pub(crate) fn decode(reader: &mut Reader<'a>) -> Result<(Signed<'a>, Reader<'a>), Malformed> {
        if !reader.skip_these(&HEADERS) {
            return Err(headers_fault(reader));
        }
        let payload = reader.bytes()?;
        let inside = reader.inside(payload);
        let at = reader.clone();
        let signature = reader.bytes_of::<64>()?;
        let signature = Signature::from_bytes(signature).map_err(|fault| fault.with_byte(at.position()))?;
        Ok((Signed { payload: Cow::Borrowed(payload), signature }, inside))
    }

    pub(crate) fn into_owned(self) -> Signed<'static> {
        Signed { payload: Cow::Owned(self.payload.into_owned()), signature: self.signature }
    }
}

/// What is wrong with the headers, item by item.
#[cold]
fn headers_fault(reader: &mut Reader<'_>) -> Malformed {
    let start = reader.clone();
    let mut read = || {
        if reader.array()? != 4 {
            return Ok(start.fault(Code::EnvelopeInvalid, "a signed object has four members"));
        }
        let at = reader.clone();
        if reader.bytes()? != PROTECTED {
            return Ok(at.fault(Code::EnvelopeInvalid, "a protected header other than {1: -19}"));
        }
        let at = reader.clone();
        reader.map()?;
        Ok(at.fault(Code::EnvelopeInvalid, "an unprotected header that is not empty"))
    };
    read().unwrap_or_else(|fault| fault)
}

/// Writes a signed object.
pub(crate) fn encode(payload: &[u8], signature: &Signature, writer: &mut Writer) {
    encode_unsigned(payload, writer);
    writer.raw(signature.as_bytes());
}

/// Writes a signed object but for the bytes of its signature, which end it.
pub(crate) fn encode_unsigned(payload: &[u8], writer: &mut Writer) {
    writer.array(4).bytes(&PROTECTED).map(0).bytes(payload).bytes_head(SIGNATURE_BYTES);
}

/// Writes the exact bytes that a signature covers: the Sig_structure of RFC 9052 §4.4.
pub(crate) fn write_sig_structure(bound: Bound<'_>, payload: &[u8], writer: &mut Writer) {
    write_before_payload(bound, payload.len(), writer);
    writer.raw(payload);
}

/// All of a Sig_structure that stands before the payload's own bytes.
fn write_before_payload(bound: Bound<'_>, length: usize, writer: &mut Writer) {
    writer.array(4).text("Signature1").bytes(&PROTECTED);
    // The external data is an array inside a byte string; each kind has one length, so it is written in place.
    match bound {
        Bound::Root => writer.bytes_head(14).array(2).text("depute/root").uint(1),
        Bound::Link { parent } => writer.bytes_head(48).array(3).text("depute/link").uint(1).bytes(parent),
        Bound::Proof { leaf, call } => {
            writer.bytes_head(83).array(4).text("depute/proof").uint(1).bytes(leaf).bytes(call)
        }
        Bound::Endorsement { leaf, call } => {
            writer.bytes_head(89).array(4).text("depute/endorsement").uint(1).bytes(leaf).bytes(call)
        }
        Bound::Revocation => writer.bytes_head(20).array(2).text("depute/revocation").uint(1),
        Bound::List => writer.bytes_head(14).array(2).text("depute/list").uint(1),
    };
    writer.bytes_head(length);
}

/// The id of what has these Sig_structure bytes. The signature is not part of it: signing again gives no fresh id.
pub(crate) fn id(context: &str, sig_structure: &[u8]) -> Id {
    blake3::derive_key(context, sig_structure)
}

/// The id of what has this payload, without a copy of it.
pub(crate) fn id_of(context: &str, bound: Bound<'_>, payload: &[u8]) -> Id {
    let mut before = Writer::with_capacity(64);
    write_before_payload(bound, payload.len(), &mut before);
    *blake3::Hasher::new_derive_key(context).update(before.as_slice()).update(payload).finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_data_fills_its_byte_string_exactly() {
        let id = [7; 32];
        let (leaf, call) = (&id, &id);
        let kinds = [
            Bound::Root,
            Bound::Link { parent: &id },
            Bound::Proof { leaf, call },
            Bound::Endorsement { leaf, call },
            Bound::Revocation,
            Bound::List,
        ];
        for bound in kinds {
            let mut writer = Writer::new();
            write_sig_structure(bound, b"payload", &mut writer);
            let mut reader = Reader::new(writer.as_slice());
            assert_eq!(reader.array(), Ok(4));
            assert_eq!(reader.text(), Ok("Signature1"));
            assert_eq!(reader.bytes(), Ok(&PROTECTED[..]));
            let external = reader.bytes().unwrap();
            let mut inside = reader.inside(external);
            inside.any(1).unwrap();
            inside.end().unwrap();
            assert_eq!(reader.bytes(), Ok(&b"payload"[..]));
            reader.end().unwrap();
            assert_eq!(id_of("context", bound, b"payload"), self::id("context", writer.as_slice()));
        }
    }
}
