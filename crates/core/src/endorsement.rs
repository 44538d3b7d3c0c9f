//! Endorsements: somebody else's signature over one call, such as an approval.
//!
//! ```cddl
//! endorsement = [0, signed .of { 1: key, 3: tstr, 4: time, 6: time, 10: bstr .size 16 }]     ; signer, aud, exp, iat, nonce
//! alone       = [1, endorsement]
//! ```
//!
//! Which call it is, and below which link, is in the external data: an endorsement says neither, and fits one of each.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::armor::{self, Kind};
use crate::cbor::{Reader, Writer};
use crate::envelope::{self, Bound, Id, Signed};
use crate::error::{Code, Malformed};
use crate::grant;
use crate::key::{Signature, VerifyingKey};
use crate::limits;
use crate::link;
use crate::time::UnixTime;
use crate::token;

/// The kind of endorsement that is ours; others are reserved.
const OURS: u64 = 0;

/// Somebody's signature over one call below one link, for one audience and until a time. Nothing in it is verified.
///
/// It travels to whoever presents the call, who adds it with [`Presentation::with`](crate::Presentation::with). It opens
/// nothing by itself and counts once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endorsement {
    bytes: Vec<u8>,
    signer: VerifyingKey,
    audience: String,
    issued_at: UnixTime,
    expires: UnixTime,
    nonce: [u8; 16],
}

/// What an endorsement says, as read.
#[derive(Clone, Debug)]
pub(crate) struct Claims<'a> {
    pub(crate) signer: VerifyingKey,
    pub(crate) audience: Cow<'a, str>,
    pub(crate) issued_at: UnixTime,
    /// This second excluded.
    pub(crate) expires: UnixTime,
    pub(crate) nonce: [u8; 16],
    pub(crate) signed: Signed<'a>,
}

impl Endorsement {
    /// An endorsement that travels alone, from its bytes, form checked.
    pub fn from_bytes(bytes: &[u8]) -> Result<Endorsement, Malformed> {
        let Claims { signer, audience, issued_at, expires, nonce, .. } = read(bytes)?;
        Ok(Endorsement { bytes: bytes.to_vec(), signer, audience: audience.into_owned(), issued_at, expires, nonce })
    }

    /// An endorsement from its text, `dpte1_…`.
    pub fn from_text(text: &str) -> Result<Endorsement, Malformed> {
        Endorsement::from_bytes(&armor::decode(Kind::Endorsement, text, limits::ENDORSEMENT_BYTES)?)
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        armor::encode(Kind::Endorsement, &self.bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whose it claims to be.
    pub fn unverified_signer(&self) -> VerifyingKey {
        self.signer
    }

    /// The audience that it names.
    pub fn unverified_audience(&self) -> &str {
        &self.audience
    }

    /// When it says it was made.
    pub fn unverified_issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// Until when it counts, this second excluded.
    pub fn unverified_expires(&self) -> UnixTime {
        self.expires
    }

    /// The sixteen bytes that make it one of a kind.
    pub fn unverified_nonce(&self) -> &[u8; 16] {
        &self.nonce
    }

    /// Whether its signer made it over this call, below this link. Says nothing of whether that signer may approve, of its
    /// audience or its time.
    pub fn is_over(&self, leaf_id: &Id, call_digest: &Id) -> bool {
        let mut message = Writer::with_capacity(USUAL_MESSAGE_BYTES);
        read(&self.bytes).is_ok_and(|claims| claims.verify(leaf_id, call_digest, &mut message).is_some())
    }

    /// Puts an endorsement together. Its payload is read, so that nothing is made that no reader takes.
    pub(crate) fn of(payload: &[u8], signature: &Signature) -> Result<Endorsement, Malformed> {
        let mut writer = Writer::with_capacity(payload.len().saturating_add(80));
        writer.array(2).uint(1).array(2).uint(OURS);
        envelope::encode(payload, signature, &mut writer);
        Endorsement::from_bytes(writer.as_slice())
    }

    /// An endorsement out of a presentation.
    pub(crate) fn of_claims(claims: &Claims<'_>) -> Result<Endorsement, Malformed> {
        Endorsement::of(&claims.signed.payload, &claims.signed.signature)
    }

    /// The member that it is in a presentation.
    pub(crate) fn member(&self) -> &[u8] {
        // Cannot fail: the first two bytes are the head of an array of two, and the version.
        self.bytes.get(2..).unwrap_or_default()
    }
}

/// Room for what most endorsements sign.
const USUAL_MESSAGE_BYTES: usize = 384;

/// Reads an endorsement that stands alone.
fn read(bytes: &[u8]) -> Result<Claims<'_>, Malformed> {
    if bytes.len() > limits::ENDORSEMENT_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "an endorsement longer than 1 KiB"));
    }
    let mut reader = Reader::new(bytes);
    if token::decode_version(&mut reader)? != 1 {
        return Err(reader.fault(Code::ValueInvalid, "an endorsement alone has two members"));
    }
    let claims = Claims::decode(&mut reader)?;
    reader.end()?;
    Ok(claims)
}

