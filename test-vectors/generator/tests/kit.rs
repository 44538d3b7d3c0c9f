//! The kit writes what the standards say: were it wrong, the vectors and the engine's tests would be wrong with it.

use curve25519_dalek::constants::EIGHT_TORSION;
use depute_vectors::kit::strange::{GROUP_ORDER, is_canonical, is_reduced, is_small_order, plus_order, small_order};
use depute_vectors::kit::twisted::Twisted;
use depute_vectors::kit::{
    ALICE, BOOKER, Draft, IAT, Item, Kind, MALLORY, NOW, Walk, bytes, did, float, hex, list, map, raw, sealed, wide,
};

/// Examples of RFC 8949, appendix A: the item, its diagnostic notation, its encoding.
fn examples() -> Vec<(Item, &'static str, &'static str)> {
    vec![
        (Item::Uint(0), "0", "00"),
        (Item::Uint(1), "1", "01"),
        (Item::Uint(10), "10", "0a"),
        (Item::Uint(23), "23", "17"),
        (Item::Uint(24), "24", "1818"),
        (Item::Uint(25), "25", "1819"),
        (Item::Uint(100), "100", "1864"),
        (Item::Uint(1000), "1000", "1903e8"),
        (Item::Uint(1_000_000), "1000000", "1a000f4240"),
        (Item::Uint(1_000_000_000_000), "1000000000000", "1b000000e8d4a51000"),
        (Item::Uint(u64::MAX), "18446744073709551615", "1bffffffffffffffff"),
        (Item::Negative(u64::MAX), "-18446744073709551616", "3bffffffffffffffff"),
        (Item::from(-1), "-1", "20"),
        (Item::from(-10), "-10", "29"),
        (Item::from(-100), "-100", "3863"),
        (Item::from(-1000), "-1000", "3903e7"),
        (float(1.1), "1.1", "fb3ff199999999999a"),
        (float(-4.1), "-4.1", "fbc010666666666666"),
        (Item::from(false), "false", "f4"),
        (Item::from(true), "true", "f5"),
        (bytes(&[]), "h''", "40"),
        (bytes(&[1, 2, 3, 4]), "h'01020304'", "4401020304"),
        (Item::from(""), r#""""#, "60"),
        (Item::from("a"), r#""a""#, "6161"),
        (Item::from("IETF"), r#""IETF""#, "6449455446"),
        (Item::from("\"\\"), r#""\"\\""#, "62225c"),
        (Item::from("ü"), r#""ü""#, "62c3bc"),
        (Item::from("水"), r#""水""#, "63e6b0b4"),
        (Item::from("\u{10151}"), "\"\u{10151}\"", "64f0908591"),
        (list![], "[]", "80"),
        (list![1, 2, 3], "[1, 2, 3]", "83010203"),
        (list![1, list![2, 3], list![4, 5]], "[1, [2, 3], [4, 5]]", "8301820203820405"),
        (
            Item::Array((1..=25).map(Item::from).collect()),
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        ),
        (map! {}, "{}", "a0"),
        (map! { 1 => 2, 3 => 4 }, "{1: 2, 3: 4}", "a201020304"),
        (map! { "a" => 1, "b" => list![2, 3] }, r#"{"a": 1, "b": [2, 3]}"#, "a26161016162820203"),
        (list!["a", map! { "b" => "c" }], r#"["a", {"b": "c"}]"#, "826161a161626163"),
    ]
}

#[test]
fn items_are_encoded_as_in_the_examples_of_the_standard() {
    for (item, notation, encoding) in examples() {
        assert_eq!(hex(&item.encode()), encoding, "{notation}");
    }
}

#[test]
fn items_are_shown_as_in_the_examples_of_the_standard() {
    for (item, notation, _) in examples() {
        assert_eq!(item.diag(), notation);
    }
    // What the standard has no notation for.
    assert_eq!(list![raw(&[0xC2, 0x40])].diag(), "[raw'c240']");
    // A double is never taken for a number without a fraction.
    assert_eq!([float(1.0), float(-0.0), float(f64::INFINITY)].map(|item| item.diag()), ["1.0", "-0.0", "inf"]);
}

#[test]
fn a_head_is_the_shortest_unless_told_otherwise() {
    for (value, encoding) in [
        (0xFF, "18ff"),
        (0x100, "190100"),
        (0xFFFF, "19ffff"),
        (0x1_0000, "1a00010000"),
        (0xFFFF_FFFF, "1affffffff"),
        (0x1_0000_0000, "1b0000000100000000"),
    ] {
        assert_eq!(hex(&Item::Uint(value).encode()), encoding);
    }
    let wides = [1, 2, 4, 8].map(|width| hex(&wide(3, 5, width).encode()));
    assert_eq!(wides, ["7805", "790005", "7a00000005", "7b0000000000000005"]);
}

#[test]
fn a_map_keeps_the_order_written_and_its_keys_twice() {
    assert_eq!(hex(&map! { 3 => 4, 1 => 2, 1 => 2 }.encode()), "a3030401020102");
    assert_eq!(map! { "aa" => 1, -1 => 2, "b" => 3, 10 => 4 }.sorted().diag(), r#"{10: 4, -1: 2, "b": 3, "aa": 1}"#);
}

#[test]
fn a_key_is_set_where_its_order_puts_it() {
    let mut item = map! { 1 => 1, 3 => 3, "a" => 5 };
    item.set(2, 2);
    item.set(-65537, 4);
    item.set("b", 6);
    item.set(3, 33);
    assert_eq!(item.diag(), r#"{1: 1, 2: 2, 3: 33, -65537: 4, "a": 5, "b": 6}"#);
    item.unset(2);
    assert_eq!(item.diag(), r#"{1: 1, 3: 33, -65537: 4, "a": 5, "b": 6}"#);
}

#[test]
#[should_panic(expected = "no key")]
fn a_key_that_is_not_there_cannot_be_taken_out() {
    map! { 1 => 1 }.unset(2);
}

#[test]
fn a_public_key_is_written_as_in_the_example_of_did_key() {
    let key = "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6";
    let key = std::array::from_fn(|place| u8::from_str_radix(&key[2 * place..2 * place + 2], 16).unwrap());
    assert_eq!(did(&key), "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
}

/// The signature, which stands last in the envelope.
fn signature(mut envelope: Item) -> Vec<u8> {
    match envelope.members().pop() {
        Some(Item::Bytes(signature)) => signature,
        other => panic!("{other:?} is no signature"),
    }
}

#[test]
fn an_object_signed_as_another_kind_keeps_the_id_of_its_place() {
    let right = Draft::new(&*ALICE, map! { IAT => NOW });
    let wrong = Draft { kind: Some(Kind::List), ..right.clone() };
    assert_eq!(right.id(Kind::Revocation), wrong.id(Kind::Revocation));
    assert_ne!(right.id(Kind::Revocation), right.id(Kind::List));
    assert_eq!(right.message(Kind::List), wrong.message(Kind::Revocation));
    assert_eq!(signature(sealed(&right, Kind::List)), signature(sealed(&wrong, Kind::Revocation)));
    assert_ne!(signature(sealed(&right, Kind::Revocation)), signature(sealed(&wrong, Kind::Revocation)));
}

#[test]
fn a_link_is_bound_to_the_one_above_it_and_the_proof_to_the_last() {
    let walk = Walk::new();
    let mut other = walk.clone();
    other.links[0].set(IAT, NOW + 1);
    let ((links, proof), (other_links, other_proof)) = (walk.parts(), other.parts());
    assert_ne!(walk.leaf(), other.leaf());
    assert_ne!(signature(links[1].clone()), signature(other_links[1].clone()));
    assert_ne!(signature(proof), signature(other_proof));
    // Who signs a link has no part in its id.
    let mut forged = walk.clone();
    forged.links[1].signer = (&*MALLORY).into();
    assert_eq!(forged.ids(), walk.ids());
    assert_ne!(forged.signed()[1], links[1]);
    assert_eq!(forged.then(&BOOKER, &ALICE, list![]).ids()[..2], walk.ids());
}

#[test]
fn a_signature_plus_the_order_is_another_that_is_not_reduced() {
    let signature = ALICE.sign(b"anything");
    let above = plus_order(&signature);
    let s = |signature: &[u8; 64]| -> [u8; 32] { std::array::from_fn(|place| signature[32 + place]) };
    assert_eq!(above[..32], signature[..32]);
    assert!(is_reduced(&s(&signature)) && !is_reduced(&s(&above)));
    let mut below = GROUP_ORDER;
    below[0] -= 1;
    assert!(is_reduced(&below) && !is_reduced(&GROUP_ORDER));
}

#[test]
fn a_twisted_key_is_no_strange_one() {
    for torsion in 0..8 {
        let key = Twisted::new(7, torsion, 0, true).public();
        assert!(is_canonical(&key) && !is_small_order(&key), "{torsion}");
    }
}

#[test]
fn all_points_of_small_order_are_known() {
    let known = EIGHT_TORSION.map(|point| point.compress().to_bytes());
    assert!(known.iter().all(is_small_order));
    // And two whose sign is that of no x.
    let other: Vec<String> =
        small_order().into_iter().filter(|(_, key)| !known.contains(key)).map(|(name, _)| name).collect();
    assert_eq!(other, ["order-1-signed", "order-2-signed"]);
}
