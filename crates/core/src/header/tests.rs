use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::*;

type Read<'h> = Result<Option<&'h str>, Code>;

fn read<'h>(authorization: &[&'h [u8]], presentation: &[&'h [u8]]) -> Read<'h> {
    Presentation::text_in_header(authorization.iter().copied(), presentation.iter().copied())
        .map_err(|fault| fault.code())
}

const TEXT: &str = "dptp1_AAAA";
const INVALID: Read<'static> = Err(Code::HeaderInvalid);

#[test]
fn one_line_in_either_form_is_a_presentation() {
    assert_eq!(read(&[b"Depute dptp1_AAAA"], &[]), Ok(Some(TEXT)));
    assert_eq!(read(&[b"depute dptp1_AAAA"], &[]), Ok(Some(TEXT)));
    assert_eq!(read(&[b"DEPUTE dptp1_AAAA"], &[]), Ok(Some(TEXT)));
    assert_eq!(read(&[], &[b"dptp1_AAAA"]), Ok(Some(TEXT)));
    assert_eq!(read(&[], &[]), Ok(None));
}

#[test]
fn another_scheme_is_somebody_elses() {
    let others: [&[u8]; 7] = [
        b"Bearer dptp1_AAAA",
        b"Basic YTpi",
        b"Deputed dptp1_AAAA",
        b"Depute-v2 dptp1_AAAA",
        b"Bearer \xFF\xFE",
        b"Bearer",
        b"D\xC3\xA9pute x",
    ];
    for other in others {
        assert_eq!(read(&[other], &[]), Ok(None), "{}", String::from_utf8_lossy(other));
        assert_eq!(read(&[other], &[TEXT.as_bytes()]), Ok(Some(TEXT)));
    }
    let long = format!("Bearer {}", "a".repeat(100_000));
    assert_eq!(read(&[long.as_bytes()], &[TEXT.as_bytes()]), Ok(Some(TEXT)));
}

#[test]
fn what_could_be_read_as_two_is_refused() {
    let (ours, plain, theirs): (&[u8], &[u8], &[u8]) = (b"Depute dptp1_AAAA", TEXT.as_bytes(), b"Bearer x");
    assert_eq!(read(&[ours], &[plain]), INVALID, "both forms, though of one presentation");
    assert_eq!(read(&[ours, ours], &[]), INVALID);
    assert_eq!(read(&[ours, theirs], &[]), INVALID);
    assert_eq!(read(&[theirs, ours], &[]), INVALID);
    assert_eq!(read(&[theirs, theirs], &[plain]), INVALID);
    assert_eq!(read(&[], &[plain, plain]), INVALID);
    // As a proxy that joins lines hands them on.
    assert_eq!(read(&[b"Depute dptp1_AAAA, Depute dptp1_BBBB"], &[]), INVALID);
    assert_eq!(read(&[b"Depute dptp1_AAAA,dptp1_BBBB"], &[]), INVALID);
    assert_eq!(read(&[], &[b"dptp1_AAAA,dptp1_BBBB"]), INVALID);
    assert_eq!(read(&[], &[b"dptp1_AAAA, dptp1_BBBB"]), INVALID);
}

#[test]
fn a_line_has_one_spelling() {
    let authorizations: [&[u8]; 9] = [
        b"",
        b" ",
        b" Depute dptp1_AAAA",
        b"Depute",
        b"Depute ",
        b"Depute  dptp1_AAAA",
        b"Depute\tdptp1_AAAA",
        b"Depute dptp1_AAAA ",
        b"Depute=dptp1_AAAA",
    ];
    for value in authorizations {
        assert_eq!(read(&[value], &[]), INVALID, "{}", String::from_utf8_lossy(value));
    }
    let plain: [&[u8]; 8] = [
        b"",
        b" dptp1_AAAA",
        b"dptp1_AAAA\r\n",
        b"dptp1_\xC3\xA9",
        b"dptp1_\xFF",
        b"dptp1_\0",
        b"\"dptp1_AAAA, \"",
        b"Depute dptp1_AAAA",
    ];
    for value in plain {
        assert_eq!(read(&[], &[value]), INVALID, "{}", String::from_utf8_lossy(value));
    }
}

#[test]
fn a_text_is_as_long_as_six_kibibytes_in_either_form() {
    for (length, fits) in [(6144, true), (6145, false)] {
        let text = "a".repeat(length);
        let expected = if fits { Ok(Some(text.as_str())) } else { Err(Code::LimitExceeded) };
        let authorization = format!("Depute {text}");
        assert_eq!(read(&[authorization.as_bytes()], &[]), expected);
        assert_eq!(read(&[], &[text.as_bytes()]), expected);
    }
}

#[test]
fn every_byte_but_the_visible_ones_is_refused() {
    for byte in 0..=255_u8 {
        let value: Vec<u8> = [TEXT.as_bytes(), &[byte]].concat();
        let passes = read(&[], &[&value]).is_ok();
        assert_eq!(passes, byte.is_ascii_graphic() && byte != b',', "{byte:02x}");
    }
}
