//! Tokens and presentations: what is read is written again byte for byte, and opens nothing that was not signed.

use depute::{Code, Endorsement, Presentation, RevocationList, Revoked, Token, fuzzing};

use crate::support::revocations::{list_bytes, numbered, of_key, of_task, said};
use crate::support::{ALICE, BOOKER, SCOUT, Walk, call, list, map, now, verifier};

pub fn token(data: &[u8]) {
    let Ok(token) = Token::from_bytes(data) else { return };
    assert_eq!(token.as_bytes(), data);
    assert_eq!(fuzzing::token_again(data).as_deref(), Ok(data));
    assert_eq!(Token::from_text(&token.to_text()).as_ref(), Ok(&token));
    assert_eq!(token.unverified_links().len(), token.unverified_ids().len());
    for link in token.unverified_links() {
        // A grant as it was signed has a text that is read as the same grant, unless it names a key that nobody has.
        let grant = link.unverified_grant();
        let text = grant.to_string();
        match depute::Grant::parse(&text) {
            Err(fault) if fault.code() == Code::KeyInvalid => {}
            read => assert_eq!(read.as_ref(), Ok(grant), "{text}"),
        }
    }
    let _ = verifier().check_chain(data, now());
}

/// Three seeds are allowed, whatever endorsements stand beside the proof. Nobody can make another that is: the keys are not in
/// them.
pub fn presentation(data: &[u8]) {
    let judged = verifier().check(data, &call(), now()).map(drop);
    let Ok(presentation) = Presentation::from_bytes(data) else { return assert!(judged.is_err()) };
    assert_eq!(presentation.as_bytes(), data);
    assert_eq!(fuzzing::presentation_again(data, true).as_deref(), Ok(data));
    assert_eq!(Presentation::from_text(&presentation.to_text()).as_ref(), Ok(&presentation));
    assert!(presentation.unverified_token().is_ok() && presentation.unverified_proof().is_ok());
    assert!(presentation.unverified_endorsements().is_ok());
    if judged.is_ok() {
        let three = Walk::new().then(&BOOKER, &SCOUT, list!["flights.book", map! { "to" => list![1, "SFO"] }, true]);
        let bare = fuzzing::presentation_again(data, false).unwrap();
        assert!([Walk::short(), Walk::new(), three].iter().any(|known| known.bytes() == bare), "{data:02x?}");
    }
}

/// An endorsement that travels alone, and the presentation that it is added to.
pub fn endorsement(data: &[u8]) {
    let Ok(endorsement) = Endorsement::from_bytes(data) else { return };
    assert_eq!(endorsement.as_bytes(), data);
    assert_eq!(fuzzing::endorsement_again(data).as_deref(), Ok(data));
    assert_eq!(Endorsement::from_text(&endorsement.to_text()).as_ref(), Ok(&endorsement));
    let walk = Walk::new();
    let presentation = Presentation::from_bytes(&walk.bytes()).unwrap();
    let endorsed = presentation.with(&endorsement).unwrap();
    assert_eq!(endorsed.unverified_endorsements().as_deref(), Ok(&[endorsement][..]));
    assert!(
        verifier().check(endorsed.as_bytes(), &call(), now()).is_ok_and(|verified| verified.endorsements().is_empty())
    );
}

/// A revocation list. What its keeper and the signers did not sign is not taken in, and nobody's key is in the seeds.
pub fn list(data: &[u8]) {
    let Ok(list) = RevocationList::from_bytes(data) else { return };
    assert_eq!(list.as_bytes(), data);
    assert_eq!(fuzzing::list_again(data).as_deref(), Ok(data));
    assert_eq!(RevocationList::from_text(&list.to_text()).as_ref(), Ok(&list));
    let mut revoked = Revoked::new();
    match revoked.add_own_list(&list, now()) {
        Err(_) => assert_eq!(revoked.statements(), 0),
        Ok(new) => {
            let known = [
                numbered(1, &[]),
                numbered(7, &[said(&ALICE, of_task(&ALICE, "T-1042")), said(&SCOUT, of_key(&BOOKER))]),
            ];
            assert!(known.iter().any(|known| list_bytes(known) == data), "{data:02x?}");
            assert_eq!((new, revoked.statements()), (list.unverified_statements().len(), new));
            assert_eq!(revoked.add_own_list(&list, now()), Ok(0));
        }
    }
}
