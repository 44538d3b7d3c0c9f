//! Claims of links and fields of mandates: the known ones, all that must be there, and what each can say.

use depute::{Code, Presentation};

use super::support::walk::cnf;
use super::support::{
    AUD, AUDIENCE, BOOKER, CNF, CTI, Draft, EXP, IAT, ISS, Item, MANDATE, NBF, NOW, PLANNER, SUB, allowed, bytes, list,
    map,
};
use super::{child, pair, read, root};

/// Texts that no policy and no context may have.
pub(crate) const UNSEEN: [&str; 12] = [
    "\0",
    "a\n",
    "a\u{7F}",
    "\u{85}",
    "a\u{AD}b",
    "\u{200B}",
    "a\u{202E}b",
    "\u{2066}",
    "\u{FEFF}a",
    "\u{FFFE}",
    "\u{1FFFF}",
    "\u{E0041}",
];

fn usual() -> Vec<u8> {
    root(|_| {})
}

#[test]
fn a_root_link_has_its_claims_and_no_other() {
    for claim in [ISS, AUD, EXP, IAT, CTI, CNF, MANDATE] {
        pair("a root link without a claim", Code::FieldMissing, root(|link| link.unset(claim)), usual());
    }
    for claim in [0, 9, 10, 24, 255, 65_536, -1, -65_536, -65_538, i32::MAX, i32::MIN] {
        let wrong = root(|link| link.set(claim, 1));
        pair("a claim that nobody knows", Code::FieldUnknown, wrong, usual());
    }
    for claim in [Item::Uint(u64::MAX), Item::Uint(1 << 63), Item::Negative(u64::MAX), Item::Negative(1 << 63)] {
        let wrong = root(|link| link.claims.set(claim.clone(), 1));
        pair("a claim beyond 64 bits with a sign", Code::FieldUnknown, wrong, usual());
    }
}

#[test]
fn a_further_link_says_little() {
    for claim in [CNF, MANDATE] {
        pair("a further link without a claim", Code::FieldMissing, child(|link| link.unset(claim)), usual());
    }
    for (claim, value) in [
        (ISS, bytes(&PLANNER.public())),
        (SUB, "alice".into()),
        (IAT, NOW.into()),
        (CTI, bytes(&[7; 8])),
        (9, 1.into()),
        (-65_538, map! {}),
    ] {
        let wrong = child(|link| link.set(claim, value));
        pair("a claim of the root in a further link", Code::FieldUnknown, wrong, usual());
    }
    for (claim, value) in [(AUD, Item::from(AUDIENCE)), (EXP, (NOW + 600).into()), (NBF, NOW.into())] {
        allowed("a claim that a further link may have", &child(|link| link.set(claim, value)));
    }
}

#[test]
fn a_mandate_has_its_fields_and_no_other() {
    for field in [0, 11, 24, -1] {
        let wrong = root(|link| link.mandate().set(field, 1));
        pair("a field that nobody knows", Code::FieldUnknown, wrong, usual());
    }
    for field in 7..=9 {
        let with = |link: &mut Draft| link.mandate().set(field, "T-1042");
        let denied = pair("a root's line in a further link", Code::FieldUnknown, child(with), root(with));
        assert!(denied.malformed().unwrap().to_string().contains("which only a root link has"));
    }
    for edit in [root, child] as [fn(fn(&mut Draft)) -> Vec<u8>; 2] {
        pair("a mandate without clauses", Code::GrantEmpty, edit(|link| link.mandate().unset(1)), usual());
        pair("an empty list of clauses", Code::GrantEmpty, edit(|link| link.clauses(vec![])), usual());
        pair("an empty mandate", Code::GrantEmpty, edit(|link| link.set(MANDATE, map! {})), usual());
    }
}

#[test]
fn a_line_of_context_is_one_line() {
    for field in 4..=9 {
        let line = |line: &str| root(|link| link.mandate().set(field, line));
        pair("an empty line", Code::ValueInvalid, line(""), line(" "));
        for text in UNSEEN {
            pair("a line with what cannot be seen", Code::CharacterRefused, line(text), line("Zürich → 東京 🛫"));
        }
    }
}

