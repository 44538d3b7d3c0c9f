//! Values: one spelling of a number, no simple value but two, UTF-8, and the type that is due.

use depute_vectors::kit::{Item, bytes, float, list, map, raw};

use super::places::at;
use crate::form;
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    numbers(file);
    simple(file);
    texts(file);
    types(file);
}

fn bound(file: &mut Subject, name: &str, shows: &str, code: &str, item: Item) {
    at("bound").refused(file, name, shows, code, |_| item);
}

fn numbers(file: &mut Subject) {
    for (name, shows, spelling) in [
        ("half", "20 as a half float", &[0xF9, 0x4D, 0x00][..]),
        ("half-fraction", "0.5 as a half float", &[0xF9, 0x38, 0x00]),
        ("half-nan", "NaN as a half float", &[0xF9, 0x7E, 0x00]),
        ("half-infinity", "infinity as a half float", &[0xF9, 0x7C, 0x00]),
        ("single", "20 as a single float", &[0xFA, 0x41, 0xA0, 0x00, 0x00]),
        ("single-fraction", "20.5 as a single float", &[0xFA, 0x41, 0xA4, 0x00, 0x00]),
        ("nan-payload", "NaN with a payload", &[0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 1]),
        ("nan-signalling", "a signalling NaN", &[0xFB, 0x7F, 0xF0, 0, 0, 0, 0, 0, 1]),
    ] {
        bound(file, name, shows, "cbor_float", raw(spelling));
    }
    for (name, shows, number) in [
        ("integral", "20 as a double", 20.0),
        ("zero", "0 as a double", 0.0),
        ("minus-zero", "-0, which has no spelling", -0.0),
        ("minus-one", "-1 as a double", -1.0),
        ("nan", "NaN", f64::NAN),
        ("infinity", "infinity", f64::INFINITY),
        ("minus-infinity", "minus infinity", f64::NEG_INFINITY),
        ("great", "2^53 as a double, which is integral as all greater ones are", 9_007_199_254_740_992.0),
    ] {
        bound(file, name, shows, "cbor_float", float(number));
    }
    let accepted = |file: &mut Subject, name: &str, shows: &str, item: Item| {
        let question: Question = at("bound").with(|_| item);
        file.yes(&format!("bound-{name}"), shows, question, form::read());
    };
    accepted(file, "fraction", "the number of a limit: 20.5 as a double", float(20.5));
    accepted(file, "subnormal", "the number of a limit: the least double above 0", float(5e-324));
    accepted(file, "negative", "the number of a limit: -20.5 as a double", float(-20.5));
    accepted(file, "last", "the number of a limit: 2^53 - 1", Item::Uint((1 << 53) - 1));
    accepted(file, "first", "the number of a limit: -(2^53 - 1)", Item::Negative((1 << 53) - 2));
    for (name, twin, shows, item) in [
        ("beyond-last", "bound-last", "2^53", Item::Uint(1 << 53)),
        ("beyond-first", "bound-first", "-2^53", Item::Negative((1 << 53) - 1)),
        ("beyond-64-bits", "bound-first", "-2^64, which no 64-bit integer holds", Item::Negative(u64::MAX)),
    ] {
        let shows = format!("the number of a limit: {shows}");
        let question = at("bound").with(|_| item);
        file.no(&format!("bound-{name}"), twin, &shows, question, form::fault_in(1, "value_invalid"));
    }
}

fn simple(file: &mut Subject) {
    for (name, case, shows, spelling) in [
        ("operand", "null", "null", &[0xF6][..]),
        ("end", "null", "null, as if the link had no end", &[0xF6]),
        ("depth", "undefined", "undefined", &[0xF7]),
        ("open", "null", "null", &[0xF6]),
        ("open", "long-true", "true as a simple value of two bytes", &[0xF8, 0x15]),
        ("open", "simple-0", "the unassigned simple value 0", &[0xE0]),
        ("open", "simple-255", "the unassigned simple value 255", &[0xF8, 0xFF]),
        ("open", "reserved", "fc, a first byte that has no meaning", &[0xFC]),
        ("intent", "null", "null in place of a text", &[0xF6]),
        ("payload", "null", "null, as where a payload is detached", &[0xF6]),
        ("endorsements", "null", "null in place of an empty array", &[0xF6]),
        ("nonce", "undefined", "undefined in place of a byte string", &[0xF7]),
    ] {
        at(name).refused(file, case, shows, "cbor_simple", |_| raw(spelling));
    }
}

