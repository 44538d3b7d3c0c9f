//! Texts of clauses and what they are: the wire form, and the one canonical text.

use depute_vectors::kit::grant::{approval, closed, needing, open};
use depute_vectors::kit::{CAROL, DAVE, Item, float, list, map, raw};
use serde_json::json;

use super::Texts;
use crate::model::{Question, Subject};

pub(super) fn all(file: &mut Subject) {
    examples(file);
    shapes(file);
    spaces(file);
    spellings(file);
    requirements(file);
}

/// Those of the specification, which are canonical.
fn examples(file: &mut Subject) {
    for (name, text, wire) in [
        ("search", "flights.search(..)", "836e666c69676874732e736561726368a0f5"),
        ("status", "flights.status()", "826e666c69676874732e737461747573a0"),
        (
            "book",
            "flights.book(to = \"SFO\", price <= 600)",
            "826c666c69676874732e626f6f6ba262746f82016353464f6570726963658203190258",
        ),
        (
            "read",
            "fs.read(path under \"/data\", encoding? in [\"utf-8\", \"utf-16\"])",
            "826766732e72656164a264706174688207652f6461746168656e636f64696e678200820282657574662d38667574662d3136",
        ),
        (
            "plan",
            "trip.plan(day >= date \"2026-12-01\" and < date \"2026-12-08\", ..)",
            "8369747269702e706c616ea1636461798282056a323032362d31322d303182046a323032362d31322d3038f5",
        ),
        (
            "query",
            "db.query(opts: {limit <= 50, ..}, params: [each <= 0.5])",
            "826864622e7175657279a2646f707473830ea1656c696d697482031832f566706172616d73820f8203fb3fe0000000000000",
        ),
        (
            "run",
            "shell.run(argv: [\"git\", \"push\", _, in [\"main\", \"dev\"], ..])",
            "82697368656c6c2e72756ea164617267768311848201636769748201647075736880820282646d61696e63646576f5",
        ),
        (
            "get",
            "http.get(url within \"https://api.example.com/v1/\", next? within \"https://h:8443/\" with query)",
            "8268687474702e676574a26375726c8209781b68747470733a2f2f6170692e6578616d706c652e636f6d2f76312f646e6578748200820a6f68747470733a2f2f683a383434332f",
        ),
        (
            "open",
            "net.open(host cidr \"10.0.0.0/8\", contact at \"example.com\")",
            "82686e65742e6f70656ea264686f7374820c6a31302e302e302e302f3867636f6e74616374820b6b6578616d706c652e636f6d",
        ),
        (
            "label",
            "issue.label(title len <= 80, labels: [each len <= 20, has \"agent\"] and len <= 5)",
            "826b69737375652e6c6162656ca2657469746c65820d82031850666c6162656c7383820f820d82031482108201656167656e74820d820305",
        ),
        (
            "send",
            "mail.send(to in [\"ops@example.com\"], body, urgent = false) needs 2(h'80')",
            "84696d61696c2e73656e64a362746f8202816f6f7073406578616d706c652e636f6d64626f64798066757267656e748201f4f481820280",
        ),
        (
            "pay",
            "pay(..) needs approval(1 of [\"did:key:z6MkwVDfCg9LbbY6xjH3EZk8YSFQZujV5Y4y1ZWeER9tDiN3\"])",
            "8463706179a0f5818201820181\
             5820fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618",
        ),
        ("below", "ci.*(..)", "8381626369a0f5"),
        ("everything", "*(..)", "8380a0f5"),
    ] {
        let expect = json!({ "verdict": "read", "wire": wire, "text": text });
        let question = Question::new("clause-text", json!({ "text": text }));
        file.yes(&format!("example-{name}"), "an example of the specification", question, expect);
    }
}

