//! `under`: an absolute POSIX path that is the one named, or lies below it.
//!
//! Compared segment by segment as bytes. `.`, `..`, empty segments, `\`, `%`, invisible characters and look-alikes of
//! these are refused rather than resolved: a resolver here and one in the tool would be two (CVE-2025-53110). A
//! symbolic link is the tool's to resolve; no text can show it (CVE-2025-53109).

use super::Miss;
use crate::codepoints::{self, InPath};
use crate::limits;

/// Whether this is one absolute path that every reader resolves alike: `/`, or `/` and clean segments, and not longer
/// than a system takes.
pub(crate) fn is_clean(path: &str) -> bool {
    path == "/" || path.starts_with('/') && are_clean_segments(path)
}

/// Whether these are clean segments joined by `/`, one of which may stand before the first, and not longer than a system
/// takes.
pub(crate) fn are_clean_segments(text: &str) -> bool {
    let mut segments = Segments::default();
    text.len() <= limits::PATH_BYTES
        && text.strip_prefix('/').unwrap_or(text).chars().all(|c| segments.read(c))
        && segments.end()
}

/// Segments joined by `/`, read character by character. Clean is one that names one entry of a folder and nothing else,
/// also to a reader that trims spaces.
#[derive(Default)]
pub(crate) struct Segments {
    last: Segment,
}

/// What was read of the last segment.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Segment {
    #[default]
    Nothing,
    Dot,
    DotDot,
    /// A name, if nothing follows.
    Name,
    /// A name and spaces, none if nothing follows.
    Space,
}

impl Segments {
    /// One more character; whether clean segments can begin so.
    pub(crate) fn read(&mut self, c: char) -> bool {
        self.last = match (c, self.last) {
            ('/', Segment::Name) => Segment::Nothing,
            ('/', _) => return false,
            ('.', Segment::Nothing) => Segment::Dot,
            ('.', Segment::Dot) => Segment::DotDot,
            ('.', _) => Segment::Name,
            (_, last) => match codepoints::in_path(c) {
                InPath::Plain => Segment::Name,
                InPath::Space if last != Segment::Nothing => Segment::Space,
                InPath::Space | InPath::Refused => return false,
            },
        };
        true
    }

    /// Whether the last segment is clean if nothing follows.
    pub(crate) fn end(&self) -> bool {
        self.last == Segment::Name
    }
}

/// Whether a path is clean and is `base` or below it. `base` is clean.
pub(crate) fn under(base: &str, path: &str) -> Result<(), Miss> {
    if !is_clean(path) {
        return Err(Miss::Ambiguous);
    }
    if covers(base, path) { Ok(()) } else { Err(Miss::Outside) }
}

/// Whether everything under `inner` is under `outer`. Both are clean.
pub(crate) fn covers(outer: &str, inner: &str) -> bool {
    outer == "/" || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_is_by_segments_not_by_letters() {
        for inside in
            ["/data", "/data/a", "/data/a/b c", "/data/.hidden", "/data/...", "/data/~", "/data/ä漢🛫", "/data/a:b"]
        {
            assert_eq!(under("/data", inside), Ok(()), "{inside}");
        }
        for outside in ["/", "/database", "/dat", "/Data/a", "/other/data"] {
            assert_eq!(under("/data", outside), Err(Miss::Outside), "{outside}");
        }
        assert_eq!(under("/", "/etc"), Ok(()));
        assert_eq!(under("/", "/"), Ok(()));
    }

    #[test]
    fn a_path_is_as_long_as_a_system_takes() {
        let path = |bytes: usize| alloc::format!("/data/{}", "a".repeat(bytes - 6));
        assert_eq!(under("/data", &path(4096)), Ok(()));
        assert_eq!(under("/data", &path(4097)), Err(Miss::Ambiguous));
    }

    #[test]
    fn what_a_tool_could_resolve_otherwise_is_refused() {
        for ambiguous in [
            "",
            "data",
            "data/a",
            "./data",
            "/data/",
            "/data//a",
            "//data/a",
            "/data/./a",
            "/data/../etc",
            "/data/..",
            "/data/%2e%2e/etc",
            "/data/a%00",
            "/data\\..\\etc",
            "C:\\data",
            "/data/\0",
            "/data/a\n",
            "/data/a\u{202E}b",
            "/data/\u{200B}",
            "/data/\u{2025}/etc",
            "/data/\u{FF0E}\u{FF0E}/etc",
            "/data\u{2215}a",
            "/data/\u{FF3C}",
            "/data/\u{FF05}2e",
            "/data\u{2044}..",
            "~/data",
            "/data/.. ",
            "/data/..\u{A0}",
            "/data/ ..",
            "/data/..\u{3000}",
            "/data/ /x",
            "/data/a ",
            "/data/\u{FE30}/etc",
            "/data/..\u{1D173}",
            "/data/x\u{2100}y",
            "/data/..\u{A5}..",
            "/data/\u{2488}",
            "file:///data",
        ] {
            assert_eq!(under("/data", ambiguous), Err(Miss::Ambiguous), "{ambiguous:?}");
        }
    }
}
