//! `at`: a mail address at one domain, and at none below it.
//!
//! One plain address: no display name, no list, no quotes, no comment, no route. Whatever separates or quotes in a
//! header (`,` `;` `<` `"` `(` `%` `!`) is refused, so that no mailer finds a second address in the first.

use super::{Miss, host};
use crate::limits;

/// Whether this is a domain that an address can be at.
pub(crate) fn is_clean_domain(domain: &str) -> bool {
    host::is_clean(domain)
}

/// Whether an address is clean and at this domain. The domain is clean.
pub(crate) fn at(domain: &str, address: &str) -> Result<(), Miss> {
    match read(address) {
        None => Err(Miss::Ambiguous),
        Some(found) if found == domain => Ok(()),
        Some(_) => Err(Miss::Outside),
    }
}

/// The domain of a clean address.
pub(crate) fn read(address: &str) -> Option<&str> {
    let (local, domain) = address.split_once('@')?;
    let clean = address.len() <= limits::MAIL_BYTES && is_clean_local(local) && host::is_clean(domain);
    clean.then_some(domain)
}

/// The part before the `@`. None begins with a hyphen, which a mailer's command line would take for an option.
fn is_clean_local(local: &str) -> bool {
    local.len() <= limits::MAIL_LOCAL_BYTES
        && !local.starts_with('-')
        && local.split('.').all(|part| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-' | b'\''))
        })
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn an_address_is_at_its_domain_and_at_no_other() {
        for inside in
            ["a@example.com", "Ops.Team+x_1@example.com", "o'brien@example.com", "a-@example.com", "1@example.com"]
        {
            assert_eq!(at("example.com", inside), Ok(()), "{inside}");
        }
        for outside in [
            "a@mail.example.com",
            "a@example.com.evil.test",
            "a@notexample.com",
            "a@com",
            "a@localhost",
            "a@xn--example-9ua.com",
        ] {
            assert_eq!(at("example.com", outside), Err(Miss::Outside), "{outside}");
        }
    }

    #[test]
    fn what_a_mailer_could_send_elsewhere_is_refused() {
        for ambiguous in [
            "",
            "@",
            "a",
            "a@",
            "@example.com",
            "example.com",
            "a@example.com.",
            "a@Example.com",
            "a@EXAMPLE.COM",
            "a@.example.com",
            "a@example..com",
            "a@@example.com",
            "a@evil.test@example.com",
            "a@evil.test,b@example.com",
            "b@example.com,a@evil.test",
            "a@evil.test, b@example.com",
            "a@evil.test;b@example.com",
            "a@evil.test b@example.com",
            "a@evil.test\nb@example.com",
            "a@example.com\n",
            "a@example.com\r\nBcc: b@evil.test",
            "a@example.com\0",
            "a@example.com ",
            " a@example.com",
            "<a@example.com>",
            "A <a@example.com>",
            "a@evil.test <b@example.com>",
            "\"a\"@example.com",
            "\"a@evil.test\"@example.com",
            "a(x)@example.com",
            "a@example.com(x)",
            "a@evil.test(@example.com",
            "a%evil.test@example.com",
            "evil.test!a@example.com",
            "@evil.test:a@example.com",
            "a\\@evil.test@example.com",
            "a/b@example.com",
            "a=b@example.com",
            "-a@example.com",
            "-oQ/tmp@example.com",
            ".a@example.com",
            "a.@example.com",
            "a..b@example.com",
            "ä@example.com",
            "a@exämple.com",
            "a\u{200B}@example.com",
            "a\u{FF20}example.com",
            "a@example\u{3002}com",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "mailto:a@example.com",
            "a@example.com?bcc=b@evil.test",
            "a@xn--a.com",
        ] {
            assert_eq!(at("example.com", ambiguous), Err(Miss::Ambiguous), "{ambiguous:?}");
        }
    }

    #[test]
    fn an_address_is_as_long_as_a_mailer_takes() {
        let local = |bytes| "a".repeat(bytes);
        assert_eq!(at("b.c", &format!("{}@b.c", local(64))), Ok(()));
        assert_eq!(at("b.c", &format!("{}@b.c", local(65))), Err(Miss::Ambiguous));
        let domain = |last| format!("{0}.{0}.{0}.{1}", local(60), local(last));
        for (last, wanted) in [(6, Ok(())), (7, Err(Miss::Ambiguous))] {
            let domain = domain(last);
            assert!(is_clean_domain(&domain));
            assert_eq!(at(&domain, &format!("{}@{domain}", local(64))), wanted);
        }
    }
}
