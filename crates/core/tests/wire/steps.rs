//! What the reader refuses, the steps do not make; what they make, it reads.

use depute::{Code, Grant, Malformed, Mint, NotDelegated, Token, limits};
use depute_vectors::kit::grant::everything;

use super::support::{ALICE, AUDIENCE, BOOKER, EngineKey as _, LEDGER, NOW, PLANNER, SCOUT, Walk, at, further, now};

/// A mandate for the planner that allows everything, and whatever else.
fn mint(more: impl FnOnce(Mint) -> Result<Mint, Malformed>) -> Result<Token, Code> {
    let mint = Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap();
    let made = more(mint).and_then(|mint| mint.sign(&ALICE.signing(), now(), [1; 8]));
    if let Ok(token) = &made {
        assert_eq!(Token::from_bytes(token.as_bytes()).as_ref(), Ok(token));
    }
    made.map_err(|malformed| malformed.code())
}

/// The planner's delegation to the booker with these items, below a mandate for two audiences and two more links.
fn delegate(items: &str) -> Result<Token, Code> {
    let token =
        mint(|mint| Ok(mint.audience("b")?.depth(2).not_before(at(NOW + 10)).expires_at(at(NOW + 900)))).unwrap();
    let grant = Grant::parse(items).unwrap();
    let made = token.delegate(&BOOKER.verifying()).grant(grant).sign(&PLANNER.signing(), now());
    if let Ok(token) = &made {
        assert_eq!(Token::from_bytes(token.as_bytes()).as_ref(), Ok(token));
    }
    made.map_err(|refused| refused.code())
}

#[test]
fn a_root_link_against_the_rules_is_not_minted() {
    let code = |made: Result<Token, Code>| made.map(drop);
    assert_eq!(code(mint(Ok)), Ok(()));
    let empty = Mint::new(&PLANNER.verifying()).sign(&ALICE.signing(), now(), [1; 8]);
    assert_eq!(empty.unwrap_err().code(), Code::GrantEmpty);

    let depth = |links| code(mint(|mint| Ok(mint.depth(links))));
    assert_eq!((depth(limits::DEPTH), depth(limits::DEPTH + 1)), (Ok(()), Err(Code::LimitExceeded)));
    let life = |secs| code(mint(|mint| Ok(mint.expires_in(secs))));
    assert_eq!((life(limits::LIFE_SECS), life(limits::LIFE_SECS + 1)), (Ok(()), Err(Code::LimitExceeded)));
    assert_eq!((life(1), life(0), life(u64::MAX)), (Ok(()), Err(Code::ValueInvalid), Err(Code::LimitExceeded)));
    let until = |secs| code(mint(|mint| Ok(mint.expires_at(at(secs)))));
    assert_eq!((until(NOW + 1), until(NOW), until(0)), (Ok(()), Err(Code::ValueInvalid), Err(Code::ValueInvalid)));
    let from = |secs| code(mint(|mint| Ok(mint.not_before(at(secs)).expires_at(at(NOW + 60)))));
    assert_eq!((from(NOW), from(NOW - 1), from(NOW + 60)), (Ok(()), Err(Code::ValueInvalid), Err(Code::ValueInvalid)));

    let audiences = |count: usize| {
        code(mint(|mint| (1..count).try_fold(mint, |mint, number| mint.audience(&format!("a{number}")))))
    };
    assert_eq!((audiences(8), audiences(9)), (Ok(()), Err(Code::LimitExceeded)));
    let audience = |audience: &str| code(mint(|mint| mint.audience(audience)));
    assert_eq!(
        (audience("é"), audience(""), audience("\u{200B}")),
        (Ok(()), Err(Code::ValueInvalid), Err(Code::CharacterRefused))
    );
    let subject = |name: &str| code(mint(|mint| mint.subject(name)));
    assert_eq!(
        (subject("alice"), subject(""), subject("did:web:a")),
        (Ok(()), Err(Code::ValueInvalid), Err(Code::ValueInvalid))
    );
    let line = |line: &str| code(mint(|mint| mint.intent(line)));
    assert_eq!((line("x"), line(""), line("a\nb")), (Ok(()), Err(Code::ValueInvalid), Err(Code::CharacterRefused)));
    assert_eq!((line(&"é".repeat(200)), line(&"é".repeat(201))), (Ok(()), Err(Code::LimitExceeded)));

    let homeless = |audience: &str, budget: &str| code(mint(|mint| mint.audience(audience)?.budget(budget)));
    let at_ledger = format!("calls <= 5 at {}", LEDGER.verifying());
    assert_eq!(homeless(AUDIENCE, "calls <= 5"), Ok(()), "an audience twice is one");
    assert_eq!(homeless("b", "calls <= 5"), Err(Code::BudgetHomeUnclear));
    assert_eq!(homeless("b", &at_ledger), Ok(()));
    let twice = |second: &str| code(mint(|mint| mint.budget("calls <= 5")?.budget(second)));
    assert_eq!((twice("calls <= 6"), twice("calls <= 5")), (Ok(()), Err(Code::DuplicateItem)));
    let again = |clause: &str| code(mint(|mint| mint.allow(clause)));
    assert_eq!((again("a()"), again("*(..)")), (Ok(()), Err(Code::DuplicateItem)));

    // Each clause is small enough, the link that they make is not.
    let long = |clauses: usize| {
        let clause = |number: usize| format!("a{number}(x = \"{}\")", "x".repeat(900));
        code(mint(|mint| (0..clauses).try_fold(mint, |mint, number| mint.allow(&clause(number)))))
    };
    assert_eq!((long(4), long(5)), (Ok(()), Err(Code::LimitExceeded)));
}

