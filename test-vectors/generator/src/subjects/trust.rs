//! Trust: whose root links count, when, and for whom they may speak.

use depute_vectors::kit::{ALICE, AUTHORITY, BOB, IAT, ISS, KEEPER, Key, MALLORY, NOW, SUB, WARDEN, bytes, grant};
use depute_vectors::map;

use crate::case::{Case, Entry, denied};
use crate::model::Subject;

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("trust", "Roots: known keys, their intervals, and the subjects that they speak for.");
    roots(&mut file);
    intervals(&mut file);
    subjects(&mut file);
    configurations(&mut file);
    file
}

/// The root link issued by this key.
fn issued_by(issuer: &'static Key) -> Case {
    Case::new().with(|case| {
        case.walk.links[0].signer = issuer.into();
        case.walk.links[0].set(ISS, bytes(&issuer.public()));
    })
}

fn roots(file: &mut Subject) {
    file.allowed("known", "the root's key is that of an entry", &Case::new());
    let several = issued_by(&BOB).with(|case| {
        case.verifier.trust = vec![Entry::of("alice", &ALICE), Entry::of("bob", &BOB)];
    });
    file.allowed("known-beside-others", "the root's key is that of another entry", &several);
    let untrusted = || denied("root_untrusted", "root", Some(1));
    let shows = "a stranger mints a token for itself";
    file.refused("unknown", "known", shows, &issued_by(&MALLORY), untrusted()).flags(&["attack"]);
    let shows = "a person whom this verifier does not trust";
    let other = several.with(|case| case.verifier.trust.truncate(1));
    file.refused("unknown-here", "known-beside-others", shows, &other, untrusted());
    for (name, role) in [("list-key", 0), ("revoker", 1)] {
        let case = issued_by(&KEEPER).with(|case| {
            let entry = &mut case.verifier.trust[0];
            if role == 0 { &mut entry.list_keys } else { &mut entry.revokers }.push(KEEPER.public());
        });
        let shows = format!("a key that is trusted as a {} only mints a token", name.replace('-', " "));
        file.refused(&format!("{name}-as-root"), "known", &shows, &case, untrusted()).flags(&["attack"]);
    }
    // A holder's key in the chain is no root.
    let planner = &*depute_vectors::kit::PLANNER;
    let shows = "a holder mints a root link of its own";
    file.refused("holder-as-root", "known", shows, &issued_by(planner), untrusted()).flags(&["attack"]);
}

/// Alice's key counts in this interval; the root was made at, and it is judged at, these times.
fn within(from: Option<u64>, until: Option<u64>, issued: u64, now: u64) -> Case {
    Case::new().with(|case| {
        case.verifier.trust[0].keys[0] = (ALICE.public(), from, until);
        case.walk.links[0].set(IAT, issued);
        case.walk.proof.set(IAT, now);
        case.now = now;
    })
}

fn intervals(file: &mut Subject) {
    #[rustfmt::skip]
    let right = [
        ("interval-begins", "issued at the very second from which the key counts", within(Some(NOW), None, NOW, NOW)),
        ("interval-ends", "judged in the last second in which the key counts", within(None, Some(NOW + 1), NOW, NOW)),
        ("interval-both", "issued at the first second, judged at the last", within(Some(NOW - 60), Some(NOW + 1), NOW - 60, NOW)),
    ];
    for (name, shows, case) in right {
        file.allowed(name, shows, &case);
    }
    #[rustfmt::skip]
    let wrong = [
        ("interval-not-begun", "interval-begins", "issued a second before the key counts; the skew does not help", within(Some(NOW), None, NOW - 1, NOW)),
        ("interval-over", "interval-ends", "judged at the very second at which the key ceases to count", within(None, Some(NOW), NOW - 1, NOW)),
        ("interval-over-long-ago", "interval-both", "issued while the key counted, judged an hour after it ceased", within(Some(NOW - 60), Some(NOW - 30), NOW - 60, NOW)),
        ("interval-issued-before", "interval-both", "judged within the interval, issued before it", within(Some(NOW - 60), Some(NOW + 1), NOW - 61, NOW)),
        ("interval-empty", "interval-both", "an interval that ends when it begins has no time in it", within(Some(NOW), Some(NOW), NOW, NOW)),
    ];
    for (name, twin, shows, case) in wrong {
        file.refused(name, twin, shows, &case, denied("root_interval", "root", Some(1)));
    }
    rotation(file);
}

