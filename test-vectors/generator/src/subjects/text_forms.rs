//! Texts of objects and keys: one spelling each, and every other kind refused by its name.

use std::fmt::Write as _;

use depute_vectors::kit::revocations::{list_bytes, numbered, of_task, said};
use depute_vectors::kit::{ALICE, BOOKER, CAROL, PLANNER, Walk, hex, list};
use serde_json::{Value, json};

use crate::form::{self, fault};
use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("text-forms", "Texts of objects and keys, and what may not stand in their place.");
    for kind in KINDS {
        one_spelling(&mut file, &kind);
    }
    remainders(&mut file);
    mismatches(&mut file);
    content(&mut file);
    secrets(&mut file);
    keys(&mut file);
    nearly_p(&mut file);
    no_points(&mut file);
    file
}

/// A kind of object whose text is a prefix and base64url.
struct Kind {
    name: &'static str,
    what: &'static str,
    prefix: &'static str,
    bytes: fn() -> Vec<u8>,
}

const KINDS: [Kind; 5] = [
    Kind { name: "token", what: "a token", prefix: "dpt1_", bytes: || padded(0).token() },
    Kind { name: "presentation", what: "a presentation", prefix: "dptp1_", bytes: || padded(0).bytes() },
    Kind { name: "endorsement", what: "an endorsement", prefix: "dpte1_", bytes: endorsement },
    Kind { name: "list", what: "a revocation list", prefix: "dptr1_", bytes: revocations },
    Kind { name: "secret-key", what: "a secret key", prefix: "dptsk1_", bytes: || ALICE.seed.to_vec() },
];

impl Kind {
    fn text(&self) -> String {
        format!("{}{}", self.prefix, base64url(&(self.bytes)()))
    }
}

/// A walk with so many bytes more in its token.
fn padded(more: usize) -> Walk {
    form::root(|link| link.mandate().set(4, "x".repeat(more + 1)))
}

fn endorsement() -> Vec<u8> {
    list![1, Walk::new().approved_by(&[&CAROL]).endorsed()[0].clone()].encode()
}

fn revocations() -> Vec<u8> {
    list_bytes(&numbered(1, &[said(&ALICE, of_task(&ALICE, "T-1042"))]))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.extend((0..=chunk.len()).map(|place| digit(bits >> (18 - 6 * place))));
    }
    text
}

fn question(kind: &str, text: &str) -> Question {
    Question::new("text", json!({ "kind": kind, "text": text }))
}

fn holds(bytes: &[u8]) -> Value {
    json!({ "verdict": "read", "bytes": hex(bytes) })
}

fn one_spelling(file: &mut Subject, kind: &Kind) {
    let (text, bytes) = (kind.text(), (kind.bytes)());
    let (prefix, body) = text.split_at(kind.prefix.len());
    file.yes(kind.name, &format!("{}, as text", kind.what), question(kind.name, &text), holds(&bytes));
    let (front, back) = body.split_at(body.len() / 2);
    for (name, shows, spelling) in [
        ("padding", "`=` at its end", format!("{text}=")),
        ("space-behind", "a space at its end", format!("{text} ")),
        ("newline-behind", "a newline at its end, which is the file's and taken off before", format!("{text}\n")),
        ("space-in-front", "a space in front", format!(" {text}")),
        ("mark-in-front", "a byte order mark in front", format!("\u{FEFF}{text}")),
        ("broken-line", "a newline in the middle", format!("{prefix}{front}\n{back}")),
        ("zero-inside", "U+0000 in the middle", format!("{prefix}{front}\0{back}")),
        ("star-inside", "a character that is no digit", format!("{prefix}{}*{}", &body[..9], &body[10..])),
        ("plus-inside", "a digit of the other alphabet, `+`", format!("{prefix}{}+{}", &body[..9], &body[10..])),
        ("slash-inside", "a digit of the other alphabet, `/`", format!("{prefix}{}/{}", &body[..9], &body[10..])),
        ("prefix-in-capitals", "its prefix in capitals", format!("{}{body}", prefix.to_uppercase())),
        ("prefix-with-minus", "`-` in place of `_` in its prefix", format!("{}{body}", prefix.replace('_', "-"))),
        ("prefix-of-version-2", "a prefix of another version", format!("{}{body}", prefix.replace('1', "2"))),
        ("no-prefix", "no prefix", body.to_owned()),
        ("hex", "hexadecimal digits behind no prefix", hex(&bytes)),
        ("empty", "an empty text", String::new()),
    ] {
        let name = format!("{}-{name}", kind.name);
        file.no(
            &name,
            kind.name,
            &format!("{}: {shows}", kind.what),
            question(kind.name, &spelling),
            fault("text_form"),
        );
    }
}