#[test]
fn a_further_link_against_the_rules_is_not_delegated() {
    let code = |items: &str| delegate(items).map(drop);
    assert_eq!(code("allow *(..)"), Ok(()));
    assert_eq!(code("allow a()\ndepth 1\naud \"b\"\nbudget calls <= 5"), Ok(()));
    assert_eq!(code(""), Err(Code::GrantEmpty));
    assert_eq!(code("allow *(..)\ndepth 2"), Err(Code::Widens));
    assert_eq!(code("allow *(..)\naud \"c\""), Err(Code::Widens));
    assert_eq!(code("allow *(..)\nbudget calls <= 5"), Err(Code::BudgetHomeUnclear));
    assert_eq!(code("allow *(..)\nbudget calls <= 5 account \"x\"\naud \"b\""), Err(Code::FieldUnknown));
    // The parent's window: from 2027-01-15T08:00:10Z until 08:15:00.
    assert_eq!(code("allow *(..)\nfrom 2027-01-15T08:00:10Z\nuntil 2027-01-15T08:15:00Z"), Ok(()));
    assert_eq!(code("allow *(..)\nuntil 2027-01-15T08:15:01Z"), Err(Code::Widens));
    assert_eq!(code("allow *(..)\nfrom 2027-01-15T08:00:09Z"), Err(Code::Widens));
    assert_eq!(code("allow *(..)\nfrom 2027-01-15T08:05:00Z\nuntil 2027-01-15T08:05:00Z"), Err(Code::ValueInvalid));
    assert_eq!(code("allow *(..)\nttl 900s"), Ok(()));
    assert_eq!(code("allow *(..)\nttl 901s"), Err(Code::Widens));
}

