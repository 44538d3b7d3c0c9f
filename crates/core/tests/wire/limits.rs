//! Every limit of version 1: exactly at it is accepted, one over is refused.

mod lists;

use depute::limits;
use depute::{
    Budget, Call, Clause, Code, Endorsement, Grant, Http, Map, Policy, Presentation, Revocations, Trust, TrustEntry,
    Value, Verifier,
};

use super::support::scene::policy;
use super::support::walk::further;
use super::support::{
    ALICE, AUD, AUDIENCE, BOOKER, CAROL, Draft, EXP, EngineKey as _, IAT, Item, Key, Kind, NBF, NONCE, NOW, PLANNER,
    SUB, Signer, Walk, at, bytes, call, call_digest, list, map, now, sealed, verifier,
};
use super::{beside, budget, child, clause, pair, price, read, root};

/// At the limit the call is allowed, one over the form is refused.
#[track_caller]
fn edge(what: &str, limit: usize, with: impl Fn(usize) -> Vec<u8>) {
    pair(what, Code::LimitExceeded, with(limit + 1), with(limit));
}

fn text(length: usize) -> String {
    "x".repeat(length)
}

/// A text with spaces behind it up to this length.
fn spaced(text: &str, length: usize) -> String {
    format!("{text}{}", " ".repeat(length - text.len()))
}

/// Limits on an argument that need not be there.
fn via(limits: Item) -> Vec<u8> {
    clause(list!["flights.book", map! { "via" => list![0, limits] }, true])
}

/// Makes a link this long by a clause that allows nothing of interest.
fn padded(mut draft: Draft, length: usize) -> Draft {
    let usual = draft.mandate().at(1).members().clone();
    let most = length.saturating_sub(sealed(&draft, Kind::Root).encode().len());
    for last in most.saturating_sub(3100)..1024 {
        let members = list![text(1000), text(1001), text(1002), text(last)];
        let padding = list!["padding", map! { "x" => list![2, members] }];
        draft.clauses([usual.clone(), vec![padding]].concat());
        if sealed(&draft, Kind::Root).encode().len() == length {
            return draft;
        }
    }
    panic!("no link of {length} bytes");
}

#[test]
fn bytes_of_a_link() {
    for place in 0..2 {
        edge("a link", limits::LINK_BYTES, |length| {
            let mut walk = Walk::new();
            walk.links[place] = padded(walk.links[place].clone(), length);
            walk.bytes()
        });
    }
}

/// A chain of so many links, each as long as told, that allows the usual call.
fn chain(lengths: &[Option<usize>]) -> Walk {
    let mut walk = Walk::short();
    walk.links[0].mandate().set(2, 15);
    let hands = [&*PLANNER, &*BOOKER];
    for number in 1..lengths.len() {
        let (issuer, holder) = (hands[(number + 1) % 2], hands[number % 2]);
        walk.links.push(further(issuer, holder, list![list![], map! {}, true]));
        walk.proof.signer = Signer::Key(holder);
    }
    for (draft, length) in walk.links.iter_mut().zip(lengths) {
        if let Some(length) = length {
            *draft = padded(draft.clone(), *length);
        }
    }
    walk
}

#[test]
fn bytes_and_links_of_a_token() {
    let full = limits::LINK_BYTES;
    let of = |last: usize| {
        chain(&[Some(full), Some(full), Some(full), Some(full), Some(full), Some(full), Some(full), Some(last)])
    };
    // Seven full links, the head and the version leave 4,094 bytes.
    edge("a token", limits::TOKEN_BYTES, |length| {
        let walk = of(length - 7 * full - 2);
        assert_eq!(walk.token().len(), length);
        walk.bytes()
    });
    assert_eq!(read(&of(4094).token()), Ok(()));
    assert_eq!(read(&of(4095).token()), Err(Code::LimitExceeded));
    edge("links", limits::LINKS, |links| chain(&vec![None; links]).bytes());
}