/// The last digit of each remainder, with bits that no byte has.
fn remainders(file: &mut Subject) {
    for more in 0..3 {
        let bytes = padded(more).token();
        let text = format!("dpt1_{}", base64url(&bytes));
        let (name, digits) = (format!("remainder-{}", bytes.len() % 3), text.len() - "dpt1_".len());
        if more > 0 {
            let shows = format!("a token of {} bytes has {digits} digits", bytes.len());
            file.yes(&name, &shows, question("token", &text), holds(&bytes));
        }
        let twin = if more == 0 { "token".to_owned() } else { name.clone() };
        let unused = match bytes.len() % 3 {
            0 => {
                let shows = "one digit more than whole bytes have";
                let longer = format!("{text}A");
                file.no("remainder-0-and-a-digit", &twin, shows, question("token", &longer), fault("text_form"));
                continue;
            }
            1 => 15,
            _ => 3,
        };
        let last = *text.as_bytes().last().expect("a text has a last digit");
        let place = DIGITS.iter().position(|digit| *digit == last).expect("it is a digit");
        for (case, bits) in [("one-bit", 1), ("all-bits", unused)] {
            let spelling = format!("{}{}", &text[..text.len() - 1], char::from(DIGITS[place | bits]));
            let shows = format!("unused bits of the last digit are set: {bits}");
            file.no(&format!("{name}-{case}"), &twin, &shows, question("token", &spelling), fault("text_form"))
                .flags(&["attack"]);
        }
    }
    // 32 bytes are 43 digits, the last with two bits that no byte has.
    let text = KINDS[4].text();
    let place = DIGITS.iter().position(|digit| Some(digit) == text.as_bytes().last()).expect("it is a digit");
    let spelling = format!("{}{}", &text[..text.len() - 1], char::from(DIGITS[place | 1]));
    let shows = "a secret key: an unused bit of the last digit is set";
    file.no("secret-key-unused-bit", "secret-key", shows, question("secret-key", &spelling), fault("text_form"));
}

fn mismatches(file: &mut Subject) {
    let key = did(&ALICE.public());
    let mut texts: Vec<(&str, &str, String)> = KINDS.iter().map(|kind| (kind.name, kind.what, kind.text())).collect();
    texts.push(("public-key", "a public key", key));
    for (due, due_what, _) in &texts {
        for (name, what, text) in texts.iter().filter(|(name, ..)| name != due) {
            let shows = format!("{what} where {due_what} is due");
            let code = if *name == "secret-key" { "secret_refused" } else { "kind_mismatch" };
            file.no(&format!("{due}-{name}"), due, &shows, question(due, text), fault(code));
        }
        let shows = format!("a secret with a slip in it, where {due_what} is due: refused as a secret all the same");
        if *due != "secret-key" {
            file.no(&format!("{due}-secret-slip"), due, &shows, question(due, "dptsk1_AQEB="), fault("secret_refused"));
        }
    }
}

