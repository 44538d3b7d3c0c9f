//! Revocation: statements that count and those that do not, lifts, lists, and how fresh they must be.

mod approvers;

use depute_vectors::kit::revocations::{
    lift_of, list_bytes, numbered, of_authorizer, of_key, of_link, of_organization, of_subject, of_task, said,
};
use depute_vectors::kit::{
    ALICE, AUTHORITY, BOB, BOOKER, DEPUTY, Draft, EXP, IAT, ISS, Item, KEEPER, Key, Kind, MALLORY, MANDATE, NOW,
    PLANNER, SCOUT, SUB, WARDEN, bytes, grant, hex, sealed,
};
use depute_vectors::list;
use serde_json::{Value, json};

use crate::case::{Case, Entry, Revocations, denied};
use crate::model::{Question, Subject};

const TASK: &str = "T-1042";
const ORGANIZATION: &str = "acme";

pub(crate) fn subject() -> Subject {
    let about = "Revocations: targets, standing, lifts, freshness, and the lists that are taken in.";
    let mut file = Subject::new("revocation", about);
    targets(&mut file);
    standing(&mut file);
    approvers::all(&mut file);
    lifts(&mut file);
    policies(&mut file);
    lists(&mut file);
    file
}

/// Three links of a task and an organization, the scout at their end, before a verifier that knows these statements.
fn known(statements: &[Draft]) -> Case {
    Case::new().with(|case| {
        case.walk = case.walk.clone().then(&BOOKER, &SCOUT, grant::everything());
        case.walk.links[0].mandate().set(7, TASK);
        case.walk.links[0].mandate().set(8, ORGANIZATION);
        let entry = &mut case.verifier.trust[0];
        entry.list_keys = vec![KEEPER.public()];
        entry.revokers = vec![WARDEN.public(), DEPUTY.public()];
        case.verifier.revocations = Revocations::Local;
        case.lists = vec![numbered(1, statements)];
    })
}

fn id(link: usize) -> [u8; 32] {
    known(&[]).walk.ids()[link - 1]
}

fn revoked(link: usize) -> Value {
    denied("revoked", "revocation", Some(link))
}

fn targets(file: &mut Subject) {
    file.allowed("nothing", "a list without statements", &known(&[]));
    let alice: &'static Key = &ALICE;
    #[rustfmt::skip]
    let wrong: [(&str, &str, Item, usize); 8] = [
        ("root-link", "the root link", of_link(id(1)), 1),
        ("middle-link", "the second link, and what is below it", of_link(id(2)), 2),
        ("last-link", "the last link", of_link(id(3)), 3),
        ("first-holder", "the key of the first holder", of_key(&PLANNER), 1),
        ("last-holder", "the key of the last holder", of_key(&SCOUT), 3),
        ("task", "the task", of_task(alice, TASK), 1),
        ("organization", "the organization", of_organization(alice, ORGANIZATION), 1),
        ("authorizer", "the authorizer, by her key", of_authorizer(alice), 1),
    ];
    for (name, what, target, link) in wrong {
        let shows = format!("{what}, revoked by the authorizer");
        file.refused(name, "nothing", &shows, &known(&[said(alice, target)]), revoked(link));
    }
    #[rustfmt::skip]
    let right: [(&str, &str, Item); 9] = [
        ("another-link", "a link that is not in the chain", of_link([7; 32])),
        ("another-key", "a key that holds no link", of_key(&BOB)),
        ("issuer-key", "the authorizer's key, which holds no link here", of_key(alice)),
        ("another-task", "another task", of_task(alice, "T-1043")),
        ("task-in-small", "the task in small letters is another", of_task(alice, "t-1042")),
        ("task-of-another-root", "the task under another root key", of_task(&BOB, TASK)),
        ("task-as-organization", "the task's name as an organization", of_organization(alice, TASK)),
        ("authorizer-another", "another authorizer", of_authorizer(&BOB)),
        ("authorizer-with-subject", "an authorizer for whom the key signs, where the root names none", of_subject(alice, "alice")),
    ];
    for (name, what, target) in right {
        file.allowed(name, &format!("{what} is revoked: not this chain"), &known(&[said(alice, target)]));
    }
    subjects(file);
    let order = known(&[said(alice, of_key(&SCOUT)), said(alice, of_link(id(2)))]);
    let shows = "two are revoked: the one nearer to the root is found first";
    file.refused("two", "nothing", shows, &order, revoked(2));
    let early = known(&[said(alice, of_link(id(2))).clone()]).with(|case| {
        let mut statement = said(&ALICE, of_link(id(2)));
        statement.set(IAT, NOW - 1_000_000);
        case.lists = vec![numbered(1, &[statement])];
    });
    let shows = "a statement dated before the link was made counts all the same";
    file.refused("dated-before", "nothing", shows, &early, revoked(2)).flags(&["attack"]);
    let late = known(&[]).with(|case| {
        let mut statement = said(&ALICE, of_link(id(2)));
        statement.set(IAT, NOW + 1_000_000);
        case.lists = vec![numbered(1, &[statement])];
    });
    file.refused("dated-ahead", "nothing", "so does one that is dated ahead", &late, revoked(2));
}