impl<'a> Claims<'a> {
    /// Reads an endorsement inside something larger.
    pub(crate) fn decode(reader: &mut Reader<'a>) -> Result<Claims<'a>, Malformed> {
        let start = reader.clone();
        if reader.array()? != 2 {
            return Err(start.fault(Code::ValueInvalid, "an endorsement is a kind and a signed object"));
        }
        let at = reader.clone();
        if reader.uint()? != OURS {
            return Err(at.fault(Code::FieldUnknown, "an endorsement of a kind that this build does not read"));
        }
        let (signed, mut payload) = Signed::decode(reader)?;
        let claims = Claims::decode_payload(signed, &mut payload)?;
        payload.end()?;
        Ok(claims)
    }

    fn decode_payload(signed: Signed<'a>, payload: &mut Reader<'a>) -> Result<Claims<'a>, Malformed> {
        let start = payload.clone();
        let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("an endorsement without `{name}`"));
        let (mut signer, mut audience, mut expires, mut issued_at, mut nonce) = (None, None, None, None, None);
        let mut map = payload.map()?;
        while let Some(claim) = map.next_int(payload)? {
            let at = payload.clone();
            match claim {
                1 => signer = Some(link::decode_key(payload)?),
                3 => {
                    let text = payload.text()?;
                    grant::check_audience(text).map_err(|fault| fault.with_byte(at.position()))?;
                    audience = Some(Cow::Borrowed(text));
                }
                4 => expires = Some(link::decode_time(payload)?),
                6 => issued_at = Some(link::decode_time(payload)?),
                10 => nonce = Some(*payload.bytes_of::<16>()?),
                _ => return Err(at.fault(Code::FieldUnknown, "a claim that an endorsement does not have")),
            }
        }
        let claims = Claims {
            signer: signer.ok_or_else(|| missing("key"))?,
            audience: audience.ok_or_else(|| missing("aud"))?,
            expires: expires.ok_or_else(|| missing("exp"))?,
            issued_at: issued_at.ok_or_else(|| missing("iat"))?,
            nonce: nonce.ok_or_else(|| missing("nonce"))?,
            signed,
        };
        check_life(claims.issued_at, claims.expires).map_err(|fault| fault.with_byte(start.position()))?;
        Ok(claims)
    }

    /// The id, if the signer's signature is over this call below this link. `message` is room for what was signed.
    pub(crate) fn verify(&self, leaf: &Id, call: &Id, message: &mut Writer) -> Option<Id> {
        message.clear();
        envelope::write_sig_structure(Bound::Endorsement { leaf, call }, &self.signed.payload, message);
        self.signer
            .verify(message.as_slice(), &self.signed.signature)
            .then(|| envelope::id(envelope::context::ENDORSEMENT_ID, message.as_slice()))
    }
}

/// An endorsement ends after it was made, and soon.
fn check_life(issued_at: UnixTime, expires: UnixTime) -> Result<(), Malformed> {
    match expires.as_secs().checked_sub(issued_at.as_secs()) {
        None | Some(0) => Err(Malformed::new(Code::ValueInvalid, "an endorsement that ends before it begins")),
        Some(life) if life > limits::ENDORSEMENT_LIFE_SECS => {
            Err(Malformed::new(Code::LimitExceeded, "an endorsement that lives longer than an hour"))
        }
        Some(_) => Ok(()),
    }
}

/// Writes the payload of an endorsement, unless no reader would take it.
pub(crate) fn encode_payload(
    signer: &VerifyingKey,
    audience: &str,
    issued_at: UnixTime,
    expires: UnixTime,
    nonce: &[u8; 16],
    writer: &mut Writer,
) -> Result<(), Malformed> {
    grant::check_audience(audience)?;
    check_life(issued_at, expires)?;
    writer.map(5).uint(1).bytes(signer.as_bytes()).uint(3).text(audience);
    writer.uint(4).uint(expires.as_secs()).uint(6).uint(issued_at.as_secs()).uint(10).bytes(nonce);
    Ok(())
}
