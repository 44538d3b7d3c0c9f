use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

/// Hostile doubles and what Node prints of them; the first line says how it was made.
const ECMASCRIPT: &str = include_str!("../../tests/data/ecmascript_numbers.txt");

fn number(literal: &str) -> Number {
    Number::from_literal(literal).unwrap_or_else(|fault| panic!("{literal}: {fault}"))
}

fn refused(literal: &str) -> Malformed {
    match Number::from_literal(literal) {
        Ok(number) => panic!("{literal} was read as {number}"),
        Err(fault) => {
            assert_eq!(fault.code(), Code::JsonNumber, "{literal}");
            fault
        }
    }
}

#[test]
fn prints_and_reads_as_ecmascript_does() {
    let mut accepted = 0;
    let mut beyond = 0;
    for line in ECMASCRIPT.lines().skip(1) {
        let (bits, printed) = line.split_once(' ').unwrap();
        let double = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        if !double.is_finite() {
            assert!(Number::new(double).is_err(), "{line}");
        } else if double.abs() > 9_007_199_254_740_991.0 {
            beyond += 1;
            assert_eq!(Number::new(double).unwrap_err().hint(), Some("send it as text"), "{line}");
            assert_eq!(refused(printed).hint(), Some("send it as text"), "{line}");
        } else {
            accepted += 1;
            let number = Number::new(double).unwrap();
            assert_eq!(number.to_string(), printed);
            assert_eq!(Number::from_literal(printed).unwrap(), number, "{line}");
            assert_eq!(number.as_f64().to_bits(), if double == 0.0 { 0 } else { double.to_bits() });
        }
    }
    assert_eq!((accepted, beyond), (186, 37));
}

#[test]
fn one_number_has_many_spellings() {
    for (spellings, printed) in [
        (
            &["1", "1.0", "1e0", "1E+0", "1e-0", "10e-1", "0.1e1", "100.00e-2", "0.0001e4", "1.000000000000000000000"]
                [..],
            "1",
        ),
        (&["0", "-0", "0.0", "-0.0", "0e0", "-0e5", "0e99999999999999999999", "0.000e-99999999999999999999"], "0"),
        (&["600", "600.00", "6e2", "60.0e1"], "600"),
        (&["0.1", "0.10", "1e-1", "10e-2", "0.01e1"], "0.1"),
        (&["-2.5", "-25e-1", "-0.25E1"], "-2.5"),
        (
            &["9007199254740991", "9007199254740991.0", "9.007199254740991e15", "90071992547409910e-1"],
            "9007199254740991",
        ),
        (&["1e15", "1000000000000000", "1.0e+15"], "1000000000000000"),
        (&["1e-7", "0.0000001", "10e-8"], "1e-7"),
        (&["5e-324", "0.5e-323"], "5e-324"),
    ] {
        for spelling in spellings {
            assert_eq!(number(spelling).to_string(), printed, "{spelling}");
        }
    }
    let long = alloc::format!("1{}e-5000", "0".repeat(5000));
    assert_eq!(number(&long), number("1"));
}

#[test]
fn digits_that_a_double_drops_are_refused_not_rounded() {
    for (accepted, refused_twin) in [
        ("60000.00000000001", "60000.0000000000001"),
        ("0.1", "0.1000000000000000055511151231257827"),
        ("0.30000000000000004", "0.3000000000000000444"),
        ("5e-324", "4.9406564584124654e-324"),
        ("5e-324", "4e-324"),
        ("1e-300", "1e-400"),
        ("2.9802322387695312e-8", "2.9802322387695313e-8"),
        ("5.960464477539062e-7", "5.960464477539063e-7"),
        ("123456789.12345679", "123456789.123456789"),
        ("4503599627370495.5", "4503599627370495.4"),
        ("0.3333333333333333", "0.33333333333333333"),
        ("0", "1e-99999999999999999999"),
        ("-1.5", "-1.50000000000000000000000000000000001"),
    ] {
        number(accepted);
        refused(refused_twin);
    }
    let fault = refused("60000.0000000000001");
    assert_eq!(fault.detail(), "`60000.0000000000001` has digits that a double does not keep: the nearest is `60000`");
    assert_eq!(fault.hint(), Some("write `60000`, or send all digits as text"));
    // A quotation of a long literal is cut.
    assert!(refused(&alloc::format!("1.{}1", "0".repeat(60_000))).detail().len() < 150);
}

#[test]
fn integral_values_beyond_the_exact_ones_are_refused_with_advice() {
    for (accepted, refused_twin) in [
        ("9007199254740991", "9007199254740992"),
        ("-9007199254740991", "-9007199254740992"),
        ("9007199254740991", "9007199254740993"),
        ("9007199254740990", "9007199254740991.5"),
        ("9.007199254740991e15", "9.007199254740992e15"),
        ("999999999999999", "1e21"),
        ("1e15", "1e400"),
        ("-1e15", "-1e400"),
        ("1", "1e99999999999999999999"),
        ("1e-308", "1.7976931348623157e308"),
        ("1", "123456789012345678901234567890"),
    ] {
        number(accepted);
        assert_eq!(refused(refused_twin).hint(), Some("send it as text"), "{refused_twin}");
    }
    assert_eq!(refused("1e400").detail(), "`1e400` is beyond ±(2^53−1), where doubles skip integers");
    assert!(Number::from_i64((1 << 53) - 1).is_ok() && Number::from_i64(-(1 << 53) + 1).is_ok());
    assert!(Number::from_i64(1 << 53).is_err() && Number::from_i64(i64::MIN).is_err());
    assert!(Number::new(f64::INFINITY).is_err() && Number::new(f64::NAN).is_err());
}