fn subjects(file: &mut Subject) {
    let spoken = |statement: Draft| {
        known(&[statement]).with(|case| {
            case.walk.links[0].signer = (&*AUTHORITY).into();
            case.walk.links[0].set(ISS, bytes(&AUTHORITY.public()));
            case.walk.links[0].set(SUB, "carol");
            let mut acme = Entry::of("acme", &AUTHORITY);
            acme.subjects = vec!["carol".to_owned()];
            acme.list_keys = vec![KEEPER.public()];
            case.verifier.trust = vec![acme];
        })
    };
    let authority: &'static Key = &AUTHORITY;
    let shows = "another subject of the authority is revoked";
    file.allowed("subject-another", shows, &spoken(said(authority, of_subject(authority, "dave"))));
    let shows = "the subject, revoked by the authority";
    let case = spoken(said(authority, of_subject(authority, "carol")));
    file.refused("subject", "subject-another", shows, &case, revoked(1));
    let shows = "the authority as an authorizer itself: chains with a subject are not meant";
    file.allowed("subject-and-its-authority", shows, &spoken(said(authority, of_authorizer(authority))));
}

fn standing(file: &mut Subject) {
    #[rustfmt::skip]
    let right: [(&str, &str, &'static Key, Item); 11] = [
        ("holder-above-itself", "a holder revokes the link that it stands below", &BOOKER, of_link(id(1))),
        ("last-holder-of-the-middle", "the last holder revokes the link above its own", &SCOUT, of_link(id(2))),
        ("stranger-of-link", "a stranger revokes a link", &MALLORY, of_link(id(3))),
        ("stranger-of-key", "a stranger revokes a holder's key", &MALLORY, of_key(&BOOKER)),
        ("stranger-of-task", "a stranger revokes the task", &MALLORY, of_task(&ALICE, TASK)),
        ("holder-of-key-above", "a holder revokes the key of the holder above", &SCOUT, of_key(&PLANNER)),
        ("holder-of-task", "a holder revokes the task: that is the root's to do", &PLANNER, of_task(&ALICE, TASK)),
        ("holder-of-organization", "a holder revokes the organization", &PLANNER, of_organization(&ALICE, ORGANIZATION)),
        ("holder-of-authorizer", "a holder revokes the authorizer", &PLANNER, of_authorizer(&ALICE)),
        ("list-key-of-link", "the keeper of the list revokes a link: the list key adds no standing", &KEEPER, of_link(id(2))),
        ("another-root", "another trusted root revokes a link", &BOB, of_link(id(2))),
    ];
    for (name, shows, signer, target) in right {
        file.allowed(name, &format!("{shows}; it does not count"), &known(&[said(signer, target)])).flags(&["attack"]);
    }
    #[rustfmt::skip]
    let wrong: [(&str, &str, &str, &'static Key, Item, usize); 12] = [
        ("issuer-of-link", "holder-above-itself", "the holder who issued a link revokes it", &PLANNER, of_link(id(2)), 2),
        ("holder-of-own-link", "holder-above-itself", "a holder revokes its own link", &BOOKER, of_link(id(2)), 2),
        ("holder-of-own-key", "holder-of-key-above", "a holder revokes its own key", &BOOKER, of_key(&BOOKER), 2),
        ("ancestor-of-link", "stranger-of-link", "an ancestor revokes a link far below", &PLANNER, of_link(id(3)), 3),
        ("ancestor-of-key", "stranger-of-key", "an ancestor revokes the key of a holder far below", &PLANNER, of_key(&SCOUT), 3),
        ("revoker-of-link", "list-key-of-link", "a revoker whom the entry names revokes a link", &WARDEN, of_link(id(2)), 2),
        ("revoker-of-key", "stranger-of-key", "a revoker revokes a key", &WARDEN, of_key(&SCOUT), 3),
        ("revoker-of-task", "holder-of-task", "a revoker revokes a task", &WARDEN, of_task(&ALICE, TASK), 1),
        ("revoker-of-organization", "holder-of-organization", "a revoker revokes an organization", &WARDEN, of_organization(&ALICE, ORGANIZATION), 1),
        ("revoker-of-authorizer", "holder-of-authorizer", "a revoker revokes the authorizer", &WARDEN, of_authorizer(&ALICE), 1),
        ("first-holder-of-own-link", "holder-above-itself", "the first holder revokes the root link, which it holds", &PLANNER, of_link(id(1)), 1),
        ("last-holder-of-own-link", "last-holder-of-the-middle", "the last holder revokes its own link", &SCOUT, of_link(id(3)), 3),
    ];
    for (name, twin, shows, signer, target, link) in wrong {
        file.refused(name, twin, shows, &known(&[said(signer, target)]), revoked(link));
    }
    // A revoker is one of the entry that the chain's root belongs to.
    let two = |of_alice: bool| {
        known(&[said(&WARDEN, of_link(id(2)))]).with(|case| {
            let mut bob = Entry::of("bob", &BOB);
            bob.revokers = vec![WARDEN.public()];
            case.verifier.trust.push(bob);
            if !of_alice {
                case.verifier.trust[0].revokers = vec![DEPUTY.public()];
            }
        })
    };
    let shows = "a revoker of another entry has no say over this entry's chains";
    file.allowed("revoker-of-another-entry", shows, &two(false)).flags(&["attack"]);
    let shows = "a revoker of both entries has";
    file.refused("revoker-of-both-entries", "revoker-of-another-entry", shows, &two(true), revoked(2));
}

fn lifts(file: &mut Subject) {
    let lifted = |statement: Draft, by: &'static Key| {
        let lift = said(by, lift_of(&statement));
        known(&[statement, lift])
    };
    let (alice, planner): (&'static Key, &'static Key) = (&ALICE, &PLANNER);
    #[rustfmt::skip]
    let right = [
        ("lifted-by-its-signer", "a statement about a task, lifted by its signer", lifted(said(alice, of_task(alice, TASK)), alice)),
        ("lifted-key-by-its-signer", "a statement about a key, lifted by the holder who made it", lifted(said(planner, of_key(&SCOUT)), planner)),
        ("lifted-by-the-root", "a holder's statement about a key, lifted by the root", lifted(said(planner, of_key(&SCOUT)), alice)),
        ("lifted-by-the-revoker", "a revoker's statement, lifted by that revoker", lifted(said(&WARDEN, of_task(alice, TASK)), &WARDEN)),
        ("lifted-by-another-revoker", "a revoker's statement, lifted by another revoker of the entry", lifted(said(&WARDEN, of_task(alice, TASK)), &DEPUTY)),
        ("own-key-lifted-by-the-root", "a holder's statement about its own key, lifted by the root", lifted(said(&BOOKER, of_key(&BOOKER)), alice)),
    ];
    for (name, shows, case) in right {
        file.allowed(name, shows, &case);
    }
    #[rustfmt::skip]
    let wrong = [
        ("link-lifted", "lifted-by-its-signer", "a revoked link stays revoked", lifted(said(alice, of_link(id(2))), alice), 2),
        ("link-lifted-by-a-revoker", "lifted-by-the-revoker", "also for a revoker", lifted(said(&WARDEN, of_link(id(2))), &WARDEN), 2),
        ("lifted-by-a-stranger", "lifted-by-its-signer", "a stranger lifts the root's statement", lifted(said(alice, of_task(alice, TASK)), &MALLORY), 1),
        ("lifted-by-a-holder", "lifted-by-its-signer", "a holder lifts the root's statement", lifted(said(alice, of_key(&SCOUT)), planner), 3),
        ("own-key-lifted", "own-key-lifted-by-the-root", "a holder lifts the statement about its own key: a thief could", lifted(said(&BOOKER, of_key(&BOOKER)), &BOOKER), 2),
        ("key-lifted-by-itself", "lifted-by-its-signer", "a holder lifts the root's statement about its key", lifted(said(alice, of_key(&BOOKER)), &BOOKER), 2),
        ("authorizer-lifted-by-itself", "lifted-by-its-signer", "the authorizer lifts the statement about herself", lifted(said(alice, of_authorizer(alice)), alice), 1),
        ("revokers-lifted-by-the-root", "lifted-by-another-revoker", "the root lifts a revoker's statement", lifted(said(&WARDEN, of_task(alice, TASK)), alice), 1),
        ("roots-lifted-by-a-revoker", "lifted-by-its-signer", "a revoker lifts the root's statement", lifted(said(alice, of_task(alice, TASK)), &WARDEN), 1),
        ("lifted-another", "lifted-by-its-signer", "a lift of another statement", known(&[said(alice, of_task(alice, TASK)), said(alice, lift_of(&said(alice, of_task(alice, "T-1"))))]), 1),
    ];
    for (name, twin, shows, case, link) in wrong {
        file.refused(name, twin, shows, &case, revoked(link)).flags(&["attack"]);
    }
    let mut again = said(alice, of_task(alice, TASK));
    again.set(IAT, NOW + 1);
    let first = said(alice, of_task(alice, TASK));
    let lift = said(alice, lift_of(&first));
    let shows = "revoked, lifted, and revoked again by a later statement";
    file.refused("revoked-again", "lifted-by-its-signer", shows, &known(&[first, lift, again]), revoked(1));
    let statement = said(alice, of_task(alice, TASK));
    let lift = said(alice, lift_of(&statement));
    let unlifted = said(alice, lift_of(&lift));
    let shows = "a lift is itself never lifted";
    file.allowed("lift-lifted", shows, &known(&[statement, lift, unlifted]));
}

fn policies(file: &mut Subject) {
    let statement = || said(&ALICE, of_task(&ALICE, TASK));
    let none = known(&[statement()]).with(|case| case.verifier.revocations = Revocations::None);
    file.allowed("policy-none", "a verifier that looks nothing up allows what is revoked", &none);
    let required = |staleness: u64, edit: fn(&mut Draft)| {
        known(&[]).with(|case| {
            case.verifier.revocations = Revocations::Required(staleness);
            edit(&mut case.lists[0]);
        })
    };
    let stale = || denied("revocation_stale", "revocation", None);
    file.allowed("fresh", "a list of the key that the entry names, made now", &required(60, |_| {}));
    file.allowed(
        "as-old-as-allowed",
        "a list as old as staleness and skew allow",
        &required(60, |list| list.set(IAT, NOW - 90)),
    );
    let shows = "a list that is a second older";
    file.refused("stale", "as-old-as-allowed", shows, &required(60, |list| list.set(IAT, NOW - 91)), stale());
    file.allowed("staleness-of-an-hour", "the largest staleness", &required(3600, |list| list.set(IAT, NOW - 3600)));
    let due = |list: &mut Draft| {
        list.set(IAT, NOW - 60);
        list.set(EXP, NOW - 29);
    };
    file.allowed("next-update-in-the-skew", "the next list was due 29 s ago, with a skew of 30 s", &required(60, due));
    let overdue = |list: &mut Draft| {
        list.set(IAT, NOW - 60);
        list.set(EXP, NOW - 30);
    };
    let shows = "the next list was due 30 s ago";
    file.refused("next-update-passed", "next-update-in-the-skew", shows, &required(60, overdue), stale());
    let long_overdue = |list: &mut Draft| {
        list.set(IAT, NOW - 60);
        list.set(EXP, NOW - 59);
    };
    let shows = "the next list was due a second after this one, a minute ago";
    file.refused("next-update-long-passed", "next-update-in-the-skew", shows, &required(60, long_overdue), stale());
    file.allowed(
        "list-in-the-skew",
        "a list dated as far ahead as clocks may differ",
        &required(60, |list| list.set(IAT, NOW + 30)),
    );
    let shows = "a list dated a second further ahead is taken in, and is not fresh";
    file.refused("list-ahead", "list-in-the-skew", shows, &required(60, |list| list.set(IAT, NOW + 31)), stale());
    let missing = required(60, |_| {}).with(|case| case.lists.clear());
    file.refused("no-list", "fresh", "no list at all", &missing, stale()).flags(&["attack"]);
    let nobody = required(60, |_| {}).with(|case| {
        case.verifier.trust[0].list_keys.clear();
        case.lists.clear();
    });
    file.refused("no-list-key", "fresh", "lists are required, and the entry names no list key", &nobody, stale());
    let second = required(60, |_| {}).with(|case| case.verifier.trust[0].list_keys.push(BOB.public()));
    file.refused("second-list-missing", "fresh", "two list keys, a list of one of them", &second, stale());
    let by_bob = |case: &mut Case| {
        case.verifier.trust[0].list_keys.push(BOB.public());
        let mut list = numbered(7, &[]);
        list.signer = (&*BOB).into();
        list.set(ISS, bytes(&BOB.public()));
        case.lists.push(list);
    };
    file.allowed("two-lists", "two list keys, a fresh list of each", &required(60, |_| {}).with(by_bob));
    let old = known(&[]).with(|case| case.lists[0].set(IAT, NOW - 1_000_000));
    file.allowed("local-and-old", "under `local list` the age of a list is nothing", &old);
    let left_out = known(&[statement()]).with(|case| case.lists.push(numbered(2, &[])));
    let shows = "a later list leaves a statement out: it was seen, and counts";
    file.refused("left-out", "nothing", shows, &left_out, revoked(1)).flags(&["attack"]);
    let of_another = required(60, |_| {}).with(|case| {
        let mut bob = Entry::of("bob", &BOB);
        bob.list_keys = vec![WARDEN.public()];
        case.verifier.trust.push(bob);
    });
    file.allowed("list-of-another-entry", "a list that another entry names need not be there", &of_another);
}

/// Lists that are taken in one after the other, each at its time.
fn taken(lists: &[(Draft, u64)]) -> Question {
    let mut alice = Entry::of("alice", &ALICE);
    alice.list_keys = vec![KEEPER.public()];
    let lists: Vec<Value> =
        lists.iter().map(|(list, now)| json!({ "list": hex(&list_bytes(list)), "now": now })).collect();
    Question::new("take-in", json!({ "trust": [alice.json()], "lists": lists }))
}

fn lists(file: &mut Subject) {
    let code = |code: &str| json!({ "code": code });
    let yes = || json!({ "verdict": "taken" });
    let statement = || said(&ALICE, of_task(&ALICE, TASK));
    let one = |list: Draft| taken(&[(list, NOW)]);
    file.yes("list", "a list with one statement", one(numbered(1, &[statement()])), yes());
    let two = |number: u64, other: u64| taken(&[(numbered(number, &[]), NOW), (numbered(other, &[]), NOW)]);
    file.yes("next-number", "a list of the next number", two(1, 2), yes());
    file.yes("number-with-a-gap", "a list of a higher number", two(1, 9), yes());
    file.yes(
        "same-again",
        "the same list once more",
        taken(&[(numbered(3, &[]), NOW), (numbered(3, &[]), NOW + 60)]),
        yes(),
    );
    let others = || {
        let mut list = numbered(4, &[]);
        list.signer = (&*BOB).into();
        list.set(ISS, bytes(&BOB.public()));
        list
    };
    let mut both = Entry::of("alice", &ALICE);
    both.list_keys = vec![KEEPER.public(), BOB.public()];
    let lists = [numbered(5, &[]), others()].map(|list| json!({ "list": hex(&list_bytes(&list)), "now": NOW }));
    let question = Question::new("take-in", json!({ "trust": [both.json()], "lists": lists }));
    file.yes("number-of-another-key", "a lower number, of another list key: each key counts alone", question, yes());
    let back = two(5, 4);
    file.no("rolled-back", "next-number", "a list of a lower number", back, code("list_rolled_back"))
        .flags(&["attack"]);
    let forked = taken(&[(numbered(5, &[]), NOW), (numbered(5, &[statement()]), NOW)]);
    let shows = "another list of the same number";
    file.no("forked", "same-again", shows, forked, code("list_forked")).flags(&["attack"]);
    let ahead = |secs: u64| {
        let mut list = numbered(1, &[]);
        list.set(IAT, NOW + secs);
        one(list)
    };
    file.yes("list-300-ahead", "a list dated 300 s ahead", ahead(300), yes());
    file.no("list-301-ahead", "list-300-ahead", "a second further ahead", ahead(301), code("issued_in_future"));
    let mut stranger = numbered(1, &[]);
    stranger.signer = (&*MALLORY).into();
    let shows = "a list that names the keeper and is signed by mallory";
    file.no("list-forged", "list", shows, one(stranger.clone()), code("signature_invalid")).flags(&["attack"]);
    stranger.set(ISS, bytes(&MALLORY.public()));
    let shows = "a list of a key that no entry names";
    file.no("list-of-a-stranger", "list", shows, one(stranger), code("list_untrusted")).flags(&["attack"]);
    let mut of_root = numbered(1, &[]);
    of_root.signer = (&*ALICE).into();
    of_root.set(ISS, bytes(&ALICE.public()));
    let shows = "a list of a root key, which is not a list key";
    file.no("list-of-a-root", "list", shows, one(of_root), code("list_untrusted"));
    for (name, kind) in [("statement", Kind::Revocation), ("root", Kind::Root), ("receipt", Kind::Receipt)] {
        let mut list = numbered(1, &[]);
        list.kind = Some(kind);
        let shows = format!("a list that is signed as a {name}");
        file.no(&format!("list-signed-as-{name}"), "list", &shows, one(list), code("signature_invalid"))
            .flags(&["attack"]);
    }
    let mut forged = statement();
    forged.signer = (&*MALLORY).into();
    let shows = "one statement is not its signer's: the whole list is refused";
    file.no("statement-forged", "list", shows, one(numbered(1, &[forged])), code("signature_invalid"))
        .flags(&["attack"]);
    for (name, kind) in [("list", Kind::List), ("root", Kind::Root), ("receipt", Kind::Receipt)] {
        let mut signed = statement();
        signed.kind = Some(kind);
        let shows = format!("a statement that is signed as a {name}");
        let question = one(numbered(1, &[signed]));
        file.no(&format!("statement-signed-as-{name}"), "list", &shows, question, code("signature_invalid"))
            .flags(&["attack"]);
    }
    list_form(file);
}

/// Faults of a list's form, and of a statement's.
fn list_form(file: &mut Subject) {
    let code = |code: &str| json!({ "code": code });
    let statement = || said(&ALICE, of_task(&ALICE, TASK));
    let read = |draft: &Draft| Question::read("list", &list_bytes(draft));
    let yes = || json!({ "verdict": "read" });
    file.yes("form", "a list is read without its signature being judged", read(&numbered(1, &[statement()])), yes());
    let edited = |edit: &dyn Fn(&mut Draft)| {
        let mut list = numbered(1, &[statement()]);
        edit(&mut list);
        read(&list)
    };
    #[rustfmt::skip]
    let wrong: [(&str, &str, &str, Question); 14] = [
        ("form-number-zero", "the number 0", "value_invalid", edited(&|list| list.mandate().set(1, 0))),
        ("form-number-missing", "no number", "field_missing", edited(&|list| list.mandate().unset(1))),
        ("form-number-beyond", "a number above 2^53-1", "limit_exceeded", edited(&|list| list.mandate().set(1, 1_u64 << 53))),
        ("form-statements-missing", "no array of statements", "field_missing", edited(&|list| list.mandate().unset(2))),
        ("form-field-more", "a field that lists do not have", "field_unknown", edited(&|list| list.mandate().set(3, 1))),
        ("form-next-update-missing", "no next update", "field_missing", edited(&|list| list.unset(EXP))),
        ("form-next-update-now", "a next update that is not after the list", "value_invalid", edited(&|list| list.set(EXP, NOW))),
        ("form-next-update-late", "a next update more than 30 days after the list", "limit_exceeded", edited(&|list| list.set(EXP, NOW + 2_592_001))),
        ("form-key-missing", "no list key", "field_missing", edited(&|list| list.unset(ISS))),
        ("form-claim-more", "a claim that lists do not have", "field_unknown", edited(&|list| list.set(3, "x"))),
        ("form-statement-twice", "one statement twice", "duplicate_item", read(&numbered(1, &[statement(), statement()]))),
        ("form-key-small-order", "a list key of small order", "key_invalid", edited(&|list| list.set(ISS, bytes(&{ let mut key = [0; 32]; key[0] = 1; key })))),
        ("form-protected", "another protected header", "envelope_invalid", edited(&|list| list.protected = vec![0xA1, 0x01, 0x27])),
        ("form-version", "another version", "version_unknown", Question::read("list", &list![2, sealed(&numbered(1, &[statement()]), Kind::List)].encode())),
    ];
    for (name, shows, expect, question) in wrong {
        file.no(name, "form", shows, question, code(expect));
    }
    let list = || sealed(&numbered(1, &[statement()]), Kind::List);
    let of_three = Question::read("list", &list![1, list(), list()].encode());
    file.no("form-of-three", "form", "a list with a member more", of_three, code("value_invalid"));
    let of = |target: Item| read(&numbered(1, &[said(&ALICE, target)]));
    let key = || bytes(&ALICE.public());
    #[rustfmt::skip]
    let targets: [(&str, &str, &str, Item); 11] = [
        ("target-kind", "a target of the kind 6", "field_unknown", list![6, bytes(&[7; 32])]),
        ("target-empty", "a target without members", "value_invalid", list![]),
        ("target-alone", "a target of one member", "value_invalid", list![0]),
        ("target-of-four", "a target of four members", "value_invalid", list![2, key(), TASK, TASK]),
        ("target-link-of-three", "a link with a member more", "value_invalid", list![0, bytes(&[7; 32]), TASK]),
        ("target-task-of-two", "a task without its name", "value_invalid", list![2, key()]),
        ("target-id-short", "an id of 31 bytes", "value_invalid", list![0, bytes(&[7; 31])]),
        ("target-task-empty", "a task without a character", "value_invalid", list![2, key(), ""]),
        ("target-task-hidden", "a task with an invisible character", "character_refused", list![2, key(), "T\u{200b}"]),
        ("target-key-small-order", "a key of small order", "key_invalid", list![1, bytes(&[0; 32])]),
        ("target-subject-did", "a subject that looks like a key", "value_invalid", list![4, key(), "did:key:z6Mk"]),
    ];
    for (name, shows, expect, target) in targets {
        file.no(name, "form", shows, of(target), code(expect));
    }
    let mut statement = said(&ALICE, of_task(&ALICE, TASK));
    statement.set(EXP, NOW + 60);
    let shows = "a claim that statements do not have";
    file.no("statement-claim-more", "form", shows, read(&numbered(1, &[statement])), code("field_unknown"));
    let mut statement = said(&ALICE, of_task(&ALICE, TASK));
    statement.unset(IAT);
    file.no("statement-time-missing", "form", "no time", read(&numbered(1, &[statement])), code("field_missing"));
    let mut statement = said(&ALICE, of_task(&ALICE, TASK));
    statement.unset(MANDATE);
    file.no("statement-target-missing", "form", "no target", read(&numbered(1, &[statement])), code("field_missing"));
}
