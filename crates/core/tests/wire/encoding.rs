//! Deterministic CBOR: every second spelling of the same item, in every object.

use depute::Code;

use super::support::{
    AUD, AUDIENCE, CAROL, CTI, Draft, EXP, IAT, Item, NOW, Walk, bytes, list, map, presentation, raw, token, wide,
};
use super::{budget, child, clause, pair, price, proof, root, to};

/// The same item behind a head with so many bytes more.
fn widened(item: &Item, width: usize) -> Item {
    let plain = item.encode();
    let (major, info) = (plain[0] >> 5, plain[0] & 0x1F);
    assert!(info < 24, "a head of one byte");
    raw(&[wide(major, u64::from(info), width).encode(), plain[1..].to_vec()].concat())
}

#[test]
fn heads_are_the_shortest() {
    for width in [1, 2, 4, 8] {
        let depth = Item::Uint(3);
        let usual = root(|link| link.mandate().set(2, depth.clone()));
        let wrong = root(|link| link.mandate().set(2, widened(&depth, width)));
        pair("an integer", Code::CborLongHead, wrong, usual.clone());

        let wrong = root(|link| link.set(CTI, widened(&bytes(&[7; 8]), width)));
        pair("a byte string", Code::CborLongHead, wrong, usual.clone());

        let args = || map! { "to" => list![1, "SFO"] };
        let right = clause(list!["flights.book", args(), true]);
        let wrong = clause(list![widened(&Item::from("flights.book"), width), args(), true]);
        pair("a text", Code::CborLongHead, wrong, right.clone());
        let wrong = clause(list!["flights.book", widened(&args(), width), true]);
        pair("a map", Code::CborLongHead, wrong, right.clone());
        let wrong = clause(widened(&list!["flights.book", args(), true], width));
        pair("an array", Code::CborLongHead, wrong, right.clone());
        let wrong =
            clause(list!["flights.book", Item::Map(vec![(widened(&"to".into(), width), list![1, "SFO"])]), true]);
        pair("a key of a map", Code::CborLongHead, wrong, right);

        let (links, signed) = Walk::new().parts();
        let wrong = list![widened(&1.into(), width), token(links.clone()), signed.clone(), list![]].encode();
        pair("the version of a presentation", Code::CborLongHead, wrong, usual.clone());
        let inner = Item::Array([vec![widened(&1.into(), width)], links].concat());
        pair("the version of a token", Code::CborLongHead, presentation(inner, signed).encode(), usual.clone());

        let mut keys = Walk::new().links[0].claims.clone();
        keys.entries()[3].0 = widened(&IAT.into(), width);
        let wrong = root(|link| link.claims = keys);
        pair("a claim's number", Code::CborLongHead, wrong, usual);
    }
    // The head of a value that needs it: 255 in one byte, 256 in two, 65,536 in four.
    for (value, width) in [(400, 4), (400, 8), (70_000, 8)] {
        pair(
            "a longer head than needed",
            Code::CborLongHead,
            price(list![3, wide(0, value, width)]),
            price(list![3, value]),
        );
    }
}

#[test]
fn reserved_heads_are_refused() {
    for info in 28..=30 {
        for major in 0..=6 {
            let wrong = root(|link| link.mandate().set(2, raw(&[major << 5 | info])));
            pair("a reserved head", Code::CborLongHead, wrong, root(|link| link.mandate().set(2, 3)));
        }
    }
}

#[test]
fn lengths_are_definite() {
    let indefinite = |open: u8, parts: &[Item]| {
        let inside: Vec<u8> = parts.iter().flat_map(Item::encode).collect();
        raw(&[vec![open], inside, vec![0xFF]].concat())
    };
    let usual = root(|_| {});
    let text = indefinite(0x7F, &["flights.".into(), "book".into()]);
    pair("a text in chunks", Code::CborIndefinite, clause(list![text, map! {}, true]), usual.clone());
    let wrong = root(|link| link.set(CTI, indefinite(0x5F, &[bytes(&[7; 4]), bytes(&[7; 4])])));
    pair("a byte string in chunks", Code::CborIndefinite, wrong, usual.clone());
    let wrong = clause(indefinite(0x9F, &["flights.book".into(), map! {}, true.into()]));
    pair("an array without a length", Code::CborIndefinite, wrong, usual.clone());
    let wrong = clause(list!["flights.book", indefinite(0xBF, &[]), true]);
    pair("a map without a length", Code::CborIndefinite, wrong, usual.clone());
    let wrong = root(|link| link.mandate().set(2, raw(&[0xFF])));
    pair("a break alone", Code::CborIndefinite, wrong, usual.clone());
    let (links, signed) = Walk::new().parts();
    let wrong = indefinite(0x9F, &[1.into(), token(links), signed, list![]]).encode();
    pair("a presentation without a length", Code::CborIndefinite, wrong, usual);
}

