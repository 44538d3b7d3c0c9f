//! The order of the checks: of two faults the earlier one decides, whichever they are.

use depute::{Authorizer, Call, Code, Denied, Policy, Revocations, Setter, Step, Trust, TrustEntry, Verifier};

use super::support::revocations::{of_authorizer, of_key, of_link, of_organization, of_task, said, seen};
use super::support::{
    ALICE, AUD, AUDIENCE, BOB, BOOKER, Draft, EXP, EngineKey as _, IAT, Item, LEDGER, MALLORY, NBF, NOW, PLANNER,
    SCOUT, Signer, Walk, alike, at, bytes, list, map, now,
};
use super::{everything, flights, three_links};

/// All that a verdict depends on.
pub(crate) struct Scene {
    walk: Walk,
    trusts_alice: bool,
    until: Option<u64>,
    speaks_for: Option<&'static str>,
    allows: &'static str,
    needs: &'static str,
    audience: &'static str,
    life_secs: u64,
    wants_http: bool,
    /// Whether the verifier asks for lists, of which it has none.
    requires_lists: bool,
    statements: Vec<Draft>,
}

/// A fault: its code, its step, its link, and how to bring it about without any other.
pub(crate) type Fault = (Code, Step, Option<usize>, fn(&mut Scene));

/// In the order of the checks.
pub(crate) const FAULTS: [Fault; 34] = [
    (Code::CallInvalid, Step::Form, None, |scene| scene.wants_http = true),
    (Code::FieldUnknown, Step::Form, None, |scene| scene.walk.proof.set(40, 1)),
    (Code::RootUntrusted, Step::Root, Some(1), |scene| scene.trusts_alice = false),
    (Code::RootInterval, Step::Root, Some(1), |scene| scene.until = Some(0)),
    (Code::SubjectNotAllowed, Step::Root, Some(1), |scene| scene.speaks_for = Some("someone")),
    (Code::DepthExceeded, Step::Structure, Some(2), |scene| scene.walk.links[0].mandate().set(2, 0)),
    (Code::AudienceWidened, Step::Structure, Some(2), |scene| scene.walk.links[1].set(AUD, list!["b", AUDIENCE])),
    (Code::WindowWidened, Step::Structure, Some(2), |scene| scene.walk.links[1].set(EXP, NOW + 1801)),
    (Code::BudgetHomeUnclear, Step::Structure, Some(2), |scene| {
        scene.walk.links[0].set(AUD, list!["c", AUDIENCE]);
        scene.walk.links[1].mandate().set(3, list![map! { 1 => 5 }]);
    }),
    (Code::LedgerElsewhere, Step::Structure, Some(3), |scene| {
        scene.walk.links[2].mandate().set(3, list![map! { 1 => 5, 6 => bytes(&BOB.public()) }]);
    }),
    (Code::AudienceMismatch, Step::Structure, Some(3), |scene| scene.audience = "https://hotels.example"),
    (Code::ProofAudienceMismatch, Step::Structure, Some(3), |scene| scene.walk.proof.set(AUD, "c")),
    (Code::IssuedInFuture, Step::Time, Some(1), |scene| scene.walk.links[0].set(IAT, NOW + 40)),
    (Code::NotYetValid, Step::Time, Some(1), |scene| scene.walk.links[0].set(NBF, NOW + 100)),
    (Code::LifeTooLong, Step::Time, Some(1), |scene| scene.life_secs = 60),
    (Code::NotYetValid, Step::Time, Some(2), |scene| scene.walk.links[1].set(NBF, NOW + 200)),
    (Code::Expired, Step::Time, Some(3), |scene| scene.walk.links[2].set(EXP, NOW - 100)),
    (Code::ProofInFuture, Step::Time, Some(3), |scene| scene.walk.proof.set(IAT, NOW + 40)),
    (Code::RevocationStale, Step::Revocation, None, |scene| scene.requires_lists = true),
    (Code::Revoked, Step::Revocation, Some(1), |scene| scene.says(of_authorizer(&ALICE))),
    (Code::Revoked, Step::Revocation, Some(1), |scene| scene.says(of_task(&ALICE, "T-1042"))),
    (Code::Revoked, Step::Revocation, Some(1), |scene| scene.says(of_key(&PLANNER))),
    (Code::Revoked, Step::Revocation, Some(2), |scene| scene.says(of_key(&BOOKER))),
    (Code::Revoked, Step::Revocation, Some(3), |scene| scene.says(of_key(&SCOUT))),
    (Code::SignatureInvalid, Step::Signatures, Some(2), |scene| scene.walk.links[1].signer = Signer::Key(&MALLORY)),
    (Code::SignatureInvalid, Step::Signatures, Some(3), |scene| scene.walk.links[2].signer = Signer::Key(&MALLORY)),
    (Code::ProofMismatch, Step::Proof, Some(3), |scene| scene.walk.proof.signer = Signer::Key(&MALLORY)),
    (Code::ActionNotGranted, Step::Grants, Some(0), |scene| scene.allows = "hotels.*"),
    (Code::ArgAboveLimit, Step::Grants, Some(1), |scene| {
        scene.walk.links[0].clauses(vec![flights(vec![("price", list![3, 1])])]);
    }),
    (Code::ArgNotEqual, Step::Grants, Some(2), |scene| {
        scene.walk.links[1].clauses(vec![flights(vec![("to", list![1, "LAX"])])]);
    }),
    // After the grants of every link, though it is link zero that needs something.
    (Code::RequirementUnsupported, Step::Requirements, Some(0), |scene| scene.needs = " needs 2(h'80')"),
    (Code::ApprovalMissing, Step::Requirements, Some(2), |scene| {
        // Beside the clauses that are there, so that they are judged as before.
        let needs = list![list![1, list![1, list![bytes(&BOB.public())]]]];
        let clauses = scene.walk.links[1].mandate().at(1).members();
        clauses.iter_mut().for_each(|clause| clause.members().push(needs.clone()));
    }),
    (Code::RequirementUnsupported, Step::Requirements, Some(3), |scene| {
        scene.walk.links[2].clauses(vec![list![list![], map! {}, true, list![list![2, map! {}]]]]);
    }),
    (Code::AmountInvalid, Step::Owed, Some(1), |scene| {
        let budget = map! { 1 => 5, 2 => "cost", 6 => bytes(&LEDGER.public()) };
        scene.walk.links[0].mandate().set(3, list![budget]);
    }),
];

