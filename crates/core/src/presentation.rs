//! What travels with a call: token, call proof, endorsements.
//!
//! ```cddl
//! presentation = [1, token, proof, [0*8 endorsement]]
//! proof        = signed .of { 3: tstr, 6: time, 10: bstr .size 16 }      ; aud, iat, nonce
//! ```

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::armor::{self, Kind};
use crate::call::Call;
use crate::cbor::{Reader, Writer};
use crate::endorsement::{Claims, Endorsement};
use crate::envelope::{self, Id, Signed, context};
use crate::error::{Code, Malformed};
use crate::grant;
use crate::key::Signature;
use crate::known::{self, KnownChain, KnownChains, Links};
use crate::limits;
use crate::link;
use crate::time::UnixTime;
use crate::token;

/// The array of endorsements where there is none.
const NO_ENDORSEMENTS: [u8; 1] = [0x80];

/// A token with the holder's proof over one call for one audience, ready to travel. Nothing in it is verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Presentation {
    bytes: Vec<u8>,
}

/// The holder's signature over one call: when, for whom, and sixteen bytes that make it one of a kind.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    pub(crate) audience: Cow<'a, str>,
    pub(crate) issued_at: UnixTime,
    pub(crate) nonce: [u8; 16],
    pub(crate) signed: Signed<'a>,
}

/// A presentation as read.
#[derive(Clone, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) token: &'a [u8],
    pub(crate) links: Links<'a>,
    pub(crate) proof: Proof<'a>,
    pub(crate) endorsements: Vec<Claims<'a>>,
    /// The array of endorsements as it stands, which ends the presentation.
    endorsed: &'a [u8],
}

impl Presentation {
    /// A presentation from its bytes, form checked.
    pub fn from_bytes(bytes: &[u8]) -> Result<Presentation, Malformed> {
        decode(bytes)?;
        Ok(Presentation { bytes: bytes.to_vec() })
    }

    /// A presentation from its text, `dptp1_…`.
    pub fn from_text(text: &str) -> Result<Presentation, Malformed> {
        Presentation::from_bytes(&armor::decode(Kind::Presentation, text, limits::PRESENTATION_BYTES)?)
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        armor::encode(Kind::Presentation, &self.bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The token inside, unverified.
    pub fn unverified_token(&self) -> Result<token::Token, Malformed> {
        token::Token::from_bytes(decode(&self.bytes)?.token)
    }

    /// The call proof, unverified.
    pub fn unverified_proof(&self) -> Result<Proof<'_>, Malformed> {
        Ok(decode(&self.bytes)?.proof)
    }

    /// The id of the call proof, if it was made over this call: what a ledger burns. It does not say that it was.
    pub fn unverified_proof_id(&self, call: &Call) -> Result<Id, Malformed> {
        let parts = decode(&self.bytes)?;
        let leaf = token::ids(&parts.links).pop().unwrap_or_default();
        let mut to_sign = Writer::with_capacity(256);
        parts.proof.write_sig_structure(&leaf, call.digest(), &mut to_sign);
        Ok(envelope::id(context::PROOF_ID, to_sign.as_slice()))
    }

    /// The endorsements, unverified, in their order.
    pub fn unverified_endorsements(&self) -> Result<Vec<Endorsement>, Malformed> {
        decode(&self.bytes)?.endorsements.iter().map(Endorsement::of_claims).collect()
    }

    /// The same presentation with one more endorsement, the last of eight at most. Whether it is over this call is not asked:
    /// a verifier does not count one that is not.
    pub fn with(&self, endorsement: &Endorsement) -> Result<Presentation, Malformed> {
        let Parts { endorsements, endorsed, .. } = decode(&self.bytes)?;
        let count = endorsements.len().saturating_add(1);
        if count > limits::ENDORSEMENTS {
            return Err(Malformed::new(Code::LimitExceeded, "more than 8 endorsements"));
        }
        let before = self.bytes.strip_suffix(endorsed).unwrap_or_default();
        // So few have a head of one byte.
        let members = endorsed.get(1..).unwrap_or_default();
        let mut writer =
            Writer::with_capacity(self.bytes.len().saturating_add(endorsement.member().len()).saturating_add(1));
        writer.raw(before).array(count).raw(members).raw(endorsement.member());
        Presentation::from_bytes(writer.as_slice())
    }

    /// A presentation without endorsements, of all that stands before the signature of its proof; the parts have been checked.
    pub(crate) fn of(mut bytes: Vec<u8>, signature: &Signature) -> Presentation {
        bytes.extend_from_slice(signature.as_bytes());
        bytes.extend_from_slice(&NO_ENDORSEMENTS);
        Presentation { bytes }
    }
}

impl AsRef<[u8]> for Presentation {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads a presentation, borrowing.
pub(crate) fn decode(bytes: &[u8]) -> Result<Parts<'_>, Malformed> {
    decode_knowing(bytes, None)
}

/// Reads a presentation, borrowing, but for a token that is known, which was read before.
pub(crate) fn decode_knowing<'a>(bytes: &'a [u8], known: Option<&dyn KnownChains>) -> Result<Parts<'a>, Malformed> {
    if bytes.len() > limits::PRESENTATION_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "a presentation longer than 48 KiB"));
    }
    let mut reader = Reader::new(bytes);
    if token::decode_version(&mut reader)? != 3 {
        return Err(reader.fault(Code::ValueInvalid, "a presentation has four members"));
    }
    let start = reader.position();
    let links = match known.and_then(|known| find_known(known, &mut reader)) {
        Some(chain) => Links::Known(chain),
        None => Links::Read(token::decode(&mut reader)?),
    };
    let token = reader.since(start);
    let proof = Proof::decode(&mut reader)?;
    let start = reader.position();
    let at = reader.clone();
    let count = reader.array()?;
    if count > limits::ENDORSEMENTS {
        return Err(at.fault(Code::LimitExceeded, "more than 8 endorsements"));
    }
    let mut endorsements = Vec::with_capacity(count);
    for _ in 0..count {
        endorsements.push(Claims::decode(&mut reader)?);
    }
    let endorsed = reader.since(start);
    reader.end()?;
    Ok(Parts { token, links, proof, endorsements, endorsed })
}