/// The maps of the wire form: what they are, and how to reach them.
type Reach = (&'static str, fn(&mut Walk) -> &mut Item);
const MAPS: [Reach; 8] = [
    ("the claims of a root link", |walk| &mut walk.links[0].claims),
    ("the claims of a further link", |walk| &mut walk.links[1].claims),
    ("the claims of a proof", |walk| &mut walk.proof.claims),
    ("the claims of an endorsement", |walk| &mut walk.endorsements[0].claims),
    ("a mandate", |walk| walk.links[0].mandate()),
    ("the arguments of a clause", |walk| &mut walk.links[0].mandate().at(1).members()[0].members()[1]),
    ("an object in a clause", |walk| {
        let args = &mut walk.links[0].mandate().at(1).members()[0].members()[1];
        &mut args.at("opts").members()[1].members()[1]
    }),
    ("a budget", |walk| &mut walk.links[0].mandate().at(3).members()[0]),
];

/// The usual walk, with something in every map.
fn full() -> Walk {
    let mut walk = Walk::new();
    let opts = list![0, list![14, map! { "a" => list![], "b" => list![] }]];
    let args = map! { "to" => list![1, "SFO"], "opts" => opts, "price" => list![3, 600] };
    walk.links[0].clauses(vec![list!["flights.book", args, true]]);
    walk.links[0].mandate().set(3, list![map! { 1 => 5, 3 => "flights.book" }]);
    walk.approved_by(&[&CAROL])
}

#[test]
fn the_keys_of_every_map_ascend() {
    for (what, reach) in MAPS {
        let entries = reach(&mut full()).entries().len();
        for place in 1..entries {
            let mut wrong = full();
            reach(&mut wrong).entries().swap(place - 1, place);
            pair(what, Code::CborKeyOrder, wrong.bytes(), full().bytes());
        }
    }
}

#[test]
fn no_key_of_any_map_comes_twice() {
    for (what, reach) in MAPS {
        let entries = reach(&mut full()).entries().len();
        for place in 0..entries {
            let mut wrong = full();
            let map = reach(&mut wrong).entries();
            map.insert(place, map[place].clone());
            pair(what, Code::CborDuplicateKey, wrong.bytes(), full().bytes());
        }
    }
    // The second one says something else: neither the first nor the last wins.
    let mut wrong = full();
    wrong.links[0].claims.entries().insert(3, (EXP.into(), (NOW + 3600).into()));
    pair("two ends", Code::CborDuplicateKey, wrong.bytes(), full().bytes());
}

#[test]
fn tags_are_refused_wherever_they_stand() {
    let tagged = |tag: u64, item: Item| raw(&[wide(6, tag, 1).encode(), item.encode()].concat());
    let usual = root(|_| {});
    let (links, signed) = Walk::new().parts();
    let sign1 = |item: &Item| raw(&[vec![0xD2], item.encode()].concat());
    let one = token(vec![sign1(&links[0]), links[1].clone()]);
    pair("a root link with tag 18", Code::CborTag, presentation(one, signed.clone()).encode(), usual.clone());
    let one = token(vec![links[0].clone(), sign1(&links[1])]);
    pair("a further link with tag 18", Code::CborTag, presentation(one, signed.clone()).encode(), usual.clone());
    let wrong = presentation(token(links.clone()), sign1(&signed));
    pair("a proof with tag 18", Code::CborTag, wrong.encode(), usual.clone());
    let wrong = presentation(sign1(&token(links.clone())), signed.clone());
    pair("a token with a tag", Code::CborTag, wrong.encode(), usual.clone());
    let self_described = [vec![0xD9, 0xD9, 0xF7], usual.clone()].concat();
    pair("a self-described presentation", Code::CborTag, self_described, usual.clone());
    pair(
        "an end as tagged time",
        Code::CborTag,
        root(|link| link.set(EXP, raw(&[vec![0xC1], Item::Uint(NOW + 1800).encode()].concat()))),
        usual.clone(),
    );
    pair("a bignum", Code::CborTag, price(list![3, raw(&[0xC2, 0x42, 0x01, 0x90])]), price(list![3, 400]));
    pair("a URI", Code::CborTag, root(|link| link.set(AUD, tagged(32, AUDIENCE.into()))), usual.clone());
    pair("an embedded payload", Code::CborTag, clause(tagged(24, bytes(&[0x80]))), usual);
}

#[test]
fn a_number_has_one_form() {
    let right = price(list![3, 400]);
    for (what, spelling) in [
        ("a half float", &[0xF9, 0x5E, 0x40][..]),
        ("a single float", &[0xFA, 0x43, 0xC8, 0x00, 0x00]),
        ("an integral double", &[0xFB, 0x40, 0x79, 0, 0, 0, 0, 0, 0]),
        ("a half with a fraction", &[0xF9, 0x38, 0x00]),
        ("a single with a fraction", &[0xFA, 0x43, 0xC8, 0x40, 0x00]),
        ("half infinity", &[0xF9, 0x7C, 0x00]),
        ("half NaN", &[0xF9, 0x7E, 0x00]),
        ("infinity", &[0xFB, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0]),
        ("minus infinity", &[0xFB, 0xFF, 0xF0, 0, 0, 0, 0, 0, 0]),
        ("NaN", &[0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]),
        ("NaN with a payload", &[0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 1]),
        ("zero", &[0xFB, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("minus zero", &[0xFB, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ("2^53 as a double", &[0xFB, 0x43, 0x40, 0, 0, 0, 0, 0, 0]),
        ("1e300", &[0xFB, 0x7E, 0x37, 0xE4, 0x3C, 0x88, 0x00, 0x75, 0x9C]),
    ] {
        pair(what, Code::CborFloat, price(list![3, raw(spelling)]), right.clone());
    }
    for (what, spelling) in [
        ("2^53", Item::Uint(1 << 53)),
        ("2^64 - 1", Item::Uint(u64::MAX)),
        ("-2^53", Item::Negative((1 << 53) - 1)),
        ("-2^64", Item::Negative(u64::MAX)),
    ] {
        pair(what, Code::ValueInvalid, price(list![3, spelling]), right.clone());
    }
    // At the edge, and with a fraction, it is a number.
    pair("2^53", Code::ValueInvalid, price(list![3, 1_u64 << 53]), price(list![3, (1_u64 << 53) - 1]));
    let lowest = |magnitude| price(list![5, Item::Negative(magnitude)]);
    pair("-2^53", Code::ValueInvalid, lowest((1 << 53) - 1), lowest((1 << 53) - 2));
    pair("400 as a float", Code::CborFloat, price(list![3, Item::Float(400.0)]), price(list![3, Item::Float(400.5)]));
}

#[test]
fn null_and_other_simple_values_are_refused() {
    for spelling in [&[0xF6][..], &[0xF7], &[0xE0], &[0xF0], &[0xF3], &[0xF8, 0x20], &[0xF8, 0xFF], &[0xFC]] {
        pair("a simple value as text", Code::CborSimple, to(list![1, raw(spelling)]), to(list![1, "SFO"]));
        let wrong = root(|link| link.mandate().set(2, raw(spelling)));
        pair("a simple value as depth", Code::CborSimple, wrong, root(|link| link.mandate().set(2, 3)));
        let wrong = clause(list!["flights.book", map! {}, raw(spelling)]);
        pair("a simple value as `..`", Code::CborSimple, wrong, clause(list!["flights.book", map! {}, true]));
    }
}

#[test]
fn texts_are_utf_8() {
    let text = |bytes: &[u8]| raw(&[vec![0x60 | bytes.len() as u8], bytes.to_vec()].concat());
    for broken in [
        &b"\xFF"[..],
        b"a\xC3",
        b"\xC0\xAF",
        b"\xE0\x80\xAF",
        b"\xED\xA0\x80",
        b"\xED\xB0\x80",
        b"\xF0\x80\x80\xAF",
        b"\xF4\x90\x80\x80",
        b"\x80",
    ] {
        let bad = text(broken);
        pair("an audience", Code::CborUtf8, root(|link| link.set(AUD, bad.clone())), root(|_| {}));
        let any = || map! {};
        pair(
            "an action",
            Code::CborUtf8,
            clause(list![bad.clone(), any(), true]),
            clause(list!["flights.book", any(), true]),
        );
        let named = |name: Item| clause(list!["flights.book", Item::Map(vec![(name, list![0, list![]])]), true]);
        pair("an argument's name", Code::CborUtf8, named(bad.clone()), named("x".into()));
        pair("an operand", Code::CborUtf8, to(list![2, list!["SFO", bad.clone()]]), to(list![2, list!["SFO", "x"]]));
        let intent = |line: Item| child(|link| link.mandate().set(4, line));
        pair("a line", Code::CborUtf8, intent(bad.clone()), intent("x".into()));
        let unit = |unit: Item| budget(map! { 1 => 1_000_000_000, 2 => "price", 5 => unit });
        pair("a unit", Code::CborUtf8, unit(bad), unit("USD".into()));
    }
}

#[test]
fn an_object_is_there_whole() {
    let usual = Walk::new().bytes();
    for length in 0..usual.len() {
        pair("a presentation cut short", Code::CborTruncated, usual[..length].to_vec(), usual.clone());
    }
    // A payload that ends inside: the envelope is whole, its content is not.
    let cut = |draft: &mut Draft, most: usize| {
        let whole = draft.claims.encode();
        draft.claims = raw(&whole[..whole.len() - most]);
    };
    for most in [1, 10, 30] {
        pair("a root link's payload", Code::CborTruncated, root(|link| cut(link, most)), usual.clone());
        pair("a further link's payload", Code::CborTruncated, child(|link| cut(link, most)), usual.clone());
        pair("a proof's payload", Code::CborTruncated, proof(|proof| cut(proof, most)), usual.clone());
    }
    pair("an empty payload", Code::CborTruncated, root(|link| link.claims = raw(&[])), usual.clone());
    // Lengths that lie: the largest there is, refused before room is made for it.
    for major in 2..=5 {
        let wrong = root(|link| link.set(AUD, wide(major, u64::MAX, 8)));
        let code = if matches!(major, 2 | 5) { Code::CborType } else { Code::CborTruncated };
        pair("a length of 2^64 - 1", code, wrong, usual.clone());
    }
    let array = [wide(4, 1 << 31, 4).encode(), vec![1]].concat();
    pair("an array of 2^31", Code::CborTruncated, array, usual.clone());
    let map = root(|link| link.claims = wide(5, 1 << 31, 4));
    pair("a map of 2^31", Code::CborTruncated, map, usual.clone());
}

#[test]
fn nothing_follows_an_object() {
    let usual = Walk::new().bytes();
    for more in [&[0x00][..], &[0xF6], &[0xFF], &usual] {
        pair("a presentation", Code::CborTrailing, [&usual[..], more].concat(), usual.clone());
    }
    let more = |draft: &mut Draft| draft.claims = raw(&[draft.claims.encode(), vec![0xA0]].concat());
    pair("a root link's payload", Code::CborTrailing, root(more), usual.clone());
    pair("a further link's payload", Code::CborTrailing, child(more), usual.clone());
    pair("a proof's payload", Code::CborTrailing, proof(more), usual.clone());
    let token = Walk::new().token();
    assert_eq!(super::read(&token), Ok(()));
    assert_eq!(super::read(&[&token[..], &[0]].concat()), Err(Code::CborTrailing));
    assert_eq!(super::read(&[&token[..], &token].concat()), Err(Code::CborTrailing));
}