fn shapes(file: &mut Subject) {
    let x = |limits: Item| closed("a", map! { "x" => limits });
    let mut texts = Texts::clauses(file);
    for (name, text, wire, shows) in [
        ("equal", "a(x = \"b\")", x(list![1, "b"]), "equal to a text"),
        ("equal-number", "a(x = -0.5)", x(list![1, float(-0.5)]), "equal to a number with a fraction"),
        ("equal-true", "a(x = true)", x(list![1, true]), "equal to true"),
        ("in-nothing", "a(x in [])", x(list![2, list![]]), "a list of no member"),
        ("in-mixed", "a(x in [\"b\", 1, false])", x(list![2, list!["b", 1, false]]), "members of several types"),
        ("comparisons", "a(x > 1 and < 9)", x(list![list![6, 1], list![4, 9]]), "two comparisons"),
        (
            "instants",
            "a(x <= date \"2026-12-01T00:00:00Z\")",
            x(list![3, "2026-12-01T00:00:00Z"]),
            "an instant is a date as well",
        ),
        ("under", "a(x under \"/data\")", x(list![7, "/data"]), "a path"),
        ("within", "a(x within \"https://h/\")", x(list![9, "https://h/"]), "a URL"),
        ("at", "a(x at \"example.com\")", x(list![11, "example.com"]), "a domain of mail"),
        ("cidr", "a(x cidr \"10.0.0.0/8\")", x(list![12, "10.0.0.0/8"]), "a network"),
        ("like", "a(x like \"docs/*.md\")", x(list![8, "docs/*.md"]), "a glob"),
        ("len-equal", "a(x len = 3)", x(list![13, list![1, 3]]), "an exact length"),
        ("object-empty", "a(x: {})", x(list![14, map! {}]), "an object without members"),
        ("object-any", "a(x: {..})", x(list![14, map! {}, true]), "an object with any members"),
        (
            "object-optional",
            "a(x?: {b?, ..})",
            closed("a", map! { "x" => list![0, list![14, map! { "b" => list![0, list![]] }, true]] }),
            "an optional object with an optional member of any value",
        ),
        ("list-empty", "a(x: [])", x(list![17, list![]]), "the empty list"),
        ("list-any", "a(x: [..])", x(list![17, list![], true]), "any list"),
        ("list-rest", "a(x: [1, _, ..])", x(list![17, list![list![1, 1], list![]], true]), "two positions and a rest"),
        ("each-any", "a(x: [each _])", x(list![15, list![]]), "each element of any value"),
        (
            "each-and-has",
            "a(x: [each len <= 3, has \"b\", has at \"b.c\"] and len >= 1 and len <= 5)",
            x(list![
                list![15, list![13, list![3, 3]]],
                list![16, list![1, "b"]],
                list![16, list![11, "b.c"]],
                list![13, list![5, 1]],
                list![13, list![3, 5]],
            ]),
            "`has` any number of times behind `each`, and lengths behind them",
        ),
        (
            "each-conjunction",
            "a(x: [each >= 1 and <= 9])",
            x(list![15, list![list![5, 1], list![3, 9]]]),
            "two limits on each element",
        ),
        (
            "nested",
            "a(x: [[each {b = 1}], {c: [2]}])",
            x(list![
                17,
                list![
                    list![15, list![14, map! { "b" => list![1, 1] }]],
                    list![14, map! { "c" => list![17, list![list![1, 2]]] }],
                ],
            ]),
            "shapes within shapes",
        ),
        (
            "words-as-names",
            "a(at at \"b.c\", has, len len = 1, date = \"d\", with, query)",
            closed(
                "a",
                map! {
                    "at" => list![11, "b.c"], "has" => list![], "len" => list![13, list![1, 1]],
                    "date" => list![1, "d"], "with" => list![], "query" => list![],
                },
            ),
            "the words of the language are names like others",
        ),
        ("underscore-name", "a(_ = 1)", closed("a", map! { "_" => list![1, 1] }), "an underscore is a name"),
        (
            "quoted-name",
            "a(\"b c\" = 1)",
            closed("a", map! { "b c" => list![1, 1] }),
            "a name that is no identifier is quoted",
        ),
        ("empty-name", "a(\"\" = 1)", closed("a", map! { "" => list![1, 1] }), "the empty name is quoted"),
        ("quoted-action", "\"zahle aus\"(..)", open("zahle aus", map! {}), "an action that is not plain is quoted"),
        ("quoted-star", "\"ci.*\"(..)", open("ci.*", map! {}), "a text is always an exact name"),
        ("quoted-star-alone", "\"*\"(..)", open("*", map! {}), "a star in quotes is the action of that name"),
        ("plain-action", "a-B_9.c(..)", open("a-B_9.c", map! {}), "every kind of character of a plain action"),
        ("prefix-of-two", "a.b.*()", list![list!["a.b"], map! {}], "a prefix of two parts, and no arguments"),
    ] {
        texts.reads(&format!("text-{name}"), shows, text, &wire, text);
    }
}