/// What a text of the right form holds is read.
fn content(file: &mut Subject) {
    let token = padded(0).token();
    let of = |bytes: &[u8]| format!("dpt1_{}", base64url(bytes));
    for (name, code, shows, bytes) in [
        ("more", "cbor_trailing", "one byte more", [&token[..], &[0]].concat()),
        ("cut", "cbor_truncated", "its last byte missing", token[..token.len() - 1].to_vec()),
        ("nothing", "cbor_truncated", "no byte at all", Vec::new()),
        ("version", "version_unknown", "a token of version 2", [&token[..1], &[2], &token[2..]].concat()),
        ("tagged", "cbor_tag", "a tag in front", [&[0xD2], &token[..]].concat()),
    ] {
        let shows = format!("the text of a token holds {shows}");
        file.no(&format!("token-holds-{name}"), "token", &shows, question("token", &of(&bytes)), fault(code));
    }
    let inside = format!("dptp1_{}", base64url(&token));
    let shows = "the text of a presentation holds a token: three members";
    file.no(
        "presentation-holds-token",
        "presentation",
        shows,
        question("presentation", &inside),
        fault("value_invalid"),
    );
    let inside = format!("dpte1_{}", base64url(&[0x80]));
    let shows = "the text of an endorsement holds an empty array";
    file.no(
        "endorsement-holds-nothing",
        "endorsement",
        shows,
        question("endorsement", &inside),
        fault("field_missing"),
    );
}

fn secrets(file: &mut Subject) {
    for (length, shows) in
        [(31, "one byte too few"), (33, "one byte too many"), (0, "no byte"), (16, "half of its bytes")]
    {
        let text = format!("dptsk1_{}", base64url(&vec![1; length]));
        let shows = format!("a secret key of {length} bytes: {shows}");
        file.no(
            &format!("secret-key-of-{length}"),
            "secret-key",
            &shows,
            question("secret-key", &text),
            fault("text_form"),
        );
    }
    let text = format!("dptsk1_{}", base64url(&[vec![2; 32], PLANNER.public().to_vec()].concat()));
    let shows = "a secret key and its public key, 64 bytes as other libraries write them: too long to be a seed";
    file.no("secret-key-and-public", "secret-key", shows, question("secret-key", &text), fault("limit_exceeded"));
}

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Base58 as Bitcoin writes it.
fn base58(bytes: &[u8]) -> String {
    let mut digits: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit << 8;
            (*digit, carry) = (carry % 58, carry / 58);
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).map(|_| 0);
    let digits = zeros.chain(digits.iter().rev().copied());
    digits.map(|digit| char::from(ALPHABET[digit as usize])).collect()
}

/// The text of these bytes as a key of this multicodec.
fn did_of(codec: &[u8], key: &[u8]) -> String {
    format!("did:key:z{}", base58(&[codec, key].concat()))
}

fn did(key: &[u8]) -> String {
    did_of(&[0xED, 0x01], key)
}

fn keys(file: &mut Subject) {
    let key = ALICE.public();
    let text = did(&key);
    for (name, key) in
        [("public-key", &*ALICE), ("public-key-of-planner", &*PLANNER), ("public-key-of-booker", &*BOOKER)]
    {
        let shows = format!("the public key of {}, as text", key.name);
        file.yes(name, &shows, question("public-key", &did(&key.public())), holds(&key.public()));
    }
    let body = text.strip_prefix("did:key:z").expect("a key");
    let mut hexadecimal = String::new();
    for byte in [&[0xED, 0x01][..], &key].concat() {
        write!(hexadecimal, "{byte:02x}").expect("a string takes what is written");
    }
    for (name, shows, text) in [
        ("secp256k1", "a key of secp256k1", did_of(&[0xE7, 0x01], &[&[2][..], &key].concat())),
        ("x25519", "a key of X25519", did_of(&[0xEC, 0x01], &key)),
        ("p256-codec", "the multicodec of P-256 before 32 bytes", did_of(&[0x80, 0x24], &key)),
        ("no-codec", "no multicodec", did_of(&[], &key)),
        ("codec-short", "a multicodec without its second byte", did_of(&[0xED], &key)),
        ("codec-long", "a multicodec in one byte more than it needs", did_of(&[0xED, 0x81, 0x00], &key)),
        ("of-31", "31 bytes", did(&key[..31])),
        ("of-33", "33 bytes", did(&[&key[..], &[0]].concat())),
        ("zero-in-front", "a digit `1` in front, which is a zero byte", format!("did:key:z1{body}")),
        ("base64", "multibase base64url", format!("did:key:u{}", base64url(&[&[0xED, 0x01][..], &key].concat()))),
        ("hex", "multibase hexadecimal", format!("did:key:f{hexadecimal}")),
        ("base58-flickr", "another multibase prefix before the same digits", format!("did:key:Z{body}")),
        ("no-multibase", "no multibase prefix", format!("did:key:{body}")),
        ("digit-0", "`0`, which the alphabet does not have", text.replace("6Mk", "6M0")),
        ("digit-l", "`l`, which the alphabet does not have", format!("{}l", &text[..text.len() - 1])),
        ("capitals", "its digits in capitals", format!("did:key:z{}", body.to_uppercase())),
        ("space", "a space at its end", format!("{text} ")),
        ("newline", "a newline at its end", format!("{text}\n")),
        ("fragment", "a fragment, as in a document of the key", format!("{text}#z{body}")),
        ("short", "its last digit missing", text[..text.len() - 1].to_owned()),
        ("nothing", "nothing behind `did:key:`", "did:key:".to_owned()),
        ("long", "a thousand digits", format!("did:key:z{}", "2".repeat(1000))),
    ] {
        let shows = format!("a public key: {shows}");
        file.no(
            &format!("public-key-{name}"),
            "public-key",
            &shows,
            question("public-key", &text),
            fault("key_invalid"),
        );
    }
    for (name, shows, text) in [
        ("web", "a DID of another method", "did:web:flights.example".to_owned()),
        ("bare", "its digits without `did:key:`", format!("z{body}")),
        ("prefix-case", "`DID:KEY:`", format!("DID:KEY:z{body}")),
        ("space-in-front", "a space in front", format!(" {text}")),
        ("pem", "a key in PEM", "-----BEGIN PUBLIC KEY-----".to_owned()),
        ("empty", "an empty text", String::new()),
    ] {
        let shows = format!("a public key: {shows}");
        file.no(&format!("public-key-{name}"), "public-key", &shows, question("public-key", &text), fault("text_form"));
    }
}

