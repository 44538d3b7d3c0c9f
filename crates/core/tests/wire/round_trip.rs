//! What is read is written again byte for byte: by way of the grant's text, and of the steps that make links.

use depute::{Evidence, Grant, Mint, Presentation, Token};

use super::support::walk::further;
use super::support::{
    ALICE, AUD, AUDIENCE, BOOKER, CTI, EXP, EngineKey as _, Item, LEDGER, MALLORY, NBF, NOW, PLANNER, SCOUT, SUB,
    Signer, Walk, at, bytes, list, map,
};

/// Root links that have every field, some of them, and none.
fn walks() -> Vec<Walk> {
    let mut full = Walk::short();
    let root = &mut full.links[0];
    root.set(SUB, "alice@example.com");
    root.set(AUD, list!["a", "b", AUDIENCE]);
    root.set(NBF, NOW + 5);
    root.set(EXP, NOW + 3600);
    root.set(CTI, bytes(&[0, 255, 1, 2, 3, 4, 5, 6]));
    root.clauses(vec![
        list![
            "flights.book",
            map! { "to" => list![1, "SFO"], "day" => list![list![5, "2026-12-01"], list![4, "2026-12-08"]], "price" => list![3, 600] }.sorted(),
        ],
        list![list!["flights"], map! { "x" => list![0, list![2, list![1, true, "a", Item::Float(-0.25)]]] }, true],
        list!["fs.read", map! { "path" => list![7, "/data"], "encoding" => list![0, list![8, "utf-*"]] }],
        list!["an odd \"name\"", map! {}, false, list![list![2, map! { 1 => list![] }], list![6, "x"]]],
        list![
            "db.query",
            map! {
                "sql" => list![],
                "opts" => list![0, list![14, map! { "limit" => list![3, 50] }, true]],
                "params" => list![15, list![6, 0]],
                "a b" => list![17, list![list![1, "git"], list![], list![17, list![]]], true],
            }
            .sorted(),
        ],
        list![
            "http.get",
            map! {
                "url" => list![9, "https://api.example.com/v1/"],
                "next" => list![0, list![list![10, "http://h:8080/"], list![13, list![3, 200]]]],
                "host" => list![12, "2001:db8::/32"],
                "reply" => list![11, "example.com"],
                "tags" => list![list![15, list![13, list![1, 3]]], list![16, list![1, "abc"]], list![16, list![]], list![13, list![5, 2]]],
                "args" => list![list![17, list![list![]], true], list![13, list![6, 0]]],
            }
            .sorted(),
        ],
        list![list![], map! {}, true, list![list![2, bytes(&[0; 100])]]],
        list![
            list![],
            map! {},
            true,
            list![list![1, list![2, list![bytes(&SCOUT.public()), bytes(&ALICE.public()), bytes(&BOOKER.public())]]]]
        ],
    ]);
    root.mandate().set(2, 15);
    root.mandate().set(
        3,
        list![
            map! { 1 => 50 , 6 => bytes(&LEDGER.public()) },
            map! { 1 => 600_500_000, 2 => "price", 3 => "flights.book", 4 => 86_400, 5 => "USD", 6 => bytes(&LEDGER.public()), 7 => "travel" },
            map! { 1 => 0, 3 => list!["flights"], 4 => 1, 6 => bytes(&LEDGER.public()) },
        ],
    );
    for field in 4..=9 {
        root.mandate().set(field, format!("line {field} \"é\" 漢"));
    }
    root.mandate().set(10, list!["oidc", bytes(&[0xA5; 32]), NOW - 60, "line \"é\" 漢"]);
    let mut plain = Walk::short();
    plain.links[0].mandate().unset(2);
    vec![full, Walk::short(), plain]
}

#[test]
fn a_root_link_is_made_again_from_its_text() {
    for walk in walks() {
        let token = Token::from_bytes(&walk.token()).unwrap();
        let links = token.unverified_links();
        let (link, context) = (&links[0], links[0].unverified_context());
        let text = link.unverified_grant().to_string();
        let grant = Grant::parse(&text).unwrap_or_else(|malformed| panic!("{text}: {malformed}"));
        assert_eq!(&grant, link.unverified_grant());
        assert_eq!(grant.to_string(), text);

        let mut mint = Mint::new(&link.unverified_holder()).grant(grant);
        if let Some(subject) = link.unverified_subject() {
            mint = mint.subject(subject).unwrap();
        }
        for (line, with) in [
            (context.intent(), Mint::intent as fn(Mint, &str) -> Result<Mint, depute::Malformed>),
            (context.agent(), Mint::agent),
            (context.agent_type(), Mint::agent_type),
            (context.task(), Mint::task),
            (context.organization(), Mint::organization),
            (context.environment(), Mint::environment),
        ] {
            if let Some(line) = line {
                mint = with(mint, line).unwrap();
            }
        }
        if let Some(read) = link.unverified_evidence() {
            mint = mint.evidence(Evidence::new(read.kind(), *read.digest(), read.time(), read.assurance()).unwrap());
        }
        let Item::Bytes(cti) = walk.links[0].claims.clone().at(CTI).clone() else { panic!("no cti") };
        let again = mint.sign(&ALICE.signing(), link.unverified_issued_at().unwrap(), cti.try_into().unwrap()).unwrap();
        assert_eq!(again.as_bytes(), walk.token(), "{text}");
    }
}

