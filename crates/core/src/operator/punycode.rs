//! Punycode (RFC 3492), as far as it is asked whether a label decodes at all.
//!
//! Each text has one encoding, so what decodes encodes to itself again: a label that does not is one that lenient readers
//! take for another host (RUSTSEC-2024-0421). Which letters a name may have, tables of Unicode say; they differ between
//! languages and are not asked. Of code points, those refused everywhere and those refused in paths are refused here.

use crate::codepoints;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_CODE_POINT: u32 = 0x80;

/// Whether what follows `xn--` decodes, and to at least one code point beyond ASCII. Lower-case letters, digits and
/// hyphens are given.
pub(crate) fn is_decodable(encoded: &str) -> bool {
    decode(encoded).is_some_and(|beyond_ascii| beyond_ascii > 0)
}

/// How many code points beyond ASCII are inserted; where each of them goes says nothing about whether it decodes.
fn decode(encoded: &str) -> Option<u32> {
    let (basic, deltas) = match encoded.rsplit_once('-') {
        // A delimiter stands behind basic code points only.
        Some(("", _)) => return None,
        Some((basic, deltas)) => (basic.len(), deltas),
        None => (0, encoded),
    };
    let mut digits = deltas.bytes().peekable();
    let mut length = u32::try_from(basic).ok()?;
    let (mut code_point, mut place, mut bias, mut inserted) = (INITIAL_CODE_POINT, 0u32, INITIAL_BIAS, 0u32);
    while digits.peek().is_some() {
        let delta = delta(&mut digits, bias)?;
        length = length.checked_add(1)?;
        let at = place.checked_add(delta)?;
        code_point = code_point.checked_add(at.checked_div(length)?)?;
        place = at.checked_rem(length)?.checked_add(1)?;
        // A surrogate, or what is beyond Unicode, is no character. One that cannot be seen hides in a name, and one that
        // some reader takes for a dot or a slash ends it elsewhere.
        char::from_u32(code_point).filter(|&c| !codepoints::is_refused(c) && !codepoints::is_look_alike(c))?;
        bias = adapt(delta, length, inserted == 0)?;
        inserted = inserted.checked_add(1)?;
    }
    Some(inserted)
}

/// One generalised variable-length integer.
fn delta(digits: &mut impl Iterator<Item = u8>, bias: u32) -> Option<u32> {
    let (mut delta, mut weight, mut k) = (0u32, 1u32, BASE);
    loop {
        let digit = match digits.next()? {
            letter @ b'a'..=b'z' => u32::from(letter.checked_sub(b'a')?),
            digit @ b'0'..=b'9' => u32::from(digit.checked_sub(b'0')?).checked_add(26)?,
            _ => return None,
        };
        delta = delta.checked_add(digit.checked_mul(weight)?)?;
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if digit < threshold {
            return Some(delta);
        }
        weight = weight.checked_mul(BASE.checked_sub(threshold)?)?;
        k = k.checked_add(BASE)?;
    }
}

fn adapt(delta: u32, length: u32, is_first: bool) -> Option<u32> {
    let mut delta = delta.checked_div(if is_first { DAMP } else { 2 })?;
    delta = delta.checked_add(delta.checked_div(length)?)?;
    let mut k = 0u32;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta = delta.checked_div(BASE - T_MIN)?;
        k = k.checked_add(BASE)?;
    }
    k.checked_add((BASE - T_MIN + 1).checked_mul(delta)?.checked_div(delta.checked_add(SKEW)?)?)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may overflow, and then fails")]
mod tests {
    use super::*;

    #[test]
    fn what_encodes_to_itself_decodes() {
        // Samples of RFC 3492, section 7.1, in lower case, and names in use.
        for good in [
            "egbpdaj6bu4bxfgehfvwxn",
            "ihqwcrb4cv8a8dqg056pqjye",
            "proprostnemluvesky-uyb24dma41a",
            "4dbcagdahymbxekheh6e0a7fei0b",
            "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd",
            "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
            "b1abfaaepdrnnbgefbadotcwatmq2g4l",
            "porqunopuedensimplementehablarenespaol-fmd56a",
            "3b-ww4c5e180e575a65lsy2b",
            "-with-super-monkeys-pc58ag80a8qai00g7n9n",
            "mnchen-3ya",
            "bcher-kva",
            "p1ai",
            "fsq",
            "80ak6aa92e",
            "--tda",
        ] {
            assert!(is_decodable(good), "{good}");
        }
    }

    #[test]
    fn what_readers_mend_or_drop_does_not_decode() {
        for bad in ["", "-", "a", "abc-", "-tda", "99999999", "a-99999", "zzzzzzzzzzzz", "mnchen-3ya-", "mnchen-3ya9"] {
            assert!(!is_decodable(bad), "{bad}");
        }
    }

    #[test]
    fn each_letter_depends_on_those_before() {
        // With one delta read otherwise, the first two would not decode, or the last two would.
        for good in ["4da1s935f7b", "6m0bw2xhqib9f4vasvw45xnbazhzc"] {
            assert!(is_decodable(good), "{good}");
        }
        // Of the same ten letters one is a full-width percent sign here, an ampersand there.
        for bad in ["4da1s935f79", "6m0bw2xhqib9f4vasvw45xfba2ixc"] {
            assert!(!is_decodable(bad), "{bad}");
        }
    }

    #[test]
    fn how_fast_the_bias_adapts_decides_what_decodes() {
        // With the first delta divided by 699 or by 701, and with one that is 455 divided once more, the next letter's digits
        // would not end where the label does.
        for good in ["fj2bi", "1fzl1mwql", "abcde-686tb"] {
            assert!(is_decodable(good), "{good}");
        }
        // Of the same digits but the last, which does not end the letter.
        for bad in ["fj2b9", "1fzl1mwq9", "abcde-686t9"] {
            assert!(!is_decodable(bad), "{bad}");
        }
    }

    #[test]
    fn what_decodes_is_a_character_and_not_ascii() {
        // Deltas that insert exactly one code point before all others: a surrogate, and one beyond Unicode, have none.
        for good in [0xA0, 0xE4, 0xD7FF, 0xE000, 0x1_F6EB, 0x10_FFFD] {
            assert!(is_decodable(&encode_one(good)), "{good:x}");
        }
        for bad in [0x80, 0x200B, 0x202E, 0x3002, 0xFF0E, 0xFF0F, 0xD800, 0xDFFF, 0x10_FFFF, 0x11_0000] {
            assert!(!is_decodable(&encode_one(bad)), "{bad:x}");
        }
    }

    /// The encoding of a text of one code point.
    fn encode_one(code_point: u32) -> alloc::string::String {
        let mut rest = code_point - INITIAL_CODE_POINT;
        let mut text = alloc::string::String::new();
        for k in (1u32..).map(|round| round * BASE) {
            let threshold = k.saturating_sub(INITIAL_BIAS).clamp(T_MIN, T_MAX);
            let digit = if rest < threshold { rest } else { threshold + (rest - threshold) % (BASE - threshold) };
            text.push(char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[digit as usize]));
            if rest < threshold {
                return text;
            }
            rest = (rest - threshold) / (BASE - threshold);
        }
        text
    }
}
