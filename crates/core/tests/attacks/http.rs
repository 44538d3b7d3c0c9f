//! Calls over plain HTTP: another request than the one signed, a call of another route, two headers for one.

use depute::{Call, Code, Http, Mint, Presentation, Step, Token, Trust, TrustEntry, Verifier};

use super::support::scene::policy;
use super::support::{
    ALICE, AUDIENCE, BOB, BOOKER, EngineKey as _, NOW, PLANNER, Walk, alike, at, bytes, call, list, map, now, verifier,
};
use super::three_links;

const BODY: &[u8] = br#"{"to":"SFO","price":390}"#;
const TARGET: &str = "/v1/bookings?seat=1A";

/// Verifies requests over HTTP, and trusts alice with everything.
fn web() -> Verifier {
    let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    Verifier::new(Trust::new([alice]).unwrap(), policy().http())
}

/// The usual call as this request.
fn request(method: &str, target: &str, body: &[u8]) -> Call {
    call().with_http(Http::new(method, target, body).unwrap())
}

/// The usual walk with a proof over the usual request, each part put together by hand.
fn signed(method: &str, target: &str, body: &[u8]) -> Walk {
    let body = blake3::derive_key("depute v1 http body", body);
    let canonical = map! {
        "args" => map! { "to" => "SFO", "price" => 390 },
        "http" => map! { "body" => bytes(&body), "method" => method, "target" => target },
        "action" => "flights.book",
    };
    let mut walk = three_links();
    walk.digest = blake3::derive_key("depute v1 call digest", &canonical.encode());
    walk
}

fn judged(verifier: &Verifier, walk: &Walk, call: &Call) -> Result<(), (Code, Step)> {
    alike(verifier, &walk.bytes(), call, now()).map(drop).map_err(|denied| (denied.code(), denied.step()))
}

const MISMATCH: Result<(), (Code, Step)> = Err((Code::ProofMismatch, Step::Proof));