#[test]
fn a_token_in_hand_is_extended_and_presented_as_one_read_from_its_bytes() {
    let mut made = mint(|mint| Ok(mint.audience("b")?.depth(15).expires_at(at(NOW + 900)))).unwrap();
    let below = |token: &Token, items: &str| {
        let delegation = token.delegate(&PLANNER.verifying()).grant(Grant::parse(items).unwrap());
        let unproven = format!("{:?}", delegation.unproven());
        let made = delegation.sign(&PLANNER.signing(), now());
        (unproven, made.map_err(|refused| (refused.code(), format!("{refused:?}"))))
    };
    let call = super::support::call();
    for link in 2..=16 {
        let read = Token::from_bytes(made.as_bytes()).unwrap();
        assert_eq!(made.unverified_ids(), read.unverified_ids());
        let presented = |token: &Token| token.present(&call, "b", &PLANNER.signing(), now(), [9; 16]).unwrap();
        assert_eq!(presented(&made), presented(&read));
        // Each link states something that the next one is held against, and inherits the rest.
        for wider in [
            "allow flights.book(to = \"SFO\", price <= 5000)",
            "allow flights.book(x = 1)",
            "allow *(..)\naud \"c\"",
            "allow *(..)\ndepth 15",
            "allow *(..)\nuntil 2027-01-16T08:00:00Z",
            "allow flights.book(price <= 1 and >= 2)",
        ] {
            assert_eq!(below(&made, wider), below(&read, wider), "{wider}");
        }
        let terms = match link {
            2 => "aud \"b\"".to_owned(),
            3 => format!("until {}", at(NOW + 800)),
            4 => "depth 12".to_owned(),
            _ => String::new(),
        };
        let items = format!("allow flights.book(to = \"SFO\", price <= {})\n{terms}", 1000 - link);
        let (again, next) = (below(&read, &items), below(&made, &items));
        assert_eq!(again, next);
        made = next.1.unwrap();
    }
    assert_eq!(Token::from_bytes(made.as_bytes()).as_ref(), Ok(&made));
    assert_eq!(below(&made, "allow *(..)").1.unwrap_err().0, Code::DepthExceeded);
}

#[test]
fn no_link_is_added_below_a_depth_of_nothing() {
    let token = mint(|mint| Ok(mint.depth(1))).unwrap();
    let below = |token: &Token, holder: &super::support::Key, signer: &super::support::Key| {
        let made = token.delegate(&holder.verifying()).allow("*(..)").unwrap().sign(&signer.signing(), now());
        made.map_err(|refused: NotDelegated| refused.code())
    };
    let child = below(&token, &BOOKER, &PLANNER).unwrap();
    assert_eq!(below(&child, &SCOUT, &BOOKER), Err(Code::DepthExceeded));
    assert_eq!(below(&token, &BOOKER, &ALICE), Err(Code::NotHolder));
    assert_eq!(below(&mint(Ok).unwrap(), &BOOKER, &PLANNER), Err(Code::DepthExceeded), "no depth is none");
    // Sixteen links at most, whoever delegates.
    let mut long = mint(|mint| Ok(mint.depth(15))).unwrap();
    for _ in 1..16 {
        long = below(&long, &PLANNER, &PLANNER).unwrap();
    }
    assert_eq!(long.unverified_links().len(), 16);
    assert_eq!(below(&long, &PLANNER, &PLANNER), Err(Code::DepthExceeded));
}