fn rotation(file: &mut Subject) {
    let rotated = |issuer: &'static Key, issued: u64| {
        issued_by(issuer).with(|case| {
            let keys = vec![(ALICE.public(), None, Some(NOW + 600)), (BOB.public(), Some(NOW - 600), None)];
            case.verifier.trust[0].keys = keys;
            case.walk.links[0].set(IAT, issued);
        })
    };
    file.allowed("rotated-old", "both keys overlap: the old one still counts", &rotated(&ALICE, NOW - 700));
    file.allowed("rotated-new", "both keys overlap: the new one counts", &rotated(&BOB, NOW - 600));
    let expect = || denied("root_interval", "root", Some(1));
    let early = rotated(&BOB, NOW - 601);
    file.refused(
        "rotated-new-backdated",
        "rotated-new",
        "what the new key dates before its beginning",
        &early,
        expect(),
    );
    let late = rotated(&ALICE, NOW).with(|case| {
        case.now = NOW + 600;
        case.walk.proof.set(IAT, NOW + 600);
    });
    file.refused("rotated-old-over", "rotated-old", "the old key has ended, its token has not", &late, expect());
}

/// A root of the authority for this subject, where the entry speaks for those.
fn speaking(subjects: &[&str], subject: Option<&str>) -> Case {
    issued_by(&AUTHORITY).with(|case| {
        let mut acme = Entry::of("acme", &AUTHORITY);
        acme.subjects = subjects.iter().map(|subject| (*subject).to_owned()).collect();
        case.verifier.trust = vec![acme];
        if let Some(subject) = subject {
            case.walk.links[0].set(SUB, subject);
        }
    })
}

