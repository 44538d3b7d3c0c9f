//! Clauses, action patterns, argument names and requirements.

use depute::{Code, Presentation};

use super::claims::UNSEEN;
use super::support::{EngineKey as _, Item, Key, PLANNER, allowed, bytes, list, map, raw};
use super::{beside, clause, pair, root};

fn usual() -> Vec<u8> {
    clause(list!["flights.book", map! {}, true])
}

#[test]
fn a_clause_has_two_to_four_members() {
    let (action, args) = (|| Item::from("flights.book"), || map! { "to" => list![], "price" => list![] });
    let closed = clause(list![action(), args()]);
    pair("no members", Code::ValueInvalid, clause(list![]), closed.clone());
    pair("an action alone", Code::ValueInvalid, clause(list![action()]), closed.clone());
    pair("five members", Code::ValueInvalid, clause(list![action(), args(), true, list![], list![]]), closed.clone());
    pair("a `..` that is not there", Code::ValueInvalid, clause(list![action(), args(), false]), closed.clone());
    pair("no requirements", Code::ValueInvalid, clause(list![action(), args(), true, list![]]), closed.clone());
    pair("no requirements and no `..`", Code::ValueInvalid, clause(list![action(), args(), false, list![]]), closed);
    let first = |clause: Item| root(|link| link.clauses(vec![clause, list![list![], map! {}, true]]));
    pair("a clause twice", Code::DuplicateItem, first(list![list![], map! {}, true]), first(list![list![], map! {}]));
    // Two that differ in one member are two: in `..`, in `?`, in what they need and in which order.
    let both = |one: Item, other: Item| root(|link| link.clauses(vec![one, other, list![list![], map! {}, true]]));
    let clause = |x: Item, open: bool, needs: &[u64]| {
        let needs: Vec<Item> = needs.iter().map(|number| list![*number, map! {}]).collect();
        match (open, needs.is_empty()) {
            (false, true) => list!["a", map! { "x" => x }],
            (true, true) => list!["a", map! { "x" => x }, true],
            (open, false) => list!["a", map! { "x" => x }, open, needs],
        }
    };
    let limit = || list![1, 1];
    for (one, other) in [
        (clause(limit(), true, &[]), clause(limit(), false, &[])),
        (clause(list![0, limit()], true, &[]), clause(limit(), true, &[])),
        (clause(limit(), true, &[2]), clause(limit(), true, &[])),
        (clause(limit(), true, &[2, 3]), clause(limit(), true, &[3, 2])),
        (clause(list![list![5, 1], list![3, 2]], true, &[]), clause(list![list![3, 2], list![5, 1]], true, &[])),
    ] {
        pair("the same twice", Code::DuplicateItem, both(one.clone(), one.clone()), both(one, other));
    }
}

#[test]
fn an_action_is_a_name_a_prefix_or_every_action() {
    let action = |action: Item| clause(list![action, map! {}, true]);
    pair("a name without a letter", Code::ValueInvalid, action("".into()), usual());
    pair("two prefixes", Code::ValueInvalid, action(list!["flights", "hotels"]), action(list!["flights"]));
    pair("a prefix without a letter", Code::ValueInvalid, action(list![""]), action(list!["flights"]));
    for prefix in ["fl ights", "flights*", "flug/", "flüge", "\"", "a:b"] {
        pair("a prefix of other characters", Code::ValueInvalid, action(list![prefix]), action(list!["flights"]));
        // Quoted, it names one odd action.
        allowed("an odd name", &beside(list![prefix, map! {}]));
    }
    pair("a prefix of a prefix", Code::CborType, action(list![list!["flights"]]), action(list!["flights"]));
    for text in UNSEEN {
        pair("a name that cannot be seen", Code::CharacterRefused, action(text.into()), usual());
        pair("a prefix that cannot be seen", Code::CharacterRefused, action(list![text]), action(list!["flights"]));
    }
    for pattern in [list![], list!["flights"], "flights.book".into()] {
        allowed("a pattern of the action", &action(pattern));
    }
}

