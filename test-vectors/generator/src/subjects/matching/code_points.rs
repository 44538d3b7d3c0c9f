//! The code points of paths: every range of the specification at both its ends, beside what stands just outside.

use depute_vectors::kit::code_points::{LOOK_ALIKES, REFUSED};
use depute_vectors::kit::list;
use serde_json::json;

use super::Judged;
use crate::model::Subject;

/// Which may not begin or end a segment.
const SPACES: [(u32, u32, &str); 7] = [
    (0x0020, 0x0020, "the space"),
    (0x00A0, 0x00A0, "the no-break space"),
    (0x1680, 0x1680, "the Ogham space mark"),
    (0x2000, 0x200A, "a space of some width"),
    (0x202F, 0x202F, "the narrow no-break space"),
    (0x205F, 0x205F, "the mathematical space"),
    (0x3000, 0x3000, "the ideographic space"),
];

pub(super) fn all(file: &mut Subject) {
    let mut judged = Judged::by(file, list![7, "/"], " under \"/\"");
    beside(&mut judged);
    for (from, to, what) in REFUSED.into_iter().chain(LOOK_ALIKES) {
        for code_point in ends(from, to) {
            within(&mut judged, code_point, what);
        }
    }
    for plane in [0, 1, 15, 16] {
        for code_point in [plane << 16 | 0xFFFE, plane << 16 | 0xFFFF] {
            within(&mut judged, code_point, "one of the last two code points of a plane");
        }
    }
    for (from, to, what) in SPACES {
        for code_point in ends(from, to) {
            around(&mut judged, code_point, what);
        }
    }
}

fn ends(from: u32, to: u32) -> Vec<u32> {
    if from == to { vec![from] } else { vec![from, to] }
}

/// What stands just outside of a range, and in no other, is a letter like others.
fn beside(judged: &mut Judged) {
    let neighbours = REFUSED.iter().chain(&LOOK_ALIKES).flat_map(|(from, to, _)| [from.wrapping_sub(1), to + 1]);
    let mut neighbours: Vec<u32> =
        neighbours.chain([0xFFFD, 0x1FFFD, 0x10FFFD]).filter(|point| is_plain(*point)).collect();
    neighbours.sort_unstable();
    neighbours.dedup();
    for chunk in neighbours.chunks(16) {
        let (first, last) = (chunk[0], chunk[chunk.len() - 1]);
        let path: String = chunk.iter().map(|point| format!("/a{}b", char_of(*point))).collect();
        let shows =
            format!("code points from U+{first:04X} to U+{last:04X} that stand just outside of the refused ranges");
        judged.says(
            &format!("point-beside-{first:04x}"),
            None,
            &shows,
            &super::ascii(&json!(path)),
            &super::accepted(),
            &[],
        );
    }
    judged.says("point-plain", None, "a plain letter within a segment", "\"/aab\"", &super::accepted(), &[]);
}

fn is_plain(point: u32) -> bool {
    let of_none = REFUSED.iter().chain(&LOOK_ALIKES).all(|(from, to, _)| !(*from..=*to).contains(&point));
    let separates = [u32::from('/'), u32::from('%'), u32::from('\\')].contains(&point);
    of_none && !separates && point & 0xFFFE != 0xFFFE && char::from_u32(point).is_some()
}

fn char_of(point: u32) -> char {
    char::from_u32(point).expect("a scalar value")
}

fn within(judged: &mut Judged, point: u32, what: &str) {
    let path = super::ascii(&json!(format!("/a{}b", char_of(point))));
    let shows = format!("U+{point:04X}, {what}, within a segment");
    let expect = super::refused("arg_ambiguous", "x");
    judged.says(&format!("point-{point:04x}"), Some("point-plain"), &shows, &path, &expect, &["unicode"]);
}

fn around(judged: &mut Judged, point: u32, what: &str) {
    let space = char_of(point);
    let name = format!("space-{point:04x}");
    let paths = [
        ("within", format!("/a{space}b"), format!("U+{point:04X}, {what}, within a segment is a character")),
        ("first", format!("/{space}ab"), format!("U+{point:04X}, {what}, begins a segment")),
        ("last", format!("/ab{space}"), format!("U+{point:04X}, {what}, ends a segment")),
    ];
    for (place, path, shows) in paths {
        let path = super::ascii(&json!(path));
        let right = format!("{name}-within");
        match place {
            "within" => judged.says(&right, None, &shows, &path, &super::accepted(), &["unicode"]),
            _ => {
                let expect = super::refused("arg_ambiguous", "x");
                judged.says(&format!("{name}-{place}"), Some(&right), &shows, &path, &expect, &["unicode"])
            }
        };
    }
}