fn spaces(file: &mut Subject) {
    let book = || closed("a.b", map! { "to" => list![1, "SFO"], "price" => list![3, 600] });
    let canonical = "a.b(to = \"SFO\", price <= 600)";
    let mut texts = Texts::clauses(file);
    for (name, text, shows) in [
        ("none", "a.b(to=\"SFO\",price<=600)", "no spaces at all"),
        ("many", "  a.b  (  to  =  \"SFO\"  ,  price  <=  600  )  ", "spaces between any two tokens, and around all"),
        ("tabs", "a.b(\tto = \"SFO\",\tprice <= 600)\t", "tabs are spaces"),
    ] {
        texts.reads(&format!("spaces-{name}"), shows, text, &book(), canonical);
    }
    let limit = |limits: Item| closed("a", map! { "x" => limits });
    texts
        .reads(
            "spaces-before-question-mark",
            "a space before the question mark, which is a token of its own",
            "a(x ? <= 1)",
            &closed("a", map! { "x" => list![0, list![3, 1]] }),
            "a(x? <= 1)",
        )
        .reads(
            "spaces-word-and-string",
            "no space between a word and a string",
            "a(x at\"b.c\")",
            &limit(list![11, "b.c"]),
            "a(x at \"b.c\")",
        )
        .reads(
            "spaces-bracket-and-word",
            "no space between a bracket and a word",
            "a(x:[..]and len<=5)",
            &limit(list![list![17, list![], true], list![13, list![3, 5]]]),
            "a(x: [..] and len <= 5)",
        )
        .reads(
            "spaces-between-words",
            "several spaces between two words",
            "a(x within \"https://h/\" with   query)",
            &limit(list![10, "https://h/"]),
            "a(x within \"https://h/\" with query)",
        )
        .reads("spaces-around-rest", "spaces around `..`", "a( .. )", &open("a", map! {}), "a(..)");
}