/// The chain whose token comes next, if it is known; the token is then behind the reader.
fn find_known(known: &dyn KnownChains, reader: &mut Reader<'_>) -> Option<Arc<KnownChain>> {
    let mut ahead = reader.clone();
    let key = known::key(skim(&mut ahead)?);
    let chain = known.find(&key).filter(|chain| *chain.key() == key)?;
    *reader = ahead;
    Some(chain)
}

/// The bytes of what looks like a token from outside, by its envelopes alone: what has no such form is not worth a hash.
fn skim<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let start = reader.position();
    let links = token::decode_version(reader).ok().filter(|&links| links <= limits::LINKS)?;
    for _ in 0..links {
        Signed::decode(reader).ok()?;
    }
    Some(reader.since(start)).filter(|token| token.len() <= limits::TOKEN_BYTES)
}

impl<'a> Proof<'a> {
    /// The audience that it names.
    pub fn unverified_audience(&self) -> &str {
        &self.audience
    }

    /// When it says it was made.
    pub fn unverified_issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// The sixteen bytes that make it one of a kind.
    pub fn unverified_nonce(&self) -> &[u8; 16] {
        &self.nonce
    }

    fn decode(reader: &mut Reader<'a>) -> Result<Proof<'a>, Malformed> {
        let (signed, mut payload) = Signed::decode(reader)?;
        let start = payload.clone();
        let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("a proof without `{name}`"));
        let (mut audience, mut issued_at, mut nonce) = (None, None, None);
        let mut map = payload.map()?;
        while let Some(claim) = map.next_int(&mut payload)? {
            let at = payload.clone();
            match claim {
                3 => {
                    let text = payload.text()?;
                    grant::check_audience(text).map_err(|fault| fault.with_byte(at.position()))?;
                    audience = Some(Cow::Borrowed(text));
                }
                6 => issued_at = Some(link::decode_time(&mut payload)?),
                10 => nonce = Some(*payload.bytes_of::<16>()?),
                _ => return Err(at.fault(Code::FieldUnknown, "a claim that a proof does not have")),
            }
        }
        let proof = Proof {
            audience: audience.ok_or_else(|| missing("aud"))?,
            issued_at: issued_at.ok_or_else(|| missing("iat"))?,
            nonce: nonce.ok_or_else(|| missing("nonce"))?,
            signed,
        };
        payload.end()?;
        Ok(proof)
    }

    /// Writes the exact bytes that the holder signs.
    pub(crate) fn write_sig_structure(&self, leaf: &Id, call: &Id, writer: &mut Writer) {
        envelope::write_sig_structure(envelope::Bound::Proof { leaf, call }, &self.signed.payload, writer);
    }
}

/// Writes the payload of a proof.
pub(crate) fn encode_proof(audience: &str, issued_at: UnixTime, nonce: &[u8; 16], writer: &mut Writer) {
    writer.map(3).uint(3).text(audience).uint(6).uint(issued_at.as_secs()).uint(10).bytes(nonce);
}

/// Writes a presentation up to the signature of its proof, with room for what follows.
pub(crate) fn encode_unsigned(token: &[u8], proof: &[u8]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(token.len().saturating_add(proof.len()).saturating_add(80));
    writer.array(4).uint(1).raw(token);
    envelope::encode_unsigned(proof, &mut writer);
    writer.into_bytes()
}
