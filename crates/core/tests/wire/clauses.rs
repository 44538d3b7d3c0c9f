//! Clauses, action patterns, argument names and requirements.

use depute::{Code, Presentation};

use super::claims::UNSEEN;
use super::support::{Item, allowed, list, map, raw};
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
    let usual = || needs(vec![list![1, map! {}]]);
    for number in [0_u64, 7, 8, 24, u64::MAX] {
        let wrong = needs(vec![list![number, map! {}]]);
        pair("a requirement that nobody knows", Code::RequirementUnknown, wrong, usual());
    }
    for number in 1..=6 {
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
        allowed("strict CBOR of any kind", &needs(vec![list![1, parameters]]));
    }
    pair("a number alone", Code::ValueInvalid, needs(vec![list![1]]), usual());
    pair("three members", Code::ValueInvalid, needs(vec![list![1, map! {}, 1]]), usual());
    pair("no members", Code::ValueInvalid, needs(vec![list![]]), usual());
    pair("one twice", Code::DuplicateItem, needs(vec![list![1, map! {}]; 2]), usual());
    allowed("two that differ", &needs(vec![list![1, map! {}], list![1, list![]], list![2, map! {}]]));
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
        let wrong = needs(vec![list![1, list![list![parameters]]]]);
        pair(what, code, wrong, usual());
    }
    // What is carried prints, and is read again.
    let token = Presentation::from_bytes(&needs(vec![list![3, list![1, "x"]]])).unwrap().unverified_token().unwrap();
    let printed = token.unverified_links()[0].unverified_grant().clauses()[0].to_string();
    assert_eq!(printed, "flights.search() needs 3(h'82016178')");
}
