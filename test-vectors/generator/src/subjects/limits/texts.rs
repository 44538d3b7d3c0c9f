//! Audiences, subjects, lines of context, and texts of objects.

use depute_vectors::kit::{AUD, Draft, Item, NOW, SUB, bytes, list};
use serde_json::json;

use super::{edge, of_further, of_presentation, of_root, spaced, text};
use crate::form::{self, fault};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    audiences(file);
    lines(file);
    grants(file);
    objects(file);
}

fn audiences(file: &mut Subject) {
    of_root(file, "audiences", "audiences of a link", 8, &|link, count| {
        link.set(AUD, (0..count).map(|number| Item::from(format!("a{number}"))).collect::<Vec<_>>());
    });
    of_root(file, "audience", "bytes of an audience", 256, &|link, length| link.set(AUD, text(length)));
    of_root(file, "audience-of-two", "bytes of one of two audiences", 256, &|link, length| {
        link.set(AUD, list!["a", text(length)])
    });
    of_further(file, "further-audience", "bytes of an audience of a further link", 256, &|link, length| {
        link.set(AUD, text(length))
    });
    of_presentation(file, "proof-audience", "bytes of a proof's audience", 256, &|length| {
        form::proof(|proof| proof.set(AUD, text(length)))
    });
    of_presentation(file, "endorsement-audience", "bytes of an endorsement's audience", 256, &|length| {
        form::endorsement(|one| one.set(AUD, text(length)))
    });
    of_root(file, "subject", "bytes of a `sub`", 256, &|link, length| link.set(SUB, text(length)));
    // 256 bytes are 128 characters.
    let wide = |letters: usize| form::root(|link| link.set(SUB, "é".repeat(letters)));
    file.yes(
        "subject-wide",
        "a `sub` of 128 characters with two bytes each",
        form::token(&wide(128)),
        form::ids(&wide(128)),
    )
    .flags(&["limit", "unicode"]);
    let shows = "a `sub` of 129 characters with two bytes each: bytes are counted";
    file.no("subject-wide-over", "subject-wide", shows, form::token(&wide(129)), form::fault_in(1, "limit_exceeded"))
        .flags(&["limit", "unicode"]);
}

fn lines(file: &mut Subject) {
    for (name, field) in
        [("intent", 4), ("agent", 5), ("agent-type", 6), ("task", 7), ("organization", 8), ("environment", 9)]
    {
        let what = format!("characters of a line of context: {name}");
        of_root(file, name, &what, 200, &|link, chars| link.mandate().set(field, text(chars)));
    }
    let line = |letter: &'static str| move |link: &mut Draft, chars: usize| link.mandate().set(4, letter.repeat(chars));
    of_further(file, "line-wide", "characters of two bytes in a line of context", 200, &line("é"));
    of_further(
        file,
        "line-above-bmp",
        "characters of four bytes, two units of UTF-16 each, in a line of context",
        200,
        &line("\u{1F6EB}"),
    );
    of_further(
        file,
        "line-combined",
        "code points in a line of context, each second one combined with the one before",
        200,
        &|link, chars| {
            let line: String = "e\u{301}".chars().cycle().take(chars).collect();
            link.mandate().set(4, line);
        },
    );
    let evidence = |kind: String, assurance: String| list![kind, bytes(&[0xA5; 32]), NOW, assurance];
    of_root(file, "evidence-kind", "characters of the kind of evidence", 200, &|link, chars| {
        link.mandate().set(10, evidence(text(chars), "x".to_owned()))
    });
    of_root(file, "evidence-assurance", "characters of the assurance of evidence", 200, &|link, chars| {
        link.mandate().set(10, evidence("x".to_owned(), text(chars)))
    });
}

fn grants(file: &mut Subject) {
    let answer = |wire: &str, text: &str| json!({ "verdict": "read", "wire": wire, "text": text });
    for (name, what, action, text, wire) in [
        ("clause-text", "bytes of the text of a clause, most of them spaces", "clause-text", "a.b()", "8263612e62a0"),
        ("budget-text", "bytes of the text of a budget, most of them spaces", "budget-text", "calls <= 5", "a10105"),
    ] {
        edge(file, name, what, 65_536, fault("limit_exceeded"), &|length| {
            (Question::new(action, json!({ "text": spaced(text, length) })), answer(wire, text))
        });
    }
    edge(file, "length-text", "as a length in the text of a clause", 65_536, fault("limit_exceeded"), &|length| {
        let text = format!("a(b len <= {length})");
        (Question::new("clause-text", json!({ "text": text })), answer("826161a16162820d82031a00010000", &text))
    });
}

/// Texts that cannot hold the largest object of their kind are too long, whatever their digits are.
fn objects(file: &mut Subject) {
    for (kind, what, prefix, most) in
        [("endorsement", "an endorsement", "dpte1_", 1371), ("secret-key", "a secret key", "dptsk1_", 47)]
    {
        let question = |digits: usize| {
            let text = format!("{prefix}{}*", "A".repeat(digits - 1));
            Question::new("text", json!({ "kind": kind, "text": text }))
        };
        let twin = format!("text-forms/{kind}");
        let shows = format!("{most} digits of {what}, the last of which is none: not too long to be decoded");
        file.no(&format!("{kind}-digits"), &twin, &shows, question(most), fault("text_form")).flags(&["limit"]);
        let shows =
            format!("{} digits of {what}, the last of which is none: too long, which is judged first", most + 1);
        file.no(&format!("{kind}-digits-over"), &twin, &shows, question(most + 1), fault("limit_exceeded"))
            .flags(&["limit"]);
    }
}