fn spellings(file: &mut Subject) {
    let x = |limits: Item| closed("a", map! { "x" => limits });
    let mut texts = Texts::clauses(file);
    for (name, text, wire, canonical, shows) in [
        (
            "order",
            "a(subject, body, to)",
            closed("a", map! { "subject" => list![], "body" => list![], "to" => list![] }),
            "a(to, body, subject)",
            "arguments are sorted, shorter names first",
        ),
        (
            "order-of-equals",
            "a(b, Z, a)",
            closed("a", map! { "b" => list![], "Z" => list![], "a" => list![] }),
            "a(Z, a, b)",
            "equally long names by their bytes",
        ),
        (
            "number-fraction",
            "a(x <= 600.00)",
            x(list![3, 600]),
            "a(x <= 600)",
            "a number has one spelling when printed",
        ),
        ("number-exponent", "a(x <= 6e2)", x(list![3, 600]), "a(x <= 600)", "an exponent is written out"),
        ("number-minus-zero", "a(x >= -0)", x(list![5, 0]), "a(x >= 0)", "-0 is 0"),
        (
            "number-small",
            "a(x >= 0.0000001)",
            x(list![5, float(0.000_000_1)]),
            "a(x >= 1e-7)",
            "below 10⁻⁶ a number prints with an exponent",
        ),
        (
            "number-not-so-small",
            "a(x >= 1e-6)",
            x(list![5, float(0.000_001)]),
            "a(x >= 0.000001)",
            "10⁻⁶ prints without one",
        ),
        (
            "number-greatest",
            "a(x <= 9007199254740991)",
            x(list![3, 9_007_199_254_740_991_u64]),
            "a(x <= 9007199254740991)",
            "the greatest integer",
        ),
        (
            "count-zeros",
            "a(x len > 007)",
            x(list![13, list![6, 7]]),
            "a(x len > 7)",
            "a count is digits, and prints without zeros in front",
        ),
        (
            "string-escapes",
            "a(x = \"\\u0041\\/\\\"\\u00e9\")",
            x(list![1, "A/\"\u{E9}"]),
            "a(x = \"A/\\\"\u{E9}\")",
            "escapes that are not needed are read and not printed",
        ),
        (
            "string-pair",
            "a(x = \"\\ud83d\\ude00\")",
            x(list![1, "\u{1F600}"]),
            "a(x = \"\u{1F600}\")",
            "two escapes are one code point",
        ),
        (
            "quoted-identifier",
            "a(\"to\" = 1)",
            closed("a", map! { "to" => list![1, 1] }),
            "a(to = 1)",
            "a quoted name that is an identifier prints bare",
        ),
        (
            "quoted-plain-action",
            "\"ci.run\"()",
            closed("ci.run", map! {}),
            "ci.run()",
            "a quoted action that is plain prints bare",
        ),
        (
            "element-equal",
            "a(x: [= \"git\"])",
            x(list![17, list![list![1, "git"]]]),
            "a(x: [\"git\"])",
            "an element that is equal to a scalar prints as it",
        ),
        (
            "each-equal",
            "a(x: [each = 3, has = 3])",
            x(list![list![15, list![1, 3]], list![16, list![1, 3]]]),
            "a(x: [each 3, has 3])",
            "what `each` and `has` ask for prints as a scalar too",
        ),
        (
            "members-keep-order",
            "a(x in [\"b\", \"a\"])",
            x(list![2, list!["b", "a"]]),
            "a(x in [\"b\", \"a\"])",
            "members of a list keep their order",
        ),
        (
            "conjuncts-keep-order",
            "a(x <= 9 and >= 1)",
            x(list![list![3, 9], list![5, 1]]),
            "a(x <= 9 and >= 1)",
            "limits joined by `and` keep their order",
        ),
    ] {
        texts.reads(&format!("canonical-{name}"), shows, text, &wire, canonical);
    }
}

fn requirements(file: &mut Subject) {
    let (carol, dave) = (CAROL.did(), DAVE.did());
    let mut texts = Texts::clauses(file);
    let text = format!("a(..) needs approval(2 of [\"{dave}\", \"{carol}\"]) needs 3(h'82016178')");
    let parameters = raw(&[0x82, 0x01, 0x61, 0x78]);
    let wire = needing("a", map! {}, true, vec![approval(2, &[&DAVE, &CAROL]), list![3, &parameters]]);
    texts.reads("needs-two", "requirements and approvers keep the written order", &text, &wire, &text);
    let loose = format!("a()needs approval( 1 of[\"{carol}\",\"{dave}\" ] )");
    let strict = format!("a() needs approval(1 of [\"{carol}\", \"{dave}\"])");
    let wire = needing("a", map! {}, false, vec![approval(1, &[&CAROL, &DAVE])]);
    texts.reads("needs-spaces", "spaces of an approval, and a clause that is closed", &loose, &wire, &strict);
    for number in 2..=6 {
        let text = format!("a(..) needs {number}(h'80')");
        let wire = needing("a", map! {}, true, vec![list![number, list![]]]);
        texts.reads(&format!("needs-{number}"), "a reserved requirement is carried and printed", &text, &wire, &text);
    }
}