/// Keys next to those that are another spelling: each looks like p in all bytes but one.
fn nearly_p(file: &mut Subject) {
    for (name, shows, key) in [
        ("third-below-p", "p − 3, the greatest y but one that is on the curve", [(0, 0xEA), (31, 0x7F)]),
        ("like-p-but-the-last", "a y that has p's bytes but the last", [(0, 0xEE), (31, 0x3F)]),
        ("like-p-but-one-within", "a y that has p's bytes but one in the middle", [(0, 0xF0), (30, 0xFE)]),
    ] {
        let mut bytes = [0xFF; 32];
        bytes[31] = 0x7F;
        key.iter().for_each(|(place, byte)| bytes[*place] = *byte);
        let shows = format!("the text of a public key holds {shows}: a key like others");
        file.yes(&format!("public-key-{name}"), &shows, question("public-key", &did(&bytes)), holds(&bytes))
            .flags(&["ed25519"]);
    }
}

/// 32 bytes in the right form that are no key.
fn no_points(file: &mut Subject) {
    let of = |bytes: &[(usize, u8)], fill: u8| {
        let mut key = [fill; 32];
        bytes.iter().for_each(|(place, byte)| key[*place] = *byte);
        key
    };
    for (name, shows, key) in [
        ("zeros", "zeros, a point of order 4", of(&[], 0)),
        ("identity", "the identity", of(&[(0, 1)], 0)),
        ("identity-signed", "the identity with its top bit set", of(&[(0, 1), (31, 0x80)], 0)),
        ("order-2", "the point of order 2", of(&[(0, 0xEC), (31, 0x7F)], 0xFF)),
        ("p", "p, another spelling of 0", of(&[(0, 0xED), (31, 0x7F)], 0xFF)),
        ("p-and-three", "p + 3, another spelling of 3", of(&[(0, 0xF0), (31, 0x7F)], 0xFF)),
        ("all-ones", "the greatest number of 32 bytes", of(&[], 0xFF)),
        ("p-and-nine-signed", "p + 9, another spelling of 9, with its top bit set", of(&[(0, 0xF6)], 0xFF)),
        ("no-point", "2, which is no y of the curve", of(&[(0, 2)], 0)),
    ] {
        let shows = format!("the text of a public key holds {shows}");
        let question = question("public-key", &did(&key));
        file.no(&format!("public-key-{name}"), "public-key", &shows, question, fault("key_invalid"))
            .flags(&["ed25519"]);
    }
}
