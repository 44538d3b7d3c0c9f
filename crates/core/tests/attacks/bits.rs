//! A presentation with anything in it changed, cut or added.

use depute::{Call, Code, Step, Verifier};

use super::support::{Walk, allowed, call, now, verdict, verifier};
use super::three_links;

/// Refuses it, at a step before anyone is named.
#[track_caller]
fn refuse(verifier: &Verifier, bytes: &[u8], call: &Call, what: &str) -> Step {
    match verifier.check(bytes, call, now()) {
        Ok(_) => panic!("{what} was allowed"),
        Err(denied) => {
            assert!(!denied.is_authenticated(), "{what}: {denied}");
            denied.step()
        }
    }
}

#[test]
fn every_single_bit_of_a_presentation_matters() {
    let (verifier, call) = (verifier(), call());
    let bytes = three_links().bytes();
    let mut tried = [0; 11];
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << bit;
            tried[refuse(&verifier, &flipped, &call, &format!("bit {bit} of byte {place}")) as usize] += 1;
        }
    }
    assert_eq!(tried.iter().sum::<usize>(), 8 * bytes.len());
    assert_eq!(8 * bytes.len(), 5272);
    // Some are seen by their form, some by trust, some by nothing but a signature.
    for step in [Step::Form, Step::Root, Step::Structure, Step::Time, Step::Signatures, Step::Proof] {
        assert!(tried[step as usize] > 0, "{tried:?}");
    }
    allowed("a flipped bit", &bytes);
}

#[test]
fn every_byte_of_a_presentation_matters() {
    let (verifier, call) = (verifier(), call());
    let bytes = Walk::new().bytes();
    for place in 0..bytes.len() {
        let byte = bytes[place];
        for value in [0x00, 0xFF, !byte, byte.wrapping_add(1), byte.wrapping_sub(1), byte.rotate_left(4)] {
            if value != byte {
                let mut changed = bytes.clone();
                changed[place] = value;
                refuse(&verifier, &changed, &call, &format!("{value} for byte {place}"));
            }
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    let bytes = three_links().bytes();
    for length in 0..bytes.len() {
        let denied = verdict(&bytes[..length]).unwrap_err();
        assert_eq!((denied.code(), denied.step()), (Code::CborTruncated, Step::Form), "{length} bytes");
        assert!(verdict(&bytes[bytes.len() - length..]).is_err(), "the last {length} bytes");
    }
    allowed("a truncation", &bytes);
}

#[test]
fn every_byte_left_out_or_doubled_is_noticed() {
    let (verifier, call) = (verifier(), call());
    let bytes = three_links().bytes();
    for place in 0..bytes.len() {
        let mut without = bytes.clone();
        without.remove(place);
        refuse(&verifier, &without, &call, &format!("without byte {place}"));
        let mut doubled = bytes.clone();
        doubled.insert(place, bytes[place]);
        refuse(&verifier, &doubled, &call, &format!("byte {place} twice"));
        let mut more = bytes.clone();
        more.insert(place, 0);
        refuse(&verifier, &more, &call, &format!("a zero before byte {place}"));
    }
}

#[test]
fn every_bit_of_the_call_matters() {
    let verifier = verifier();
    let presentation = three_links().bytes();
    let text = call().to_json();
    let (mut other, mut unread) = (0, 0);
    for place in 0..text.len() {
        for bit in 0..8 {
            let mut flipped = text.clone().into_bytes();
            flipped[place] ^= 1 << bit;
            let Some(changed) = String::from_utf8(flipped).ok().and_then(|text| Call::from_json(&text).ok()) else {
                unread += 1;
                continue;
            };
            let denied = verifier.check(&presentation, &changed, now()).unwrap_err();
            assert_eq!(denied.code(), Code::ProofMismatch, "{}", changed.to_json());
            other += 1;
        }
    }
    assert_eq!(other + unread, 8 * text.len());
    assert!(other > 100, "{other}");
    // Another spelling of the same call is the same call.
    for spelling in [
        r#" { "args" : { "price" : 390 , "to" : "SFO" } , "action" : "flights.book" } "#,
        r#"{"action":"flights.book","args":{"to":"\u0053FO","price":3.9e2}}"#,
        r#"{"action":"flights.book","args":{"to":"SFO","price":390.0}}"#,
    ] {
        assert!(verifier.check(&presentation, &Call::from_json(spelling).unwrap(), now()).is_ok(), "{spelling}");
    }
}