#[test]
fn bytes_of_a_presentation() {
    // A token and a proof do not reach it; what is too long is refused before it is read.
    let filled = |length: usize| {
        let mut bytes = Walk::new().bytes();
        bytes.resize(length, 0);
        super::support::verdict(&bytes).unwrap_err().code()
    };
    assert_eq!(filled(limits::PRESENTATION_BYTES), Code::CborTrailing);
    assert_eq!(filled(limits::PRESENTATION_BYTES + 1), Code::LimitExceeded);
}

#[test]
fn endorsements_of_a_presentation() {
    edge("endorsements", limits::ENDORSEMENTS, |count| {
        let mut walk = Walk::new().approved_by(&vec![&*CAROL; count]);
        for (draft, number) in walk.endorsements.iter_mut().zip(0..) {
            draft.set(NONCE, bytes(&[number; 16]));
        }
        walk.bytes()
    });
    edge("life of an endorsement", limits::ENDORSEMENT_LIFE_SECS as usize, |secs| {
        let mut walk = Walk::new().approved_by(&[&CAROL]);
        walk.endorsements[0].set(EXP, NOW + secs as u64);
        walk.bytes()
    });
    edge("audience of an endorsement", limits::AUDIENCE_BYTES, |length| {
        let mut walk = Walk::new().approved_by(&[&CAROL]);
        walk.endorsements[0].set(AUD, text(length));
        walk.bytes()
    });
    // No endorsement reaches the limit of one that travels alone; what is longer is refused before it is read.
    let mut longest = Walk::new().approved_by(&[&CAROL]);
    longest.endorsements[0].set(AUD, text(limits::AUDIENCE_BYTES));
    let alone = list![1, longest.endorsed()[0].clone()].encode();
    assert!(alone.len() < limits::ENDORSEMENT_BYTES / 2, "{}", alone.len());
    assert!(Endorsement::from_bytes(&alone).is_ok());
    let filled = |length: usize| {
        let mut bytes = alone.clone();
        bytes.resize(length, 0);
        Endorsement::from_bytes(&bytes).unwrap_err().code()
    };
    assert_eq!(filled(limits::ENDORSEMENT_BYTES), Code::CborTrailing);
    assert_eq!(filled(limits::ENDORSEMENT_BYTES + 1), Code::LimitExceeded);
    // Nor is a ninth one added.
    let endorsement = Endorsement::from_bytes(&alone).unwrap();
    let mut presentation = Presentation::from_bytes(&Walk::new().bytes()).unwrap();
    for count in 1..=limits::ENDORSEMENTS {
        presentation = presentation.with(&endorsement).unwrap();
        assert_eq!(presentation.unverified_endorsements().unwrap().len(), count);
    }
    assert_eq!(presentation.with(&endorsement).unwrap_err().code(), Code::LimitExceeded);
}

#[test]
fn clauses_budgets_and_requirements_of_a_link() {
    edge("clauses", limits::CLAUSES, |count| {
        let mut clauses: Vec<Item> = (1..count).map(|number| list![format!("a{number}"), map! {}]).collect();
        clauses.push(list!["flights.book", map! {}, true]);
        root(|link| link.clauses(clauses))
    });
    edge("budgets", limits::BUDGETS, |count| {
        let budgets: Vec<Item> = (0..count as u64).map(|number| map! { 1 => 50 + number }).collect();
        root(|link| link.mandate().set(3, budgets))
    });
    let needs = |requirements: Vec<Item>| beside(list!["flights.search", map! {}, true, requirements]);
    edge("requirements", limits::REQUIREMENTS, |count| {
        needs((0..count as u64).map(|number| list![2, number]).collect())
    });
    edge("keys of an approval", limits::APPROVERS, |count| {
        let keys = (0..count).map(|number| bytes(&Key::new("one of many", 100 + number as u8).public()));
        needs(vec![list![1, list![1, keys.collect::<Vec<_>>()]]])
    });
    // A byte string of more than 255 bytes has a head of three.
    edge("bytes of parameters", limits::REQUIREMENT_BYTES, |length| needs(vec![list![2, bytes(&vec![0; length - 3])]]));
    for wrap in [|inner: Item| list![inner], |inner: Item| map! { 0 => inner }] {
        edge("nesting of parameters", limits::CBOR_DEPTH, |depth| {
            needs(vec![list![2, (1..depth).fold(map! {}, |inner, _| wrap(inner))]])
        });
    }
}