impl Scene {
    pub(crate) fn new() -> Scene {
        let mut walk = three_links();
        walk.links[0].mandate().set(7, "T-1042");
        walk.links[0].mandate().set(8, "acme");
        Scene {
            walk,
            trusts_alice: true,
            until: None,
            speaks_for: None,
            allows: "*",
            needs: "",
            audience: AUDIENCE,
            life_secs: 3600,
            wants_http: false,
            requires_lists: false,
            statements: Vec::new(),
        }
    }

    /// Alice revokes something.
    fn says(&mut self, target: Item) {
        self.statements.push(said(&ALICE, target));
    }

    fn verifier(&self) -> Verifier {
        let root = if self.trusts_alice { ALICE.verifying() } else { MALLORY.verifying() };
        let entry = TrustEntry::new("directory", BOB.verifying()).key(root, None, self.until.map(at));
        let mut entry = entry.allow(&format!("{}(..){}", self.allows, self.needs)).unwrap();
        if let Some(subject) = self.speaks_for {
            entry = entry.speaks_for(subject).unwrap();
        }
        let revocations = if self.requires_lists { Revocations::required() } else { Revocations::LocalList };
        let policy = Policy::new(self.audience, revocations).unwrap();
        let policy = policy.life_secs(self.life_secs).unwrap().ledger(LEDGER.verifying());
        let policy = if self.wants_http { policy.http() } else { policy };
        Verifier::new(Trust::new([entry]).unwrap(), policy).with_revoked(seen(&self.statements))
    }

