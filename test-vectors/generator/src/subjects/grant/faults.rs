//! Texts that are no clauses.

use depute_vectors::kit::grant::closed;
use depute_vectors::kit::{CAROL, DAVE, Key, did, list, map};

use super::requirements::OFF_THE_CURVE;
use super::{Row, Texts};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    forms(file);
    operands(file);
    scalars(file);
    lists(file);
    requirements(file);
    sizes(file);
}

fn forms(file: &mut Subject) {
    Texts::clauses(file)
        .refuses(
            "grant_syntax",
            "example-status",
            &[
                ("syntax-empty", "", "the empty text is no clause"),
                (
                    "syntax-no-parentheses",
                    "flights.status",
                    "an action without parentheses does not say which arguments",
                ),
                ("syntax-no-end", "flights.status(", "the bracket is not closed"),
                ("syntax-behind", "flights.status() x", "something follows the clause"),
                ("syntax-two-clauses", "flights.status() flights.search()", "two clauses"),
                ("syntax-newline-behind", "flights.status()\n", "a newline is no space: a clause is one line"),
                ("syntax-no-break-space", "flights.status(\u{A0})", "only U+0020 and the tab are spaces"),
                ("syntax-comment", "flights.status() # all", "no remark stands behind a clause"),
                ("syntax-space-in-action", "flights .status()", "no space stands within an action"),
                ("syntax-slash-in-action", "flights/status()", "other characters need quotes"),
                ("syntax-no-action", "()", "no action"),
                ("syntax-empty-action", "\"\"()", "an action of no character"),
                ("syntax-allow", "allow flights.status()", "the word `allow` belongs to a whole grant"),
            ],
        )
        .refuses(
            "grant_syntax",
            "example-below",
            &[
                ("syntax-star-behind-letters", "ci*(..)", "a star stands alone or behind a dot"),
                ("syntax-star-first", "*.ci(..)", "a star stands at the end"),
                ("syntax-star-within", "ci.*.run(..)", "a star does not stand within"),
                ("syntax-two-stars", "ci.**(..)", "one star, and no more"),
                ("syntax-star-of-nothing", ".*(..)", "a prefix has a character"),
                ("syntax-star-apart", "ci. *(..)", "a pattern is one token"),
                ("syntax-nothing-within", "ci.*", "a pattern has parentheses too"),
            ],
        )
        .refuses(
            "grant_syntax",
            "example-book",
            &[
                ("syntax-rest-first", "flights.book(.., price <= 600)", "`..` stands last"),
                ("syntax-rest-twice", "flights.book(price <= 600, .., ..)", "`..` stands once"),
                ("syntax-comma-last", "flights.book(to = \"SFO\", price <= 600,)", "no comma behind the last argument"),
                ("syntax-comma-first", "flights.book(, to = \"SFO\")", "no comma before the first"),
                ("syntax-no-comma", "flights.book(to = \"SFO\" price <= 600)", "a comma between arguments"),
                ("syntax-semicolon", "flights.book(to = \"SFO\"; price <= 600)", "a semicolon is no comma"),
                ("syntax-name-twice", "flights.book(to = \"SFO\", to = \"LAX\")", "an argument is named once"),
                (
                    "syntax-name-twice-quoted",
                    "flights.book(to = \"SFO\", \"to\" = \"LAX\")",
                    "an argument is named once, quoted or not",
                ),
                ("syntax-hyphen-in-name", "flights.book(to-day = \"SFO\")", "a name with a hyphen needs quotes"),
                ("syntax-dot-in-name", "flights.book(to.day = \"SFO\")", "a name with a dot needs quotes"),
                ("syntax-digit-name", "flights.book(1 = \"SFO\")", "a name that begins with a digit needs quotes"),
                ("syntax-letter-name", "flights.book(\u{FC} = \"SFO\")", "a name of other letters needs quotes"),
                ("syntax-name-in-single-quotes", "flights.book('to' = \"SFO\")", "single quotes are none"),
            ],
        );
}

