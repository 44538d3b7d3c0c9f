//! Evidence of how an authorizer was identified, as `--evidence` takes it and as it is shown: a claim, in quotes.
//!
//! ```json
//! {"kind": "oidc", "digest": "64 hexadecimal digits", "time": "2026-11-03T09:00:00Z", "assurance": "aal2"}
//! ```

use depute::Evidence;

use crate::failure::Failure;
use crate::out::quoted;
use crate::{input, when};

const MEMBERS: [&str; 4] = ["kind", "digest", "time", "assurance"];

/// The evidence that an argument means: itself, `@FILE` or `-`.
pub(crate) fn read(argument: &str) -> Result<Evidence<'static>, Failure> {
    let invalid = |what: &str| {
        Failure::usage(format!("evidence {what}"))
            .hint(r#"write {"kind": "oidc", "digest": "64 hexadecimal digits", "time": "2026-11-03T09:00:00Z", "assurance": "aal2"}"#)
    };
    let depute::Value::Map(members) = depute::json::parse(input::text(argument)?.trim())? else {
        return Err(invalid("is a JSON object"));
    };
    if let Some((name, _)) = members.iter().find(|(name, _)| !MEMBERS.contains(name)) {
        return Err(invalid(&format!("has no member {}", quoted(name))));
    }
    let text = |name: &str| match members.get(name) {
        Some(depute::Value::Text(text)) => Ok(&**text),
        Some(_) => Err(invalid(&format!("has a text as `{name}`"))),
        None => Err(invalid(&format!("without `{name}`"))),
    };
    let digest =
        from_hex(text("digest")?).ok_or_else(|| invalid("has a digest of 64 lower-case hexadecimal digits"))?;
    let time = when::time(text("time")?)?;
    Ok(Evidence::new(text("kind")?, digest, time, text("assurance")?)?)
}

/// `evidence "oidc" of 2026-11-03 09:00:00 +00:00, assurance "aal2"`
pub(crate) fn shown(evidence: &Evidence<'_>) -> String {
    let (kind, assurance) = (quoted(evidence.kind()), quoted(evidence.assurance()));
    format!("evidence {kind} of {}, assurance {assurance}", when::local(evidence.time()))
}

/// 32 bytes from their lower-case digits: one spelling.
fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let is_digit = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 64 || !digits.as_bytes().iter().all(is_digit) {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use depute::Code;

    use super::*;

    const DIGITS: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn code(text: &str) -> Option<Code> {
        read(&text.replace("DIGITS", DIGITS)).err().map(|failure| failure.code())
    }

    #[test]
    fn evidence_is_a_closed_object_of_texts() {
        let evidence = r#"{"kind": "oidc", "digest": "DIGITS", "time": "2026-11-03T09:00:00Z", "assurance": "aal2"}"#;
        assert_eq!(code(evidence), None);
        assert_eq!(code(&evidence.replace("\"2026-11-03T09:00:00Z\"", "\"1793696400\"")), None);
        for (from, to) in [
            ("\"kind\": \"oidc\", ", ""),
            (", \"assurance\": \"aal2\"", ""),
            ("\"oidc\"", "1"),
            ("\"kind\"", "\"Kind\""),
            ("DIGITS", "DIGITS00"),
            ("DIGITS", ""),
            ("DIGITS", &DIGITS.to_uppercase()),
            ("DIGITS", &format!("+1{}", &DIGITS[2..])),
            ("2026-11-03T09:00:00Z", "yesterday"),
            ("{\"kind\"", "{\"note\": \"x\", \"kind\""),
        ] {
            assert_eq!(code(&evidence.replace(from, to)), Some(Code::Usage), "{from} {to}");
        }
        assert_eq!(code("[]"), Some(Code::Usage));
        assert_eq!(code("{"), Some(Code::JsonSyntax));
        assert_eq!(code(&evidence.replace("{", "{\"kind\": \"x\", ")), Some(Code::JsonDuplicateName));
        assert_eq!(code(&evidence.replace("oidc", "")), Some(Code::ValueInvalid));
    }
}
