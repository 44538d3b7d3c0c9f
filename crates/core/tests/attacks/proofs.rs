//! Call proofs: by whom, over which call, for whom, below which link, and when.

use depute::{Call, Code, Policy, Presentation, Revocations, Step, Token, Trust, TrustEntry, Verifier};

use super::support::{
    ALICE, AUD, AUDIENCE, BOB, BOOKER, EngineKey as _, IAT, Key, Kind, MALLORY, NONCE, NOW, PLANNER, SCOUT, Signer,
    Walk, allowed, at, bytes, call, list, now, presentation, refused, token, verdict, verifier,
};
use super::{everything, three_links};

#[test]
fn a_stolen_token_is_of_no_use_to_another_key() {
    let signers: [&'static Key; 5] = [&ALICE, &PLANNER, &BOOKER, &MALLORY, &BOB];
    for signer in signers {
        let mut walk = three_links();
        walk.proof.signer = Signer::Key(signer);
        let denied = refused(&format!("a proof by {}", signer.name), &walk.bytes(), Step::Proof, Code::ProofMismatch);
        assert_eq!(denied.link(), Some(3));
    }
    allowed("a proof by another key", &three_links().bytes());
}

#[test]
fn a_proof_is_for_one_call() {
    let presentation = three_links().bytes();
    let verifier = verifier();
    for other in [
        r#"flights.Book(to = "SFO", price = 390)"#,
        r#"flights.books(to = "SFO", price = 390)"#,
        r#"flights.cancel(to = "SFO", price = 390)"#,
        r#"flights.book(to = "SFO", price = 391)"#,
        r#"flights.book(to = "SFO", price = 390.5)"#,
        r#"flights.book(to = "SFO", price = -390)"#,
        r#"flights.book(to = "SFO", price = "390")"#,
        r#"flights.book(to = "SFO", price = [390])"#,
        r#"flights.book(to = "SFo", price = 390)"#,
        r#"flights.book(to = "SFO ", price = 390)"#,
        r#"flights.book(to = "", price = 390)"#,
        r#"flights.book(to = null, price = 390)"#,
        r#"flights.book(to = true, price = 390)"#,
        r#"flights.book(to = {"SFO": 1}, price = 390)"#,
        r#"flights.book(price = 390)"#,
        r#"flights.book(to = "SFO")"#,
        r#"flights.book()"#,
        r#"flights.book(to = "SFO", price = 390, seat = "1A")"#,
        r#"flights.book(to = "SFO", price = 390, seat = null)"#,
        r#"flights.book(To = "SFO", price = 390)"#,
        r#"flights.book(to = 390, price = "SFO")"#,
    ] {
        let other = Call::parse(other).unwrap();
        let denied = verifier.check(&presentation, &other, now()).unwrap_err();
        assert_eq!((denied.code(), denied.step()), (Code::ProofMismatch, Step::Proof), "{}", other.to_json());
        // What this verifier made the message of: all of it its own.
        let expected = denied.expected().unwrap();
        assert_eq!((&*expected.action, &*expected.audience), (other.action(), AUDIENCE));
        assert_eq!((&expected.leaf_id, &expected.call_digest), (&three_links().ids()[2], other.digest()));
    }
    let same = Call::parse(r#"flights.book(price = 390.00, to = "S\u0046O")"#).unwrap();
    assert!(verifier.check(&presentation, &same, now()).is_ok());
}

#[test]
fn a_proof_is_for_one_audience() {
    let both = || {
        let mut walk = Walk::new();
        walk.links[0].set(AUD, list!["https://hotels.example", AUDIENCE]);
        walk
    };
    let service = |audience: &str| {
        let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
        Verifier::new(Trust::new([alice]).unwrap(), Policy::new(audience, Revocations::None).unwrap())
    };
    let judged = |audience: &str, bytes: &[u8]| {
        service(audience).check(bytes, &call(), now()).map(drop).map_err(|denied| (denied.code(), denied.step()))
    };
    let elsewhere = Err((Code::ProofAudienceMismatch, Step::Structure));
    let mut hotels = both();
    hotels.proof.set(AUD, "https://hotels.example");
    assert_eq!(judged(AUDIENCE, &both().bytes()), Ok(()));
    assert_eq!(judged("https://hotels.example", &both().bytes()), elsewhere);
    assert_eq!(judged(AUDIENCE, &hotels.bytes()), elsewhere);
    assert_eq!(judged("https://hotels.example", &hotels.bytes()), Ok(()));
    // Its name was changed after it was signed.
    let (links, mut proof) = hotels.parts();
    let mut renamed = hotels.proof.clone();
    renamed.set(AUD, AUDIENCE);
    proof.members()[2] = bytes(&renamed.claims.encode());
    let renamed = presentation(token(links), proof).encode();
    assert_eq!(judged(AUDIENCE, &renamed), Err((Code::ProofMismatch, Step::Proof)));
    for audience in ["https://flights.example/", "HTTPS://flights.example", "https://flights.example ", "local", "*"] {
        let mut walk = both();
        walk.proof.set(AUD, audience);
        assert_eq!(judged(AUDIENCE, &walk.bytes()), elsewhere, "{audience}");
    }
}

#[test]
fn a_proof_is_for_one_leaf() {
    // The booker holds two tokens: what it signs below one is nothing below the other.
    let narrow = Walk::new();
    let mut wide = Walk::new();
    wide.links[1].clauses(vec![everything()]);
    let moved = presentation(token(wide.signed()), narrow.proved()).encode();
    refused("a proof below another token", &moved, Step::Proof, Code::ProofMismatch);
    allowed("a proof below another token", &wide.bytes());
    // Nor below the parent, or below what someone adds.
    let (links, proof) = narrow.parts();
    let parent = presentation(token(links[..1].to_vec()), proof.clone()).encode();
    refused("a proof below the parent", &parent, Step::Proof, Code::ProofMismatch);
    let longer = narrow.clone().then(&BOOKER, &BOOKER, everything());
    let below = presentation(token(longer.signed()), proof).encode();
    refused("a proof below a longer chain", &below, Step::Proof, Code::ProofMismatch);
    allowed("a proof below a longer chain", &longer.bytes());
}

#[test]
fn a_proof_is_fresh() {
    let made = |secs: u64| {
        let mut walk = three_links();
        walk.proof.set(IAT, secs);
        verdict(&walk.bytes()).map_err(|denied| (denied.code(), denied.step()))
    };
    // Age 60 and skew 30 by default, both ends included.
    assert_eq!(made(NOW - 90), Ok(()));
    assert_eq!(made(NOW - 91), Err((Code::ProofStale, Step::Time)));
    assert_eq!(made(NOW + 30), Ok(()));
    assert_eq!(made(NOW + 31), Err((Code::ProofInFuture, Step::Time)));
    assert_eq!(made(0), Err((Code::ProofStale, Step::Time)));
    assert_eq!(made(253_402_300_799), Err((Code::ProofInFuture, Step::Time)));
    // Without skew, the second counts.
    let verifier = Verifier::new(
        Trust::new([TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap()]).unwrap(),
        super::support::scene::policy().skew_secs(0).unwrap().proof_age_secs(0).unwrap(),
    );
    let judged =
        |now: u64| verifier.check(&three_links().bytes(), &call(), at(now)).map(drop).map_err(|denied| denied.code());
    assert_eq!(judged(NOW), Ok(()));
    assert_eq!(judged(NOW + 1), Err(Code::ProofStale));
    assert_eq!(judged(NOW - 1), Err(Code::IssuedInFuture));
}

#[test]
fn a_proof_cannot_be_freshened() {
    let walk = three_links();
    for (claim, value) in [(IAT, (NOW + 5).into()), (NONCE, bytes(&[8; 16]))] {
        let (links, mut proof) = walk.parts();
        let mut changed = walk.proof.clone();
        changed.claims.set(claim, value);
        proof.members()[2] = bytes(&changed.claims.encode());
        let bytes = presentation(token(links), proof).encode();
        refused("a proof changed after it was signed", &bytes, Step::Proof, Code::ProofMismatch);
        let mut signed = walk.clone();
        signed.proof = changed;
        allowed("a proof changed after it was signed", &signed.bytes());
    }
}

#[test]
fn the_id_of_a_proof_is_that_of_its_content() {
    // A ledger burns the id: the same proof has the same, whatever surrounds it, and every other call another.
    let verifier = verifier();
    let id = |walk: &Walk| *verifier.check(&walk.bytes(), &call(), now()).unwrap().proof_id();
    let walk = three_links();
    let message = walk.proof.message(Kind::Proof(walk.ids()[2], walk.digest));
    assert_eq!(id(&walk), blake3::derive_key("depute v1 proof id", &message));
    // Whoever looks at a presentation can name it as the ledger will, given the call; over another call it has another id.
    let shown = |call: &Call| Presentation::from_bytes(&walk.bytes()).unwrap().unverified_proof_id(call).unwrap();
    assert_eq!(shown(&call()), id(&walk));
    assert_ne!(shown(&Call::parse("flights.book(price = 391)").unwrap()), id(&walk));
    let mut other = walk.clone();
    other.proof.set(NONCE, bytes(&[8; 16]));
    assert_ne!(id(&other), id(&walk));
    let mut later = walk.clone();
    later.proof.set(IAT, NOW + 1);
    assert_ne!(id(&later), id(&walk));
}

#[test]
fn a_presentation_made_by_the_steps_is_bound_as_one_made_by_hand() {
    let walk = Walk::new();
    let token = Token::from_bytes(&walk.token()).unwrap();
    // The steps sign for whoever asks with the holder's key, and for nobody else.
    let by = |key: &Key| {
        token.present(&call(), AUDIENCE, &key.signing(), now(), [1; 16]).map(drop).map_err(|fault| fault.code())
    };
    assert_eq!(by(&BOOKER), Ok(()));
    for key in [&*ALICE, &*PLANNER, &*SCOUT, &*MALLORY] {
        assert_eq!(by(key), Err(Code::NotHolder), "{}", key.name);
    }
    // A signature over anything else does not finish the step.
    let prepared = || token.prepare_call(&call(), AUDIENCE, now(), [1; 16]).unwrap();
    let right = BOOKER.sign(prepared().to_sign().bytes());
    assert!(prepared().finish(&right).is_ok());
    assert_eq!(prepared().finish(&BOOKER.sign(b"other")).unwrap_err().code(), Code::SignatureInvalid);
    assert_eq!(
        prepared().finish(&PLANNER.sign(prepared().to_sign().bytes())).unwrap_err().code(),
        Code::SignatureInvalid
    );
}
