//! Dates: `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`, real in the Gregorian calendar, UTC, no leap seconds.
//!
//! Both are of fixed width, so that comparing bytes compares time. The two forms never mix: whether a day is before an
//! instant of the same day has no answer that everyone would give.

/// The two forms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Day,
    Instant,
}

/// The form of a text, if it is a date.
pub(crate) fn form(text: &str) -> Option<Form> {
    let bytes = text.as_bytes();
    let day_text = bytes.get(..10)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = day_text else { return None };
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let month = number(&[*m1, *m2])?;
    let day = number(&[*d1, *d2])?;
    if day == 0 || day > days_in(year, month)? {
        return None;
    }
    match bytes.get(10..)? {
        [] => Some(Form::Day),
        [b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] => {
            let real = number(&[*h1, *h2])? < 24 && number(&[*n1, *n2])? < 60 && number(&[*s1, *s2])? < 60;
            real.then_some(Form::Instant)
        }
        _ => None,
    }
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, digit| {
        let digit = digit.checked_sub(b'0').filter(|&digit| digit < 10)?;
        sum.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_days_and_instants_only() {
        for good in ["2026-12-01", "2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31"] {
            assert_eq!(form(good), Some(Form::Day), "{good}");
        }
        for good in ["2026-12-01T00:00:00Z", "2026-12-01T23:59:59Z"] {
            assert_eq!(form(good), Some(Form::Instant), "{good}");
        }
        for bad in [
            "",
            "2026-12-1",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-04-31",
            "2026-12-01T24:00:00Z",
            "2026-12-01T23:60:00Z",
            "2026-12-01T23:59:60Z",
            "2026-12-01T00:00:00",
            "2026-12-01t00:00:00z",
            "2026-12-01 00:00:00Z",
            "2026-12-01T00:00:00+00:00",
            "2026-12-01T00:00:00.0Z",
            " 2026-12-01",
            "2026-12-01\n",
            "２０２６-12-01",
            "+026-12-01",
            // The bytes beside the digits.
            "2026-0:-01",
            "2026-12-0:",
            "2026-12-0/",
            "2026-12-01T00:00:0:Z",
            "2026-12-01T00:00:00ZZ",
        ] {
            assert_eq!(form(bad), None, "{bad}");
        }
    }
}