#[test]
fn a_proof_is_for_one_request() {
    let walk = signed("POST", TARGET, BODY);
    assert_eq!(judged(&web(), &walk, &request("POST", TARGET, BODY)), Ok(()));
    for (what, received) in [
        ("another method", request("PUT", TARGET, BODY)),
        ("a method tunnelled in another", request("POST-OVERRIDE", TARGET, BODY)),
        ("another path", request("POST", "/v1/refunds?seat=1A", BODY)),
        ("another case", request("POST", "/V1/bookings?seat=1A", BODY)),
        ("a path that a server may read as the same", request("POST", "/v1/./bookings?seat=1A", BODY)),
        ("an escape that means the same", request("POST", "/v1/%62ookings?seat=1A", BODY)),
        ("a slash more", request("POST", "/v1/bookings/?seat=1A", BODY)),
        ("another query", request("POST", "/v1/bookings?seat=1B", BODY)),
        ("a query more", request("POST", "/v1/bookings?seat=1A&seat=1A", BODY)),
        ("no query", request("POST", "/v1/bookings", BODY)),
        ("another body", request("POST", TARGET, br#"{"to":"SFO","price":399}"#)),
        ("a body of the same meaning", request("POST", TARGET, br#"{"price":390,"to":"SFO"}"#)),
        ("no body", request("POST", TARGET, b"")),
        ("target and body changed places", request("POST", "/{\"to\":\"SFO\",\"price\":390}", TARGET.as_bytes())),
    ] {
        assert_eq!(judged(&web(), &walk, &received), MISMATCH, "{what}");
    }
}

#[test]
fn a_method_in_another_case_is_none() {
    assert_eq!(Http::new("post", TARGET, BODY).unwrap_err().code(), Code::CallInvalid);
    // Signed so all the same, it fits no request that a verifier can hold.
    assert_eq!(judged(&web(), &signed("post", TARGET, BODY), &request("POST", TARGET, BODY)), MISMATCH);
    assert_eq!(judged(&web(), &signed("POST", TARGET, BODY), &request("POST", TARGET, BODY)), Ok(()));
}

#[test]
fn the_route_says_which_members_a_call_has() {
    let (bare, http) = (three_links(), signed("POST", TARGET, BODY));
    let received = request("POST", TARGET, BODY);
    let wrong = Err((Code::CallInvalid, Step::Form));
    assert_eq!(judged(&verifier(), &bare, &call()), Ok(()));
    assert_eq!(judged(&web(), &http, &received), Ok(()));
    // A verifier that was handed the wrong call says so, whatever the presentation is.
    assert_eq!(judged(&web(), &bare, &call()), wrong);
    assert_eq!(judged(&web(), &http, &call()), wrong);
    assert_eq!(judged(&verifier(), &http, &received), wrong);
    assert_eq!(judged(&verifier(), &bare, &received), wrong);
    assert_eq!(web().check(b"garbage", &call(), now()).unwrap_err().code(), Code::CallInvalid);
    assert_eq!(web().check(b"garbage", &received, now()).unwrap_err().step(), Step::Form);
    // A proof for the other kind of route is no proof here: no form is tried after another.
    assert_eq!(judged(&web(), &bare, &received), MISMATCH);
    assert_eq!(judged(&verifier(), &http, &call()), MISMATCH);
}

#[test]
fn a_request_is_judged_by_its_arguments_all_the_same() {
    // The member binds the request; what is granted are the arguments that the verifier made of it.
    let mut walk = signed("POST", TARGET, BODY);
    assert_eq!(judged(&web(), &walk, &request("POST", TARGET, BODY)), Ok(()));
    walk.links[0].clauses(vec![list!["flights.book", map! { "price" => list![3, 100] }, true]]);
    assert_eq!(judged(&web(), &walk, &request("POST", TARGET, BODY)), Err((Code::ArgAboveLimit, Step::Grants)));
    // No clause can speak of the member, nor take it for an argument.
    let mut walk = signed("POST", TARGET, BODY);
    let closed = map! { "to" => list![], "price" => list![] };
    walk.links[0].clauses(vec![list!["flights.book", closed]]);
    assert_eq!(judged(&web(), &walk, &request("POST", TARGET, BODY)), Ok(()));
    let named = map! { "to" => list![], "http" => list![], "price" => list![] };
    walk.links[0].clauses(vec![list!["flights.book", named]]);
    assert_eq!(judged(&web(), &walk, &request("POST", TARGET, BODY)), Err((Code::ArgMissing, Step::Grants)));
}

#[test]
fn a_presentation_cannot_be_smuggled_beside_another() {
    let token = Token::from_bytes(&three_links().token()).unwrap();
    let scout = super::SCOUT.signing();
    let present = |nonce| token.present(&request("POST", TARGET, BODY), AUDIENCE, &scout, now(), [nonce; 16]).unwrap();
    let (one, other) = (present(1).to_header().unwrap(), present(2).to_header().unwrap());
    let authorization = |text: &str| format!("{} {text}", Presentation::SCHEME).into_bytes();
    let (line, plain) = (authorization(&one), other.as_bytes());
    let read = |authorization: &[&[u8]], presentation: &[&[u8]]| {
        Presentation::text_in_header(authorization.to_vec(), presentation.to_vec())
            .and_then(|text| text.map(Presentation::from_text).transpose())
            .map_err(|fault| fault.code())
    };
    assert_eq!(read(&[&line], &[]), Ok(Some(present(1))));
    assert_eq!(read(&[], &[plain]), Ok(Some(present(2))));
    assert_eq!(read(&[b"Bearer x"], &[plain]), Ok(Some(present(2))));
    for (authorization, presentation) in [
        (vec![&line[..]], vec![plain]),
        (vec![&line[..], &line[..]], vec![]),
        (vec![&line[..], b"Bearer x"], vec![]),
        (vec![], vec![plain, plain]),
        (vec![], vec![b"", plain]),
    ] {
        assert_eq!(read(&authorization, &presentation), Err(Code::HeaderInvalid));
    }
    let joined = [&line[..], b", ", &authorization(&other)].concat();
    assert_eq!(read(&[&joined], &[]), Err(Code::HeaderInvalid));
    // A token is no presentation in a header either, and a secret is named as one and not repeated.
    assert_eq!(read(&[&authorization(&token.to_text())], &[]), Err(Code::KindMismatch));
    let secret = BOB.signing().to_text();
    assert_eq!(read(&[&authorization(&secret)], &[]), Err(Code::SecretRefused));
}

#[test]
fn a_presentation_too_long_for_a_header_is_not_sent_in_one() {
    let with = |clauses: usize| {
        let mint = Mint::new(&PLANNER.verifying()).audience(AUDIENCE).unwrap().depth(1);
        let list: Vec<String> = (0..14).map(|member| format!("\"{member:02}{}\"", "x".repeat(60))).collect();
        let mint = (0..clauses).fold(mint.allow("*(..)").unwrap(), |mint, clause| {
            mint.allow(&format!("a{clause}(b in [{}])", list.join(", "))).unwrap()
        });
        let token = mint.sign(&ALICE.signing(), at(NOW), [1; 8]).unwrap();
        let mut child = token.delegate(&BOOKER.verifying()).allow("*(..)").unwrap();
        for clause in 0..clauses {
            child = child.allow(&format!("a{clause}(b in [{}])", list.join(", "))).unwrap();
        }
        let token = child.sign(&PLANNER.signing(), at(NOW)).unwrap();
        token.present(&call(), AUDIENCE, &BOOKER.signing(), at(NOW), [1; 16]).unwrap()
    };
    let (short, long) = (with(2), with(3));
    assert!(short.to_text().len() <= 6144 && long.to_text().len() > 6144, "{}", long.to_text().len());
    assert_eq!(short.to_header(), Ok(short.to_text()));
    let refused = long.to_header().unwrap_err();
    assert_eq!(
        (refused.code(), refused.hint().is_some_and(|hint| hint.contains("in the body"))),
        (Code::LimitExceeded, true)
    );
    // It is none to a reader either, and in a body it is one.
    let text = long.to_text();
    let read = Presentation::text_in_header([], [text.as_bytes()]).unwrap_err();
    assert_eq!(read.code(), Code::LimitExceeded);
    assert_eq!(Presentation::from_text(&text), Ok(long));
}