#[test]
fn members_of_lists_and_maps() {
    edge("members of `in`", limits::LIST_MEMBERS, |count| {
        via(list![2, (0..count as u64).map(Item::from).collect::<Vec<_>>()])
    });
    edge("positions", limits::LIST_MEMBERS, |count| via(list![17, vec![list![]; count]]));
    edge("limits on one argument", limits::LIST_MEMBERS, |count| {
        price((0..count as u64).map(|number| list![3, 600 + number]).collect::<Vec<_>>())
    });
    let names = |count: usize| {
        let names = (0..count).map(|number| (Item::from(format!("a{number:02}")), list![0, list![]]));
        Item::Map(names.collect())
    };
    edge("names in a clause", limits::MAP_MEMBERS, |count| clause(list!["flights.book", names(count), true]));
    edge("names in an object", limits::MAP_MEMBERS, |count| via(list![14, names(count)]));
}

#[test]
fn nodes_of_a_link() {
    let list = |count: usize, first: u64| list![2, (first..first + count as u64).map(Item::from).collect::<Vec<_>>()];
    // Two names, two limits, and the rest members.
    edge("nodes of a clause", limits::NODES_PER_LINK, |nodes| {
        let args = map! { "a" => list![0, list(64, 0)], "b" => list![0, list(nodes - 68, 0)] };
        clause(list!["flights.book", args, true])
    });
    edge("nodes of all clauses", limits::NODES_PER_LINK, |nodes| {
        let one = list!["flights.book", map! { "a" => list![0, list(64, 0)] }, true];
        let other = list!["flights.find", map! { "a" => list![0, list(nodes - 68, 0)] }, true];
        root(|link| link.clauses(vec![one, other]))
    });
    // A position is a node, and so is its limit.
    edge("nodes of positions", limits::NODES_PER_LINK, |nodes| {
        assert_eq!(nodes / 2, 64);
        let more = map! { "v" => list![0, list![17, vec![list![1, 1]; 62]]], "w" => list![0, list![1, 1]] };
        let odd = map! { "v" => list![0, list![17, vec![list![1, 1]; 62]]], "w" => list![0, list![2, list![1]]] };
        clause(list!["flights.book", if nodes == 128 { more } else { odd }, true])
    });
    // Each link has its own.
    let each = |link: &mut Draft| {
        let args = map! { "a" => list![0, list(64, 0)], "b" => list![0, list(60, 0)] };
        link.clauses(vec![list!["flights.book", args, true]]);
    };
    let mut walk = Walk::new();
    walk.links.iter_mut().for_each(each);
    super::allowed("128 nodes in each link", &walk.bytes());
}

#[test]
fn nesting_of_shapes() {
    for wrap in [
        |inner: Item| list![14, map! { "a" => inner }],
        |inner: Item| list![14, map! { "a" => list![0, inner] }, true],
        |inner: Item| list![15, inner],
        |inner: Item| list![17, list![inner]],
        |inner: Item| list![list![15, list![]], list![16, inner]],
    ] {
        edge("shapes", limits::GRANT_DEPTH, |depth| via((1..depth).fold(list![14, map! {}], |inner, _| wrap(inner))));
    }
}

