//! An object is there whole, and nothing follows it.

use depute_vectors::kit::{Draft, Walk, bytes, float, list, map, raw, token, wide};

use super::{TWIN, places::at, presentation};
use crate::form::{self, fault, fault_in};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    alone(file);
    cut(file);
    lies(file);
    more(file);
}

/// Objects that are read alone.
fn alone(file: &mut Subject) {
    let endorsement = list![1, form::full().endorsed()[0].clone()].encode();
    let clause = list!["flights.book", map! { "price" => list![3, 20] }, true].encode();
    let budget = map! { 1 => 20, 4 => 3600 }.encode();
    for (kind, what, bytes) in
        [("endorsement", "an endorsement", endorsement), ("clause", "a clause", clause), ("budget", "a budget", budget)]
    {
        let shows = format!("{what} that is read alone");
        file.yes(&format!("{kind}-alone"), &shows, Question::read(kind, &bytes), form::read());
        let twin = format!("{kind}-alone");
        let refused = |file: &mut Subject, name: &str, shows: &str, code: &str, bytes: &[u8]| {
            file.no(&format!("{kind}-{name}"), &twin, shows, Question::read(kind, bytes), fault(code));
        };
        let shows = format!("{what} and one more byte");
        refused(file, "more", &shows, "cbor_trailing", &[&bytes[..], &[0]].concat());
        let shows = format!("{what} without its last byte");
        refused(file, "cut", &shows, "cbor_truncated", &bytes[..bytes.len() - 1]);
        refused(file, "nothing", &format!("no byte where {what} is due"), "cbor_truncated", &[]);
    }
}

fn cut(file: &mut Subject) {
    let whole = form::full().bytes();
    for (name, length, shows) in [
        ("nothing", 0, "no byte at all"),
        ("one-byte", 1, "a presentation that ends behind its first byte"),
        ("three-bytes", 3, "a presentation that ends behind the head of its token"),
        ("half", whole.len() / 2, "a presentation that ends in the middle"),
        ("last-byte", whole.len() - 1, "a presentation without its last byte"),
    ] {
        file.no(&format!("cut-{name}"), TWIN, shows, presentation(&whole[..length]), fault("cbor_truncated"));
    }
    let token = form::full().token();
    let question = Question::read("token", &token[..token.len() - 1]);
    file.no("cut-token", "token", "a token without its last byte", question, fault("cbor_truncated"));

    let short = |draft: &mut Draft| {
        let whole = draft.claims.encode();
        draft.claims = raw(&whole[..whole.len() - 1]);
    };
    let mut payload = |name: &str, shows: &str, link: Option<usize>, edit: &dyn Fn(&mut Walk)| {
        let mut walk = form::full();
        edit(&mut walk);
        file.no(name, TWIN, shows, form::presentation(&walk), fault_in(link, "cbor_truncated"));
    };
    payload(
        "cut-root-payload",
        "the payload of a root link lacks its last byte, the envelope is whole",
        Some(1),
        &|walk| {
            short(&mut walk.links[0]);
        },
    );
    payload("cut-further-payload", "the payload of a further link lacks its last byte", Some(2), &|walk| {
        short(&mut walk.links[1]);
    });
    payload("cut-proof-payload", "the payload of a proof lacks its last byte", None, &|walk| short(&mut walk.proof));
    payload("cut-endorsement-payload", "the payload of an endorsement lacks its last byte", None, &|walk| {
        short(&mut walk.endorsements[0]);
    });
    payload("empty-payload", "the payload of a further link is empty", Some(2), &|walk| {
        walk.links[1].claims = raw(&[])
    });
}

/// Lengths that lie, refused before room is made for them.
fn lies(file: &mut Subject) {
    let code = "cbor_truncated";
    at("audience").refused(file, "lies", "a text of 2^64 - 1 bytes", code, |_| wide(3, u64::MAX, 8));
    at("cti").refused(file, "lies", "a byte string of 2^63 bytes", code, |_| wide(2, 1 << 63, 8));
    at("root-claims").refused(file, "lies", "a map of 2^31 entries", code, |_| wide(5, 1 << 31, 4));
    at("arguments").refused(file, "lies", "a map of 2^63 names", code, |_| wide(5, 1 << 63, 8));
    at("clauses").refused(file, "lies", "an array of 2^32 clauses", code, |_| wide(4, 1 << 32, 8));
    let array = |members: u64| [wide(4, members, 8).encode(), vec![1]].concat();
    let shows = "a presentation that claims 2^63 members";
    file.no("head-lies", TWIN, shows, presentation(&array(1 << 63)), fault(code)).flags(&["attack"]);
    let shows = "a token that claims 2^40 links, which are more than its bytes and more than sixteen";
    file.no("token-lies", "token", shows, Question::read("token", &array(1 << 40)), fault(code)).flags(&["attack"]);
    let question = |bytes: &[u8]| Question::read("clause", bytes);
    let number = list!["a", map! { "x" => list![3, float(0.5)] }].encode();
    file.yes("clause-double", "a clause whose last item is a double", question(&number), form::read());
    let shows = "a double of which one byte is missing";
    file.no("double-cut", "clause-double", shows, question(&number[..number.len() - 1]), fault(code));
}

fn more(file: &mut Subject) {
    let whole = form::full().bytes();
    let twice = [&whole[..], &whole].concat();
    let behind = |more: &[u8]| [&whole[..], more].concat();
    for (name, shows, bytes) in [
        ("more-zero", "a presentation and a byte 00", behind(&[0])),
        ("more-break", "a presentation and a break", behind(&[0xFF])),
        ("more-newline", "a presentation and a newline", behind(b"\n")),
        ("more-twice", "a presentation, twice", twice),
    ] {
        file.no(name, TWIN, shows, presentation(&bytes), fault("cbor_trailing"));
    }
    let question = Question::read("token", &[form::full().token(), vec![0xA0]].concat());
    file.no("more-token", "token", "a token and an empty map", question, fault("cbor_trailing"));

    let longer = |draft: &mut Draft| draft.claims = raw(&[draft.claims.encode(), vec![0xA0]].concat());
    let mut payload = |name: &str, shows: &str, link: Option<usize>, edit: &dyn Fn(&mut Walk)| {
        let mut walk = form::full();
        edit(&mut walk);
        file.no(name, TWIN, shows, form::presentation(&walk), fault_in(link, "cbor_trailing")).flags(&["attack"]);
    };
    payload(
        "more-root-payload",
        "an empty map behind the claims of a root link, inside the payload",
        Some(1),
        &|walk| {
            longer(&mut walk.links[0]);
        },
    );
    payload("more-further-payload", "an empty map behind the claims of a further link", Some(2), &|walk| {
        longer(&mut walk.links[1]);
    });
    payload("more-proof-payload", "an empty map behind the claims of a proof", None, &|walk| longer(&mut walk.proof));
    payload("more-endorsement-payload", "an empty map behind the claims of an endorsement", None, &|walk| {
        longer(&mut walk.endorsements[0]);
    });
    let mut extra = form::full().presentation();
    extra.members().push(bytes(&token(Vec::new()).encode()));
    let shows = "a fifth member, for what no one reads";
    file.no("fifth-member", TWIN, shows, presentation(&extra.encode()), fault("value_invalid"));
}
