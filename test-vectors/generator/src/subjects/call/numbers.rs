//! Numbers: a literal is read if it says what its double prints.

use depute_vectors::kit::{Item, float};

use super::{answer_of, of_value};
use crate::form::fault;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    integral(file);
    fractions(file);
    refused(file);
}

fn accepted(file: &mut Subject, name: &str, literal: &str, shows: &str, number: Item) {
    file.yes(&format!("number-{name}"), &format!("`{literal}` is {shows}"), of_value(literal), answer_of(number));
}

fn integral(file: &mut Subject) {
    for (name, literal, number) in [
        ("one", "1", 1),
        ("one-point", "1.0", 1),
        ("one-exponent", "1e0", 1),
        ("one-exponent-sign", "1e+0", 1),
        ("one-exponent-minus", "1e-0", 1),
        ("one-exponent-zeros", "1e0000000000000000000000", 1),
        ("one-tens", "10e-1", 1),
        ("one-capital", "0.1E1", 1),
        ("one-zeros", "1.00000000000000000000000000000000000000000000000000", 1),
        ("one-great", "100000000000000000000000000000e-29", 1),
        ("one-small", "0.00000000000000000000000000001e29", 1),
        ("minus-one", "-1.0", -1),
        ("zero", "0", 0),
        ("minus-zero", "-0", 0),
        ("zero-point", "0.000", 0),
        ("minus-zero-point", "-0.0e-5", 0),
        ("zero-exponent", "0e99", 0),
        ("zero-great-exponent", "0e99999999999999999999999999", 0),
        ("thousand", "60000.00", 60_000),
    ] {
        accepted(file, name, literal, &number.to_string(), number.into());
    }
    let last: u64 = (1 << 53) - 1;
    accepted(file, "last", "9007199254740991", "2^53 - 1", last.into());
    accepted(file, "last-point", "9007199254740991.0", "2^53 - 1", last.into());
    accepted(file, "first", "-9007199254740991", "-(2^53 - 1)", Item::Negative(last - 1));
    accepted(file, "power", "1e15", "10^15", 1_000_000_000_000_000_u64.into());
    accepted(file, "power-long", "1000000000000000", "10^15", 1_000_000_000_000_000_u64.into());
}

fn fractions(file: &mut Subject) {
    for (name, literal, number) in [
        ("tenth", "0.1", 0.1),
        ("tenth-exponent", "100e-3", 0.1),
        ("minus-half", "-0.5", -0.5),
        ("zero-within", "10.05e1", 100.5),
        ("eleven-digits", "60000.00000000001", 60000.00000000001),
        ("sum", "0.30000000000000004", 0.30000000000000004),
        ("half-step", "4503599627370495.5", 4_503_599_627_370_495.5),
        ("tie", "5.960464477539062e-7", 5.960464477539062e-7),
        ("tie-power", "2.9802322387695312e-8", 2.9802322387695312e-8),
        ("tie-great", "1125899906842624.2", 1_125_899_906_842_624.2),
        ("least", "5e-324", 5e-324),
        ("minus-least", "-5e-324", -5e-324),
        ("least-normal", "2.2250738585072014e-308", 2.2250738585072014e-308),
        ("greatest-subnormal", "2.225073858507201e-308", 2.225073858507201e-308),
        ("many-zeros", "0.000000100", 1e-7),
    ] {
        let shows = format!("the double {}", hex_bits(number));
        accepted(file, name, literal, &shows, float(number));
    }
}

fn hex_bits(number: f64) -> String {
    format!("{:016x}", number.to_bits())
}

fn refused(file: &mut Subject) {
    for (name, twin, literal, why) in [
        ("leading-zero", "one", "01", "a zero in front"),
        ("minus-leading-zero", "minus-one", "-01", "a zero in front"),
        ("two-zeros", "zero", "00", "a zero in front"),
        ("no-fraction", "one-point", "1.", "a point without digits"),
        ("no-fraction-exponent", "one-exponent", "1.e0", "a point without digits"),
        ("no-exponent", "one-exponent", "1e", "an exponent without digits"),
        ("no-exponent-sign", "one-exponent-sign", "1e+", "an exponent without digits"),
        ("minus", "minus-one", "-", "a sign without digits"),
        ("underflow", "zero-exponent", "1e-400", "its nearest double is 0, which prints `0`"),
        (
            "underflow-far",
            "zero-great-exponent",
            "1e-99999999999999999999999999",
            "its nearest double is 0, which prints `0`",
        ),
        ("exact-tenth", "tenth", "0.1000000000000000055511151231257827", "its double prints `0.1`"),
        ("near-tenth", "tenth", "0.10000000000000001", "its double prints `0.1`"),
        ("beside-integer", "thousand", "60000.0000000000001", "its double prints `60000`"),
        ("below-integer", "thousand", "59999.9999999999999999", "its double prints `60000`"),
        ("exact-sum", "sum", "0.3000000000000000444", "its double prints `0.30000000000000004`"),
        ("half-step", "half-step", "4503599627370495.4", "its double prints `4503599627370495.5`"),
        ("tie", "tie", "5.960464477539063e-7", "a tie of which the even digit is printed"),
        ("tie-power", "tie-power", "2.9802322387695313e-8", "a tie of which the even digit is printed"),
        ("tie-great", "tie-great", "1125899906842624.3", "a tie of which the even digit is printed"),
        ("tie-exact", "tie-great", "1125899906842624.25", "its exact double, which prints `1125899906842624.2`"),
        ("below-least", "least", "4e-324", "its double prints `5e-324`"),
        ("exact-least", "least", "4.9406564584124654e-324", "its double prints `5e-324`"),
        (
            "subnormal-digits",
            "greatest-subnormal",
            "2.2250738585072011e-308",
            "its double prints `2.225073858507201e-308`",
        ),
        ("beyond-last", "last", "9007199254740992", "integral and beyond 2^53 - 1"),
        ("beyond-last-odd", "last", "9007199254740993", "integral and beyond 2^53 - 1"),
        ("beyond-last-fraction", "last-point", "9007199254740991.5", "its double is integral and beyond 2^53 - 1"),
        ("beyond-first", "first", "-9007199254740992", "integral and beyond -(2^53 - 1)"),
        ("sixteen-zeros", "power", "1e16", "integral and beyond 2^53 - 1"),
        (
            "beyond-64-bits",
            "power",
            "18446744073709551617",
            "integral and beyond 2^53 - 1, also where it would wrap to 1",
        ),
        ("great", "power", "1e21", "integral and beyond 2^53 - 1"),
        ("overflow", "power", "1e400", "no double is near it"),
        (
            "overflow-far",
            "zero-great-exponent",
            "1e99999999999999999999999999",
            "no double is near it, however long the exponent",
        ),
        ("greatest", "power", "1.7976931348623157e308", "integral and beyond 2^53 - 1"),
    ] {
        let twin = format!("number-{twin}");
        let shows = format!("`{literal}`: {why}");
        file.no(&format!("number-not-{name}"), &twin, &shows, of_value(literal), fault("json_number"));
    }
}