#[test]
fn argument_names_are_texts_of_a_policy() {
    let named = |name: &str| clause(list!["flights.book", map! { name => list![0, list![]] }, true]);
    for text in UNSEEN {
        pair("a name that cannot be seen", Code::CharacterRefused, named(text), named("é"));
    }
    for name in ["", " ", "a b", "a.b", "\"", "null", "and", "漢", "\u{2024}"] {
        allowed("an odd name", &named(name));
    }
}

#[test]
fn requirements_are_numbered_and_carried_as_strict_cbor() {
    let needs = |requirements: Vec<Item>| beside(list!["flights.search", map! {}, false, requirements]);
    let usual = || needs(vec![list![2, map! {}]]);
    for number in [0_u64, 7, 8, 24, u64::MAX] {
        let wrong = needs(vec![list![number, map! {}]]);
        pair("a requirement that nobody knows", Code::RequirementUnknown, wrong, usual());
    }
    for number in 2..=6 {
        allowed("a requirement of this version", &needs(vec![list![number, list![1, "x", Item::Float(0.5)]]]));
    }
    for parameters in [
        Item::Uint(u64::MAX),
        Item::Negative(u64::MAX),
        false.into(),
        raw(&[0x58, 0x18, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
        "\u{200B} is nothing to carry".into(),
        map! { 1 => -1, "a" => map! {}, list![1] => true },
    ] {
        allowed("strict CBOR of any kind", &needs(vec![list![2, parameters]]));
    }
    pair("a number alone", Code::ValueInvalid, needs(vec![list![2]]), usual());
    pair("three members", Code::ValueInvalid, needs(vec![list![2, map! {}, 1]]), usual());
    pair("no members", Code::ValueInvalid, needs(vec![list![]]), usual());
    pair("one twice", Code::DuplicateItem, needs(vec![list![2, map! {}]; 2]), usual());
    allowed("two that differ", &needs(vec![list![2, map! {}], list![2, list![]], list![3, map! {}]]));
    for (what, code, parameters) in [
        ("null", Code::CborSimple, raw(&[0xF6])),
        ("a long head", Code::CborLongHead, raw(&[0x18, 0x01])),
        ("an indefinite length", Code::CborIndefinite, raw(&[0x9F, 0xFF])),
        ("a tag", Code::CborTag, raw(&[0xC1, 0x00])),
        ("a half float", Code::CborFloat, raw(&[0xF9, 0x00, 0x00])),
        ("an integral float", Code::CborFloat, Item::Float(1.0)),
        ("unsorted keys", Code::CborKeyOrder, map! { "b" => 1, "a" => 1 }),
        ("a key twice", Code::CborDuplicateKey, map! { list![1] => 1, list![1] => 2 }),
        ("invalid UTF-8", Code::CborUtf8, raw(&[0x61, 0xFF])),
    ] {
        let wrong = needs(vec![list![2, list![list![parameters]]]]);
        pair(what, code, wrong, usual());
    }
    // What is carried prints, and is read again.
    // Texts in parameters are not shown as texts, so that any may stand there.
    Presentation::from_bytes(&needs(vec![list![3, "\u{200b}"]])).unwrap();
    let token = Presentation::from_bytes(&needs(vec![list![3, list![1, "x"]]])).unwrap().unverified_token().unwrap();
    let printed = token.unverified_links()[0].unverified_grant().clauses()[0].to_string();
    assert_eq!(printed, "flights.search() needs 3(h'82016178')");
}

#[test]
fn an_approval_is_a_number_and_keys() {
    let needs = |approval: Item| beside(list!["flights.search", map! {}, false, list![list![1, approval]]]);
    let keys = |count: u8| (0..count).map(|number| bytes(&Key::new("one of many", 100 + number).public())).collect();
    let of = |threshold: u64, keys: Vec<Item>| needs(list![threshold, keys]);
    let usual = || of(1, keys(2));
    for (threshold, count) in [(1, 1), (2, 2), (1, 16), (8, 8), (8, 16)] {
        allowed("an approval", &of(threshold, keys(count)));
    }
    pair("an approval by nobody", Code::ValueInvalid, of(0, keys(2)), usual());
    pair("an approval by more than there are", Code::ValueInvalid, of(3, keys(2)), of(2, keys(2)));
    pair("an approval by nine", Code::ValueInvalid, of(9, keys(16)), of(8, keys(16)));
    pair("an approval by 2^64 - 1", Code::ValueInvalid, of(u64::MAX, keys(2)), usual());
    // More than any list can have is no number of approvals, whatever the list is.
    pair("an approval by nine of a number", Code::ValueInvalid, needs(list![9, 1]), usual());
    pair("an approval by eight of a number", Code::CborType, needs(list![8, 1]), usual());
    pair("no keys", Code::ValueInvalid, of(1, vec![]), usual());
    pair("no members", Code::ValueInvalid, needs(list![]), usual());
    pair("a number alone", Code::ValueInvalid, needs(list![1]), usual());
    pair("three members", Code::ValueInvalid, needs(list![1, keys(2), 1]), usual());
    pair("a key twice", Code::DuplicateItem, of(1, [keys(1), keys(1)].concat()), usual());
    let key = |key: &[u8]| of(1, [keys(1), vec![bytes(key)]].concat());
    pair("a key of 31 bytes", Code::ValueInvalid, key(&[7; 31]), usual());
    pair("a key of small order", Code::KeyInvalid, key(&[0; 32]), usual());
    pair("a key in a second spelling", Code::KeyInvalid, key(&[0xFF; 32]), usual());
    // One that is no point of the curve is a key that nobody has: nothing is computed to find out, here or for a stranger's root.
    let off_the_curve = std::array::from_fn(|place| if place == 0 { 2 } else { 0 });
    let text = depute::VerifyingKey::from_bytes(&off_the_curve).map(|key| key.to_string());
    assert_eq!(text.unwrap_err().code(), Code::KeyInvalid);
    allowed("a key off the curve", &key(&off_the_curve));
    for (what, wrong) in [
        ("a map", map! { 1 => 1 }),
        ("nothing", map! {}),
        ("a number", 1.into()),
        ("a text for the number", list!["1", keys(2)]),
        ("a negative number", list![-1, keys(2)]),
        ("one key without a list", list![1, bytes(&PLANNER.public())]),
        ("a key as text", list![1, list![PLANNER.verifying().to_string()]]),
    ] {
        pair(what, Code::CborType, needs(wrong), usual());
    }
    // Nor is it read from text.
    let text = |count: u8, more: &[u8]| {
        let named =
            (0..count).chain(more.iter().copied()).map(|number| Key::new("one of many", 100 + number).verifying());
        let named: Vec<_> = named.map(|key| format!("\"{key}\"")).collect();
        let clause = format!("flights.search() needs approval(1 of [{}])", named.join(", "));
        depute::Clause::parse(&clause).map(drop).map_err(|malformed| malformed.code())
    };
    assert_eq!((text(16, &[]), text(17, &[])), (Ok(()), Err(Code::LimitExceeded)));
    assert_eq!((text(2, &[2]), text(2, &[1])), (Ok(()), Err(Code::DuplicateItem)));
    assert_eq!((text(1, &[]), text(0, &[])), (Ok(()), Err(Code::ValueInvalid)));
    // The same keys in another order are another requirement.
    let both = list![list![1, list![1, keys(2)]], list![1, list![1, keys(2).into_iter().rev().collect::<Vec<_>>()]]];
    allowed("two orders", &beside(list!["flights.search", map! {}, false, both]));
    let twice = list![list![1, list![1, keys(2)]], list![1, list![1, keys(2)]]];
    pair("one twice", Code::DuplicateItem, beside(list!["flights.search", map! {}, false, twice]), usual());
    let token = Presentation::from_bytes(&of(1, vec![bytes(&PLANNER.public())])).unwrap().unverified_token().unwrap();
    let printed = token.unverified_links()[0].unverified_grant().clauses()[0].to_string();
    assert_eq!(printed, format!("flights.search() needs approval(1 of [\"{}\"])", PLANNER.verifying()));
}