#[test]
fn only_the_grammar_of_json_is_read() {
    for literal in [
        "",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1.e5",
        "1e",
        "1e+",
        "1e-",
        "1e1.5",
        "1e1e1",
        "1.2.3",
        "--1",
        "1-",
        " 1",
        "1 ",
        "1_000",
        "1,0",
        "0x10",
        "0b1",
        "1f",
        "1n",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "１",
        "٣",
        "1e１",
        "1\0",
        "000000000000000000000000000001",
    ] {
        assert_eq!(refused(literal).detail(), "a number that is not written as JSON writes numbers", "{literal}");
    }
}

#[test]
fn order_is_that_of_the_numbers() {
    let sorted: Vec<Number> =
        ["-9007199254740991", "-1.5", "-1", "-5e-324", "-0", "5e-324", "0.1", "1", "1.5", "2"].map(number).into();
    assert!(sorted.is_sorted_by(|one, other| one < other));
    assert_eq!(number("-0").cmp(&number("0")), Ordering::Equal);
}

#[test]
fn amounts_are_exact_millionths_or_none() {
    for (literal, millionths) in [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("600.00", Some(600_000_000)),
        ("0.000001", Some(1)),
        ("1e-6", Some(1)),
        ("1.5e-6", None),
        ("0.0000001", None),
        ("5e-324", None),
        ("0.1", Some(100_000)),
        ("4.35", Some(4_350_000)),
        ("1.123456", Some(1_123_456)),
        ("1.1234567", None),
        ("-0.01", None),
        ("-1", None),
        ("8999999999999", Some(8_999_999_999_999_000_000)),
        ("8999999999999.998", Some(8_999_999_999_999_998_000)),
        ("9000000000000", None),
        ("9000000000000.5", None),
        ("9007199254740991", None),
    ] {
        assert_eq!(number(literal).to_millionths(), millionths, "{literal}");
    }
}

#[test]
fn integral_numbers_are_cbor_integers_and_others_floats() {
    let bytes = |literal| {
        let mut writer = cbor::Writer::new();
        number(literal).write_cbor(&mut writer);
        writer.into_bytes()
    };
    assert_eq!(bytes("1.0"), [0x01]);
    assert_eq!(bytes("-0"), [0x00]);
    assert_eq!(bytes("-1e0"), [0x20]);
    assert_eq!(bytes("9007199254740991"), [0x1B, 0, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(bytes("-9007199254740991"), [0x3B, 0, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE]);
    assert_eq!(bytes("1.5"), [0xFB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0]);
}

/// What the rule says, computed another way: of the value's texts, the shortest that reads back.
fn shortest_digits(double: f64) -> usize {
    let digits = |text: &str| text.split('e').next().unwrap().bytes().filter(u8::is_ascii_digit).count();
    let text = (0..17).map(|decimals| alloc::format!("{double:.decimals$e}")).find(|text| text.parse() == Ok(double));
    digits(&text.unwrap())
}

#[test]
fn of_a_literal_that_is_refused_forty_characters_are_shown() {
    let literal = |zeros: usize| alloc::format!("1.{}1", "0".repeat(zeros));
    let kept = "has digits that a double does not keep: the nearest is `1`";
    let (whole, longer) = (literal(37), literal(38));
    assert!(refused(&whole).to_string().starts_with(&alloc::format!("`{whole}` {kept}")));
    assert!(refused(&longer).to_string().starts_with(&alloc::format!("`{}…` {kept}", &longer[..40])));
}

proptest! {
    #[test]
    fn printing_is_shortest_and_reads_back(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        let Ok(number) = Number::new(double) else { return Ok(()) };
        let printed = number.to_string();
        prop_assert_eq!(Number::from_literal(&printed).unwrap(), number);
        prop_assert_eq!(Decimal::read(&printed).unwrap().digits().count(), shortest_digits(double));
    }

    #[test]
    fn fifteen_digits_survive_and_print_as_they_are(size in 1..=999_999_999_999_999_i64, shift in 0..25_i32, negative: bool) {
        let size = if negative { size.saturating_neg() } else { size };
        let literal = alloc::format!("{size}e-{shift}");
        let read = number(&literal);
        prop_assert!(Decimal::read(&read.to_string()) == Decimal::read(&literal));
        prop_assert_eq!(Number::from_literal(&alloc::format!("{size}0e-{}", shift.saturating_add(1))).unwrap(), read);
    }

    #[test]
    fn what_is_accepted_is_what_was_written(literal in "-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?") {
        if let Ok(read) = Number::from_literal(&literal) {
            prop_assert!(Decimal::read(&read.to_string()) == Decimal::read(&literal));
        }
    }

    #[test]
    fn nothing_panics(literal in "[-+.eE0-9]{0,30}") {
        let _ = Number::from_literal(&literal).map(|number| (number.to_string(), number.to_millionths()));
    }

    #[test]
    fn amounts_are_what_they_were(millionths in 0..9_000_000_000_000_000_000_u64) {
        let literal: String = alloc::format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        // More than a double holds is refused as a number, never counted as another amount.
        if let Ok(read) = Number::from_literal(&literal) {
            prop_assert_eq!(read.to_millionths(), Some(millionths));
        }
    }
}