fn operands(file: &mut Subject) {
    let mut texts = Texts::clauses(file);
    texts
        .refuses(
            "grant_syntax",
            "text-comparisons",
            &[
                ("syntax-double-equals", "a(x == 1)", "`==` is no operator"),
                ("syntax-not-equal", "a(x != 1)", "there is no negation"),
                ("syntax-not", "a(x not 1)", "there is no negation in a word either"),
                ("syntax-or", "a(x > 1 or < 9)", "there is no `or`"),
                ("syntax-ampersands", "a(x > 1 && < 9)", "limits are joined by the word"),
                ("syntax-and-in-upper-case", "a(x > 1 AND < 9)", "words are in lower case"),
                ("syntax-and-glued", "a(x > 1 and2 < 9)", "a word ends where no letter, digit or `_` follows"),
                ("syntax-space-in-operator", "a(x < = 9)", "no space within an operator"),
                ("syntax-reversed", "a(9 >= x)", "the argument stands first"),
                ("syntax-text-compared", "a(x < \"9\")", "a text is compared only as a date"),
                ("syntax-nothing-compared", "a(x < )", "an operand is missing"),
                ("syntax-list-compared", "a(x < [9])", "a list is not compared"),
                ("syntax-number-plus-unit", "a(x < 9 USD)", "a number has no unit in a clause"),
                ("syntax-and-last", "a(x > 1 and)", "a limit follows `and`"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-equal",
            &[
                ("syntax-bare-text", "a(x = b)", "a text has quotes"),
                ("syntax-single-quotes", "a(x = 'b')", "a text has double quotes"),
                ("syntax-null", "a(x = null)", "null is no scalar of a grant"),
                ("syntax-equal-to-list", "a(x = [\"b\"])", "a list is no scalar"),
                ("syntax-equal-to-object", "a(x = {})", "an object is no scalar"),
                ("syntax-true-in-upper-case", "a(x = True)", "booleans are in lower case"),
                ("syntax-colon-scalar", "a(x: \"b\")", "behind a colon stands a shape"),
                ("syntax-regex", "a(x matches \"b\")", "there are no regular expressions"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-instants",
            &[
                ("syntax-date-unreal", "a(x <= date \"2026-02-30\")", "a date is a real one"),
                ("syntax-bound-word", "a(x < true)", "a bound is a number or a date"),
                ("syntax-date-number", "a(x <= date 20261201)", "a date is a text"),
                ("syntax-date-alone", "a(x = date \"2026-12-01\")", "a date is compared: `=` takes a scalar"),
            ],
        );
    texts
        .refuses(
            "grant_syntax",
            "text-under",
            &[
                ("syntax-path-relative", "a(x under \"data\")", "a path of a limit is absolute"),
                ("syntax-path-final-slash", "a(x under \"/data/\")", "a path of a limit has no final slash"),
                ("syntax-path-dots", "a(x under \"/data/../etc\")", "a path of a limit is clean"),
                ("syntax-path-look-alike", "a(x under \"/d\u{2215}ata\")", "a path of a limit has no look-alikes"),
                ("syntax-path-number", "a(x under 1)", "a path of a limit is a text"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-in-mixed",
            &[
                ("syntax-in-comma-last", "a(x in [\"a\",])", "no comma behind the last member"),
                ("syntax-in-scalar", "a(x in \"a\")", "`in` takes a list"),
                ("syntax-in-name", "a(x in [a])", "members of a list are scalars, and a bare word is none"),
                ("syntax-in-list", "a(x in [[\"a\"]])", "members of a list are no lists"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-like",
            &[
                ("syntax-glob-two-stars", "a(x like \"docs/**\")", "no two stars side by side"),
                ("syntax-glob-empty", "a(x like \"\")", "a glob is not empty"),
                ("syntax-glob-final-slash", "a(x like \"docs/\")", "a glob is clean segments"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-within",
            &[
                ("syntax-url-without-path", "a(x within \"https://h\")", "a URL of a limit has a path"),
                ("syntax-url-query", "a(x within \"https://h/?q\")", "a URL of a limit has no query"),
                ("syntax-url-backslash", "a(x within \"https://good\\\\@evil/\")", "a URL of a limit is clean"),
                ("syntax-url-with-alone", "a(x within \"https://h/\" with)", "`with` goes with `query`"),
                ("syntax-url-query-alone", "a(x within \"https://h/\" query)", "`query` goes with `with`"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-at",
            &[
                ("syntax-domain-case", "a(x at \"Example.com\")", "a domain of a limit is clean"),
                ("syntax-domain-star", "a(x at \"*.example.com\")", "a domain of a limit is no pattern"),
                ("syntax-domain-address", "a(x at \"a@example.com\")", "a domain of a limit is no address"),
                ("syntax-domain-bare", "a(x at example.com)", "a domain of a limit has quotes"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-cidr",
            &[
                ("syntax-network-bits", "a(x cidr \"10.0.0.1/8\")", "further bits of a network are 0"),
                ("syntax-network-address", "a(x cidr \"10.0.0.1\")", "a network has its number of bits"),
                ("syntax-network-mapped", "a(x cidr \"::ffff:0:0/96\")", "mapped addresses are no network"),
            ],
        );
}

fn scalars(file: &mut Subject) {
    Texts::clauses(file)
        .refuses(
            "json_number",
            "canonical-number-greatest",
            &[
                ("number-2-to-53", "a(x <= 9007199254740992)", "an integer beyond 2⁵³−1"),
                ("number-many-digits", "a(x <= 60000.0000000000001)", "a literal that no double holds as written"),
                ("number-zero-first", "a(x <= 01)", "a zero in front"),
                ("number-too-great", "a(x <= 1e400)", "a number that is infinite as a double"),
                ("number-too-small", "a(x <= 1e-400)", "a number that is 0 as a double"),
            ],
        )
        .refuses(
            "json_string",
            "canonical-string-escapes",
            &[
                ("string-lone-surrogate", "a(x = \"\\ud800\")", "half of a pair of escapes"),
                ("string-bad-escape", "a(x = \"\\x41\")", "an escape that JSON has not"),
                ("string-raw-tab", "a(x = \"b\tc\")", "a raw tab in a string"),
            ],
        )
        .refuses(
            "character_refused",
            "canonical-string-escapes",
            &[
                ("string-bidi", "a(x = \"b\\u202ec\")", "a direction override, as an escape"),
                ("string-zero-width", "a(x = \"b\u{200B}c\")", "a zero-width space, raw"),
                ("string-newline", "a(x = \"b\\nc\")", "a newline, as an escape"),
                ("string-name-bidi", "a(\"b\\u202ec\" = 1)", "a direction override in a name"),
                ("string-action-bidi", "\"b\\u202ec\"(..)", "a direction override in an action"),
                ("string-path-nul", "a(x under \"/b\\u0000\")", "U+0000 in a path"),
                ("string-member-tag", "a(x in [\"\\udb40\\udc41\"])", "a tag in a member of a list"),
            ],
        )
        .refuses(
            "secret_refused",
            "text-equal",
            &[
                ("string-secret", "a(x = \"dptsk1_\")", "the text of a secret key stands nowhere in a grant"),
                (
                    "string-secret-within",
                    "a(x = \"see dptsk1_ABC\")",
                    "the text of a secret key stands nowhere within a text",
                ),
            ],
        )
        .refuses(
            "duplicate_item",
            "text-in-mixed",
            &[
                ("twice-member", "a(x in [\"b\", \"b\"])", "a member of a list twice"),
                ("twice-member-respelled", "a(x in [1, 1.0])", "a number twice, in two spellings"),
                ("twice-member-escaped", "a(x in [\"A\", \"\\u0041\"])", "a text twice, once with an escape"),
            ],
        )
        .refuses(
            "duplicate_item",
            "text-comparisons",
            &[("twice-limit", "a(x > 1 and < 9 and > 1)", "a limit twice on one argument")],
        );
}

fn lists(file: &mut Subject) {
    Texts::clauses(file)
        .refuses(
            "grant_syntax",
            "text-each-and-has",
            &[
                ("syntax-has-alone", "a(x: [has 5])", "`has` stands behind an `each`"),
                ("syntax-has-as-limit", "a(x has 5)", "`has` is no limit of an argument"),
                ("syntax-has-behind-position", "a(x: [1, has 5])", "`has` stands behind no position"),
                ("syntax-each-twice", "a(x: [each _, each _])", "`each` stands once"),
                ("syntax-each-and-position", "a(x: [each _, 5])", "`each` stands beside no positions"),
                ("syntax-each-and-rest", "a(x: [each _, ..])", "`each` stands beside no `..`"),
                ("syntax-each-of-nothing", "a(x: [each])", "`each` says of what"),
                ("syntax-has-of-nothing", "a(x: [each _, has])", "`has` says of what"),
                ("syntax-has-behind-bracket", "a(x: [each _] and has 1)", "`has` is inside the bracket"),
                ("syntax-limit-behind-list", "a(x: [..] and <= 5)", "behind a list stands only a length"),
                ("syntax-length-behind-object", "a(x: {..} and len <= 5)", "behind an object stands nothing"),
                ("syntax-list-behind-length", "a(x len <= 5 and [..])", "a shape stands first"),
                ("syntax-rest-before-position", "a(x: [.., 1])", "`..` ends a list"),
                ("syntax-position-name", "a(x: [b])", "a position is a scalar, limits or a shape"),
                ("syntax-list-without-colon", "a(x [..])", "a shape stands behind a colon"),
                ("syntax-colon-limit", "a(x: <= 5)", "limits stand behind no colon"),
            ],
        )
        .refuses(
            "grant_syntax",
            "text-len-equal",
            &[
                ("syntax-len-alone", "a(x len 3)", "a length has a comparison"),
                ("syntax-len-negative", "a(x len <= -1)", "a length is digits"),
                ("syntax-len-fraction", "a(x len <= 3.0)", "a length has no fraction"),
                ("syntax-len-text", "a(x len <= \"3\")", "a length is no text"),
                ("syntax-len-in", "a(x len in [3])", "a length is not one of several"),
            ],
        )
        .refuses(
            "duplicate_item",
            "text-each-and-has",
            &[
                ("twice-has", "a(x: [each _, has 1, has 1])", "`has` twice alike"),
                ("twice-length", "a(x: [..] and len <= 5 and len <= 5)", "a length twice alike"),
            ],
        );
}

fn requirements(file: &mut Subject) {
    let (carol, dave) = (CAROL.did(), DAVE.did());
    let mut texts = Texts::clauses(file);
    texts
        .refuses(
            "requirement_unknown",
            "needs-2",
            &[
                ("needs-0", "a(..) needs 0(h'80')", "there is no requirement 0"),
                ("needs-7", "a(..) needs 7(h'80')", "there is no requirement 7"),
            ],
        )
        .refuses(
            "grant_syntax",
            "needs-2",
            &[
                ("needs-word", "a(..) needs fact(1)", "a requirement has its name or a number"),
                ("needs-1-by-number", "a(..) needs 1(h'80')", "requirement 1 has its name, `approval`"),
                ("needs-half-a-byte", "a(..) needs 2(h'8')", "a byte has two digits"),
                ("needs-upper-case", "a(..) needs 2(h'8A')", "digits are in lower case"),
                ("needs-without-h", "a(..) needs 2('80')", "bytes begin with h"),
                ("needs-nothing", "a(..) needs", "a requirement is missing"),
                ("needs-comma", "a(..) needs 2(h'80'), 3(h'80')", "each requirement has its word"),
                ("needs-before", "needs 2(h'80') a(..)", "a requirement stands behind its clause"),
            ],
        )
        .refuses(
            "value_invalid",
            "needs-2",
            &[("needs-approval-of-none", "a(..) needs approval(1 of [])", "an approval that nobody can give")],
        )
        .refuses(
            "cbor_long_head",
            "needs-2",
            &[(
                "needs-long-head",
                "a(..) needs 2(h'1801')",
                "parameters are strict CBOR: a head that could be shorter",
            )],
        )
        .refuses(
            "cbor_trailing",
            "needs-2",
            &[("needs-trailing", "a(..) needs 2(h'8000')", "parameters are one item and nothing behind it")],
        )
        .refuses(
            "cbor_truncated",
            "needs-2",
            &[("needs-truncated", "a(..) needs 2(h'81')", "parameters are one whole item")],
        )
        .refuses(
            "duplicate_item",
            "needs-two",
            &[("needs-twice", "a(..) needs 2(h'80') needs 2(h'80')", "the same requirement twice")],
        );
    let secret = format!("dptsk1_{}", "A".repeat(43));
    for (name, code, approval, shows) in [
        ("approval-by-none", "value_invalid", format!("approval(0 of [\"{carol}\"])"), "an approval by nobody"),
        (
            "approval-by-more",
            "value_invalid",
            format!("approval(3 of [\"{carol}\", \"{dave}\"])"),
            "an approval by more than are named",
        ),
        (
            "approval-by-nine",
            "value_invalid",
            format!("approval(9 of [{}])", many(16)),
            "an approval by nine: more than eight",
        ),
        ("approval-of-17", "limit_exceeded", format!("approval(1 of [{}])", many(17)), "an approval of seventeen keys"),
        (
            "approval-twice",
            "duplicate_item",
            format!("approval(1 of [\"{carol}\", \"{carol}\"])"),
            "one approver twice",
        ),
        ("approval-key", "key_invalid", "approval(1 of [\"did:key:z6Mk\"])".to_owned(), "a key that is none"),
        (
            "approval-off-the-curve",
            "key_invalid",
            format!("approval(1 of [\"{}\"])", did(&OFF_THE_CURVE)),
            "a key that is no point of the curve, which a text does not name",
        ),
        ("approval-secret", "secret_refused", format!("approval(1 of [\"{secret}\"])"), "a secret in place of a key"),
        ("approval-token", "kind_mismatch", "approval(1 of [\"dpt1_gQE\"])".to_owned(), "a token in place of a key"),
        ("approval-bare-key", "grant_syntax", format!("approval(1 of [{carol}])"), "a key without quotes"),
        ("approval-without-of", "grant_syntax", format!("approval(1 [\"{carol}\"])"), "the word `of` is missing"),
        ("approval-half", "grant_syntax", format!("approval(1.5 of [\"{carol}\", \"{dave}\"])"), "one and a half"),
        ("approval-alone", "grant_syntax", "approval".to_owned(), "an approval that does not say by whom"),
    ] {
        let text = format!("a(..) needs {approval}");
        texts.refuses(code, "needs-spaces", &[(name, &text, shows)]);
    }
}

fn many(count: u8) -> String {
    let keys: Vec<String> = (0..count).map(|n| format!("{:?}", Key::new("one of many", 100 + n).did())).collect();
    keys.join(", ")
}

/// A text with so many of something.
type OfSize<'a> = Box<dyn Fn(usize) -> String + 'a>;

fn sizes(file: &mut Subject) {
    let names = |count: usize| (0..count).map(|n| format!("x{n:02}")).collect::<Vec<_>>().join(", ");
    let numbers = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let mut texts = Texts::clauses(file);
    let rows: [(Row<usize>, usize, OfSize); 8] = [
        (("names", 32, "names of one clause"), 33, Box::new(|count| format!("a({})", names(count)))),
        (("members", 64, "members of a list"), 65, Box::new(|count| format!("a(x in [{}])", numbers(count)))),
        (
            ("positions", 64, "positions of a list"),
            65,
            Box::new(|count| format!("a(x: [{}])", vec!["_"; count].join(", "))),
        ),
        (("string", 1024, "bytes of a text"), 1025, Box::new(|count| format!("a(x = \"{}\")", "b".repeat(count)))),
        (("action", 256, "bytes of an action"), 257, Box::new(|count| format!("{}()", "b".repeat(count)))),
        (("glob", 128, "bytes of a glob"), 129, Box::new(|count| format!("a(x like \"{}\")", "b".repeat(count)))),
        (("stars", 8, "stars of a glob"), 9, Box::new(|count| format!("a(x like \"{}\")", vec!["*"; count].join("b")))),
        (("length", 65_536, "a length"), 65_537, Box::new(|count| format!("a(x len <= {count})"))),
    ];
    for ((name, at, what), over, text) in rows {
        let (right, wrong) = (format!("text-limit-{name}"), format!("text-limit-{name}-over"));
        let expect = serde_json::json!({ "verdict": "read", "text": text(at) });
        texts.file.yes(&right, &format!("{at}: {what}"), texts.question(&text(at)), expect).flags(&["limit"]);
        let shows = format!("{over}: {what}");
        let expect = serde_json::json!({ "code": "limit_exceeded" });
        texts.file.no(&wrong, &right, &shows, texts.question(&text(over)), expect).flags(&["limit"]);
    }
    let deep = |inner: &str| format!("a(x: {{a: {{b: {{c: {inner}}}}}}})");
    let wire = list![14, map! { "a" => list![14, map! { "b" => list![14, map! { "c" => list![14, map! {}] }] }] }];
    let shows = "four shapes nested in each other";
    texts.reads("text-limit-nesting", shows, &deep("{}"), &closed("a", map! { "x" => wire }), &deep("{}"));
    let five = deep("{d: []}");
    texts.refuses("limit_exceeded", "text-limit-nesting", &[("text-limit-nesting-over", &five, "five shapes nested")]);
    let spaced = |bytes: usize| format!("a({})", " ".repeat(bytes - 3));
    let shows = "a text of 65,536 bytes";
    texts.reads("text-limit-bytes", shows, &spaced(65_536), &closed("a", map! {}), "a()");
    let over = spaced(65_537);
    texts.refuses("limit_exceeded", "text-limit-bytes", &[("text-limit-bytes-over", &over, "a text of 65,537 bytes")]);
}
