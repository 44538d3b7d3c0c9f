//! `dpt1_…` and `dptp1_…`: one spelling each, and every other kind refused by its name.

use depute::{Code, Endorsement, Kind, Malformed, Presentation, RevocationList, SigningKey, Token, VerifyingKey};

use super::support::revocations::{KEEPER, list_bytes, numbered, of_task, said};
use super::support::{ALICE, AUD, CAROL, EngineKey as _, Walk, list};

/// Unpadded base64url, written by hand.
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut triple = [0; 3];
        triple[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, triple[0], triple[1], triple[2]]);
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// The last digit with its unused bits set, if there are any.
fn with_unused_bits(text: &str) -> Option<String> {
    let unused = match (text.len() - text.find('_')? - 1) % 4 {
        2 => 15,
        3 => 3,
        _ => return None,
    };
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = digits.iter().position(|digit| Some(digit) == text.as_bytes().last())?;
    Some(format!("{}{}", &text[..text.len() - 1], char::from(digits[last | unused])))
}

/// A reader that has no second spelling: of the text, and of the text with something done to it.
fn one_spelling(prefix: &str, bytes: &[u8], reader: impl Fn(&str) -> Result<Vec<u8>, Malformed>) {
    let text = format!("{prefix}{}", base64url(bytes));
    assert_eq!(reader(&text).unwrap(), bytes);
    let body = &text[prefix.len()..];
    let middle = prefix.len() + body.len() / 2;
    let mut spellings = vec![
        format!("{text}="),
        format!("{text}=="),
        format!("{text} "),
        format!(" {text}"),
        format!("{text}\n"),
        format!("{}\n{}", &text[..middle], &text[middle..]),
        format!("{}\r\n{}", &text[..middle], &text[middle..]),
        format!("{} {}", &text[..middle], &text[middle..]),
        format!("{}\0{}", &text[..middle], &text[middle..]),
        text.to_uppercase(),
        format!("{}{body}", prefix.to_uppercase()),
        format!("{}{body}", prefix.replace('_', "-")),
        format!("{}{body}", prefix.replace('1', "2")),
        body.to_owned(),
        format!("\u{FEFF}{text}"),
        format!("u{body}"),
    ];
    spellings.extend(with_unused_bits(&text));
    let standard = body.replace('-', "+").replace('_', "/");
    if standard != body {
        spellings.push(format!("{prefix}{standard}"));
    }
    for spelling in spellings {
        let malformed = reader(&spelling).expect_err(&spelling);
        assert_eq!(malformed.code(), Code::TextForm, "{spelling}: {malformed}");
    }
    // A digit too few or too many says other bytes, or none.
    for spelling in [&text[..text.len() - 1], &format!("{text}A"), &format!("{prefix}{text}"), prefix] {
        assert!(reader(spelling).is_err(), "{spelling}");
    }
}

#[test]
fn a_token_has_one_text() {
    let token = |text: &str| Token::from_text(text).map(|token| token.as_bytes().to_vec());
    for walk in [Walk::short(), Walk::new(), odd(1), odd(2)] {
        let bytes = walk.token();
        one_spelling("dpt1_", &bytes, token);
        assert_eq!(Token::from_bytes(&bytes).unwrap().to_text(), format!("dpt1_{}", base64url(&bytes)));
    }
}

#[test]
fn a_presentation_has_one_text() {
    let presentation = |text: &str| Presentation::from_text(text).map(|presentation| presentation.as_bytes().to_vec());
    for walk in [Walk::short(), Walk::new(), odd(1), odd(2)] {
        let bytes = walk.bytes();
        one_spelling("dptp1_", &bytes, presentation);
        assert_eq!(Presentation::from_bytes(&bytes).unwrap().to_text(), format!("dptp1_{}", base64url(&bytes)));
    }
}

#[test]
fn an_endorsement_has_one_text() {
    let endorsement = |text: &str| Endorsement::from_text(text).map(|endorsement| endorsement.as_bytes().to_vec());
    for more in 0..3 {
        let mut walk = Walk::new().approved_by(&[&CAROL]);
        walk.endorsements[0].set(AUD, "x".repeat(20 + more));
        let bytes = list![1, walk.endorsed()[0].clone()].encode();
        one_spelling("dpte1_", &bytes, endorsement);
        assert_eq!(Endorsement::from_bytes(&bytes).unwrap().to_text(), format!("dpte1_{}", base64url(&bytes)));
    }
}

#[test]
fn a_revocation_list_has_one_text() {
    let list = |text: &str| RevocationList::from_text(text).map(|list| list.as_bytes().to_vec());
    for task in ["T", "T-1", "T-10", "T-104", "T-1042"] {
        let bytes = list_bytes(&numbered(1, &[said(&KEEPER, of_task(&ALICE, task))]));
        one_spelling("dptr1_", &bytes, list);
        assert_eq!(RevocationList::from_bytes(&bytes).unwrap().to_text(), format!("dptr1_{}", base64url(&bytes)));
    }
}

/// A walk whose length leaves another remainder.
fn odd(more: usize) -> Walk {
    let mut walk = Walk::new();
    walk.links[0].mandate().set(4, "x".repeat(more));
    walk
}