fn texts(file: &mut Subject) {
    let text = |bytes: &[u8]| raw(&[vec![0x60 | bytes.len() as u8], bytes.to_vec()].concat());
    for (name, case, shows, broken) in [
        ("audience", "utf8", "the byte ff, which UTF-8 does not have", &b"a\xFF"[..]),
        ("action", "utf8-overlong", "`/` in two bytes", b"a\xC0\xAF"),
        ("action", "utf8-overlong-3", "`/` in three bytes", b"a\xE0\x80\xAF"),
        ("operand", "utf8-surrogate", "a surrogate, as CESU-8 writes it", b"\xED\xA0\xBD\xED\xBB\xAB"),
        ("operand", "utf8-cut", "a character without its last byte", b"a\xC3"),
        ("operand", "utf8-continued", "a continuation byte that continues nothing", b"a\x80"),
        ("intent", "utf8-beyond", "a code point above U+10FFFF", b"\xF4\x90\x80\x80"),
        ("intent", "utf8-overlong-4", "a character of three bytes written in four", b"\xF0\x80\x80\xAF"),
    ] {
        at(name).refused(file, case, shows, "cbor_utf8", |_| text(broken));
    }
    at("arguments").refused(file, "name-utf8", "a name with a lone continuation byte", "cbor_utf8", |args| {
        let mut args = args.clone();
        args.entries()[0].0 = text(b"t\xBF");
        args
    });
}

fn types(file: &mut Subject) {
    for (name, case, shows, item) in [
        ("head", "map", "a map with the same members", map! { 1 => list![] }),
        ("head", "bytes", "a byte string that holds it", bytes(&form::full().bytes())),
        ("version", "text", "the text \"1\"", "1".into()),
        ("version", "negative", "-1", (-1).into()),
        ("version", "true", "true", true.into()),
        ("token-head", "bytes", "a byte string that holds it", bytes(&form::full().token())),
        ("protected", "map", "the map itself, without its byte string", map! { 1 => -19 }),
        ("unprotected", "bytes", "an empty byte string", bytes(&[])),
        ("payload", "map", "the claims themselves, without their byte string", map! {}),
        ("signature", "text", "a text", "x".repeat(64).into()),
        ("root-claims", "array", "an array", list![]),
        ("audience", "bytes", "a byte string", bytes(b"https://flights.example")),
        ("end", "text", "a date as text", "2027-01-15T08:30:00Z".into()),
        ("end", "negative", "-1, a time before 1970", (-1).into()),
        ("end", "double", "a time with a fraction", float(1_800_001_800.5)),
        ("cti", "text", "a text of eight bytes", "01234567".into()),
        ("mandate", "array", "an array", list![]),
        ("depth", "negative", "-1", (-1).into()),
        ("depth", "true", "true", true.into()),
        ("clauses", "map", "a map", map! {}),
        ("clause", "text", "a clause in its text form", "flights.book(..)".into()),
        ("action", "number", "a number", 1.into()),
        ("arguments", "array", "an array", list![]),
        ("open", "one", "1 in place of true", 1.into()),
        ("operator", "text", "the operator's text", "<=".into()),
        ("operand", "bytes", "a byte string", bytes(b"SFO")),
        ("bound", "true", "true, which is no number", true.into()),
        ("budgets", "map", "a budget without its array", map! { 1 => 20 }),
        ("budget", "array", "an array", list![1, 20]),
        ("spent", "double", "a limit with a fraction", float(0.5)),
        ("evidence", "map", "a map", map! { 1 => "oidc" }),
        ("intent", "true", "true", true.into()),
        ("proof", "bytes", "a byte string that holds nothing", bytes(&[])),
        ("nonce", "text", "a text of sixteen bytes", "0123456789abcdef".into()),
        ("endorsements", "map", "an empty map", map! {}),
        ("kind", "text", "the text \"0\"", "0".into()),
        ("endorsement-end", "text", "a number of seconds as text", "1800000900".into()),
    ] {
        at(name).refused(file, case, shows, "cbor_type", |_| item);
    }
}
