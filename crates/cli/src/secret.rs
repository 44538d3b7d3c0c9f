//! What looks like a secret key: cut out of every text that is printed, refused where a text would not show it.

use depute::{Code, Kind, without_secret};

use crate::failure::Failure;

/// How the body of every plain Ed25519 key in PKCS#8 PEM begins.
const PEM_PREFIX: &str = "MC4CAQAwBQYDK2VwBCIEI";

/// The text with the body of every secret key in it replaced.
pub(crate) fn redact(text: &str) -> String {
    let is_body = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let text = without_secret(text);
    let mut parts = text.split(PEM_PREFIX);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str(PEM_PREFIX);
        shown.push('…');
        shown.push_str(part.trim_start_matches(is_body));
    }
    shown
}

/// Refuses bytes in which a secret key's text stands: in hexadecimal it would pass every filter of texts.
pub(crate) fn refuse_in(bytes: &[u8]) -> Result<(), Failure> {
    let stands = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    if [Kind::Secret.prefix(), "PRIVATE KEY-----", PEM_PREFIX].into_iter().any(stands) {
        return Err(Failure::new(Code::SecretRefused, "a secret key stands in this object")
            .hint("replace that key: whoever has the object can read it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_cut_wherever_it_stands() {
        assert_eq!(redact("no secret"), "no secret");
        assert_eq!(redact("a `dptsk1_AbC-_9` and dptsk1_x"), "a `dptsk1_…` and dptsk1_…");
        assert_eq!(redact("begins with dptsk1_"), "begins with dptsk1_");
    }

    #[test]
    fn bytes_with_a_secret_are_refused() {
        for bytes in [&b"x dptsk1_AQ"[..], b"-----BEGIN PRIVATE KEY-----", b"\x60MC4CAQAwBQYDK2VwBCIEIA"] {
            assert_eq!(refuse_in(bytes).unwrap_err().code(), Code::SecretRefused);
        }
        for bytes in [&b""[..], b"dptsk", b"-----BEGIN PUBLIC KEY-----"] {
            refuse_in(bytes).unwrap();
        }
    }
}
