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
    use alloc::format;

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

    /// What is a date, said by the digits as numbers and not by the bytes.
    fn plainly(text: &str) -> Option<Form> {
        let is_shape = |shape: &str| {
            text.len() == shape.len()
                && text.chars().zip(shape.chars()).all(|(c, s)| if s == '0' { c.is_ascii_digit() } else { c == s })
        };
        let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap();
        let form = match () {
            () if is_shape("0000-00-00") => Form::Day,
            () if is_shape("0000-00-00T00:00:00Z") => Form::Instant,
            () => return None,
        };
        let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
        let is_leap = if year % 100 == 0 { year % 400 == 0 } else { year % 4 == 0 };
        // Of no month there is none.
        let last = [0, 31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let real = last.get(month as usize).is_some_and(|last| (1..=*last).contains(&day));
        let on_time = form == Form::Day || number(11, 13) <= 23 && number(14, 16) <= 59 && number(17, 19) <= 59;
        (real && on_time).then_some(form)
    }

    #[test]
    fn every_byte_at_every_place_is_judged_as_it_reads() {
        let (mut dates, mut asked) = (0, 0);
        for text in ["2026-12-01", "2024-02-29", "0000-11-30", "2026-12-01T23:59:59Z", "1999-09-19T09:19:29Z"] {
            for place in 0..=text.len() {
                for byte in 0..128_u8 {
                    let (before, after) = text.split_at(place);
                    let longer = format!("{before}{}{after}", char::from(byte));
                    let other = format!("{before}{}{}", char::from(byte), after.get(1..).unwrap_or_default());
                    for text in [longer, other] {
                        assert_eq!(form(&text), plainly(&text), "{text:?}");
                        dates += u32::from(form(&text).is_some());
                        asked += 1;
                    }
                }
                assert_eq!(form(&text[..place]), plainly(&text[..place]), "{text} cut");
            }
        }
        assert!(dates > 300 && dates * 20 < asked, "{dates} of {asked}");
    }

    #[test]
    fn every_pair_of_digits_is_a_month_a_day_or_a_time_or_none() {
        for number in 0..100 {
            for text in [
                format!("2026-{number:02}-28"),
                format!("2026-01-{number:02}"),
                format!("2026-{number:02}-31"),
                format!("2026-02-{number:02}"),
                format!("2000-02-{number:02}"),
                format!("{number:02}00-02-29"),
                format!("20{number:02}-02-29"),
                format!("2026-12-01T{number:02}:00:00Z"),
                format!("2026-12-01T00:{number:02}:00Z"),
                format!("2026-12-01T00:00:{number:02}Z"),
            ] {
                assert_eq!(form(&text), plainly(&text), "{text}");
            }
        }
    }
}