#[test]
fn unused_bits_are_tried() {
    let texts: Vec<String> = (0..3).map(|more| format!("dpt1_{}", base64url(&odd(more + 1).token()))).collect();
    assert!(texts.iter().filter_map(|text| with_unused_bits(text)).count() >= 2);
}

#[test]
fn another_kind_is_named_in_the_refusal() {
    let walk = Walk::new();
    let (token, presentation) = (base64url(&walk.token()), base64url(&walk.bytes()));
    let endorsement = list![1, walk.clone().approved_by(&[&CAROL]).endorsed()[0].clone()].encode();
    let texts = [
        (Kind::Token, format!("dpt1_{token}")),
        (Kind::Presentation, format!("dptp1_{presentation}")),
        (Kind::Endorsement, format!("dpte1_{}", base64url(&endorsement))),
        (Kind::List, format!("dptr1_{}", base64url(&list_bytes(&numbered(1, &[]))))),
        (Kind::PublicKey, ALICE.verifying().to_string()),
    ];
    type Reader = fn(&str) -> Option<Malformed>;
    let readers: [(Kind, Reader); 6] = [
        (Kind::List, |text| RevocationList::from_text(text).err()),
        (Kind::Token, |text| Token::from_text(text).err()),
        (Kind::Presentation, |text| Presentation::from_text(text).err()),
        (Kind::Endorsement, |text| Endorsement::from_text(text).err()),
        (Kind::PublicKey, |text| VerifyingKey::parse(text).err()),
        (Kind::Secret, |text| SigningKey::from_text(text).err()),
    ];
    for (wanted, reader) in readers {
        for (kind, text) in &texts {
            match reader(text) {
                None => assert_eq!(wanted, *kind),
                Some(malformed) => {
                    assert_eq!(malformed.code(), Code::KindMismatch, "{malformed}");
                    assert!(malformed.detail().contains(kind.name()), "{malformed}");
                    assert!(malformed.detail().contains(wanted.name()), "{malformed}");
                }
            }
        }
    }
}

#[test]
fn a_secret_is_never_repeated() {
    let secret = ALICE.signing().to_text();
    let body = secret.strip_prefix("dptsk1_").unwrap();
    let refusals = [
        Token::from_text(&secret).map(drop).unwrap_err(),
        Presentation::from_text(&secret).map(drop).unwrap_err(),
        Endorsement::from_text(&secret).map(drop).unwrap_err(),
        VerifyingKey::parse(&secret).map(drop).unwrap_err(),
    ];
    for malformed in refusals {
        assert_eq!(malformed.code(), Code::SecretRefused);
        assert!(malformed.hint().is_some());
        assert!(!format!("{malformed}{malformed:?}{:?}", malformed.hint()).contains(body));
    }
    // A secret with a slip in it is not repeated either.
    for slip in [format!("{}=", &*secret), secret[..secret.len() - 2].to_owned(), format!("{} ", &*secret)] {
        let malformed = SigningKey::from_text(&slip).map(drop).unwrap_err();
        assert_eq!(malformed.code(), Code::TextForm);
        assert!(!format!("{malformed:?}").contains(&body[..20]));
    }
    assert_eq!(SigningKey::from_text(&secret).unwrap().seed(), ALICE.signing().seed());
}

#[test]
fn a_text_too_long_is_refused_before_it_is_read() {
    let token = |digits: usize| Token::from_text(&format!("dpt1_{}", "A".repeat(digits))).map(drop).unwrap_err().code();
    // The largest token has 43,691 digits; a few more pass the cheap test and fail the exact one.
    assert_ne!(token(43_690), Code::LimitExceeded);
    assert_eq!(token(43_692), Code::LimitExceeded);
    assert_eq!(token(10_000_000), Code::LimitExceeded);
    let presentation = format!("dptp1_{}", "A".repeat(10_000_000));
    assert_eq!(Presentation::from_text(&presentation).map(drop).unwrap_err().code(), Code::LimitExceeded);
    let endorsement =
        |digits: usize| Endorsement::from_text(&format!("dpte1_{}", "A".repeat(digits))).unwrap_err().code();
    assert_ne!(endorsement(1366), Code::LimitExceeded);
    assert_eq!(endorsement(1372), Code::LimitExceeded);
}

#[test]
fn a_text_is_too_long_from_the_digit_on_that_the_rule_names() {
    // "Text forms", 3: n digits, and ⌊n / 4⌋ > ⌊limit / 3⌋ + 1. What is not too long is read, and these are no digits.
    let of_token = |digits: String| Token::from_text(&format!("dpt1_{digits}")).map(drop).unwrap_err().code();
    let of_presentation =
        |digits: String| Presentation::from_text(&format!("dptp1_{digits}")).map(drop).unwrap_err().code();
    let read: [(usize, &dyn Fn(String) -> Code); 2] = [(32 * 1024, &of_token), (48 * 1024, &of_presentation)];
    for (limit, code_of) in read {
        let most = (limit / 3 + 1) * 4 + 3;
        assert_eq!(code_of("!".repeat(most)), Code::TextForm, "{limit}");
        assert_eq!(code_of("!".repeat(most + 1)), Code::LimitExceeded, "{limit}");
    }
}
