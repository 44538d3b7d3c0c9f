//! Memory that a remembered chain takes, whoever made it.

use std::alloc::System;
use std::sync::{Arc, Mutex};

use depute::{
    Call, Id, KnownChain, KnownChains, Mint, Policy, Presentation, Revocations, Signer, SigningKey, Trust, TrustEntry,
    UnixTime, Verifier,
};
use depute_benches::Chain;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What an allocator keeps beside each allocation, at the least.
const HEADER: usize = 8;

/// Has room for one chain.
#[derive(Debug, Default)]
struct One(Mutex<Option<Arc<KnownChain>>>);

impl KnownChains for One {
    fn find(&self, _: &Id) -> Option<Arc<KnownChain>> {
        None
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        *self.0.lock().expect("no panic meanwhile") = Some(chain);
    }
}

/// One test, so that no other thread allocates meanwhile.
#[test]
fn a_remembered_chain_takes_what_it_says_and_no_more() {
    let call = Call::parse("a()").expect("a call");
    let sixty = |item: fn(usize) -> String| (10..70).map(item).collect::<Vec<_>>().join(", ");
    let numbers = sixty(|number| number.to_string());
    let texts = sixty(|number| format!("\"{number}\""));
    let letters = (b'b'..=b'z').map(|letter| format!("{}? = true", char::from(letter))).collect::<Vec<_>>().join(", ");
    let worst: [(&str, Vec<String>, usize); 5] = [
        ("numbers in a list", vec![format!("*(b? in [{numbers}], c? in [{numbers}], ..)")], 8),
        ("texts in a list", vec![format!("*(b? in [{texts}], c? in [{texts}], ..)")], 0),
        ("arguments of one letter", vec![format!("*({letters}, ..)")], 0),
        ("clauses", (0..24).map(|place| format!("a.b{place}(b?, c?, d?)")).chain(["*(..)".into()]).collect(), 8),
        ("shapes", vec!["*(b?: {c: {d: {..}, ..}, ..}, e?: [each [each <= 1]], ..)".into()], 0),
    ];
    let verifier = trusting();
    for (what, clauses, budgets) in worst {
        for links in [1, 5] {
            measure(&format!("{what}, {links} links"), &verifier, &present(&clauses, budgets, links, &call), &call);
        }
    }
    for links in [1, 3, 5, 10] {
        let chain = Chain::new(links);
        let call = chain.call();
        measure(&format!("the benchmark grant, {links} links"), &Chain::verifier(), &chain.present(&call), &call);
    }
}

fn measure(what: &str, verifier: &Verifier, presentation: &Presentation, call: &Call) {
    let one = Arc::new(One::default());
    let remembering = verifier.clone().with_cache(one.clone());
    let now = Chain::now();
    let region = Region::new(ALLOCATOR);
    drop(remembering.check(presentation.as_bytes(), call, now).unwrap_or_else(|denied| panic!("{what}: {denied}")));
    let change = region.change();
    // What the verdict itself took is given back.
    let live = change.bytes_allocated - change.bytes_deallocated;
    let taken = live + HEADER * (change.allocations - change.deallocations);
    let said = one.0.lock().expect("no panic meanwhile").as_ref().expect("a chain").memory_bytes();
    println!("{what}: a presentation of {} bytes, {taken} taken, {said} said", presentation.as_bytes().len());
    assert!(taken <= said, "{what}: {taken} taken, {said} said");
    assert!(said <= 2 * taken + 1024, "{what}: {taken} taken, {said} said");
}

fn trusting() -> Verifier {
    let alice = TrustEntry::new("alice", key(0).verifying_key()).allow("*(..)").expect("a clause");
    let trust = Trust::new([alice]).expect("a trust");
    Verifier::new(trust, Policy::new("local", Revocations::None).expect("a policy"))
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(&[number + 1; 32])
}

fn present(clauses: &[String], budgets: usize, links: u8, call: &Call) -> Presentation {
    let now: UnixTime = Chain::now();
    let budget = |place: usize| format!("calls of z{place} <= 9");
    let mint = Mint::new(&key(1).verifying_key()).depth(u64::from(links) - 1);
    let mint = clauses.iter().fold(mint, |mint, clause| mint.allow(clause).expect("a clause"));
    let mint = (0..budgets).fold(mint, |mint, place| mint.budget(&budget(place)).expect("a budget"));
    let mut token = mint.sign(&key(0), now, [7; 8]).expect("a token");
    for link in 1..links {
        let delegation = token.delegate(&key(link + 1).verifying_key());
        let delegation = clauses.iter().fold(delegation, |link, clause| link.allow(clause).expect("a clause"));
        let delegation = (0..budgets).fold(delegation, |link, place| link.budget(&budget(place)).expect("a budget"));
        token = delegation.sign(&key(link), now).expect("a further link");
    }
    token.present(call, "local", &key(links), now, [9; 16]).expect("a presentation")
}
