use alloc::vec::Vec;

use proptest::prelude::*;

use super::{Reader, Writer};
use crate::error::{At, Code};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.bytes().filter(u8::is_ascii_hexdigit).map(|b| (b as char).to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn read(bytes: &[u8]) -> Result<(), (Code, Option<At>)> {
    let mut reader = Reader::new(bytes);
    reader.any(1).and_then(|_| reader.end()).map_err(|fault| (fault.code(), fault.at()))
}

#[test]
fn every_second_spelling_is_refused_where_it_stands_and_its_twin_is_read() {
    let cases = [
        ("01", "1801", Code::CborLongHead, 0),
        ("1818", "190018", Code::CborLongHead, 0),
        ("190100", "1a00000100", Code::CborLongHead, 0),
        ("1a00010000", "1b0000000000010000", Code::CborLongHead, 0),
        ("6161", "780161", Code::CborLongHead, 0),
        ("8101", "9f01ff", Code::CborIndefinite, 0),
        ("6161", "7f6161ff", Code::CborIndefinite, 0),
        ("a0", "bfff", Code::CborIndefinite, 0),
        ("01", "ff", Code::CborIndefinite, 0),
        ("01", "1c", Code::CborLongHead, 0),
        ("a201000200", "a202000100", Code::CborKeyOrder, 3),
        ("a2616100626161 00", "a262616100616100", Code::CborKeyOrder, 5),
        ("a10100", "a201000100", Code::CborDuplicateKey, 3),
        ("01", "c001", Code::CborTag, 0),
        ("1903e8", "c243 0103e8", Code::CborTag, 0),
        ("fb3ff8000000000000", "f93e00", Code::CborFloat, 0),
        ("fb3ff8000000000000", "fa3fc00000", Code::CborFloat, 0),
        ("01", "fb3ff0000000000000", Code::CborFloat, 0),
        ("00", "fb8000000000000000", Code::CborFloat, 0),
        ("00", "fb7ff8000000000000", Code::CborFloat, 0),
        ("00", "fb7ff0000000000000", Code::CborFloat, 0),
        ("f5", "f6", Code::CborSimple, 0),
        ("f4", "f7", Code::CborSimple, 0),
        ("f4", "f814", Code::CborSimple, 0),
        ("62c3a9", "62c328", Code::CborUtf8, 0),
        ("63efbfbd", "63eda080", Code::CborUtf8, 0),
        ("8101", "810101", Code::CborTrailing, 2),
        ("8101", "8201", Code::CborTruncated, 1),
        ("4101", "5b7fffffffffffffff", Code::CborTruncated, 9),
        ("80", "9b7fffffffffffffff", Code::CborTruncated, 9),
        ("00", "", Code::CborTruncated, 0),
    ];
    for (twin, bad, code, at) in cases {
        assert_eq!(read(&hex(twin)), Ok(()), "twin {twin}");
        assert_eq!(read(&hex(bad)), Err((code, Some(At::Byte(at)))), "{bad}");
    }
}

#[test]
fn nesting_is_refused_one_above_the_limit() {
    let nested = |depth: usize| [alloc::vec![0x81; depth - 1], alloc::vec![0x80]].concat();
    assert_eq!(read(&nested(16)), Ok(()));
    assert_eq!(read(&nested(17)).map_err(|fault| fault.0), Err(Code::LimitExceeded));
    let nested_keys = |depth: usize| [alloc::vec![0xA1; depth - 1], alloc::vec![0xA0; depth]].concat();
    assert_eq!(read(&nested_keys(16)), Ok(()));
    assert_eq!(read(&nested_keys(17)).map_err(|fault| fault.0), Err(Code::LimitExceeded));
    assert_eq!(read(&alloc::vec![0x81; 40_000]).map_err(|fault| fault.0), Err(Code::LimitExceeded));
}

#[test]
fn offsets_inside_a_byte_string_are_those_of_the_whole_input() {
    let input = hex("82 01 43 8101f6");
    let mut reader = Reader::new(&input);
    assert_eq!(reader.array(), Ok(2));
    assert_eq!(reader.uint(), Ok(1));
    let inner = reader.bytes().unwrap();
    let mut inner = reader.inside(inner);
    assert_eq!(inner.any(1).map(<[u8]>::len), Ok(2));
    assert_eq!(inner.bool().unwrap_err().at(), Some(At::Byte(5)));
}

#[test]
fn numbers_have_one_form() {
    for (number, wanted) in [
        (0.0, "00"),
        (-0.0, "00"),
        (-1.0, "20"),
        (600.0, "190258"),
        (0.1, "fb3fb999999999999a"),
        (9_007_199_254_740_991.0, "1b001fffffffffffff"),
        (-9_007_199_254_740_991.0, "3b001ffffffffffffe"),
    ] {
        let mut writer = Writer::new();
        writer.number(number);
        assert_eq!(writer.as_slice(), hex(wanted));
        assert_eq!(Reader::new(writer.as_slice()).number(), Ok(number));
    }
    assert_eq!(Reader::new(&hex("1b0020000000000000")).number().unwrap_err().code(), Code::ValueInvalid);
    assert_eq!(Reader::new(&hex("3b001fffffffffffff")).number().unwrap_err().code(), Code::ValueInvalid);
}

/// Bytes that look like CBOR more often than chance would have it.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => prop::sample::select(&[0x00u8, 0x01, 0x17, 0x18, 0x19, 0x20, 0x38, 0x40, 0x41, 0x42, 0x58, 0x60, 0x61, 0x62, 0x78, 0x80, 0x81, 0x82, 0x98,
            0x9f, 0xa0, 0xa1, 0xa2, 0xb8, 0xbf, 0xc0, 0xf4, 0xf5, 0xf6, 0xf7, 0xf9, 0xfa, 0xfb, 0xff][..]),
        1 => any::<u8>(),
    ];
    prop::collection::vec(byte, 0..40)
}

fn rewrite(value: &ciborium::Value, writer: &mut Writer) {
    match value {
        ciborium::Value::Integer(number) => {
            let number = i128::from(*number);
            if number >= 0 {
                writer.uint(number as u64)
            } else if number >= i128::from(i64::MIN) {
                writer.int(number as i64)
            } else {
                // Below i64 only the head differs, which the writer has no use for.
                let mut raw = alloc::vec![0x3B];
                raw.extend_from_slice(&((!number) as u64).to_be_bytes());
                writer.raw(&raw)
            };
        }
        ciborium::Value::Float(number) => drop(writer.number(*number)),
        ciborium::Value::Bytes(bytes) => drop(writer.bytes(bytes)),
        ciborium::Value::Text(text) => drop(writer.text(text)),
        ciborium::Value::Bool(value) => drop(writer.bool(*value)),
        ciborium::Value::Array(items) => {
            writer.array(items.len());
            items.iter().for_each(|item| rewrite(item, writer));
        }
        ciborium::Value::Map(entries) => {
            writer.map(entries.len());
            entries.iter().for_each(|(key, value)| {
                rewrite(key, writer);
                rewrite(value, writer);
            });
        }
        _ => panic!("the strict reader passed {value:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_is_read_is_written_again_byte_for_byte(bytes in hostile()) {
        if read(&bytes).is_ok() {
            let value: ciborium::Value = ciborium::from_reader(&bytes[..]).unwrap();
            let mut writer = Writer::new();
            rewrite(&value, &mut writer);
            prop_assert_eq!(writer.as_slice(), &bytes[..]);
        }
    }
}
