//! Chains: who signs what below whom, and what a link may not widen.

use depute_vectors::kit::{
    ALICE, AUD, AUDIENCE, BOOKER, EXP, Item, Kind, MALLORY, NBF, NOW, PLANNER, SCOUT, bytes, cnf, grant, sealed, token,
};
use depute_vectors::kit::{CNF, CTI, Key};
use depute_vectors::{list, map};

use crate::case::{Case, denied};
use crate::model::Subject;

const OTHER: &str = "https://hotels.example";
/// Sorts before [`AUDIENCE`], as shorter texts do.
const SHORT: &str = "https://cars.example";

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("chain", "Chains of links: signatures, arrangement, depth, audiences and windows.");
    signatures(&mut file);
    kinds(&mut file);
    arrangement(&mut file);
    depth(&mut file);
    audiences(&mut file);
    windows(&mut file);
    file
}

/// Three links, the scout at their end.
fn three() -> Case {
    Case::new().with(|case| {
        case.walk =
            case.walk.clone().then(&BOOKER, &SCOUT, grant::open("flights.book", map! { "price" => list![3, 395] }));
    })
}

fn forged(link: usize) -> serde_json::Value {
    denied("signature_invalid", "signatures", Some(link))
}

fn signatures(file: &mut Subject) {
    let case = Case::new();
    file.allowed(
        "one-link",
        "a root link alone, used by its holder",
        &case.with(|case| case.walk = depute_vectors::kit::Walk::short()),
    );
    file.allowed("two-links", "a root link, and one below it", &case);
    file.allowed("three-links", "each link is signed by the holder that the link above names", &three());
    for link in 1..=3 {
        let shows = format!("link {link} is signed by a key that is not its issuer's");
        let case = three().with(|case| case.walk.links[link - 1].signer = (&*MALLORY).into());
        file.refused(&format!("link-{link}-signed-by-a-stranger"), "three-links", &shows, &case, forged(link))
            .flags(&["attack"]);
        let shows = format!("link {link} was changed after it was signed");
        let case = three().with(|case| {
            let old = sealed(&case.walk.links[link - 1], place(case, link));
            case.walk.links[link - 1].mandate().set(4, "changed");
            let signature = match old {
                Item::Array(members) => members[3].clone(),
                _ => unreachable!("an envelope"),
            };
            let Item::Bytes(signature) = signature else { unreachable!("a signature") };
            case.walk.links[link - 1].signer = depute_vectors::kit::Signer::Bytes(signature);
        });
        file.refused(&format!("link-{link}-changed"), "three-links", &shows, &case, forged(link)).flags(&["attack"]);
    }
    let case = three().with(|case| case.walk.links[2].signer = (&*PLANNER).into());
    let shows = "an earlier holder signs below a later one";
    file.refused("signed-by-the-grandparent", "three-links", shows, &case, forged(3)).flags(&["attack"]);
    let case = three().with(|case| case.walk.links[1].signer = (&*ALICE).into());
    let shows = "the authorizer signs a further link that its holder has to sign";
    file.refused("signed-by-the-authorizer", "three-links", shows, &case, forged(2)).flags(&["attack"]);
}

/// What stands at this place of the chain.
fn place(case: &Case, link: usize) -> Kind {
    if link == 1 { Kind::Root } else { Kind::Link(case.walk.ids()[link - 2]) }
}

fn kinds(file: &mut Subject) {
    let (id, call) = ([7; 32], Case::new().walk.digest);
    let kinds = |leaf| {
        [
            ("proof", Kind::Proof(leaf, call)),
            ("endorsement", Kind::Endorsement(leaf, call)),
            ("revocation", Kind::Revocation),
            ("list", Kind::List),
            ("receipt", Kind::Receipt),
        ]
    };
    for (name, kind) in [("link", Kind::Link(id))].into_iter().chain(kinds(id)) {
        let case = Case::new().with(|case| case.walk.links[0].kind = Some(kind));
        let shows = format!("the root link is signed as a {name}");
        file.refused(&format!("root-signed-as-{name}"), "two-links", &shows, &case, forged(1)).flags(&["attack"]);
    }
    let parent = Case::new().walk.ids()[0];
    for (name, kind) in [("root", Kind::Root)].into_iter().chain(kinds(parent)) {
        let case = Case::new().with(|case| case.walk.links[1].kind = Some(kind));
        let shows = format!("a further link is signed as a {name}");
        file.refused(&format!("link-signed-as-{name}"), "two-links", &shows, &case, forged(2)).flags(&["attack"]);
    }
}