#[test]
fn audiences_have_one_order() {
    let aud = |audiences: Item| root(|link| link.set(AUD, audiences));
    let two = || aud(list!["a", AUDIENCE]);
    pair("an array of none", Code::ValueInvalid, aud(list![]), two());
    pair("an array of one", Code::ValueInvalid, aud(list![AUDIENCE]), aud(AUDIENCE.into()));
    pair("a descending array", Code::ValueInvalid, aud(list![AUDIENCE, "a"]), two());
    pair("b before a", Code::ValueInvalid, aud(list!["b", "a", AUDIENCE]), aud(list!["a", "b", AUDIENCE]));
    pair("long before short", Code::ValueInvalid, aud(list!["aa", "b", AUDIENCE]), aud(list!["b", "aa", AUDIENCE]));
    pair("one twice", Code::DuplicateItem, aud(list!["a", AUDIENCE, AUDIENCE]), two());
    pair("one twice in front", Code::DuplicateItem, aud(list!["a", "a", AUDIENCE]), two());
    pair("an empty one", Code::ValueInvalid, aud(list!["", AUDIENCE]), two());
    pair("an empty one alone", Code::ValueInvalid, aud("".into()), aud(AUDIENCE.into()));
    pair("an array inside", Code::CborType, aud(list![list!["a"], AUDIENCE]), two());
    for text in UNSEEN {
        pair("one that cannot be seen", Code::CharacterRefused, aud(list![text, AUDIENCE]), {
            let mut audiences = vec![Item::from("é"), AUDIENCE.into()];
            audiences.sort_by_key(Item::encode);
            aud(audiences.into())
        });
    }
    let narrowed = |audiences: Item| {
        let mut walk = super::Walk::new();
        walk.links[0].set(AUD, list!["a", AUDIENCE]);
        walk.links[1].set(AUD, audiences);
        walk.bytes()
    };
    pair("an array of one, in a child", Code::ValueInvalid, narrowed(list![AUDIENCE]), narrowed(AUDIENCE.into()));
}

#[test]
fn a_subject_is_a_name_and_no_key() {
    // Nobody speaks for these here, so the twin of a fault of form is one of trust.
    let sub = |name: &str| {
        let bytes = root(|link| link.set(SUB, name));
        super::support::verdict(&bytes).unwrap_err().code()
    };
    for name in ["alice", "alice@example.com", "Did:key:z6Mk", " did:key", "did", "a:did:", "漢", "\u{1F6EB}"] {
        assert_eq!(sub(name), Code::SubjectNotAllowed, "{name}");
    }
    for name in ["", "did:", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did:web:example.com"] {
        assert_eq!(sub(name), Code::ValueInvalid, "{name}");
    }
    for name in UNSEEN {
        assert_eq!(sub(name), Code::CharacterRefused, "{name:?}");
    }
}

#[test]
fn the_id_of_a_mandate_has_eight_bytes() {
    for length in [0, 7, 9, 16] {
        let wrong = root(|link| link.set(CTI, bytes(&vec![7; length])));
        pair("a cti of another length", Code::ValueInvalid, wrong, usual());
    }
}

#[test]
fn a_holder_is_one_ed25519_key_and_nothing_beside_it() {
    let key = || bytes(&BOOKER.public());
    let planner = || bytes(&PLANNER.public());
    assert_eq!(cnf(&PLANNER.public()), map! { 1 => map! { 1 => 1, -1 => 6, -2 => planner() } });
    for (what, wrong) in [
        ("no key", map! {}),
        ("another confirmation", map! { 2 => map! { 1 => 1, -1 => 6, -2 => planner() } }),
        ("a key id", map! { 3 => planner() }),
        ("a second confirmation", map! { 1 => map! { 1 => 1, -1 => 6, -2 => planner() }, 3 => key() }),
        ("a key without its type", map! { 1 => map! { -1 => 6, -2 => planner() } }),
        ("a key without its curve", map! { 1 => map! { 1 => 1, -2 => planner() } }),
        ("a key without its point", map! { 1 => map! { 1 => 1, -1 => 6 } }),
        ("an empty key", map! { 1 => map! {} }),
        ("an EC2 key", map! { 1 => map! { 1 => 2, -1 => 6, -2 => planner() } }),
        ("a symmetric key", map! { 1 => map! { 1 => 4, -1 => planner() } }),
        ("X25519", map! { 1 => map! { 1 => 1, -1 => 4, -2 => planner() } }),
        ("Ed448", map! { 1 => map! { 1 => 1, -1 => 7, -2 => planner() } }),
        ("another label", map! { 1 => map! { 1 => 1, -1 => 6, -3 => planner() } }),
        ("a secret beside it", map! { 1 => map! { 1 => 1, -1 => 6, -2 => planner(), -4 => bytes(&[1; 32]) } }),
        ("an algorithm beside it", map! { 1 => map! { 1 => 1, 3 => -19, -1 => 6, -2 => planner() } }),
        ("a key twice", map! { 1 => map! { 1 => 1, -1 => 6, -2 => planner(), -2 => key() } }),
        ("another order", map! { 1 => map! { 1 => 1, -2 => planner(), -1 => 6 } }),
    ] {
        let holder = |link: &mut Draft| link.set(CNF, wrong.clone());
        pair(what, Code::ValueInvalid, root(holder), usual());
        pair(what, Code::ValueInvalid, child(holder), usual());
    }
}