#[test]
fn no_link_is_added_that_no_reader_would_take() {
    // The planner delegates everything to itself; of each further clause, how long a text it wants.
    let below = |token: &Token, texts: &[usize]| {
        let clause = |(place, length): (usize, &usize)| format!("\nallow a{place}(x = \"{}\")", "x".repeat(*length));
        let clauses: String = texts.iter().enumerate().map(clause).collect();
        let grant = Grant::parse(&format!("allow *(..){clauses}")).unwrap();
        let made = token.delegate(&PLANNER.verifying()).grant(grant).sign(&PLANNER.signing(), now());
        made.map_err(|refused| refused.code())
    };
    // What more the last text must have, so that the whole is as long as told.
    let left =
        |token: &Token, length: usize| length - below(token, &[800, 800, 800, 800, 300]).unwrap().as_bytes().len();
    // A link of 4 KiB.
    let root = mint(|mint| Ok(mint.depth(15))).unwrap();
    let last = 300 + left(&root, root.as_bytes().len() + limits::LINK_BYTES);
    assert!(below(&root, &[800, 800, 800, 800, last]).is_ok());
    assert_eq!(below(&root, &[800, 800, 800, 800, last + 1]), Err(Code::LimitExceeded));
    // A token of 32 KiB.
    let filled = (0..10).try_fold(root, |token, _| below(&token, &[900, 900, 900])).unwrap();
    let last = 300 + left(&filled, limits::TOKEN_BYTES);
    let full = below(&filled, &[800, 800, 800, 800, last]).unwrap();
    assert_eq!(full.as_bytes().len(), limits::TOKEN_BYTES);
    assert_eq!(Token::from_text(&full.to_text()).as_ref(), Ok(&full));
    assert_eq!(below(&filled, &[800, 800, 800, 800, last + 1]), Err(Code::LimitExceeded));
    // Sixteen links, in a chain that no verifier takes: each of them says that fifteen more may follow.
    let claimed = |links: usize| {
        let mut walk = Walk::short();
        walk.links[0].clauses(vec![everything()]);
        walk.links.resize(links, further(&PLANNER, &PLANNER, everything()));
        walk.links.iter_mut().for_each(|link| link.mandate().set(2, limits::DEPTH));
        below(&Token::from_bytes(&walk.token()).unwrap(), &[1]).map(drop)
    };
    assert_eq!((claimed(limits::LINKS - 1), claimed(limits::LINKS)), (Ok(()), Err(Code::LimitExceeded)));
}

#[test]
fn nobody_is_asked_to_sign_what_no_reader_takes() {
    let grant = |items: &str| Grant::parse(items).unwrap();
    let root = |items: &str| {
        let mint = Mint::new(&PLANNER.verifying()).grant(grant(items));
        mint.prepare(&ALICE.verifying(), now(), [1; 8]).map(drop).map_err(|fault| fault.code())
    };
    let token = mint(|mint| Ok(mint.depth(1))).unwrap();
    let further = |items: &str| {
        let delegation = token.delegate(&BOOKER.verifying()).grant(grant(items));
        delegation.prepare(now()).map(drop).map_err(|refused| refused.code())
    };
    assert_eq!((root("allow *(..)"), further("allow *(..)")), (Ok(()), Ok(())));
    assert_eq!((root(""), further("")), (Err(Code::GrantEmpty), Err(Code::GrantEmpty)));
    let until = |secs: u64| format!("allow *(..)\nuntil {}", at(secs));
    assert_eq!((root(&until(NOW + 1)), root(&until(NOW))), (Ok(()), Err(Code::ValueInvalid)));
    let account = "allow *(..)\nbudget calls <= 5 account \"travel\"";
    assert_eq!((root(account), further(account)), (Ok(()), Err(Code::FieldUnknown)));
    let deep = |links: u64| {
        let mint = Mint::new(&PLANNER.verifying()).grant(grant("allow *(..)")).depth(links);
        mint.prepare(&ALICE.verifying(), now(), [1; 8]).map(drop).map_err(|fault| fault.code())
    };
    assert_eq!((deep(limits::DEPTH), deep(limits::DEPTH + 1)), (Ok(()), Err(Code::LimitExceeded)));
    // Four such clauses fit into a link, five do not.
    let long = |clauses: usize| {
        let clause = |number: usize| format!("allow a{number}(x = \"{}\")\n", "x".repeat(900));
        (0..clauses).map(clause).collect::<String>()
    };
    assert_eq!((root(&long(4)), further(&long(4))), (Ok(()), Ok(())));
    assert_eq!((root(&long(5)), further(&long(5))), (Err(Code::LimitExceeded), Err(Code::LimitExceeded)));
}