    pub(crate) fn verdict(&self) -> Result<(), Denied> {
        let call = Call::parse(r#"flights.book(to = "SFO", price = 390)"#).unwrap();
        let bytes = self.walk.bytes();
        alike(&self.verifier(), &bytes, &call, now()).map(drop)
    }
}

/// What was decided.
fn decided(verdict: Result<(), Denied>) -> Option<(Code, Step, Option<usize>)> {
    verdict.err().map(|denied| (denied.code(), denied.step(), denied.link()))
}

#[test]
fn each_fault_alone_is_found_where_it_lies() {
    assert_eq!(decided(Scene::new().verdict()), None);
    for (code, step, link, fault) in FAULTS {
        let mut scene = Scene::new();
        fault(&mut scene);
        assert_eq!(decided(scene.verdict()), Some((code, step, link)));
    }
    // The table is in the order of the steps, and within a step from the root to the leaf.
    for pair in FAULTS.windows(2) {
        assert!(pair[0].1 <= pair[1].1, "{:?}", pair[1].0);
    }
}

#[test]
fn of_two_faults_the_earlier_step_decides() {
    let mut tried = 0;
    for (place, (code, step, link, earlier)) in FAULTS.into_iter().enumerate() {
        for (other, _, _, later) in &FAULTS[place + 1..] {
            for order in [[earlier, *later], [*later, earlier]] {
                let mut scene = Scene::new();
                order.into_iter().for_each(|fault| fault(&mut scene));
                assert_eq!(decided(scene.verdict()), Some((code, step, link)), "{code} and {other}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 34 * 33);
}

#[test]
fn of_all_faults_the_first_decides_and_then_the_next() {
    for first in 0..FAULTS.len() {
        let mut scene = Scene::new();
        FAULTS[first..].iter().rev().for_each(|(_, _, _, fault)| fault(&mut scene));
        let (code, step, link, _) = FAULTS[first];
        assert_eq!(decided(scene.verdict()), Some((code, step, link)));
    }
}

#[test]
fn a_chain_without_a_call_is_judged_by_the_same_checks() {
    // What concerns the proof, the call or this verifier's own audience is not asked.
    let not_asked = |code: Code, step: Step| {
        matches!(code, Code::AudienceMismatch | Code::ProofAudienceMismatch | Code::ProofInFuture)
            || step >= Step::Proof
    };
    let mut held = 0;
    for (code, step, link, fault) in FAULTS.into_iter().skip(2) {
        let mut scene = Scene::new();
        fault(&mut scene);
        let judged = scene.verifier().check_chain(&scene.walk.token(), now());
        if not_asked(code, step) {
            assert_eq!(judged.unwrap().link_ids, scene.walk.ids(), "{code}");
            held += 1;
        } else {
            let denied = judged.unwrap_err();
            assert_eq!((denied.code(), denied.step(), denied.link(), denied.links()), (code, step, link, 3));
            assert!(denied.authorizer().is_none() && denied.holders().is_empty(), "{code}");
            // Once revocations were looked up, it says how, as a verdict does.
            assert_eq!(denied.revocation(), scene.verdict().unwrap_err().revocation());
            assert_eq!(denied.revocation().is_some(), step > Step::Revocation);
        }
    }
    assert_eq!(held, 11);
    let scene = Scene::new();
    let genuine = scene.verifier().check_chain(&scene.walk.token(), now()).unwrap();
    assert_eq!(genuine.authorizer, Authorizer::Key(ALICE.verifying()));
    assert_eq!(genuine.holders, [PLANNER.verifying(), BOOKER.verifying(), SCOUT.verifying()]);
    let cut = &scene.walk.token()[..100];
    assert_eq!(scene.verifier().check_chain(cut, now()).unwrap_err().code(), Code::CborTruncated);
}

#[test]
fn a_limit_was_set_by_whoever_issued_its_link() {
    let setters = [
        (0, Setter::Verifier(Some("directory".to_owned()))),
        (1, Setter::Authorizer(Authorizer::Key(ALICE.verifying()))),
        (2, Setter::Holder(PLANNER.verifying())),
        (3, Setter::Holder(BOOKER.verifying())),
    ];
    for (link, setter) in setters {
        let mut scene = Scene::new();
        match link {
            0 => scene.allows = "hotels.*",
            _ => scene.walk.links[link - 1].clauses(vec![flights(vec![("to", list![1, "LAX"])])]),
        }
        let denied = scene.verdict().unwrap_err();
        assert_eq!((denied.link(), denied.set_by()), (Some(link), Some(&setter)));
    }
}

#[test]
fn within_a_step_the_root_comes_before_the_leaf() {
    // The third link's depth is wrong, which is judged before an audience; the second link's audience decides.
    let mut scene = Scene::new();
    scene.walk.links[1].mandate().set(2, 0);
    assert_eq!(decided(scene.verdict()), Some((Code::DepthExceeded, Step::Structure, Some(3))));
    scene.walk.links[1].set(AUD, list!["b", AUDIENCE]);
    assert_eq!(decided(scene.verdict()), Some((Code::AudienceWidened, Step::Structure, Some(2))));
    // A budget of the second link comes before the depth of the third.
    let mut scene = Scene::new();
    scene.walk.links[1].mandate().set(2, 0);
    scene.walk.links[1].mandate().set(3, list![map! { 1 => 5, 6 => bytes(&BOB.public()) }]);
    assert_eq!(decided(scene.verdict()), Some((Code::LedgerElsewhere, Step::Structure, Some(2))));
    // An end of the second link before the start of the third, though starts are judged first.
    let mut scene = Scene::new();
    scene.walk.links[1].set(EXP, NOW - 40);
    scene.walk.links[2].set(NBF, NOW + 200);
    assert_eq!(decided(scene.verdict()), Some((Code::Expired, Step::Time, Some(2))));
    // Of what may be revoked: the authorizer, the organization, the task, the link, its holder's key.
    let mut scene = Scene::new();
    let id = scene.walk.ids()[0];
    for target in [
        of_key(&PLANNER),
        of_link(id),
        of_task(&ALICE, "T-1042"),
        of_organization(&ALICE, "acme"),
        of_authorizer(&ALICE),
    ] {
        let told = |scene: &Scene| scene.verdict().map_err(|denied| denied.value().unwrap().to_owned());
        let before = told(&scene);
        scene.says(target);
        assert_ne!(told(&scene), before, "what comes later was reported");
    }
    // A stale proof after all links.
    let mut scene = Scene::new();
    scene.walk.proof.set(IAT, NOW - 200);
    assert_eq!(decided(scene.verdict()), Some((Code::ProofStale, Step::Time, Some(3))));
    scene.walk.links[2].set(EXP, NOW - 40);
    assert_eq!(decided(scene.verdict()), Some((Code::Expired, Step::Time, Some(3))));
}

#[test]
fn the_last_clause_of_the_action_is_the_one_explained() {
    let denied = |clauses: &[&str], call: &str| {
        let call = Call::parse(call).unwrap();
        let entry = TrustEntry::new("alice", ALICE.verifying());
        let entry = clauses.iter().fold(entry, |entry, clause| entry.allow(clause).unwrap());
        let verifier = Verifier::new(Trust::new([entry]).unwrap(), super::support::scene::policy());
        let mut walk = Walk::short();
        walk.links[0].clauses(vec![everything()]);
        walk.digest = *call.digest();
        let bytes = walk.bytes();
        verifier.check(&bytes, &call, now()).map(drop).unwrap_err()
    };
    let judge = |clauses: &[&str], call: &str| {
        let denied = denied(clauses, call);
        (denied.code(), denied.argument().map(str::to_owned))
    };
    let named = |code, argument: &str| (code, Some(argument.to_owned()));
    let two = ["a.b(x <= 1)", "a.b(y <= 1)"];
    assert_eq!(judge(&two, "a.b(x = 2)"), named(Code::ArgNotGranted, "x"));
    assert_eq!(judge(&two, "a.b(y = 2)"), named(Code::ArgAboveLimit, "y"));
    assert_eq!(judge(&["a.b(x <= 1)", "c.d(y <= 1)"], "a.b(x = 2)"), named(Code::ArgAboveLimit, "x"));
    assert_eq!(judge(&["c.d()", "e.*(..)"], "a.b(x = 2)"), (Code::ActionNotGranted, None));
    // Within the clause: names of both, shortest first, depth first.
    assert_eq!(judge(&["a.b(zz <= 1, a <= 1)"], "a.b(zz = 2, a = 2)"), named(Code::ArgAboveLimit, "a"));
    assert_eq!(judge(&["a.b(b)"], "a.b(aa = 2)"), named(Code::ArgMissing, "b"));
    assert_eq!(judge(&["a.b(bb)"], "a.b(a = 2)"), named(Code::ArgNotGranted, "a"));
    assert_eq!(judge(&["a.b(o: {x <= 1}, p <= 1)"], r#"a.b(o = {"x": 2}, p = 2)"#), named(Code::ArgAboveLimit, "o.x"));
    assert_eq!(judge(&["a.b(l: [each <= 1])"], "a.b(l = [1, 1, 2, 3])"), named(Code::ArgAboveLimit, "l[2]"));
    assert_eq!(judge(&["a.b(l: [<= 1, <= 1])"], "a.b(l = [1, 2, 3])"), named(Code::ArgAboveLimit, "l[1]"));
    assert_eq!(judge(&["a.b(l: [<= 1, <= 1])"], "a.b(l = [1, 1, 3])"), named(Code::ListMismatch, "l"));
    assert_eq!(
        judge(&["a.b(\"x y\": {\"0\" = 1})"], r#"a.b("x y" = {"0": 2})"#),
        named(Code::ArgNotEqual, r#""x y"."0""#)
    );
    // Of the limits of an argument, the first: all fail where there is no value.
    let limit = |call: &str| denied(&["a.b(x >= 1 and <= 5)"], call).limit().map(str::to_owned);
    assert_eq!(limit("a.b()").as_deref(), Some(">= 1"));
    assert_eq!(limit("a.b(x = 0)").as_deref(), Some(">= 1"));
    assert_eq!(limit("a.b(x = 6)").as_deref(), Some("<= 5"));
}
