//! Revocation lists and the statements in them: every rule of their form, broken one at a time.

use depute::{Code, RevocationList};

use super::claims::UNSEEN;
use super::support::revocations::{
    KEEPER, lift_of, list_bytes, numbered, of_authorizer, of_key, of_link, of_organization, of_subject, of_task, said,
};
use super::support::{
    ALICE, AUD, BOOKER, CNF, CTI, Draft, EXP, EngineKey as _, IAT, ISS, Item, Kind, MANDATE, NBF, NONCE, NOW, SUB,
    bytes, list, map, raw, sealed, wide,
};

/// The first is refused with this code, the second, which differs in that alone, is read and is the same again.
#[track_caller]
fn pair(what: &str, code: Code, wrong: Vec<u8>, right: Vec<u8>) {
    assert_ne!(wrong, right, "{what}: the twins are one");
    let read = RevocationList::from_bytes(&right).unwrap_or_else(|fault| panic!("the twin of {what}: {fault}"));
    assert_eq!((read.as_bytes(), read.as_ref()), (&right[..], &right[..]));
    let malformed = RevocationList::from_bytes(&wrong).expect_err(what);
    assert_eq!(malformed.code(), code, "{what}: {malformed}");
}

fn statement() -> Draft {
    said(&ALICE, of_key(&BOOKER))
}

fn usual() -> Vec<u8> {
    list_bytes(&numbered(1, &[statement()]))
}

/// The usual list after a change of its claims.
fn edited(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    let mut list = numbered(1, &[statement()]);
    edit(&mut list);
    list_bytes(&list)
}

/// The usual list after a change of its statement.
fn stating(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    let mut statement = statement();
    edit(&mut statement);
    list_bytes(&numbered(1, &[statement]))
}

/// The usual list whose statement is about this.
fn about(target: Item) -> Vec<u8> {
    stating(|statement| statement.set(MANDATE, target))
}

#[test]
fn a_list_has_a_version_and_one_signed_object() {
    let signed = || sealed(&numbered(1, &[statement()]), Kind::List);
    for (what, code, wrong) in [
        ("nothing", Code::CborTruncated, raw(&[])),
        ("an empty array", Code::FieldMissing, list![]),
        ("a version alone", Code::ValueInvalid, list![1]),
        ("three members", Code::ValueInvalid, list![1, signed(), list![]]),
        ("version 0", Code::VersionUnknown, list![0, signed()]),
        ("version 2", Code::VersionUnknown, list![2, signed()]),
        ("a version as text", Code::CborType, list!["1", signed()]),
        ("a map", Code::CborType, map! { 1 => signed() }),
        ("an envelope in a byte string", Code::CborType, list![1, bytes(&signed().encode())]),
        ("the envelope alone", Code::CborType, signed()),
    ] {
        pair(what, code, wrong.encode(), usual());
    }
    pair("a byte behind it", Code::CborTrailing, [&usual()[..], &[0]].concat(), usual());
    let longer = |draft: &mut Draft| draft.claims = raw(&[&draft.claims.encode()[..], &[0]].concat());
    pair("a byte behind its claims", Code::CborTrailing, edited(longer), usual());
    pair("a byte behind a statement's claims", Code::CborTrailing, stating(longer), usual());
    for cut in 0..usual().len() {
        assert_eq!(RevocationList::from_bytes(&usual()[..cut]).unwrap_err().code(), Code::CborTruncated, "{cut}");
    }
    let header = |draft: &mut Draft| draft.protected = map! { 1 => -8 }.encode();
    pair("another algorithm of the list", Code::EnvelopeInvalid, edited(header), usual());
    pair("another algorithm of a statement", Code::EnvelopeInvalid, stating(header), usual());
}