#[test]
fn a_window_begins_before_it_ends() {
    let window = |issued: u64, from: Option<u64>, until: u64| {
        root(|link| {
            link.set(IAT, issued);
            link.set(EXP, until);
            if let Some(from) = from {
                link.set(NBF, from);
            }
        })
    };
    let issued = NOW - 10;
    pair("an end at the issue", Code::ValueInvalid, window(NOW, None, NOW), window(NOW, None, NOW + 1));
    pair("an end before the issue", Code::ValueInvalid, window(NOW, None, NOW - 1), window(NOW, None, NOW + 1));
    pair("an end at zero", Code::ValueInvalid, window(NOW, None, 0), window(NOW, None, NOW + 1));
    pair("a start at the end", Code::ValueInvalid, window(issued, Some(NOW), NOW), window(issued, Some(NOW - 1), NOW));
    pair(
        "a start before the issue",
        Code::ValueInvalid,
        window(issued, Some(issued - 1), NOW),
        window(issued, Some(issued), NOW),
    );
    let inner = |from: u64, until: u64| {
        child(|link| {
            link.set(NBF, from);
            link.set(EXP, until);
        })
    };
    pair("a start at the end, in a child", Code::ValueInvalid, inner(NOW + 5, NOW + 5), inner(NOW + 4, NOW + 5));
    pair("a start after the end, in a child", Code::ValueInvalid, inner(NOW + 6, NOW + 5), inner(NOW, NOW + 5));
}

#[test]
fn missing_fields_are_judged_before_the_window() {
    let code = |left_out: Option<i32>, (claim, time): (i32, u64)| {
        let mut walk = super::Walk::short();
        walk.links[0].set(claim, time);
        left_out.into_iter().for_each(|claim| walk.links[0].unset(claim));
        read(&walk.token())
    };
    assert_eq!(code(Some(MANDATE), (EXP, 0)), Err(Code::FieldMissing));
    assert_eq!(code(Some(CNF), (EXP, NOW + 10_000_000)), Err(Code::FieldMissing));
    assert_eq!(code(Some(EXP), (NBF, 0)), Err(Code::FieldMissing));
    assert_eq!(code(None, (EXP, 0)), Err(Code::ValueInvalid));
    assert_eq!(code(None, (EXP, NOW + 10_000_000)), Err(Code::LimitExceeded));
}

#[test]
fn no_text_of_a_link_has_a_secret_in_it() {
    let (secret, plain) = ("a dptsk1_AQ", "a dptsk2_AQ");
    let places: [fn(&mut Draft, &str); 8] = [
        |link, text| link.set(AUD, list![AUDIENCE, format!("{AUDIENCE}/{text}")]),
        |link, text| link.set(SUB, text),
        |link, text| link.mandate().set(4, text),
        |link, text| link.clauses(vec![list![text, map! {}], list![list![], map! {}, true]]),
        |link, text| link.clauses(vec![list!["a", map! { text => list![] }], list![list![], map! {}, true]]),
        |link, text| link.clauses(vec![list!["a", map! { "x" => list![1, text] }], list![list![], map! {}, true]]),
        |link, text| {
            link.clauses(vec![list!["a", map! { "x" => list![7, format!("/{text}")] }], list![list![], map! {}, true]])
        },
        |link, text| link.mandate().set(3, list![map! { 1 => 5, 2 => "price", 5 => text }]),
    ];
    let read = |set: fn(&mut Draft, &str), text: &str| Presentation::from_bytes(&root(|link| set(link, text)));
    for set in places {
        read(set, plain).unwrap();
        // Whatever else is wrong with the text.
        for secret in [secret.to_owned(), format!("{secret}{}\u{202e}", "x".repeat(2000))] {
            let fault = read(set, &secret).unwrap_err();
            assert_eq!(fault.code(), Code::SecretRefused);
            assert!(!fault.to_string().contains("dptsk1_"), "{fault}");
        }
    }
}
