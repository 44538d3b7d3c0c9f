//! `under` and `like`: clean segments, and the texts that some reader takes for others.

use depute_vectors::kit::list;
use serde_json::json;

use super::Judged;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    under(file);
    under_the_root(file);
    like(file);
    stars(file);
    sizes(file);
}

fn under(file: &mut Subject) {
    Judged::by(file, list![7, "/data"], " under \"/data\"")
        .accepts([
            ("under-itself", "/data", "the very one that the limit states"),
            ("under-file", "/data/a", "a path below"),
            ("under-deep", "/data/a/b/c", "a path further below"),
            ("under-space-within", "/data/a b", "a space within a segment is a character"),
            ("under-hidden", "/data/.hidden", "a segment may begin with a dot"),
            ("under-three-dots", "/data/...", "a segment of three dots is a name"),
            ("under-dots-within", "/data/a..b", "two dots within a segment are characters"),
            ("under-other-letters", "/data/ä漢", "letters of any script stay as they are"),
            ("under-tilde", "/data/~a", "a tilde in a segment is a character"),
            ("under-star", "/data/*", "a star in a path is a character: no pattern is in a value"),
            ("under-semicolon", "/data/a;b", "a semicolon in a path is a character: only URLs refuse it"),
        ])
        .refuses(
            "arg_outside_path",
            "under-file",
            &["attack"],
            [
                ("under-sibling-prefix", "/database", "a longer name with the same beginning is no path below"),
                ("under-sibling-prefix-file", "/data-old/a", "a sibling whose name begins alike is outside"),
                ("under-other-case", "/Data/a", "paths are compared as bytes: case counts"),
                ("under-parent", "/", "the parent is outside"),
                ("under-other", "/etc/passwd", "another folder is outside"),
                ("under-shorter", "/dat", "a shorter name is outside"),
                ("under-inner", "/srv/data/a", "the folder's name elsewhere in a path counts for nothing"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "under-file",
            &["attack"],
            [
                ("under-dot-dot", "/data/../etc", "two dots are resolved by some, so by nobody here"),
                ("under-dot-dot-within", "/data/a/../b", "two dots that stay below are refused as well"),
                ("under-dot-dot-end", "/data/a/..", "two dots at the end"),
                ("under-dot", "/data/./a", "a segment of one dot"),
                ("under-dot-end", "/data/.", "a segment of one dot at the end"),
                ("under-empty-segment", "/data//a", "an empty segment"),
                ("under-two-slashes-first", "//data/a", "two slashes at the beginning are a host to some readers"),
                ("under-final-slash", "/data/a/", "a final slash is another spelling"),
                ("under-folder-final-slash", "/data/", "a final slash behind the folder itself"),
                ("under-relative", "data/a", "a path that is not absolute"),
                ("under-empty", "", "the empty text"),
                ("under-backslash", "/data\\a", "a backslash separates in some readers"),
                ("under-backslash-dot-dot", "/data\\..\\etc", "two dots between backslashes"),
                ("under-backslash-alone", "/data/\\", "a segment that is a backslash"),
                ("under-percents", "/data/%%", "a segment of percent signs"),
                ("under-backslash-end", "/data/a\\", "a backslash at the end"),
                ("under-escaped-dots", "/data/%2e%2e/etc", "escaped dots are dots to some readers"),
                ("under-escaped-slash", "/data/..%2fetc", "an escaped slash is a slash to some readers"),
                ("under-escaped-twice", "/data/%252e%252e/etc", "an escape of an escape"),
                ("under-percent", "/data/100%", "a percent sign alone: some readers begin an escape with it"),
                ("under-drive", "C:\\data\\a", "a drive"),
                ("under-drive-slashes", "C:/data/a", "a drive with slashes"),
                ("under-unc", "\\\\host\\data\\a", "a UNC path"),
                ("under-home", "~/data/a", "a home folder, which a shell would fill in"),
                ("under-file-url", "file:///data/a", "a file URL"),
                ("under-space-before", " /data/a", "a space before the path"),
                ("under-space-behind", "/data/a ", "a space at the end is trimmed by some systems"),
                ("under-segment-space-before", "/data/ a", "a space at the beginning of a segment"),
                ("under-segment-space-behind", "/data/a /b", "a space at the end of a segment"),
                ("under-segment-dots-and-space", "/data/.. /etc", "two dots and a space, which some systems trim"),
                ("under-nul", "/data/a\0.png", "U+0000 ends the path for some readers"),
                ("under-newline", "/data/a\n", "a newline at the end"),
                ("under-tab", "/data/a\tb", "a tab"),
                ("under-full-width-dots", "/data/\u{FF0E}\u{FF0E}/etc", "full-width dots become dots when normalised"),
                ("under-two-dot-leader", "/data/\u{2025}/etc", "the two dot leader becomes two dots"),
                ("under-full-width-slash", "/data/..\u{FF0F}etc", "the full-width slash becomes a slash"),
                ("under-full-width-backslash", "/data/..\u{FF3C}etc", "the full-width backslash becomes a backslash"),
                ("under-yen", "/data/..\u{A5}etc", "the yen sign is a backslash in code page 932"),
                ("under-zero-width", "/data/.\u{200B}./etc", "a zero-width space between dots"),
                ("under-bidi", "/data/\u{202E}gpj.exe", "a direction override, which shows another name"),
                ("under-bom", "\u{FEFF}/data/a", "a byte order mark before the path"),
                ("under-no-break-space-behind", "/data/a\u{A0}", "a no-break space at the end is trimmed by some"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "under-file",
            &[],
            [
                ("under-number", json!(1), "a number is no path"),
                ("under-null", json!(null), "null is no path"),
                ("under-list", json!(["/data/a"]), "a list of a path is no path"),
            ],
        );
}

fn under_the_root(file: &mut Subject) {
    Judged::by(file, list![7, "/"], " under \"/\"")
        .accepts([
            ("under-root-itself", "/", "the root is under itself"),
            ("under-root-file", "/etc/passwd", "everything is under the root"),
        ])
        .refuses(
            "arg_ambiguous",
            "under-root-file",
            &["attack"],
            [
                ("under-root-dot-dot", "/../etc/passwd", "what is not clean is refused under the root too"),
                ("under-root-relative", "etc/passwd", "a path that is not absolute is refused under the root too"),
            ],
        );
    Judged::by(file, list![7, "/w/app"], " under \"/w/app\"")
        .accepts([("under-two-segments", "/w/app/src", "a path below a folder of two segments")])
        .refuses(
            "arg_outside_path",
            "under-two-segments",
            &[],
            [
                ("under-two-segments-parent", "/w", "the folder above is outside"),
                ("under-two-segments-sibling", "/w/apps", "a sibling with the same beginning is outside"),
            ],
        );
}

fn like(file: &mut Subject) {
    Judged::by(file, list![8, "docs/*.md"], " like \"docs/*.md\"")
        .accepts([
            ("like-file", "docs/a.md", "a star stands for a name"),
            ("like-nothing", "docs/.md", "a star stands for nothing too"),
            ("like-space", "docs/a b.md", "a star stands for any characters of a segment"),
            ("like-twice", "docs/a.md.md", "the text after the last star ends what is left"),
            ("like-other-letters", "docs/ä漢.md", "a star stands for letters of any script"),
        ])
        .refuses(
            "arg_not_like",
            "like-file",
            &["attack"],
            [
                ("like-other-case", "docs/a.MD", "globs compare bytes: case counts"),
                ("like-too-few-segments", "docs", "fewer segments"),
                ("like-star-over-slash", "docs/a/b.md", "a star does not cross a slash"),
                ("like-absolute", "/docs/a.md", "a value with a leading slash under a glob without"),
                ("like-goes-on", "docs/a.md.exe", "the value goes on behind the pattern"),
                ("like-begins-before", "mydocs/a.md", "the value begins before the pattern"),
                ("like-no-dot", "docs/amd", "a dot is a dot, and not any character"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "like-file",
            &["attack"],
            [
                ("like-dot-dot", "docs/../a.md", "two dots"),
                ("like-dot-dot-md", "docs/..", "two dots in the place of the star"),
                ("like-empty-segment", "docs//a.md", "an empty segment"),
                ("like-final-slash", "docs/a.md/", "a final slash"),
                ("like-backslash", "docs\\a.md", "a backslash"),
                ("like-escape", "docs/%61.md", "an escaped letter"),
                ("like-empty", "", "the empty text"),
                ("like-zero-width", "docs/\u{200B}.md", "a zero-width space"),
                ("like-newline", "docs/a.md\n", "a newline at the end"),
                ("like-newline-within", "docs/a\nb.md", "a newline within: no line ends early"),
                ("like-space-behind", "docs/a.md ", "a space at the end"),
                ("like-full-width-slash", "docs/..\u{FF0F}a.md", "a full-width slash"),
            ],
        )
        .refuses("arg_wrong_type", "like-file", &[], [("like-number", 1, "a number has no pattern")]);
    Judged::by(file, list![8, "/srv/*"], " like \"/srv/*\"")
        .accepts([("like-absolute-glob", "/srv/a", "both have a leading slash")])
        .refuses(
            "arg_not_like",
            "like-absolute-glob",
            &[],
            [("like-absolute-glob-relative", "srv/a", "the glob alone has a leading slash")],
        );
    Judged::by(file, list![8, "a?[b]{c}"], " like \"a?[b]{c}\"")
        .accepts([("like-plain-characters", "a?[b]{c}", "only the star is special")])
        .refuses(
            "arg_not_like",
            "like-plain-characters",
            &["attack"],
            [
                ("like-question-mark", "ax[b]{c}", "a question mark is no wildcard"),
                ("like-brackets", "a?b{c}", "brackets are no set of characters"),
                ("like-braces", "a?[b]c", "braces are no alternatives"),
            ],
        );
}

fn stars(file: &mut Subject) {
    for (glob, name, right, wrong, shows) in [
        ("*", "one-star", "a", "a/b", "a star alone is one segment"),
        ("*", "one-star-absolute", "b", "/b", "a star alone takes no leading slash"),
        ("*/*", "two-segments", "a/b", "a", "two stars are two segments"),
        ("a*a", "overlap", "aa", "a", "beginning and end of a pattern do not overlap"),
        ("*ab*ab*", "pieces", "xabxabx", "xabx", "each piece is taken once"),
        ("ab*bc", "ends", "abbc", "abc", "a letter is not both of the beginning and of the end"),
        ("*a*b", "last", "abab", "aba", "the text after the last star ends the value"),
        ("x*yz*yz", "greedy", "xyzyz", "xyz", "a piece between stars leaves what is behind to the end"),
        ("*.*.*", "dots", "a.b.c", "a.b", "every character of the pattern is needed"),
        ("*/a", "rooted", "b/a", "/a", "a star that stands for nothing does not make a path absolute"),
        ("svc-*", "prefix", "svc-", "svc", "a star stands for nothing, and the hyphen is needed"),
    ] {
        let (right_name, wrong_name) = (format!("glob-{name}"), format!("glob-{name}-not"));
        let mut judged = Judged::by(file, list![8, glob], &format!(" like {glob:?}"));
        judged.says(&right_name, None, shows, &json!(right).to_string(), &super::accepted(), &[]);
        let expect = super::refused("arg_not_like", "x");
        judged.says(&wrong_name, Some(&right_name), shows, &json!(wrong).to_string(), &expect, &[]);
    }
    let glob = "*a*a*a*a*a*a*a*a";
    let mut judged = Judged::by(file, list![8, glob], &format!(" like {glob:?}"));
    let (right, wrong) = ("a".repeat(4096), format!("{}b", "a".repeat(4095)));
    let shows = "eight stars and the longest value: linear for each star";
    judged.says("glob-eight-stars", None, shows, &json!(right).to_string(), &super::accepted(), &["limit"]);
    let expect = super::refused("arg_not_like", "x");
    let shows = "eight stars and a value that fails at its end: no backtracking";
    judged.says(
        "glob-eight-stars-not",
        Some("glob-eight-stars"),
        shows,
        &json!(wrong).to_string(),
        &expect,
        &["attack"],
    );
}

fn sizes(file: &mut Subject) {
    let path = |bytes: usize| format!("/data/{}", "a".repeat(bytes - 6));
    Judged::by(file, list![7, "/data"], " under \"/data\"")
        .accepts([
            ("under-4096-bytes", path(4096), "a path of 4,096 bytes"),
            ("under-4096-bytes-of-letters", format!("/data/{}", "é".repeat(2045)), "bytes are counted: 4,096 of them"),
        ])
        .refuses(
            "arg_ambiguous",
            "under-4096-bytes",
            &["limit"],
            [("under-4097-bytes", path(4097), "a path of 4,097 bytes")],
        )
        .refuses(
            "arg_ambiguous",
            "under-4096-bytes-of-letters",
            &["limit"],
            [(
                "under-4098-bytes-of-letters",
                format!("/data/{}", "é".repeat(2046)),
                "2,052 characters are 4,098 bytes",
            )],
        );
    Judged::by(file, list![8, "*"], " like \"*\"")
        .accepts([("like-4096-bytes", "a".repeat(4096), "a value of 4,096 bytes")])
        .refuses(
            "arg_ambiguous",
            "like-4096-bytes",
            &["limit"],
            [("like-4097-bytes", "a".repeat(4097), "a value of 4,097 bytes")],
        );
}
