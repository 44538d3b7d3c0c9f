//! Host names, as URLs and mail addresses have them: DNS names in lower-case ASCII.
//!
//! No address of any family is one. A reader of URLs takes a name whose last label is a number for an IPv4 address in
//! one of its many spellings (`2130706433`, `0x7f.1`), and some find no host where it only begins as one (`a.1a`). So it
//! begins with a letter here.

use super::punycode;
use crate::limits;

/// Whether this is a host name that every reader takes for the same one.
pub(crate) fn is_clean(host: &str) -> bool {
    host.len() <= limits::HOST_BYTES
        && host.split('.').all(is_clean_label)
        && host.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()))
}

fn is_clean_label(label: &str) -> bool {
    (1..=limits::LABEL_BYTES).contains(&label.len())
        && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.strip_prefix("xn--").is_none_or(punycode::is_decodable)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_host_is_a_name_and_no_address() {
        for good in [
            "a",
            "localhost",
            "api.example.com",
            "1.example",
            "1a.a1",
            "0x7f.a",
            "a--b",
            "ab--c.example",
            "xn--mnchen-3ya.example",
            "metadata.google.internal",
        ] {
            assert!(is_clean(good), "{good}");
        }
        for bad in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "A.example",
            "api.example.Com",
            "-a",
            "a-",
            "a.-b.c",
            "a_b",
            "a b",
            "a*b",
            "*.example",
            "ä.example",
            "a\u{3002}example",
            "ａ.example",
            "a%2eexample",
            "[::1]",
            "::1",
            "127.0.0.1",
            "127.1",
            "0177.0.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "a.0x",
            "0x",
            "1a",
            "a.1a",
            "0xg",
            "a.0xg",
            "1.2.3.08",
            "example.123",
            "xn--",
            "xn--a",
            "xn--a-",
            "xn--99999999",
        ] {
            assert!(!is_clean(bad), "{bad}");
        }
    }

    #[test]
    fn a_label_and_a_name_are_as_long_as_dns_takes() {
        let label = |bytes| "a".repeat(bytes);
        assert!(is_clean(&label(63)) && !is_clean(&label(64)));
        let name = |last| format!("{0}.{0}.{0}.{1}", label(63), label(last));
        assert!(is_clean(&name(61)) && !is_clean(&name(62)));
    }
}
