//! What cannot be read is refused in the step *form*, before anything else is asked.

use depute_vectors::kit::{BOOKER, CAROL, Draft, EXP, IAT, MALLORY, NBF, NONCE, NOW, SCOUT, bytes, list, map, raw};

use crate::case::{Case, denied};
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    let endorsed = Case::new().with(|case| {
        case.walk.links[1].mandate().set(4, "book a trip");
        case.walk = case.walk.clone().approved_by(&[&CAROL]);
    });
    file.yes("verified", "a presentation that is read and verified", endorsed.question(), endorsed.verified());
    let mut refused = |name: &str, shows: &str, code: &str, link: Option<usize>, edit: &dyn Fn(&mut Case)| {
        let case = endorsed.with(edit);
        file.no(&format!("verified-{name}"), "verified", shows, case.question(), denied(code, "form", link));
    };
    let null = |draft: &mut Draft| draft.set(EXP, raw(&[0xF6]));
    refused("root-link", "a fault of form in link 1 names it", "cbor_simple", Some(1), &|case| {
        null(&mut case.walk.links[0])
    });
    refused("second-link", "a fault of form in link 2 names it", "cbor_simple", Some(2), &|case| {
        null(&mut case.walk.links[1])
    });
    refused("third-link", "a fault of form in link 3 names it", "cbor_simple", Some(3), &|case| {
        let clause = list![list![], map! {}, true];
        case.walk = case.walk.clone().then(&BOOKER, &SCOUT, clause);
        null(&mut case.walk.links[2]);
    });
    refused("proof", "a fault of form in the proof is of no link", "cbor_simple", None, &|case| {
        case.walk.proof.set(IAT, raw(&[0xF6]));
    });
    refused("endorsement", "a fault of form in an endorsement is of no link", "cbor_simple", None, &|case| {
        null(&mut case.walk.endorsements[0]);
    });
    let version = |case: &mut Case| {
        let mut whole = case.walk.presentation();
        whole.members()[0] = 2.into();
        case.bytes = Some(whole.encode());
    };
    refused("version", "another version is of no link", "version_unknown", None, &version);
    refused("more", "a byte behind the presentation is of no link", "cbor_trailing", None, &|case| {
        case.bytes = Some([case.walk.bytes(), vec![0]].concat());
    });
    refused("nothing", "no byte at all", "cbor_truncated", None, &|case| case.bytes = Some(Vec::new()));
    refused("token", "a token without its proof", "value_invalid", None, &|case| case.bytes = Some(case.walk.token()));
    refused(
        "untrusted",
        "a root that nobody trusts, and a fault of form in link 2: form comes first",
        "cbor_simple",
        Some(2),
        &|case| {
            case.verifier.trust[0].keys[0].0 = MALLORY.public();
            null(&mut case.walk.links[1]);
        },
    );
    refused("expired", "long expired, and a nonce of 15 bytes: form comes first", "value_invalid", None, &|case| {
        case.now = NOW + 1_000_000;
        case.walk.proof.set(NONCE, bytes(&[9; 15]));
    });
    refused(
        "forged",
        "a link that another key signed, and a window that ends when it begins: form comes first",
        "value_invalid",
        Some(2),
        &|case| {
            case.walk.links[1].signer = (&*MALLORY).into();
            case.walk.links[1].set(EXP, NOW);
            case.walk.links[1].set(NBF, NOW);
        },
    );
}
