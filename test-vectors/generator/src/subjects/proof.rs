//! The proof: one call, one audience, one holder, one chain.

use depute_vectors::kit::{ALICE, AUD, CTI, Item, Kind, MALLORY, NONCE, PLANNER, bytes, call_digest, raw};
use depute_vectors::{list, map};
use serde_json::{Value, json};

use crate::case::{Case, denied};
use crate::model::Subject;

const OTHER: &str = "https://hotels.example";
const CONTEXT: &str = "depute v1 http body";

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("proof", "The call proof: made by the last holder, over this call, for this audience.");
    file.allowed("this-call", "the holder's signature over the call that is judged", &Case::new());
    calls(&mut file);
    spellings(&mut file);
    makers(&mut file);
    audiences(&mut file);
    requests(&mut file);
    file
}

fn mismatch() -> Value {
    denied("proof_mismatch", "proof", Some(2))
}

fn calls(file: &mut Subject) {
    let called = |action: &str, args: Value| {
        Case::new().with(|case| case.call = json!({ "action": action, "args": args }).to_string())
    };
    #[rustfmt::skip]
    let wrong = [
        ("another-amount", "the amount is another than the one that was signed", called("flights.book", json!({"price": 391, "to": "SFO"}))),
        ("another-text", "a text is another", called("flights.book", json!({"price": 390, "to": "LAX"}))),
        ("another-action", "the action is another", called("flights.hold", json!({"price": 390, "to": "SFO"}))),
        ("action-in-capitals", "actions are compared byte for byte", called("Flights.book", json!({"price": 390, "to": "SFO"}))),
        ("argument-more", "an argument was added", called("flights.book", json!({"price": 390, "to": "SFO", "class": "first"}))),
        ("argument-less", "an argument was left out", called("flights.book", json!({"price": 390}))),
        ("argument-null", "a null was added, which is not the same as nothing", called("flights.book", json!({"price": 390, "to": "SFO", "note": null}))),
        ("argument-renamed", "an argument has another name", called("flights.book", json!({"price": 390, "TO": "SFO"}))),
        ("number-as-text", "a number became a text", called("flights.book", json!({"price": "390", "to": "SFO"}))),
        ("number-with-fraction", "a number that differs in its last decimal", called("flights.book", json!({"price": 390.00000000000006, "to": "SFO"}))),
        ("space-behind", "a text with a space behind it", called("flights.book", json!({"price": 390, "to": "SFO "}))),
        ("prototype-name", "an argument named `__proto__` is an argument", called("flights.book", json!({"price": 390, "to": "SFO", "__proto__": {}}))),
    ];
    for (name, shows, case) in wrong {
        file.refused(name, "this-call", shows, &case, mismatch()).flags(&["attack"]);
    }
    let composed = |signed: &str, judged: &str| {
        Case::new().with(|case| {
            case.calls("flights.book", map! { "to" => signed, "price" => 390 });
            case.call = json!({ "action": "flights.book", "args": { "to": judged, "price": 390 } }).to_string();
        })
    };
    file.allowed("composed", "a text of composed letters", &composed("Z\u{fc}rich", "Z\u{fc}rich")).flags(&["unicode"]);
    let shows = "the same letters, decomposed, are another text";
    let case = composed("Z\u{fc}rich", "Zu\u{308}rich");
    file.refused("decomposed", "composed", shows, &case, mismatch()).flags(&["attack", "unicode"]);
}

