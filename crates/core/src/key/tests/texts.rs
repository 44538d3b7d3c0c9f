//! What keys look like in text, and what they never show.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use multibase::Base;

use super::{SigningKey, VerifyingKey, hex};
use crate::error::Code;
use crate::key::Signer as _;

const ED25519: [u8; 2] = [0xED, 0x01];

fn key(seed: u8) -> VerifyingKey {
    SigningKey::from_seed(&[seed; 32]).verifying_key()
}

fn did(multicodec: &[u8], key: &[u8]) -> String {
    format!("did:key:z{}", Base::Base58Btc.encode([multicodec, key].concat()))
}

fn refusal(text: &str) -> Code {
    VerifyingKey::parse(text).expect_err(text).code()
}

#[test]
fn a_public_key_is_the_did_key_that_others_write() {
    // The first example of the did:key method's own vectors.
    let text = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    let key = key(0);
    assert_eq!(key.as_bytes().as_slice(), hex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"));
    assert_eq!(key.to_string(), text);
    assert_eq!(format!("{key:?}"), text);
    assert_eq!(VerifyingKey::parse(text), Ok(key));
    assert_eq!(text.parse(), Ok(key));
    assert_eq!(key.short(), "did:key:z6MkiTBz1ymu…");
}

#[test]
fn every_key_survives_its_text() {
    for seed in 0..=255 {
        let key = key(seed);
        let text = key.to_string();
        assert!(text.starts_with("did:key:z6Mk") && text.len() == 56, "{text}");
        assert_eq!(VerifyingKey::parse(&text), Ok(key));
    }
}

#[test]
fn another_spelling_of_a_key_is_refused() {
    let good = key(1).to_string();
    assert!(VerifyingKey::parse(&good).is_ok());
    let digits = good.strip_prefix("did:key:z").unwrap();

    let beginnings = [
        "DID:KEY:z",
        "did:Key:z",
        "did:web:z",
        "did:z",
        "key:z",
        "z",
        "",
        " did:key:z",
        "\u{feff}did:key:z",
        "\tdid:key:z",
    ];
    for beginning in beginnings {
        assert_eq!(refusal(&format!("{beginning}{digits}")), Code::TextForm, "{beginning}");
    }
    let bodies = [
        format!("Z{digits}"),
        format!("z{}", digits.to_uppercase()),
        format!("z{}", digits.to_lowercase()),
        digits.to_string(),
        format!(" z{digits}"),
        format!("z {digits}"),
        format!("z{digits} "),
        format!("z{digits}\n"),
        format!("z{digits}\0"),
        format!("z{digits}#z{digits}"),
        format!("zz{digits}"),
        format!("z{}", &digits[..46]),
        format!("z{digits}1"),
        // Letters that base58 leaves out, and one that only looks like its own.
        format!("z{}0", &digits[..46]),
        format!("z{}O", &digits[..46]),
        format!("z{}l", &digits[..46]),
        format!("zб{}", &digits[1..]),
        String::from("z"),
        String::new(),
    ];
    for body in bodies {
        assert_eq!(refusal(&format!("did:key:{body}")), Code::KeyInvalid, "{body}");
    }
    for ones in 1..=20 {
        let padded = format!("did:key:z{}{digits}", "1".repeat(ones));
        assert_eq!(refusal(&padded), Code::KeyInvalid, "{padded}");
    }
}

#[test]
fn another_multibase_is_refused() {
    let bytes = [&ED25519[..], key(1).as_bytes()].concat();
    let bases = [
        Base::Base2,
        Base::Base8,
        Base::Base10,
        Base::Base16Lower,
        Base::Base16Upper,
        Base::Base32Lower,
        Base::Base32Upper,
        Base::Base32Z,
        Base::Base36Lower,
        Base::Base58Flickr,
        Base::Base64,
        Base::Base64Url,
    ];
    let digits = Base::Base58Btc.encode(&bytes);
    for base in bases {
        let letter = base.code();
        assert_eq!(refusal(&format!("did:key:{}", multibase::encode(base, &bytes))), Code::KeyInvalid, "{letter}");
        assert_eq!(refusal(&format!("did:key:{letter}{digits}")), Code::KeyInvalid, "{letter}");
    }
    let twin = format!("did:key:{}", multibase::encode(Base::Base58Btc, &bytes));
    assert_eq!(VerifyingKey::parse(&twin), Ok(key(1)));
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let bytes = key(1);
    let bytes = bytes.as_bytes();
    assert_eq!(VerifyingKey::parse(&did(&ED25519, bytes)), Ok(key(1)));
    let x25519 = did(&[0xEC, 0x01], bytes);
    assert!(x25519.starts_with("did:key:z6LS"), "{x25519}");
    assert_eq!(refusal(&x25519), Code::KeyInvalid);
    // secp256k1, P-256, an Ed25519 secret, a long spelling of Ed25519, and none.
    for multicodec in
        [&[0xE7, 0x01][..], &[0x80, 0x24], &[0x80, 0x26], &[0xED, 0x81, 0x00], &[0xED, 0x00], &[0x01, 0xED], &[]]
    {
        assert_eq!(refusal(&did(multicodec, bytes)), Code::KeyInvalid, "{multicodec:x?}");
    }
    for wrong_length in [&bytes[..31], &bytes[1..], &[&bytes[..], &[0]].concat(), &[]] {
        assert_eq!(refusal(&did(&ED25519, wrong_length)), Code::KeyInvalid);
    }
}

#[test]
fn a_text_is_no_way_round_the_checks_of_the_bytes() {
    let mut not_reduced = [0xFF; 32];
    (not_reduced[0], not_reduced[31]) = (0xF0, 0x7F);
    let mut off_curve = [0; 32];
    off_curve[0] = 2;
    for bytes in [[0; 32], not_reduced, off_curve] {
        let fault = VerifyingKey::from_bytes(&bytes).unwrap_err();
        assert_eq!(VerifyingKey::parse(&did(&ED25519, &bytes)), Err(fault));
    }
}

#[test]
fn an_overlong_text_is_refused_before_it_is_decoded() {
    // Quadratic work on this text would take minutes.
    let long = format!("did:key:z{}", "6".repeat(1 << 22));
    assert_eq!(refusal(&long), Code::KeyInvalid);
}

#[test]
fn a_secret_key_survives_its_text_alone() {
    for byte in 0..=255 {
        let key = SigningKey::from_seed(&[byte; 32]);
        let text = key.to_text();
        assert!(text.starts_with("dptsk1_") && text.len() == 50);
        let again = SigningKey::from_text(&text).unwrap();
        assert_eq!(again.seed(), key.seed());
        assert_eq!(*again.seed(), [byte; 32]);
        assert_eq!(again.verifying_key(), key.verifying_key());
    }

    let good = SigningKey::from_seed(&[1; 32]).to_text();
    let body = good.strip_prefix("dptsk1_").unwrap();
    let code = |text: &str| SigningKey::from_text(text).unwrap_err().code();
    for bad in [
        body.to_string(),
        format!("DPTSK1_{body}"),
        format!(" dptsk1_{body}"),
        format!("dptsk1_{body} "),
        format!("dptsk1_{body}="),
        format!("dptsk1_{}", &body[..42]),
        // 31 bytes, and 32 with a bit behind them.
        format!("dptsk1_{}", &body[..40]),
        format!("dptsk1_{}B", &body[..42]),
        String::from("dptsk1_"),
        String::new(),
    ] {
        assert_eq!(code(&bad), Code::TextForm);
    }
    assert_eq!(code(&format!("dptsk1_{}", "A".repeat(1 << 20))), Code::LimitExceeded);
    assert_eq!(code("dpt1_gQE"), Code::KindMismatch);
    assert_eq!(code(&key(1).to_string()), Code::KindMismatch);
}

/// The ways in which these bytes could be read off an output.
fn traces(bytes: &[u8]) -> Vec<String> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let listed = format!("{bytes:?}");
    let pieces = [
        hex[..8].to_string(),
        hex[..8].to_uppercase(),
        listed[1..12].to_string(),
        Base::Base64Url.encode(bytes)[..8].to_string(),
        Base::Base64.encode(bytes)[..8].to_string(),
        Base::Base58Btc.encode(bytes)[..8].to_string(),
        format!("{:?}", &hex[..8]),
    ];
    pieces.into_iter().collect()
}