#[test]
fn bytes_of_texts() {
    edge("an operand", limits::STRING_BYTES, |length| via(list![1, text(length)]));
    edge("a member", limits::STRING_BYTES, |length| via(list![2, list![text(length)]]));
    edge("a path", limits::STRING_BYTES, |length| via(list![7, format!("/{}", text(length - 1))]));
    edge("an argument's name", limits::STRING_BYTES, |length| {
        clause(list!["flights.book", map! { text(length) => list![0, list![]] }, true])
    });
    let sum = |field: i32, text: String| {
        let mut sum = map! { 1 => 1_000_000_000, 2 => "price", 3 => "flights.book" };
        sum.set(field, text);
        budget(sum)
    };
    edge("a unit", limits::STRING_BYTES, |length| sum(5, text(length)));
    edge("an account", limits::STRING_BYTES, |length| sum(7, text(length)));
    edge("an argument that is summed", limits::STRING_BYTES, |length| {
        budget(map! { 1 => 1, 2 => text(length), 3 => "flights.search" })
    });
    edge("an action", limits::ACTION_BYTES, |length| beside(list![text(length), map! {}]));
    edge("a prefix", limits::ACTION_BYTES, |length| beside(list![list![text(length)], map! {}]));
    edge("an action of a budget", limits::ACTION_BYTES, |length| budget(map! { 1 => 50, 3 => text(length) }));
    edge("a glob", limits::GLOB_BYTES, |length| via(list![8, text(length)]));
    edge("stars of a glob", limits::GLOB_STARS, |stars| via(list![8, "*a".repeat(stars)]));
    for field in 4..=9 {
        for letter in ["x", "é", "🛫"] {
            edge("a line of context", limits::CONTEXT_CHARS, |chars| {
                root(|link| link.mandate().set(field, letter.repeat(chars)))
            });
        }
    }
}

#[test]
fn bytes_of_a_value_that_is_a_path() {
    // The value is the call's, not the wire's: what is too long is no clean path.
    let judged = |limit: Item, value: String| {
        let mut walk = Walk::short();
        walk.links[0].clauses(vec![list!["fs.read", map! { "path" => limit }]]);
        walk.digest = call_digest("fs.read", &map! { "path" => value.clone() });
        let args = Map::from_entries([("path", value)]).unwrap();
        let (verifier, bytes, call) = (verifier(), walk.bytes(), Call::new("fs.read", args).unwrap());
        verifier.check(&bytes, &call, at(NOW)).map(drop).map_err(|denied| denied.code())
    };
    for length in [limits::PATH_BYTES, limits::PATH_BYTES + 1] {
        let verdict = if length == limits::PATH_BYTES { Ok(()) } else { Err(Code::ArgAmbiguous) };
        assert_eq!(judged(list![7, "/"], format!("/{}", text(length - 1))), verdict);
        assert_eq!(judged(list![8, "*"], text(length)), verdict);
        assert_eq!(judged(list![8, "/*"], format!("/{}", text(length - 1))), verdict);
    }
}

