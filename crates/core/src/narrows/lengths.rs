//! How long a value is that passes: what is certain of it.

use crate::limit::{Bound, Comparison, Limit, Limits, Measure};
use crate::limits;

/// The lengths that values which pass can have; none if `least` is above `most`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub(super) least: u64,
    pub(super) most: u64,
}

const EVERY: Span = Span { least: 0, most: u64::MAX };

impl Span {
    /// Of one limit, if nothing passes it but texts and lists of certain lengths.
    pub(super) fn of(limit: &Limit<'_>) -> Option<Span> {
        let (least, most) = match limit {
            Limit::Len(measure, length) => match measure {
                Measure::Exactly => (*length, *length),
                Measure::Compared(Comparison::AtMost) => (0, *length),
                // Nothing is shorter than nothing.
                Measure::Compared(Comparison::Below) => match length.checked_sub(1) {
                    Some(most) => (0, most),
                    None => (1, 0),
                },
                Measure::Compared(Comparison::AtLeast) => (*length, u64::MAX),
                Measure::Compared(Comparison::Above) => (length.saturating_add(1), u64::MAX),
            },
            Limit::Positions { items, open } => {
                let count = items.len() as u64;
                (count, if *open { u64::MAX } else { count })
            }
            Limit::Each(_) | Limit::Has(_) => (1, u64::MAX),
            Limit::Compare(_, Bound::Date(date)) => (chars(date), chars(date)),
            Limit::Under(base) => (chars(base), limits::PATH_BYTES as u64),
            Limit::Like(pattern) => {
                // No segment is empty, though a star may be.
                let segments = pattern.strip_prefix('/').unwrap_or(pattern).split('/');
                let letters: u64 = segments.map(|segment| chars(&segment.replace('*', "")).max(1)).sum();
                let least = letters.saturating_add(pattern.matches('/').count() as u64);
                (least, if pattern.contains('*') { limits::PATH_BYTES as u64 } else { least })
            }
            Limit::Within { base, .. } => (chars(base), limits::URL_BYTES as u64),
            Limit::At(domain) => (chars(domain).saturating_add(2), limits::MAIL_BYTES as u64),
            Limit::Cidr(network) => network.address_bytes(),
            Limit::Equal(_) | Limit::In(_) | Limit::Compare(..) | Limit::Object(_) => return None,
        };
        Some(Span { least, most })
    }

    /// Of all of them together.
    pub(super) fn of_all(limits: &Limits<'_>) -> Span {
        let spans = limits.as_slice().iter().filter_map(Span::of);
        spans.fold(EVERY, |all, one| Span { least: all.least.max(one.least), most: all.most.min(one.most) })
    }

    /// Whether every length of the other is one of these.
    pub(super) fn covers(self, other: Span) -> bool {
        other.least > other.most || self.least <= other.least && other.most <= self.most
    }

    /// Whether no length is both one of these and one of the other's.
    pub(super) fn is_apart(self, other: Span) -> bool {
        self.least.max(other.least) > self.most.min(other.most)
    }
}

fn chars(text: &str) -> u64 {
    // Nearly every text is ASCII, and this is asked of each link above.
    if text.is_ascii() { text.len() as u64 } else { text.chars().count() as u64 }
}
