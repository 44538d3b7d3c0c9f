//! How the authorizer was identified when a mandate was minted.
//!
//! ```cddl
//! evidence = [line, bstr .size 32, time, line]      ; kind, digest, when, assurance
//! ```
//!
//! A claim of whoever signed the root link, for people and logs: never evaluated by a grant, a trust or a verdict. What
//! the digest is of, an ID token or a record of consent, stays with whoever signed. Source: `spec/token.md`, "Links".

use alloc::borrow::Cow;
use alloc::string::String;

use crate::cbor::{Reader, Writer};
use crate::context;
use crate::error::{Code, Malformed};
use crate::link;
use crate::time::UnixTime;

/// What a root link says of how its authorizer was identified. Show it in quotes, as a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence<'a> {
    kind: Cow<'a, str>,
    digest: [u8; 32],
    time: UnixTime,
    assurance: Cow<'a, str>,
}

impl Evidence<'static> {
    /// Evidence of this kind, such as `oidc`, with the digest of what was shown, when, and how sure that made, such as
    /// `aal2`. Kind and assurance are lines, as those of signed context.
    pub fn new(
        kind: impl Into<String>,
        digest: [u8; 32],
        time: UnixTime,
        assurance: impl Into<String>,
    ) -> Result<Evidence<'static>, Malformed> {
        let (kind, assurance) = (kind.into(), assurance.into());
        context::check_line(&kind)?;
        context::check_line(&assurance)?;
        Ok(Evidence { kind: Cow::Owned(kind), digest, time, assurance: Cow::Owned(assurance) })
    }
}

impl<'a> Evidence<'a> {
    /// What kind of evidence, such as `oidc`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Digest of what was shown; by which function is the kind's to say.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// When the authorizer was identified.
    pub fn time(&self) -> UnixTime {
        self.time
    }

    /// How sure that made, in the issuer's words.
    pub fn assurance(&self) -> &str {
        &self.assurance
    }

    pub(crate) fn into_owned(self) -> Evidence<'static> {
        let Evidence { kind, digest, time, assurance } = self;
        let [kind, assurance] = [kind, assurance].map(|line| Cow::Owned(line.into_owned()));
        Evidence { kind, digest, time, assurance }
    }

    pub(crate) fn decode(reader: &mut Reader<'a>) -> Result<Evidence<'a>, Malformed> {
        let at = reader.clone();
        if reader.array()? != 4 {
            return Err(at.fault(Code::ValueInvalid, "evidence that is not kind, digest, time and assurance"));
        }
        Ok(Evidence {
            kind: link::decode_line(reader)?,
            digest: *reader.bytes_of::<32>()?,
            time: link::decode_time(reader)?,
            assurance: link::decode_line(reader)?,
        })
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer.array(4).text(&self.kind).bytes(&self.digest).uint(self.time.as_secs()).text(&self.assurance);
    }
}