fn arrangement(file: &mut Subject) {
    let case = Case::new().with(|case| {
        let mut other = case.walk.clone();
        other.links[0].set(CTI, bytes(&[8; 8]));
        case.walk.links[1].kind = Some(Kind::Link(other.ids()[0]));
    });
    let shows = "a link that the same holder signed below another root of the same authorizer";
    file.refused("spliced", "two-links", shows, &case, forged(2)).flags(&["attack"]);

    let arranged = |places: &[usize]| {
        three().with(|case| {
            let links = case.walk.signed();
            let links = places.iter().map(|place| links[*place].clone()).collect();
            case.bytes = Some(list![1, token(links), case.walk.proved(), list![]].encode());
        })
    };
    #[rustfmt::skip]
    let wrong: [(&str, &str, &[usize], serde_json::Value); 6] = [
        ("swapped", "the second and third link change places", &[0, 2, 1], forged(2)),
        ("link-missing", "the link in the middle is left out", &[0, 2], forged(2)),
        ("link-twice", "the second link comes twice", &[0, 1, 1, 2], forged(3)),
        ("root-twice", "the root link comes twice: it has claims that a further link cannot have", &[0, 0, 1, 2], denied("field_unknown", "form", Some(2))),
        ("rootless", "a further link stands first: it lacks what a root link has", &[1, 2], denied("field_missing", "form", Some(1))),
        ("truncated", "the last link is cut off to regain what it took away: the holder before it signed no proof", &[0, 1], denied("proof_mismatch", "proof", Some(2))),
    ];
    for (name, shows, places, expect) in wrong {
        file.refused(name, "three-links", shows, &arranged(places), expect).flags(&["attack"]);
    }

    let back = Case::new().with(|case| {
        case.walk = case.walk.clone().then(&BOOKER, &PLANNER, grant::everything());
    });
    file.allowed("back-to-an-earlier-holder", "a chain may come back to a key that held an earlier link", &back);
    let same = Case::new().with(|case| {
        case.walk.links[0].set(CNF, cnf(&ALICE.public()));
        case.walk.links[1].signer = (&*ALICE).into();
        case.walk.links[1].set(CNF, cnf(&ALICE.public()));
        case.walk.proof.signer = (&*ALICE).into();
    });
    file.allowed("one-key-throughout", "one key issues and holds every link", &same);
}