#[test]
fn a_list_has_its_claims_and_no_other() {
    for claim in [ISS, EXP, IAT, MANDATE] {
        pair("a list without a claim", Code::FieldMissing, edited(|list| list.unset(claim)), usual());
    }
    for claim in [0, SUB, AUD, NBF, CTI, CNF, NONCE, -1, -65536, -65538] {
        let wrong = edited(|list| list.set(claim, 1));
        pair("a claim that a list does not have", Code::FieldUnknown, wrong, usual());
    }
    for claim in [ISS, EXP, IAT, MANDATE] {
        pair("a claim of another type", Code::CborType, edited(|list| list.set(claim, "x")), usual());
    }
    pair("a key of small order", Code::KeyInvalid, edited(|list| list.set(ISS, bytes(&[0; 32]))), usual());
    pair("a key of 31 bytes", Code::ValueInvalid, edited(|list| list.set(ISS, bytes(&[1; 31]))), usual());
    for field in [1, 2] {
        pair("a field left out", Code::FieldMissing, edited(|list| list.mandate().unset(field)), usual());
    }
    for field in [0, 3, -1] {
        let wrong = edited(|list| list.mandate().set(field, 1));
        pair("a field that a list does not have", Code::FieldUnknown, wrong, usual());
    }
    let text = edited(|list| *list.mandate() = map! { "1" => 1 });
    pair("a field named by a text", Code::CborType, text, usual());
    for statements in [map! {}, 1.into(), list![1], list![bytes(&sealed(&statement(), Kind::Revocation).encode())]] {
        let wrong = edited(|list| list.mandate().set(2, statements.clone()));
        pair("statements that are none", Code::CborType, wrong, usual());
    }
    let order = raw(&[&[0xA2, 0x02, 0x80][..], &[0x01, 0x01]].concat());
    pair("fields out of order", Code::CborKeyOrder, edited(|list| *list.mandate() = order), usual());
}

#[test]
fn lists_are_numbered_from_one() {
    let with = |number: Item| edited(|list| list.mandate().set(1, number));
    let one = || with(1.into());
    pair("number 0", Code::ValueInvalid, with(0.into()), one());
    pair("a negative number", Code::CborType, with((-1).into()), one());
    pair("a number as text", Code::CborType, with("1".into()), one());
    pair("a fraction", Code::CborType, with(super::support::float(1.5)), one());
    let last = 9_007_199_254_740_991_u64;
    pair("a number beyond the exact ones", Code::LimitExceeded, with((last + 1).into()), with(last.into()));
    pair("the highest number", Code::LimitExceeded, with(u64::MAX.into()), with(last.into()));
    pair("a longer spelling", Code::CborLongHead, with(wide(0, 1, 1)), one());
}

#[test]
fn a_list_is_followed_by_another() {
    let times = |issued: u64, next: u64| {
        edited(|list| {
            list.set(IAT, issued);
            list.set(EXP, next);
        })
    };
    pair("a next update at the same time", Code::ValueInvalid, times(NOW, NOW), times(NOW, NOW + 1));
    pair("a next update before", Code::ValueInvalid, times(NOW, NOW - 1), times(NOW - 2, NOW - 1));
    let late = 253_402_300_800;
    pair("a time in the year 10000", Code::LimitExceeded, times(late - 2, late), times(late - 2, late - 1));
}

#[test]
fn a_statement_has_its_claims_and_no_other() {
    for claim in [ISS, IAT, MANDATE] {
        pair("a statement without a claim", Code::FieldMissing, stating(|said| said.unset(claim)), usual());
        pair("a claim of another type", Code::CborType, stating(|said| said.set(claim, "x")), usual());
    }
    for claim in [0, SUB, AUD, EXP, NBF, CTI, CNF, NONCE, -1, -65536, -65538] {
        let wrong = stating(|said| said.set(claim, 1));
        pair("a claim that a statement does not have", Code::FieldUnknown, wrong, usual());
    }
    pair("a signer of small order", Code::KeyInvalid, stating(|said| said.set(ISS, bytes(&[0; 32]))), usual());
    pair("a time in milliseconds", Code::LimitExceeded, stating(|said| said.set(IAT, NOW * 1000)), usual());
}

#[test]
fn every_kind_of_target_is_read() {
    let targets = [
        of_link([7; 32]),
        of_key(&BOOKER),
        of_task(&ALICE, "T-1042"),
        of_organization(&ALICE, "acme é 漢"),
        of_authorizer(&ALICE),
        of_subject(&ALICE, "alice@example.com"),
        lift_of(&statement()),
    ];
    let all: Vec<Draft> = targets.iter().map(|target| said(&BOOKER, target.clone())).collect();
    let read = RevocationList::from_bytes(&list_bytes(&numbered(7, &all))).unwrap();
    assert_eq!((read.unverified_number(), read.unverified_key()), (7, KEEPER.verifying()));
    let times = (read.unverified_issued_at().as_secs(), read.unverified_next_update().as_secs());
    assert_eq!(times, (NOW, NOW + 3600));
    assert!(read.unverified_statements().iter().all(|said| said.unverified_issued_at().as_secs() == NOW));
    let told: Vec<String> =
        read.unverified_statements().iter().map(|statement| statement.unverified_target().to_string()).collect();
    assert_eq!(
        told,
        [
            format!("link {}", "07".repeat(32)),
            format!("key {}", BOOKER.verifying()),
            "task \"T-1042\"".into(),
            "organization \"acme é 漢\"".into(),
            format!("authorizer {}", ALICE.verifying()),
            "authorizer \"alice@example.com\"".into(),
            format!("lift of {}", depute::Hex(&statement().id(Kind::Revocation))),
        ]
    );
    assert!(read.unverified_statements().iter().all(|said| said.unverified_signer() == BOOKER.verifying()));
}