#[test]
fn no_output_shows_a_secret() {
    let seed: [u8; 32] = core::array::from_fn(|i| 0xA5 ^ (i as u8).wrapping_mul(37));
    let key = SigningKey::from_seed(&seed);
    let dalek = ed25519_dalek::SigningKey::from_bytes(&seed);
    let text = key.to_text();

    let mut shown: Vec<String> = [format!("{key:?}"), format!("{key:#?}")].into();
    assert_eq!(shown[0], format!("SigningKey(secret of {})", key.verifying_key()));
    let refused = VerifyingKey::parse(&text).unwrap_err();
    assert_eq!(refused.code(), Code::SecretRefused);
    let damaged = SigningKey::from_text(&format!("{}=", *text)).unwrap_err();
    for fault in [refused, damaged] {
        shown.extend([format!("{fault}"), format!("{fault:?}"), format!("{fault:#?}")]);
        shown.extend(fault.hint().map(String::from));
    }

    let secrets = [traces(&seed), traces(&dalek.to_scalar_bytes()), traces(dalek.to_scalar().as_bytes())].concat();
    for output in &shown {
        for secret in &secrets {
            assert!(!output.contains(secret.as_str()), "{output}");
        }
    }
    // The search finds what is there.
    assert!(secrets.iter().any(|secret| text.contains(secret.as_str())));
    assert!(secrets.iter().any(|secret| format!("{:?}", seed).contains(secret.as_str())));
    assert!(secrets.iter().any(|secret| format!("{:02x?}", seed).replace(", ", "").contains(secret.as_str())));
}

#[test]
fn a_secret_is_refused_by_name_even_when_damaged() {
    let text = SigningKey::from_seed(&[3; 32]).to_text();
    for text in [&**text, &text[..20], "dptsk1_"] {
        assert_eq!(refusal(text), Code::SecretRefused);
    }
    assert_eq!(refusal("dpt1_gQE"), Code::KindMismatch);
    assert!(VerifyingKey::parse(&key(3).to_string()).is_ok());
}