/// What is one call however it is written.
fn spellings(file: &mut Subject) {
    let written = |text: &str| Case::new().with(|case| text.clone_into(&mut case.call));
    #[rustfmt::skip]
    let right = [
        ("members-in-another-order", "the order of members is nothing", r#"{"args":{"to":"SFO","price":390},"action":"flights.book"}"#),
        ("white-space", "white space between tokens is nothing", "\n{ \"action\" : \"flights.book\" ,\r\n\t\"args\" : { \"price\" : 390 , \"to\" : \"SFO\" } }\n"),
        ("number-spelt-otherwise", "390.0 is 390", r#"{"action":"flights.book","args":{"price":390.0,"to":"SFO"}}"#),
        ("number-with-exponent", "39e1 is 390", r#"{"action":"flights.book","args":{"price":39e1,"to":"SFO"}}"#),
        ("escapes", "an escape is the character that it stands for", r#"{"action":"flights.\u0062ook","args":{"price":390,"t\u006f":"S\u0046O"}}"#),
    ];
    for (name, shows, text) in right {
        file.allowed(name, shows, &written(text));
    }
    let several = Case::new().with(|case| {
        let args = map! {
            "b" => list![raw(&[0xF6]), true, Item::Float(0.5), -3],
            "to" => "",
            "price" => 0,
            "opts" => map! { "x" => list![], "yy" => map! {} },
        };
        case.calls("flights.book", args);
    });
    file.allowed("every-type", "arguments of every type", &several);
}

fn makers(file: &mut Subject) {
    let case = Case::new();
    let signed_by =
        |signer: &'static depute_vectors::kit::Key| case.with(|case| case.walk.proof.signer = signer.into());
    let as_kind = |kind: fn(&Case) -> Kind| {
        case.with(|case| {
            let kind = kind(case);
            case.walk.proof.kind = Some(kind);
        })
    };
    #[rustfmt::skip]
    let wrong = [
        ("stolen", "a thief has the token and signs with a key of its own", signed_by(&MALLORY)),
        ("signed-by-the-holder-above", "the holder of the link above signs", signed_by(&PLANNER)),
        ("signed-by-the-authorizer", "the authorizer signs", signed_by(&ALICE)),
        ("over-the-link-above", "the holder's proof for the link above, not for the leaf", as_kind(|case| Kind::Proof(case.walk.ids()[0], case.walk.digest))),
        ("over-another-chain", "the same holder's proof below another root", as_kind(|case| {
            let mut other = case.walk.clone();
            other.links[0].set(CTI, bytes(&[8; 8]));
            Kind::Proof(other.leaf(), case.walk.digest)
        })),
        ("ids-swapped", "leaf id and call digest change places", as_kind(|case| Kind::Proof(case.walk.digest, case.walk.leaf()))),
        ("signed-as-endorsement", "the holder's endorsement of the call is no proof", as_kind(|case| Kind::Endorsement(case.walk.leaf(), case.walk.digest))),
        ("signed-as-link", "the holder's signature over a link is no proof", as_kind(|case| Kind::Link(case.walk.leaf()))),
        ("signed-as-root", "the holder's signature over a root link is no proof", as_kind(|_| Kind::Root)),
        ("signed-as-receipt", "a signature of a reserved kind is no proof", as_kind(|_| Kind::Receipt)),
        ("over-no-arguments", "the proof is over the action alone", as_kind(|case| Kind::Proof(case.walk.leaf(), call_digest("flights.book", &map! {})))),
    ];
    for (name, shows, case) in wrong {
        file.refused(name, "this-call", shows, &case, mismatch()).flags(&["attack"]);
    }
    let nonce = case.with(|case| case.walk.proof.set(NONCE, bytes(&[0; 16])));
    file.allowed("another-nonce", "the nonce is any sixteen bytes", &nonce);
}

fn audiences(file: &mut Subject) {
    let both = Case::new().with(|case| {
        case.walk.links[0].set(AUD, list![OTHER, case.verifier.audience.as_str()]);
    });
    file.allowed("audience-of-two", "a token for two audiences, a proof for this one", &both);
    let other = both.with(|case| case.walk.proof.set(AUD, OTHER));
    let expect = denied("proof_audience_mismatch", "structure", Some(2));
    let shows = "the proof was made for the other audience";
    file.refused("audience-other", "audience-of-two", shows, &other, expect).flags(&["attack"]);
    let slash = Case::new().with(|case| case.walk.proof.set(AUD, "https://flights.example/"));
    let expect = denied("proof_audience_mismatch", "structure", Some(2));
    file.refused("audience-slash", "this-call", "audiences are compared byte for byte", &slash, expect);
}

/// A request, as the holder signed it.
fn request(method: &str, target: &str, body: &[u8]) -> Item {
    map! { "body" => bytes(&blake3::derive_key(CONTEXT, body)), "method" => method, "target" => target }
}

/// A call with this request in its proof, and that one before the verifier.
fn requested(signed: Option<Item>, received: Option<Item>) -> Case {
    Case::new().with(|case| {
        case.verifier.http = true;
        let args = map! { "to" => "SFO", "price" => 390 };
        let canonical = match signed {
            None => map! { "args" => args, "action" => "flights.book" },
            Some(signed) => map! { "args" => args, "http" => signed, "action" => "flights.book" },
        };
        case.walk.digest = blake3::derive_key("depute v1 call digest", &canonical.encode());
        let mut call = json!({ "action": "flights.book", "args": { "to": "SFO", "price": 390 } });
        if let (Some(Item::Map(members)), Some(call)) = (received, call.as_object_mut()) {
            let text = |item: &Item| match item {
                Item::Text(text) => json!(text),
                Item::Bytes(bytes) => json!(depute_vectors::kit::hex(bytes)),
                other => panic!("{other:?} is no part of a request"),
            };
            let http: serde_json::Map<String, Value> = members
                .iter()
                .map(|(name, value)| (text(name).as_str().unwrap_or_default().to_owned(), text(value)))
                .collect();
            call.insert("http".to_owned(), Value::Object(http));
        }
        case.call = call.to_string();
    })
}

fn requests(file: &mut Subject) {
    let right = || request("POST", "/v1/bookings?notify=yes", b"{}");
    let pair = |received: Item| requested(Some(right()), Some(received));
    file.allowed("request", "the request is the one that was signed", &pair(right())).flags(&["http"]);
    #[rustfmt::skip]
    let wrong = [
        ("request-method", "another method", pair(request("PUT", "/v1/bookings?notify=yes", b"{}"))),
        ("request-target", "another path", pair(request("POST", "/v1/booking?notify=yes", b"{}"))),
        ("request-query", "another query", pair(request("POST", "/v1/bookings?notify=no", b"{}"))),
        ("request-escaped", "an escape in place of its letter is another target", pair(request("POST", "/v1/%62ookings?notify=yes", b"{}"))),
        ("request-body", "another body", pair(request("POST", "/v1/bookings?notify=yes", b"{} "))),
        ("request-body-empty", "no body", pair(request("POST", "/v1/bookings?notify=yes", b""))),
        ("request-unsigned", "the proof is over the call without a request", requested(None, Some(right()))),
    ];
    for (name, shows, case) in wrong {
        file.refused(name, "request", shows, &case, mismatch()).flags(&["attack", "http"]);
    }
    let plain = pair(right()).with(|case| case.verifier.http = false);
    let expect = || denied("call_invalid", "form", None);
    let shows = "a verifier that is not one of HTTP resources refuses a call with a request";
    file.refused("request-not-wanted", "request", shows, &plain, expect()).flags(&["http"]);
    let without = requested(None, None);
    let shows = "a verifier of HTTP resources refuses a call without a request";
    file.refused("request-missing", "request", shows, &without, expect()).flags(&["http"]);
}