#[test]
fn a_further_link_is_made_again_from_its_text() {
    let mut walk = Walk::new();
    walk.links[0].set(AUD, list!["a", AUDIENCE]);
    let link = &mut walk.links[1];
    link.set(AUD, AUDIENCE);
    link.set(EXP, NOW + 600);
    link.set(NBF, NOW + 5);
    link.mandate().set(2, 1);
    link.mandate().set(3, list![map! { 1 => 5 }]);
    for (field, line) in [(4, "book it"), (5, "booker"), (6, "ephemeral")] {
        link.mandate().set(field, line);
    }
    for walk in [Walk::new(), walk] {
        let whole = Token::from_bytes(&walk.token()).unwrap();
        let mut parent = walk.clone();
        parent.links.truncate(1);
        let parent = Token::from_bytes(&parent.token()).unwrap();
        let links = whole.unverified_links();
        let (grant, context) = (links[1].unverified_grant(), links[1].unverified_context());
        let mut delegation =
            parent.delegate(&links[1].unverified_holder()).grant(Grant::parse(&grant.to_string()).unwrap());
        if let (Some(intent), Some(agent), Some(agent_type)) = (context.intent(), context.agent(), context.agent_type())
        {
            delegation = delegation.intent(intent).unwrap().agent(agent).unwrap().agent_type(agent_type).unwrap();
        }
        let again = delegation.sign(&PLANNER.signing(), at(NOW)).unwrap();
        assert_eq!(again.as_bytes(), walk.token());
        assert_eq!(again.unverified_ids(), walk.ids());
    }
}

#[test]
fn the_steps_and_the_kit_write_the_same_presentation() {
    let walk = Walk::new();
    let token = Token::from_bytes(&walk.token()).unwrap();
    let made = token.present(&super::support::call(), AUDIENCE, &BOOKER.signing(), at(NOW), [9; 16]).unwrap();
    assert_eq!(made.as_bytes(), walk.bytes());
    assert_eq!(made.unverified_token().unwrap(), token);
    let read = Presentation::from_bytes(&walk.bytes()).unwrap();
    let proof = read.unverified_proof().unwrap();
    assert_eq!(
        (proof.unverified_audience(), proof.unverified_issued_at(), proof.unverified_nonce()),
        (AUDIENCE, at(NOW), &[9; 16])
    );
}

#[test]
fn signing_again_gives_no_fresh_id() {
    let walk = Walk::new();
    let mut again = walk.clone();
    // Another signature over the same bytes: of anyone, since it is no part of the id.
    again.links[1].signer = Signer::Key(&MALLORY);
    assert_ne!(again.token(), walk.token());
    let ids = |walk: &Walk| Token::from_bytes(&walk.token()).unwrap().unverified_ids();
    assert_eq!(ids(&again), ids(&walk));
    assert_eq!(ids(&walk), walk.ids());
    // Another holder, limit or parent is another link.
    let clause = || list!["flights.book", map! { "price" => list![3, 400] }, true];
    let mut other = walk.clone();
    other.links[1] = further(&PLANNER, &SCOUT, clause());
    assert_ne!(ids(&other)[1], ids(&walk)[1]);
    let mut other = walk.clone();
    other.links[0].set(CTI, bytes(&[8; 8]));
    assert_ne!(ids(&other)[1], ids(&walk)[1]);
    // The same delegation twice is one link.
    let mut same = walk.clone();
    same.links[1] = further(&PLANNER, &BOOKER, clause());
    assert_eq!(ids(&same), ids(&walk));
}

#[test]
fn a_window_of_any_time_prints_as_a_text_that_is_read_again() {
    // Some second, and the last one there is.
    for end in [4_102_444_800_u64, 253_402_300_799] {
        let mut walk = Walk::short();
        walk.links[0].set(super::support::IAT, end - 60);
        walk.links[0].set(NBF, end - 30);
        walk.links[0].set(EXP, end);
        let token = Token::from_bytes(&walk.token()).unwrap();
        let links = token.unverified_links();
        let text = links[0].unverified_grant().to_string();
        assert_eq!(Grant::parse(&text).as_ref(), Ok(links[0].unverified_grant()), "{text}");
    }
}