fn subjects(file: &mut Subject) {
    let at = r#"at "acme.example""#;
    let like = r#"like "svc-*""#;
    #[rustfmt::skip]
    let right: [(&str, &str, &[&str], &str); 9] = [
        ("subject-exact", "a subject that the entry names", &["carol@partner.example"], "carol@partner.example"),
        ("subject-among-others", "the second of two", &["dave@partner.example", "carol@partner.example"], "carol@partner.example"),
        ("subject-at", "an address at the domain", &[at], "eve@acme.example"),
        ("subject-like", "a name of the pattern", &[like], "svc-billing"),
        ("subject-beside-a-pattern", "an exact name beside a pattern that it has not", &[like, "carol"], "carol"),
        ("subject-quoted", "a name that looks like a limit is written as one that equals it", &[r#"= "at \"odd\"""#], r#"at "odd""#),
        ("subject-any-text", "an exact name may be any line", &["Carol Müller (on leave) <x>"], "Carol Müller (on leave) <x>"),
        ("subject-like-anything", "one star is every name of one clean segment", &[r#"like "*""#], "carol"),
        ("subject-at-sign-in-like", "a pattern is not for addresses: it has what `at` refuses", &[r#"like "*@acme.example""#], "eve@evil.test@acme.example"),
    ];
    for (name, shows, subjects, subject) in right {
        file.allowed(name, shows, &speaking(subjects, Some(subject)));
    }
    #[rustfmt::skip]
    let wrong: [(&str, &str, &str, &[&str], &str); 13] = [
        ("subject-another", "subject-exact", "a subject that the entry does not name", &["carol@partner.example"], "eve@partner.example"),
        ("subject-in-capitals", "subject-exact", "names are compared byte for byte", &["carol@partner.example"], "Carol@partner.example"),
        ("subject-longer", "subject-exact", "a name that only begins so", &["carol@partner.example"], "carol@partner.example.evil"),
        ("subject-composed-otherwise", "subject-any-text", "the same letters with a combining mark are another name", &["Carol Müller"], "Carol Mu\u{308}ller"),
        ("subject-at-subdomain", "subject-at", "an address below the domain", &[at], "eve@mail.acme.example"),
        ("subject-at-another", "subject-at", "an address at another domain that ends alike", &[at], "eve@notacme.example"),
        ("subject-at-two", "subject-at", "what one reader takes for two addresses", &[at], "eve@evil.test,carol@acme.example"),
        ("subject-at-twice", "subject-at", "an address with two at signs", &[at], "eve@evil.test@acme.example"),
        ("subject-at-display-name", "subject-at", "a name and an address", &[at], "Eve <eve@acme.example>"),
        ("subject-at-no-address", "subject-at", "no address at all", &[at], "acme.example"),
        ("subject-like-another", "subject-like", "a name that has not the pattern", &[like], "usr-billing"),
        ("subject-like-space", "subject-like-anything", "a name that ends in a space is ambiguous", &[r#"like "*""#], "carol "),
        ("subject-like-path", "subject-like", "a star stays within its segment", &[like], "svc-a/../root"),
    ];
    for (name, twin, shows, subjects, subject) in wrong {
        let expect = denied("subject_not_allowed", "root", Some(1));
        file.refused(name, twin, shows, &speaking(subjects, Some(subject)), expect).flags(&["attack"]);
    }
    let expect = || denied("subject_not_allowed", "root", Some(1));
    let itself = speaking(&["carol"], None);
    let shows = "an entry that speaks for others does not speak for its own key";
    file.refused("subject-absent", "subject-exact", shows, &itself, expect());
    let nobody = speaking(&[], Some("carol"));
    let shows = "an entry that names no subjects speaks for its own key alone";
    file.refused("subject-of-a-person", "known", shows, &nobody, expect()).flags(&["attack"]);
    let shows = "a root without a subject, of an entry that names none";
    file.allowed("authority-itself", shows, &speaking(&[], None));
    // Two authorities may use one name: the pair is the authorizer.
    let mut two = speaking(&["carol"], Some("carol"));
    let mut other = Entry::of("bob", &BOB);
    other.subjects.push("carol".to_owned());
    two.verifier.trust.push(other);
    file.allowed("subject-of-two-authorities", "the authorizer is the entry that signs, and the name", &two);
}

/// Configurations that cannot be: found before any presentation is looked at.
fn configurations(file: &mut Subject) {
    let code = |code: &str| serde_json::json!({ "code": code });
    let mut wrong = |name: &str, shows: &str, expect: &str, edit: fn(&mut Vec<Entry>)| {
        let case = Case::new().with(|case| edit(&mut case.verifier.trust));
        file.refused(name, "known", shows, &case, code(expect)).flags(&["configuration"]);
    };
    wrong("no-entry", "a verifier that trusts no one", "trust_empty", Vec::clear);
    wrong("entry-without-clause", "an entry that permits nothing", "grant_empty", |trust| trust[0].clauses.clear());
    wrong("name-twice", "two entries of one name", "duplicate_item", |trust| trust.push(Entry::of("alice", &BOB)));
    wrong("key-in-two-entries", "one key in two entries", "duplicate_item", |trust| {
        trust.push(Entry::of("bob", &ALICE))
    });
    wrong("list-key-twice", "a list key twice in one entry", "duplicate_item", |trust| {
        trust[0].list_keys = vec![KEEPER.public(), KEEPER.public()];
    });
    wrong("revoker-twice", "a revoker twice in one entry", "duplicate_item", |trust| {
        trust[0].revokers = vec![WARDEN.public(), WARDEN.public()];
    });
    wrong("subject-pattern-unquoted", "a pattern whose operand is no JSON string", "grant_syntax", |trust| {
        trust[0].subjects = vec![r#"at "acme.example"#.to_owned()];
    });
    wrong("subject-pattern-with-more", "a pattern with something behind its operand", "grant_syntax", |trust| {
        trust[0].subjects = vec![r#"at "acme.example" "#.to_owned()];
    });
    wrong("subject-domain-unclean", "a domain that is no clean host", "grant_syntax", |trust| {
        trust[0].subjects = vec![r#"at "Acme.example""#.to_owned()];
    });
    wrong("subject-glob-unclean", "a pattern that is no glob", "grant_syntax", |trust| {
        trust[0].subjects = vec![r#"like "svc-**""#.to_owned()];
    });
    wrong("clauses-33", "more clauses than a link may have", "limit_exceeded", |trust| {
        let clause = |number: usize| grant::closed(&format!("a{number}"), map! {});
        trust[0].clauses.extend((0..32).map(clause));
    });
    wrong("name-empty", "an entry without a name", "value_invalid", |trust| trust[0].name.clear());
    wrong("name-hidden", "a name with an invisible character", "character_refused", |trust| {
        trust[0].name.push('\u{200b}')
    });
    wrong("name-long", "a name of 201 characters", "limit_exceeded", |trust| trust[0].name = "x".repeat(201));
    wrong("clause-twice", "one clause twice in an entry", "duplicate_item", |trust| {
        let clause = trust[0].clauses[0].clone();
        trust[0].clauses.push(clause);
    });
    wrong("key-of-small-order", "a root key under which anyone can sign", "key_invalid", |trust| {
        trust[0].keys[0].0 = {
            let mut key = [0; 32];
            key[0] = 1;
            key
        };
    });
}
