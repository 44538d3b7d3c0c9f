//! What is attempted, by whom, with what, and what must come of it.

use depute::{
    Call, Code, Presentation, Signature, Signer, SignerFailed, SigningKey, ToSign, Token, UnixTime, VerifyingKey,
};

use super::calls::{self, Message};
use super::cast::{AUDIENCE, Cast, Member};
use crate::failure::Failure;
use crate::host;

/// Seconds for which the stale proof was kept.
const STALE_SECS: u64 = 240;

/// One call as it reaches the airline.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) title: &'static str,
    pub(super) by: &'static str,
    pub(super) message: String,
    pub(super) call: Call,
    pub(super) token: Token,
    pub(super) presentation: Presentation,
    pub(super) expected: Expected,
}

/// What must come of a scene.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Allowed,
    /// By the verifier, or by the ledger after it.
    Denied(Code),
}

/// Every scene, in the order in which they are played: the ledger remembers the earlier ones.
pub(super) fn all(cast: &Cast, messages: &[Message]) -> Result<Vec<Scene>, Failure> {
    use Expected::{Allowed, Denied};
    let message = |id| calls::of(messages, id);
    let book = message("book")?;
    let honest = |title, by, token, message, expected| Attempt::honest(cast, title, by, token, message, expected);
    let by_booker = |title, message, code| honest(title, &cast.booker, &cast.book, message, Denied(code));
    let by_seats = |title, message, expected| honest(title, &cast.seats, &cast.seat, message, expected);
    let earlier = UnixTime::from_secs(cast.now.as_secs().saturating_sub(STALE_SECS))?;
    let thief = Thief { pretends: cast.booker.public(), key: &cast.mallory.key };
    let (spliced, flipped) = (spliced(cast)?, flipped(cast)?);

    let booked = honest("the booking", &cast.booker, &cast.book, book, Allowed).played()?;
    let again = Scene { title: "the same proof twice", expected: Denied(Code::ProofReplayed), ..booked.clone() };
    let mut scenes =
        vec![honest("the search", &cast.scout, &cast.search, message("search")?, Allowed).played()?, booked, again];
    let attempts = [
        by_seats("a second seat, over 600 in all", message("second-seat-too-dear")?, Denied(Code::BudgetExhausted)),
        by_seats("a second seat, within 600 in all", message("second-seat")?, Allowed),
        by_booker("another city", message("another-city")?, Code::ArgNotEqual),
        by_booker("the wrong day", message("wrong-day")?, Code::ArgNotEqual),
        by_booker("over the limit", message("over-the-limit")?, Code::ArgAboveLimit),
        by_booker("an argument nobody granted", message("argument-nobody-granted")?, Code::ArgNotGranted),
        by_booker("a tool nobody granted", message("another-tool")?, Code::ActionNotGranted),
        // Mallory copied the booker's token from a log, and signs with her own key.
        Attempt {
            by: cast.mallory.name,
            signer: &thief,
            ..by_booker("a stolen token, another key", book, Code::ProofMismatch)
        },
        Attempt {
            message: message("changed-after-signing")?,
            ..by_booker("a call changed after signing", book, Code::ProofMismatch)
        },
        Attempt {
            audience: "hotels.example",
            ..by_booker("a proof for another audience", book, Code::ProofAudienceMismatch)
        },
        Attempt { made: earlier, ..by_booker("a stale proof", book, Code::ProofStale) },
        Attempt { token: &cast.old, ..by_booker("an expired token", book, Code::Expired) },
        Attempt { token: &spliced, ..by_booker("a spliced chain", book, Code::SignatureInvalid) },
        Attempt { token: &flipped, ..by_booker("a flipped bit", book, Code::SignatureInvalid) },
    ];
    for attempt in &attempts {
        scenes.push(attempt.played()?);
    }
    Ok(scenes)
}

/// All that can differ between one scene and another.
struct Attempt<'a> {
    title: &'static str,
    by: &'static str,
    signer: &'a dyn Signer,
    token: &'a Token,
    /// What arrives; `signed` is what the proof was made for.
    message: &'a Message,
    signed: &'a Call,
    audience: &'a str,
    made: UnixTime,
    expected: Expected,
}

impl<'a> Attempt<'a> {
    /// What an agent does that follows the rules: whatever is refused then, was not granted.
    fn honest(
        cast: &'a Cast,
        title: &'static str,
        by: &'a Member,
        token: &'a Token,
        message: &'a Message,
        expected: Expected,
    ) -> Attempt<'a> {
        let (signer, signed) = (&by.key, &message.call);
        Attempt { title, by: by.name, signer, token, message, signed, audience: AUDIENCE, made: cast.now, expected }
    }

    fn played(&self) -> Result<Scene, Failure> {
        let presentation = self.token.present(self.signed, self.audience, self.signer, self.made, host::random()?)?;
        Ok(Scene {
            title: self.title,
            by: self.by,
            message: self.message.json.clone(),
            call: self.message.call.clone(),
            token: self.token.clone(),
            presentation,
            expected: self.expected,
        })
    }
}

/// A signer that claims to be somebody else.
struct Thief<'k> {
    pretends: VerifyingKey,
    key: &'k SigningKey,
}

impl Signer for Thief<'_> {
    fn verifying_key(&self) -> VerifyingKey {
        self.pretends
    }

    fn sign(&self, to_sign: &ToSign) -> Result<Signature, SignerFailed> {
        self.key.sign(to_sign)
    }
}

/// The root link of the dearer trip, with the booker's link from the other.
fn spliced(cast: &Cast) -> Result<Token, Failure> {
    // A token is an array's head, the version, and the links; here each of the two is one byte.
    let link = cast.book.as_bytes().get(cast.trip.as_bytes().len()..).unwrap_or_default();
    let root = cast.other_trip.as_bytes().get(2..).unwrap_or_default();
    let head = cast.book.as_bytes().get(..2).unwrap_or_default();
    Ok(Token::from_bytes(&[head, root, link].concat())?)
}

/// The booker's token with one bit changed: `price <= 400` reads `price <= 1424`.
fn flipped(cast: &Cast) -> Result<Token, Failure> {
    let limit = [0x82, 0x03, 0x19, 0x01, 0x90];
    let mut bytes = cast.book.as_bytes().to_vec();
    let place = bytes.windows(limit.len()).position(|window| window == limit);
    match place.and_then(|place| bytes.get_mut(place + 3)) {
        Some(byte) => *byte ^= 0b100,
        None => return Err(Failure::new(Code::Internal, "the limit was not found in the token's bytes")),
    }
    Ok(Token::from_bytes(&bytes)?)
}
