//! Text forms: one prefix and unpadded base64url, one spelling each.
//!
//! A text of another kind is refused by that kind's name, so that a token where a key is due, or a secret where
//! anything public is due, says what it is. Source: `spec/token.md`, "Text forms".

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::error::{Code, Malformed};

/// A kind of object that has a text form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A token: the chain of links.
    Token,
    /// A presentation: token, call proof and endorsements.
    Presentation,
    /// An endorsement: somebody's approval of one call.
    Endorsement,
    /// A revocation list.
    List,
    /// A secret key.
    Secret,
    /// A public key; its text is a `did:key`.
    PublicKey,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Token, Kind::Presentation, Kind::Endorsement, Kind::List, Kind::Secret, Kind::PublicKey];

    /// How the text begins.
    pub const fn prefix(self) -> &'static str {
        match self {
            Kind::Token => "dpt1_",
            Kind::Presentation => "dptp1_",
            Kind::Endorsement => "dpte1_",
            Kind::List => "dptr1_",
            Kind::Secret => "dptsk1_",
            Kind::PublicKey => "did:key:",
        }
    }

    /// What people call it, with its article.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Token => "a token",
            Kind::Presentation => "a presentation",
            Kind::Endorsement => "an endorsement",
            Kind::List => "a revocation list",
            Kind::Secret => "a secret key",
            Kind::PublicKey => "a public key",
        }
    }

    /// The kind that a text claims to be by its prefix; says nothing of the rest.
    pub fn of(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| text.starts_with(kind.prefix()))
    }
}

/// The text form of an object's bytes.
pub(crate) fn encode(kind: Kind, bytes: &[u8]) -> String {
    let mut text = String::from(kind.prefix());
    // The bytes may be a secret, so no copy of them stays behind.
    text.push_str(&Zeroizing::new(Base64UrlUnpadded::encode_string(bytes)));
    text
}

/// The bytes of a text form of this kind, at most `limit` of them.
pub(crate) fn decode(kind: Kind, text: &str, limit: usize) -> Result<Vec<u8>, Malformed> {
    let Some(body) = text.strip_prefix(kind.prefix()) else { return Err(other_kind(kind, text)) };
    // Four characters carry three bytes; refused before anything is allocated.
    if body.len() / 4 > (limit / 3).saturating_add(1) {
        return Err(Malformed::new(Code::LimitExceeded, format!("{} longer than {limit} bytes", kind.name())));
    }
    let fault = || {
        Malformed::new(
            Code::TextForm,
            format!("{} that is not `{}` and unpadded base64url", kind.name(), kind.prefix()),
        )
    };
    // One spelling each: the decoder refuses unused bits that are not 0.
    Base64UrlUnpadded::decode_vec(body).map_err(|_| fault())
}

/// Whether a secret key's text stands somewhere in this one.
pub(crate) fn has_secret(text: &str) -> bool {
    // Most texts are too short for a search that first looks at what it searches for.
    let prefix = Kind::Secret.prefix().as_bytes();
    text.as_bytes().windows(prefix.len()).any(|part| part == prefix)
}

/// The refusal of a text in which a secret key stands.
pub(crate) fn secret_inside(what: &str) -> Malformed {
    Malformed::new(Code::SecretRefused, format!("a secret key stands in {what}"))
}

/// A text for a message: of a secret key's text only the prefix remains.
pub fn without_secret(text: &str) -> String {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut parts = text.split(Kind::Secret.prefix());
    let mut shown = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let rest = part.trim_start_matches(is_of_key);
        shown.push_str(Kind::Secret.prefix());
        if rest.len() < part.len() {
            shown.push('…');
        }
        shown.push_str(rest);
    }
    shown
}

/// The refusal for a text that is not of the kind wanted; says what it is if that can be seen.
pub(crate) fn other_kind(wanted: Kind, text: &str) -> Malformed {
    match Kind::of(text) {
        Some(Kind::Secret) => {
            Malformed::new(Code::SecretRefused, format!("a secret key stands where {} belongs", wanted.name()))
                .with_hint("keep it to yourself, and replace it if this text was sent or stored anywhere")
        }
        Some(found) => {
            Malformed::new(Code::KindMismatch, format!("{} stands where {} belongs", found.name(), wanted.name()))
        }
        None if text.is_empty() => {
            Malformed::new(Code::TextForm, format!("nothing stands where {} belongs", wanted.name()))
        }
        None => Malformed::new(Code::TextForm, format!("{} begins with `{}`", wanted.name(), wanted.prefix())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;

    #[test]
    fn one_spelling_each() {
        assert_eq!(decode(Kind::Token, "dpt1_gQE", 9).unwrap(), [0x81, 0x01]);
        for bad in [
            "dpt1_gQF",
            "dpt1_gQE=",
            "dpt1_gQE ",
            " dpt1_gQE",
            "dpt1_gQ\nE",
            "DPT1_gQE",
            "dpt1_g+E",
            "dpt1_g",
            "dpt1_gQEé",
        ] {
            assert_eq!(decode(Kind::Token, bad, 9).unwrap_err().code(), Code::TextForm, "{bad}");
        }
    }

    #[test]
    fn another_kind_is_refused_by_its_name() {
        let code = |text| decode(Kind::Token, text, 9).unwrap_err();
        assert_eq!(code("dptp1_gQE").code(), Code::KindMismatch);
        assert_eq!(code("did:key:z6Mk").detail(), "a public key stands where a token belongs");
        let secret = code("dptsk1_gQE");
        assert_eq!(secret.code(), Code::SecretRefused);
        assert!(!alloc::format!("{secret:?}").contains("gQE"));
    }

    #[test]
    fn messages_repeat_no_secret() {
        assert_eq!(without_secret("to = \"dptsk1_CQkJ-_9\" and dptsk1_A."), "to = \"dptsk1_…\" and dptsk1_….");
        assert_eq!(without_secret("dpt1_CQkJ"), "dpt1_CQkJ");
    }

    #[test]
    fn a_long_text_is_refused_before_it_is_decoded() {
        let text = alloc::format!("dpt1_{}", "A".repeat(1 << 20));
        assert_eq!(decode(Kind::Token, &text, limits::TOKEN_BYTES).unwrap_err().code(), Code::LimitExceeded);
    }
}