#[test]
fn audiences_and_subjects() {
    let mine = |count: usize| {
        let mut audiences: Vec<Item> = (1..count).map(|number| format!("a{number}").into()).collect();
        audiences.push(AUDIENCE.into());
        root(|link| link.set(AUD, audiences))
    };
    edge("audiences", limits::AUDIENCES, mine);
    edge("bytes of an audience", limits::AUDIENCE_BYTES, |length| {
        root(|link| link.set(AUD, list![AUDIENCE, text(length)]))
    });
    let judged = |length: usize| {
        let entry = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
        let entry = entry.speaks_for(text(256)).unwrap();
        let verifier = Verifier::new(Trust::new([entry]).unwrap(), policy());
        let bytes = root(|link| link.set(SUB, text(length)));
        verifier.check(&bytes, &call(), at(NOW)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!(judged(limits::SUBJECT_BYTES), Ok(()));
    assert_eq!(judged(limits::SUBJECT_BYTES + 1), Err(Code::LimitExceeded));
}

#[test]
fn times_lives_and_depths() {
    let edge_of_time = |issued: u64, begins: u64, ends: u64, now: u64| {
        let bytes = root(|link| {
            link.set(IAT, issued);
            link.set(NBF, begins);
            link.set(EXP, ends);
        });
        verifier().check(&bytes, &call(), at(now)).map(drop).map_err(|denied| denied.code())
    };
    let last = limits::TIME_SECS - 1;
    // The proof is stale by then: time is judged after form.
    assert_eq!(edge_of_time(last - 100, last - 100, last, last - 50), Err(Code::ProofStale));
    assert_eq!(edge_of_time(last - 100, last - 100, last + 1, last - 50), Err(Code::LimitExceeded));
    assert_eq!(edge_of_time(last - 100, last + 1, last, last - 50), Err(Code::LimitExceeded));
    assert_eq!(edge_of_time(last + 1, last, last, last - 50), Err(Code::LimitExceeded));
    assert_eq!(depute::UnixTime::from_secs(last).map(depute::UnixTime::as_secs), Ok(last));
    assert_eq!(depute::UnixTime::from_secs(last + 1).unwrap_err().code(), Code::LimitExceeded);

    let living = |secs: u64| {
        let trust = Trust::new([TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap()]).unwrap();
        let verifier = Verifier::new(trust, policy().life_secs(limits::LIFE_SECS).unwrap());
        let bytes = root(|link| link.set(EXP, NOW + secs));
        verifier.check(&bytes, &call(), at(NOW)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!(living(limits::LIFE_SECS), Ok(()));
    assert_eq!(living(limits::LIFE_SECS + 1), Err(Code::LimitExceeded));

    edge("depth", limits::DEPTH as usize, |depth| root(|link| link.mandate().set(2, depth as u64)));
    edge("depth in a further link", 2, |depth| {
        // The parent leaves two; what is over that is no fault of form, what is over 15 is.
        child(|link| link.mandate().set(2, if depth == 2 { 2 } else { limits::DEPTH + 1 }))
    });
}

#[test]
fn amounts_and_windows_of_budgets() {
    let with = |limit: u64| budget(map! { 1 => limit });
    edge("calls", limits::CALLS as usize, |calls| with(calls as u64));
    let sum = |limit: u64| budget(map! { 1 => limit, 2 => "price" });
    edge("millionths", limits::MILLIONTHS as usize - 1, |millionths| sum(millionths as u64));
    edge("a window", limits::WINDOW_SECS as usize, |secs| budget(map! { 1 => 50, 4 => secs as u64 }));
    for (text, code) in [
        ("calls <= 9007199254740991", None),
        ("calls <= 9007199254740992", Some(Code::LimitExceeded)),
        ("sum price <= 8999999999999.999999", None),
        ("sum price <= 9000000000000", Some(Code::LimitExceeded)),
        ("calls <= 1 per 366d", None),
        ("calls <= 1 per 31622401s", Some(Code::LimitExceeded)),
    ] {
        assert_eq!(Budget::parse(text).err().map(|malformed| malformed.code()), code, "{text}");
    }
}

#[test]
fn calls() {
    let code = |call: Result<Call, depute::Malformed>| call.map(drop).map_err(|malformed| malformed.code());
    let both = |json: &str| {
        let args = match depute::json::parse(json) {
            Ok(Value::Map(args)) => code(Call::new("a.b", args)),
            Ok(_) => panic!("no object"),
            Err(malformed) => Err(malformed.code()),
        };
        (code(Call::from_json(&format!(r#"{{"action":"a.b","args":{json}}}"#))), args)
    };
    let over = (Err(Code::LimitExceeded), Err(Code::LimitExceeded));
    // A map of one, a name of one, and a text head of three bytes.
    let long = |length: usize| format!(r#"{{"a":"{}"}}"#, text(length - 6));
    assert_eq!(both(&long(limits::ARGS_BYTES)), (Ok(()), Ok(())));
    assert_eq!(both(&long(limits::ARGS_BYTES + 1)), over);
    // `args` is the first level, and the first value.
    let deep = |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels - 1), "]".repeat(levels - 1));
    assert_eq!(both(&deep(limits::ARGS_DEPTH)), (Ok(()), Ok(())));
    assert_eq!(both(&deep(limits::ARGS_DEPTH + 1)), over);
    let many = |values: usize| format!(r#"{{"a":[{}]}}"#, vec!["0"; values - 2].join(","));
    assert_eq!(both(&many(limits::ARGS_NODES)), (Ok(()), Ok(())));
    assert_eq!(both(&many(limits::ARGS_NODES + 1)), over);

    let json = |length: usize| spaced(r#"{"action":"a.b"}"#, length);
    assert_eq!(code(Call::from_json(&json(limits::JSON_BYTES))), Ok(()));
    assert_eq!(code(Call::from_json(&json(limits::JSON_BYTES + 1))), Err(Code::LimitExceeded));
    let written = |length: usize| spaced("a.b(x = 1)", length);
    assert_eq!(code(Call::parse(&written(limits::ARGS_BYTES))), Ok(()));
    assert_eq!(code(Call::parse(&written(limits::ARGS_BYTES + 1))), Err(Code::LimitExceeded));
    assert_eq!(code(Call::new(&text(limits::ACTION_BYTES), Map::new())), Ok(()));
    assert_eq!(code(Call::new(&text(limits::ACTION_BYTES + 1), Map::new())), Err(Code::LimitExceeded));
}

#[test]
fn lengths_that_a_grant_names() {
    edge("a length", limits::LENGTH as usize, |length| via(list![13, list![3, length as u64]]));
    let clause = |length: u64| Clause::parse(&format!("a(b len <= {length})")).map(drop).map_err(|fault| fault.code());
    assert_eq!(clause(limits::LENGTH), Ok(()));
    assert_eq!(clause(limits::LENGTH + 1), Err(Code::LimitExceeded));
}

#[test]
fn urls_hosts_and_addresses_of_mail() {
    // What is longer is no clean URL, host or address, in a grant as in a call.
    let host = |labels: usize, last: usize| format!("{}{}", format!("{}.", text(50)).repeat(labels), text(last));
    let at = |domain: String| via(list![11, domain]);
    let label = |length| at(text(length));
    pair("a label", Code::ValueInvalid, label(limits::LABEL_BYTES + 1), label(limits::LABEL_BYTES));
    let name = |length: usize| at(host(4, length - 204));
    pair("a host", Code::ValueInvalid, name(limits::HOST_BYTES + 1), name(limits::HOST_BYTES));

    let passes = |clause: &str, value: String| {
        let zero = TrustEntry::new("alice", ALICE.verifying()).allow(clause).unwrap();
        let verifier = Verifier::new(Trust::new([zero]).unwrap(), policy());
        let map = Map::from_entries([("x", Value::from(value))]).unwrap();
        let call = Call::new("a", map).unwrap();
        let token = depute::Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap();
        let token = token.sign(&ALICE.signing(), now(), [1; 8]).unwrap();
        let presentation = token.present(&call, AUDIENCE, &PLANNER.signing(), now(), [2; 16]).unwrap();
        let verdict = verifier.check(presentation.as_bytes(), &call, now());
        verdict.map(drop).map_err(|denied| denied.code())
    };
    let url = |length: usize| passes("a(x within \"https://h/\")", format!("https://h/{}", text(length - 10)));
    assert_eq!((url(limits::URL_BYTES), url(limits::URL_BYTES + 1)), (Ok(()), Err(Code::ArgAmbiguous)));
    let local = |length: usize| passes("a(x at \"h\")", format!("{}@h", text(length)));
    let most = limits::MAIL_LOCAL_BYTES;
    assert_eq!((local(most), local(most + 1)), (Ok(()), Err(Code::ArgAmbiguous)));
    let domain = host(3, 36);
    let clause = format!("a(x at \"{domain}\")");
    let mail = |length: usize| passes(&clause, format!("{}@{domain}", text(length - domain.len() - 1)));
    let most = limits::MAIL_BYTES;
    assert_eq!((mail(most), mail(most + 1)), (Ok(()), Err(Code::ArgAmbiguous)));
}

#[test]
fn requests_and_headers() {
    let over = Err(Code::LimitExceeded);
    let request = |method: usize, target: usize| {
        Http::new(&"X".repeat(method), &format!("/{}", text(target - 1)), b"").map(drop).map_err(|fault| fault.code())
    };
    assert_eq!(request(limits::HTTP_METHOD_BYTES, limits::HTTP_TARGET_BYTES), Ok(()));
    assert_eq!(request(limits::HTTP_METHOD_BYTES + 1, limits::HTTP_TARGET_BYTES), over);
    assert_eq!(request(limits::HTTP_METHOD_BYTES, limits::HTTP_TARGET_BYTES + 1), over);
    let header = |length: usize| {
        let line = text(length);
        Presentation::text_in_header([], [line.as_bytes()]).map(drop).map_err(|fault| fault.code())
    };
    assert_eq!((header(limits::HEADER_BYTES), header(limits::HEADER_BYTES + 1)), (Ok(()), over));
}

#[test]
fn texts_of_grants() {
    let most = limits::GRANT_TEXT_BYTES;
    let code = |malformed: depute::Malformed| malformed.code();
    let clause = |length: usize| Clause::parse(&spaced("a.b()", length)).map(drop).map_err(code);
    assert_eq!((clause(most), clause(most + 1)), (Ok(()), Err(Code::LimitExceeded)));
    let budget = |length: usize| Budget::parse(&spaced("calls <= 5", length)).map(drop).map_err(code);
    assert_eq!((budget(most), budget(most + 1)), (Ok(()), Err(Code::LimitExceeded)));
    let grant = |length: usize| Grant::parse(&spaced("allow a.b()\n#", length)).map(drop).map_err(code);
    assert_eq!((grant(most), grant(most + 1)), (Ok(()), Err(Code::LimitExceeded)));
}

#[test]
fn policies() {
    let code = |policy: Result<Policy, depute::Malformed>| policy.map(drop).map_err(|malformed| malformed.code());
    assert_eq!(code(policy().skew_secs(limits::SKEW_SECS)), Ok(()));
    assert_eq!(code(policy().skew_secs(limits::SKEW_SECS + 1)), Err(Code::LimitExceeded));
    assert_eq!(code(policy().proof_age_secs(limits::PROOF_AGE_SECS)), Ok(()));
    assert_eq!(code(policy().proof_age_secs(limits::PROOF_AGE_SECS + 1)), Err(Code::LimitExceeded));
    assert_eq!(code(policy().life_secs(limits::LIFE_SECS)), Ok(()));
    assert_eq!(code(policy().life_secs(limits::LIFE_SECS + 1)), Err(Code::LimitExceeded));
    assert_eq!(code(Policy::new(text(limits::AUDIENCE_BYTES), Revocations::None)), Ok(()));
    assert_eq!(code(Policy::new(text(limits::AUDIENCE_BYTES + 1), Revocations::None)), Err(Code::LimitExceeded));
}

#[test]
fn no_limit_is_left_out() {
    let (source, tests) =
        (include_str!("../../src/limits.rs"), concat!(include_str!("limits.rs"), include_str!("limits/lists.rs")));
    let names = source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next());
    // How long what was used is kept is the ledger's; how many revocations a verifier remembers is tried in `revoked.rs`.
    let elsewhere = |name: &str| name.ends_with("_KEPT_SECS") || name == "STATEMENTS_SEEN";
    let untested: Vec<&str> =
        names.filter(|name| !elsewhere(name) && !tests.contains(&format!("limits::{name}"))).collect();
    assert!(untested.is_empty(), "{untested:?}");
}
