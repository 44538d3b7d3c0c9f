//! What `within` accepts, other readers of URLs read alike: the crate `url`, Node's `URL` and Python's `urllib.parse`
//! find the same scheme, host, port, path and query, and those that write a URL again write the same text.
//!
//! A host with Punycode may be refused by a reader that has tables of Unicode, but is never read as another one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
#![allow(clippy::arithmetic_side_effects)] // tests

mod generate;
mod readers;
#[path = "../properties/rng.rs"]
#[allow(dead_code, reason = "made for more than this")]
mod rng;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use depute::{Call, Code, Map, Mint, Trust, TrustEntry, Value, Verifier};
use readers::Parts;
use support::{ALICE, AUDIENCE, EngineKey as _, PLANNER, now, scene::policy};

/// URLs that are asked about: clean ones by their making, and such as differ from one in one thing.
const CLEAN: u64 = 6_000;
const NEAR_MISSES: u64 = 14_000;

/// Of these, readers make the same; the servers behind them do not.
const SERVERS: [&str; 2] = ["a semicolon", "an empty segment"];

#[test]
fn what_is_accepted_is_read_alike_by_three_other_readers() {
    let made = generate::clean(CLEAN).chain(generate::near_misses(NEAR_MISSES));
    let (kinds, urls): (Vec<&'static str>, Vec<String>) = made.unzip();
    let accepted = accepted(&urls);
    let answers = [readers::rust(&urls), readers::node(&urls), readers::python(&urls)];
    let names = ["the crate `url`", "Node's URL", "Python's urllib.parse"];

    // Of each kind: how many were asked about, accepted, and read in more than one way or rewritten.
    let mut tally: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    let mut refused_for_punycode = 0;
    for (place, url) in urls.iter().enumerate() {
        let count = tally.entry(kinds[place]).or_default();
        count[0] += 1;
        let read: Vec<&Option<Parts>> = answers.iter().map(|answers| &answers[place]).collect();
        count[2] +=
            u64::from(read.iter().any(|one| one != &read[0] || one.as_ref().is_none_or(|one| one.text != *url)));
        if !accepted[place] {
            assert_ne!(kinds[place], "clean", "{url} was refused");
            continue;
        }
        count[1] += 1;
        let ours = readers::plainly(url);
        for (name, one) in names.iter().zip(read) {
            match one {
                Some(one) => assert_eq!(*one, ours, "{name} reads {url:?} otherwise"),
                None if ours.host.contains("xn--") => refused_for_punycode += 1,
                None => panic!("{name} refuses {url:?}"),
            }
        }
    }
    println!(
        "kind: asked, accepted, of two readings: {tally:?}; Punycode refused by a reader {refused_for_punycode} times"
    );
    assert!(tally["clean"][1] == CLEAN && refused_for_punycode > 10, "{tally:?}");
    for (kind, [asked, accepted, diverging]) in &tally {
        assert!(*asked > 100, "{kind}: {asked} asked");
        if *kind != "clean" {
            // A near miss that is always accepted is none, and one that nobody reads otherwise shows nothing.
            let told_apart = *diverging > 0 || SERVERS.contains(kind);
            assert!(
                told_apart && accepted < asked,
                "{kind}: {asked} asked, {accepted} accepted, {diverging} diverging"
            );
        }
    }
    assert!(tally.len() > generate::KINDS.len(), "{tally:?}");
}

/// Which of the texts a clause takes for URLs at all: those that it finds in the wrong place, or accepts.
fn accepted(urls: &[String]) -> Vec<bool> {
    let zero = TrustEntry::new("alice", ALICE.verifying()).allow(r#"a(x within "https://h/" with query)"#).unwrap();
    let verifier = Verifier::new(Trust::new([zero]).unwrap(), policy());
    let token = Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap();
    let token = token.sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let judged = |url: &String| {
        let call = Call::new("a", Map::from_entries([("x", Value::from(&**url))]).unwrap()).unwrap();
        let presentation = token.present(&call, AUDIENCE, &PLANNER.signing(), now(), [2; 16]).unwrap();
        match verifier.check(presentation.as_bytes(), &call, now()).map_err(|denied| denied.code()) {
            Ok(_) | Err(Code::ArgOutsideUrl) => true,
            Err(Code::ArgAmbiguous) => false,
            Err(code) => panic!("{url:?}: {code}"),
        }
    };
    urls.iter().map(judged).collect()
}