/// A chain of so many links, each with a depth of its own or none.
fn deep(depths: &[Option<u64>]) -> Case {
    let keys: [&'static Key; 3] = [&PLANNER, &BOOKER, &SCOUT];
    Case::new().with(|case| {
        let holder = |link: usize| keys[link % keys.len()];
        for link in 2..depths.len() {
            case.walk = case.walk.clone().then(holder(link - 1), holder(link), grant::everything());
        }
        case.walk.links.truncate(depths.len());
        case.walk.proof.signer = holder(depths.len() - 1).into();
        case.walk.links[0].mandate().unset(2);
        for (link, depth) in case.walk.links.iter_mut().zip(depths) {
            if let Some(depth) = depth {
                link.mandate().set(2, *depth);
            }
        }
    })
}

fn depth(file: &mut Subject) {
    #[rustfmt::skip]
    let right: [(&str, &str, &[Option<u64>]); 7] = [
        ("depth-zero-alone", "a root link without a depth, with no link below it", &[None]),
        ("depth-one", "one link below a root of depth 1", &[Some(1), None]),
        ("depth-two", "two links below a root of depth 2", &[Some(2), None, None]),
        ("depth-lowered", "a link states a depth below what is left", &[Some(3), Some(1), None]),
        ("depth-restated", "a link states exactly what is left", &[Some(3), Some(2), Some(1), Some(0)]),
        ("depth-zero-stated", "a last link states a depth of 0", &[Some(2), Some(0)]),
        ("depth-fifteen", "fifteen links below a root of depth 15", &[Some(15), None, None, None, None, None, None, None, None, None, None, None, None, None, None, None]),
    ];
    for (name, shows, depths) in right {
        file.allowed(name, shows, &deep(depths));
    }
    #[rustfmt::skip]
    let wrong: [(&str, &str, &str, &[Option<u64>], usize); 8] = [
        ("depth-unstated", "depth-one", "a root without a depth has nothing below it", &[None, None], 2),
        ("depth-zero", "depth-one", "a root of depth 0 has nothing below it", &[Some(0), None], 2),
        ("depth-one-with-three", "depth-two", "two links below a root of depth 1", &[Some(1), None, None], 3),
        ("depth-raised", "depth-restated", "a link states a depth of as much as its parent has", &[Some(3), Some(3)], 2),
        ("depth-raised-by-much", "depth-restated", "a link states the greatest depth there is", &[Some(3), Some(15)], 2),
        ("depth-raised-later", "depth-lowered", "a link states more than a link above has left, though the root allowed it", &[Some(5), Some(1), Some(1)], 3),
        ("depth-used-up", "depth-lowered", "a link below one that stated a depth of 0", &[Some(5), Some(0), None], 3),
        ("depth-fourteen-with-sixteen", "depth-fifteen", "the sixteenth link below a root of depth 14", &[Some(14), None, None, None, None, None, None, None, None, None, None, None, None, None, None, None], 16),
    ];
    for (name, twin, shows, depths, link) in wrong {
        file.refused(name, twin, shows, &deep(depths), denied("depth_exceeded", "structure", Some(link)));
    }
}

/// Three links with these audiences, where stated.
fn meant(audiences: [Option<&[&str]>; 3]) -> Case {
    three().with(|case| {
        for (link, audiences) in case.walk.links.iter_mut().zip(audiences) {
            match audiences {
                None => {}
                Some([one]) => link.set(AUD, *one),
                Some(many) => link.set(AUD, many.iter().map(|one| Item::from(*one)).collect::<Vec<_>>()),
            }
        }
    })
}

fn audiences(file: &mut Subject) {
    const BOTH: &[&str] = &[OTHER, AUDIENCE];
    const ALL: &[&str] = &[SHORT, OTHER, AUDIENCE];
    #[rustfmt::skip]
    let right: [(&str, &str, [Option<&[&str]>; 3]); 4] = [
        ("audience-of-several", "a root for two audiences, presented to one of them", [Some(BOTH), None, None]),
        ("audience-restated", "a link states the audience that it has anyway", [None, Some(&[AUDIENCE]), None]),
        ("audience-narrowed", "a link states one of its parent's audiences", [Some(BOTH), Some(&[AUDIENCE]), None]),
        ("audience-narrowed-twice", "each link states fewer of them", [Some(ALL), Some(BOTH), Some(&[AUDIENCE])]),
    ];
    for (name, shows, audiences) in right {
        file.allowed(name, shows, &meant(audiences));
    }
    #[rustfmt::skip]
    let widened: [(&str, &str, &str, [Option<&[&str]>; 3], usize); 4] = [
        ("audience-another", "audience-restated", "a link states an audience that its parent lacks", [None, Some(&[OTHER]), None], 2),
        ("audience-added", "audience-restated", "a link states its parent's audience and one more", [None, Some(BOTH), None], 2),
        ("audience-taken-back", "audience-narrowed", "a link states an audience that the root has and its parent gave up", [Some(BOTH), Some(&[AUDIENCE]), Some(BOTH)], 3),
        ("audience-of-a-grandparent", "audience-narrowed-twice", "a link states one that its parent gave up, beside none other", [Some(ALL), Some(BOTH), Some(&[SHORT])], 3),
    ];
    for (name, twin, shows, audiences, link) in widened {
        let expect = denied("audience_widened", "structure", Some(link));
        file.refused(name, twin, shows, &meant(audiences), expect).flags(&["attack"]);
    }
    #[rustfmt::skip]
    let mismatched: [(&str, &str, &str, [Option<&[&str]>; 3]); 5] = [
        ("audience-not-this-one", "three-links", "the token is for another verifier", [Some(&[OTHER]), None, None]),
        ("audience-narrowed-away", "audience-narrowed", "the last link leaves this verifier out", [Some(BOTH), Some(&[OTHER]), None]),
        ("audience-with-a-slash", "three-links", "an audience with one more character is another", [Some(&["https://flights.example/"]), None, None]),
        ("audience-in-capitals", "three-links", "audiences are compared byte for byte", [Some(&["https://Flights.example"]), None, None]),
        ("audience-cut-short", "three-links", "a beginning of an audience is another", [Some(&["https://flights"]), None, None]),
    ];
    for (name, twin, shows, audiences) in mismatched {
        let expect = denied("audience_mismatch", "structure", Some(3));
        file.refused(name, twin, shows, &meant(audiences), expect).flags(&["attack"]);
    }
}

fn windows(file: &mut Subject) {
    let end = NOW + 1800;
    let case = |edit: fn(&mut Case)| three().with(edit);
    file.allowed(
        "window-equal",
        "a link ends when its parent does",
        &case(|case| case.walk.links[1].set(EXP, NOW + 1800)),
    );
    file.allowed(
        "window-shorter",
        "a link ends before its parent",
        &case(|case| case.walk.links[1].set(EXP, NOW + 1799)),
    );
    file.allowed(
        "window-begun-with",
        "a link begins when its parent does",
        &case(|case| case.walk.links[1].set(NBF, NOW)),
    );
    let later = three().with(|case| {
        case.walk.links[0].set(NBF, NOW + 10);
        case.walk.links[1].set(NBF, NOW + 10);
    });
    file.allowed(
        "window-begun-with-nbf",
        "a link begins when its parent says, which is later than it was made",
        &later,
    );
    let widened = |link| denied("window_widened", "structure", Some(link));
    let longer = three().with(|case| case.walk.links[1].set(EXP, end + 1));
    file.refused("window-longer", "window-equal", "a link ends a second after its parent", &longer, widened(2))
        .flags(&["attack"]);
    let regained = three().with(|case| {
        case.walk.links[1].set(EXP, NOW + 1799);
        case.walk.links[2].set(EXP, end);
    });
    let shows = "a link ends with the root, and after the link that it stands below";
    file.refused("window-regained", "window-shorter", shows, &regained, widened(3)).flags(&["attack"]);
    let earlier = three().with(|case| case.walk.links[1].set(NBF, NOW - 1));
    let shows = "a link begins a second before its parent was made";
    file.refused("window-earlier", "window-begun-with", shows, &earlier, widened(2)).flags(&["attack"]);
    let earlier = three().with(|case| {
        case.walk.links[0].set(NBF, NOW + 10);
        case.walk.links[1].set(NBF, NOW + 9);
    });
    let shows = "a link begins a second before its parent says, and after the parent was made";
    file.refused("window-earlier-than-nbf", "window-begun-with-nbf", shows, &earlier, widened(2)).flags(&["attack"]);
    let below = three().with(|case| {
        case.walk.links[1].set(NBF, NOW + 10);
        case.walk.links[2].set(NBF, NOW + 9);
    });
    let shows = "a link begins before the link that it stands below, and not before the root";
    file.refused("window-begun-before-the-parent", "window-begun-with-nbf", shows, &below, widened(3))
        .flags(&["attack"]);
}