#[test]
fn a_target_has_the_members_of_its_kind() {
    let key = || bytes(&ALICE.public());
    for (what, code, wrong, right) in [
        ("a link and more", Code::ValueInvalid, list![0, bytes(&[7; 32]), 1], of_link([7; 32])),
        ("a key and more", Code::ValueInvalid, list![1, key(), "x"], of_key(&ALICE)),
        ("a task without a name", Code::ValueInvalid, list![2, key()], of_task(&ALICE, "T")),
        ("an organization without a name", Code::ValueInvalid, list![3, key()], of_organization(&ALICE, "T")),
        ("a lift and more", Code::ValueInvalid, list![5, bytes(&[7; 32]), 1], list![5, bytes(&[7; 32])]),
        ("a kind alone", Code::ValueInvalid, list![4], of_authorizer(&ALICE)),
        ("four members", Code::ValueInvalid, list![4, key(), "a", "b"], of_subject(&ALICE, "a")),
        ("nothing", Code::ValueInvalid, list![], of_authorizer(&ALICE)),
        ("kind 6", Code::FieldUnknown, list![6, key()], of_authorizer(&ALICE)),
        ("kind 24", Code::FieldUnknown, list![24, key(), "a"], of_subject(&ALICE, "a")),
        ("a kind as text", Code::CborType, list!["4", key()], of_authorizer(&ALICE)),
        ("a map", Code::CborType, map! { 4 => key() }, of_authorizer(&ALICE)),
        ("a link's id of 31 bytes", Code::ValueInvalid, list![0, bytes(&[7; 31])], of_link([7; 32])),
        ("a link's id as text", Code::CborType, list![0, "07".repeat(32)], of_link([7; 32])),
        ("a statement's id of 33 bytes", Code::ValueInvalid, list![5, bytes(&[7; 33])], list![5, bytes(&[7; 32])]),
        ("a key as text", Code::CborType, list![1, ALICE.verifying().to_string()], of_key(&ALICE)),
        ("a key of small order", Code::KeyInvalid, list![1, bytes(&[0; 32])], of_key(&ALICE)),
        ("a root of small order", Code::KeyInvalid, list![2, bytes(&[0; 32]), "T"], of_task(&ALICE, "T")),
        ("a task as bytes", Code::CborType, list![2, key(), bytes(b"T")], of_task(&ALICE, "T")),
        ("a name for a task's key", Code::CborType, list![2, "T", key()], of_task(&ALICE, "T")),
        ("an empty task", Code::ValueInvalid, of_task(&ALICE, ""), of_task(&ALICE, "T")),
        ("an empty organization", Code::ValueInvalid, of_organization(&ALICE, ""), of_organization(&ALICE, "T")),
        ("an empty subject", Code::ValueInvalid, of_subject(&ALICE, ""), of_subject(&ALICE, "a")),
        ("a subject that looks like a key", Code::ValueInvalid, of_subject(&ALICE, "did:x"), of_subject(&ALICE, "di")),
        (
            "a long subject",
            Code::LimitExceeded,
            of_subject(&ALICE, &"x".repeat(257)),
            of_subject(&ALICE, &"x".repeat(256)),
        ),
        ("a long task", Code::LimitExceeded, of_task(&ALICE, &"é".repeat(201)), of_task(&ALICE, &"é".repeat(200))),
    ] {
        pair(what, code, about(wrong), about(right));
    }
    for text in UNSEEN {
        let right = || about(of_task(&ALICE, "T"));
        pair("a task that cannot be seen", Code::CharacterRefused, about(of_task(&ALICE, text)), right());
        pair("an organization", Code::CharacterRefused, about(of_organization(&ALICE, text)), right());
        pair("a subject", Code::CharacterRefused, about(of_subject(&ALICE, text)), right());
    }
}

#[test]
fn what_no_link_says_cannot_be_revoked() {
    let alice = ALICE.verifying();
    let code = |target: Result<depute::Target, depute::Malformed>| target.unwrap_err().code();
    assert_eq!(code(depute::Target::task(alice, "")), Code::ValueInvalid);
    assert_eq!(code(depute::Target::organization(alice, "a\u{202E}b")), Code::CharacterRefused);
    assert_eq!(code(depute::Target::authorizer(alice, Some("did:x"))), Code::ValueInvalid);
    depute::Target::authorizer(alice, Some("carol")).unwrap();
}
