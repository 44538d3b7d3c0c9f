//! Chains seen before: a verifier that remembers them forgets nothing else, and is not to be filled from outside.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // tests

#[path = "support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::thread;

use depute::{
    Call, ChainCache, Code, Id, KnownChain, KnownChains, Mint, Policy, Presentation, Revocations, Revoked, SigningKey,
    Step, Token, Trust, TrustEntry, UnixTime, Verifier,
};
use support::revocations::{numbered, of_authorizer, of_key, of_link, of_task, read_list, said};
use support::scene::policy;
use support::{
    ALICE, AUDIENCE, BOOKER, Draft, Elephant, EngineKey as _, IAT, Item, MALLORY, NOW, PLANNER, SCOUT, SUB, Signer,
    Walk, at, call, list, map, now, verifier,
};

const MEBIBYTE: usize = 1 << 20;

fn three_links() -> Walk {
    let mut walk = Walk::new().then(&BOOKER, &SCOUT, list!["flights.book", map! {}, true]);
    walk.links[0].mandate().set(7, "T-1042");
    walk
}

fn cache() -> Arc<ChainCache> {
    Arc::new(ChainCache::new(MEBIBYTE))
}

/// The codes of a call by a chain that the cache has, and of the same call by one that it has not.
#[track_caller]
fn judged(verifier: Verifier, walk: &Walk, now: UnixTime) -> Option<Code> {
    let (bytes, call) = (walk.bytes(), call());
    let known = Arc::new(Elephant::default());
    let mut before = three_links();
    before.links = walk.links.clone();
    before.proof.signer = walk.proof.signer.clone();
    let at_once = support::verifier().with_cache(known.clone());
    at_once.check(&before.bytes(), &call, support::now()).unwrap();
    assert_eq!(known.len(), 1);
    let code = |verifier: &Verifier| verifier.check(&bytes, &call, now).err().map(|denied| denied.code());
    let cold = code(&verifier);
    assert_eq!(code(&verifier.with_cache(known.clone())), cold);
    assert_eq!(known.len(), 1);
    cold
}

#[test]
fn times_are_judged_anew() {
    let mut late = three_links();
    let end = NOW + 1800;
    late.proof.set(IAT, end);
    assert_eq!(judged(verifier(), &late, at(end + 29)), None);
    assert_eq!(judged(verifier(), &late, at(end + 30)), Some(Code::Expired));
    assert_eq!(judged(verifier(), &three_links(), at(NOW + 90)), None);
    assert_eq!(judged(verifier(), &three_links(), at(NOW + 91)), Some(Code::ProofStale));
    let strict = Policy::new(AUDIENCE, Revocations::None).unwrap();
    let alice = || TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let trust = || Trust::new([alice()]).unwrap();
    assert_eq!(judged(Verifier::new(trust(), strict.clone().life_secs(1800).unwrap()), &three_links(), now()), None);
    let shorter = strict.life_secs(1799).unwrap();
    assert_eq!(judged(Verifier::new(trust(), shorter), &three_links(), now()), Some(Code::LifeTooLong));
}

#[test]
fn trust_is_judged_anew() {
    let entry = |name: &str, key: &support::Key| TrustEntry::new(name, key.verifying());
    let of = |entry: TrustEntry| Verifier::new(Trust::new([entry]).unwrap(), policy());
    let judged = |entry: TrustEntry| judged(of(entry), &three_links(), now());
    assert_eq!(judged(entry("alice", &ALICE).allow("*(..)").unwrap()), None);
    assert_eq!(judged(entry("alice", &MALLORY).allow("*(..)").unwrap()), Some(Code::RootUntrusted));
    let until = |secs| entry("alice", &ALICE).key(ALICE.verifying(), None, Some(at(secs))).allow("*(..)").unwrap();
    assert_eq!(judged(until(NOW + 1)), None);
    assert_eq!(judged(until(NOW)), Some(Code::RootInterval));
    let speaking = entry("alice", &ALICE).speaks_for("alice@acme.example").unwrap();
    assert_eq!(judged(speaking.allow("*(..)").unwrap()), Some(Code::SubjectNotAllowed));
    // Link zero.
    assert_eq!(judged(entry("alice", &ALICE).allow("flights.book(price <= 390, ..)").unwrap()), None);
    let less = entry("alice", &ALICE).allow("flights.book(price <= 389, ..)").unwrap();
    assert_eq!(judged(less), Some(Code::ArgAboveLimit));
}

#[test]
fn revocations_are_judged_anew() {
    let walk = three_links();
    let seeing = |statements: &[Draft]| {
        let mut revoked = Revoked::new();
        revoked.add_own_list(&read_list(&numbered(1, statements)), now()).unwrap();
        let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
        let policy = Policy::new(AUDIENCE, Revocations::LocalList).unwrap();
        Verifier::new(Trust::new([alice]).unwrap(), policy).with_revoked(revoked)
    };
    let mut targets = walk.ids().into_iter().map(of_link).collect::<Vec<Item>>();
    targets.extend([
        of_key(&PLANNER),
        of_key(&BOOKER),
        of_key(&SCOUT),
        of_task(&ALICE, "T-1042"),
        of_authorizer(&ALICE),
    ]);
    for (place, target) in targets.into_iter().enumerate() {
        assert_eq!(
            judged(seeing(&[said(&ALICE, target.clone())]), &walk, now()),
            Some(Code::Revoked),
            "target {place}"
        );
        assert_eq!(judged(seeing(&[said(&MALLORY, target)]), &walk, now()), None, "target {place}");
    }
    // Where lists are required, and there is none.
    let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let policy = Policy::new(AUDIENCE, Revocations::required()).unwrap();
    let strict = Verifier::new(Trust::new([alice]).unwrap(), policy);
    assert_eq!(judged(strict, &walk, now()), Some(Code::RevocationStale));
}

#[test]
fn the_proof_is_judged_anew() {
    let (cache, call, bytes) = (cache(), call(), three_links().bytes());
    let verifier = verifier().with_cache(cache.clone());
    verifier.check(&bytes, &call, now()).unwrap();
    // By somebody who holds the token and not its key.
    let mut thief = three_links();
    thief.proof.signer = Signer::Key(&MALLORY);
    let denied = verifier.check(&thief.bytes(), &call, now()).map(drop).unwrap_err();
    assert_eq!((denied.code(), denied.step()), (Code::ProofMismatch, Step::Proof));
    // For another call.
    let other = Call::parse(r#"flights.book(to = "SFO", price = 391)"#).unwrap();
    assert_eq!(verifier.check(&bytes, &other, now()).unwrap_err().code(), Code::ProofMismatch);
    verifier.check(&bytes, &call, now()).unwrap();
    assert_eq!(cache.len(), 1);
}

#[test]
fn a_chain_that_differs_in_one_bit_is_another_one() {
    let (call, bytes) = (call(), three_links().bytes());
    let known = Arc::new(Elephant::default());
    let (plain, remembering) = (verifier(), verifier().with_cache(known.clone()));
    remembering.check(&bytes, &call, now()).unwrap();
    for bit in 0..8 * bytes.len() {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let [cold, warm] =
            [&plain, &remembering].map(|verifier| verifier.check(&flipped, &call, now()).map(drop).unwrap_err());
        assert_eq!(format!("{warm:?}"), format!("{cold:?}"), "bit {bit}");
    }
    assert_eq!(known.len(), 1);
}

#[test]
fn nothing_unverified_comes_in() {
    let known = Arc::new(Elephant::default());
    let verifier = verifier().with_cache(known.clone());
    let refused = |walk: &Walk, code: Code| {
        assert_eq!(verifier.check(&walk.bytes(), &call(), now()).map(drop).unwrap_err().code(), code);
        assert_eq!(known.len(), 0, "{code:?}");
    };
    for link in 0..3 {
        let mut forged = three_links();
        forged.links[link].signer = Signer::Key(&MALLORY);
        refused(&forged, Code::SignatureInvalid);
    }
    let mut stolen = three_links();
    stolen.proof.signer = Signer::Key(&MALLORY);
    refused(&stolen, Code::ProofMismatch);
    let mut untrusted = three_links();
    untrusted.links[0].signer = Signer::Key(&MALLORY);
    untrusted.links[0].set(support::ISS, support::bytes(&MALLORY.public()));
    refused(&untrusted, Code::RootUntrusted);
    let mut another = three_links();
    another.links[0].set(SUB, "alice");
    refused(&another, Code::SubjectNotAllowed);
    let call_of = |price: u32| Call::parse(&format!("flights.book(to = \"SFO\", price = {price})")).unwrap();
    // A genuine chain whose holder asks for too much comes in: else being refused would cost more than being allowed.
    let mut greedy = three_links();
    greedy.digest = *call_of(401).digest();
    let denied = verifier.check(&greedy.bytes(), &call_of(401), now()).map(drop).unwrap_err();
    assert_eq!((denied.code(), known.len()), (Code::ArgAboveLimit, 1));
}

/// Gives the same chain under every key.
#[derive(Debug)]
struct Liar(Arc<Elephant>, Id);

impl KnownChains for Liar {
    fn find(&self, _: &Id) -> Option<Arc<KnownChain>> {
        self.0.find(&self.1)
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        self.0.keep(chain);
    }
}

#[test]
fn a_store_that_gives_another_chain_is_not_believed() {
    let known = Arc::new(Elephant::default());
    let mut forged = three_links();
    forged.links[2].signer = Signer::Key(&MALLORY);
    let genuine = three_links().bytes();
    verifier().with_cache(known.clone()).check(&genuine, &call(), now()).unwrap();
    let liar = verifier().with_cache(Arc::new(Liar(known.clone(), known.keys()[0])));
    let denied = liar.check(&forged.bytes(), &call(), now()).map(drop).unwrap_err();
    assert_eq!((denied.code(), denied.link()), (Code::SignatureInvalid, Some(3)));
    assert!(liar.check(&genuine, &call(), now()).is_ok());
}

/// Counts what is found.
#[derive(Debug)]
struct Counting {
    cache: ChainCache,
    found: AtomicUsize,
}

impl KnownChains for Counting {
    fn find(&self, key: &Id) -> Option<Arc<KnownChain>> {
        let chain = self.cache.find(key)?;
        self.found.fetch_add(1, Ordering::Relaxed);
        Some(chain)
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        self.cache.keep(chain);
    }
}

/// A holder, and chains of hers without end.
struct Flood {
    alice: SigningKey,
    holder: SigningKey,
    call: Call,
    made: AtomicU64,
}

impl Flood {
    fn new() -> Flood {
        let [alice, holder] = [1, 2].map(|seed| SigningKey::from_seed(&[seed; 32]));
        Flood { alice, holder, call: Call::parse("a()").unwrap(), made: AtomicU64::new(0) }
    }

    fn verifier(&self, cache: Arc<dyn KnownChains>) -> Verifier {
        let alice = TrustEntry::new("alice", depute::Signer::verifying_key(&self.alice)).allow("*(..)").unwrap();
        let policy = Policy::new("local", Revocations::None).unwrap();
        Verifier::new(Trust::new([alice]).unwrap(), policy).with_cache(cache)
    }

    /// A chain of one link.
    fn next(&self) -> Presentation {
        self.present(&self.mint(0, "*(..)"))
    }

    /// A chain of so many links, large by limits that no call needs.
    fn large(&self, links: u64) -> Presentation {
        let names = (0..64).map(|name| format!("\"{name:050}\"")).collect::<Vec<_>>().join(", ");
        let mut token = self.mint(links - 1, &format!("*(other? in [{names}], ..)"));
        for _ in 1..links {
            let delegation = token.delegate(&depute::Signer::verifying_key(&self.holder));
            let delegation = delegation.allow(&format!("*(other? in [{names}], ..)")).unwrap();
            token = delegation.sign(&self.holder, now()).unwrap();
        }
        self.present(&token)
    }

    fn mint(&self, depth: u64, clause: &str) -> Token {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let mint = Mint::new(&depute::Signer::verifying_key(&self.holder)).allow(clause).unwrap();
        mint.depth(depth).sign(&self.alice, now(), number.to_le_bytes()).unwrap()
    }

    fn present(&self, token: &Token) -> Presentation {
        token.present(&self.call, "local", &self.holder, now(), [0; 16]).unwrap()
    }
}

#[test]
fn one_shot_chains_neither_fill_the_memory_nor_drive_out_those_in_use() {
    const ROOM: usize = MEBIBYTE / 4;
    let (flood, cache) = (Flood::new(), ChainCache::new(ROOM));
    let counting = Arc::new(Counting { cache, found: AtomicUsize::new(0) });
    let verifier = flood.verifier(counting.clone());
    let check = |presentation: &Presentation| {
        verifier.check(presentation.as_bytes(), &flood.call, now()).unwrap();
        assert!(counting.cache.memory_bytes() <= ROOM as u64);
    };
    check(&flood.next());
    let room = ROOM as u64 / counting.cache.memory_bytes();
    // Seven tenths of it are in use.
    let hot: Vec<Presentation> = (0..room * 7 / 10).map(|_| flood.next()).collect();
    (0..4).for_each(|_| hot.iter().for_each(check));
    for round in 0..10 {
        // As many as there is room for, some of them large and some so large that they are not remembered; then the hot ones.
        (0..room).for_each(|_| check(&flood.next()));
        [1, 2, 1, 2, 8, 8].into_iter().for_each(|links| check(&flood.large(links)));
        let before = counting.found.load(Ordering::Relaxed);
        hot.iter().for_each(check);
        assert_eq!(counting.found.load(Ordering::Relaxed) - before, hot.len(), "round {round}");
    }
}

#[test]
fn a_chain_larger_than_the_cache_is_judged_all_the_same() {
    let (flood, cache) = (Flood::new(), Arc::new(ChainCache::new(16)));
    let (verifier, one) = (flood.verifier(cache.clone()), flood.next());
    for _ in 0..2 {
        assert!(verifier.check(one.as_bytes(), &flood.call, now()).is_ok());
        assert!(cache.is_empty());
    }
}

/// Threads that ask without pause, while what they ask about is taken away: whoever asks after that is refused.
#[test]
fn nobody_is_allowed_after_a_revocation_or_a_change_of_trust_while_others_ask() {
    let flood = Flood::new();
    type Change = fn(&Flood, Verifier, &Arc<ChainCache>) -> Verifier;
    let changes: [(&str, Code, Change); 2] = [
        ("a revocation", Code::Revoked, |flood, verifier, _| {
            let statement = depute::Target::key(depute::Signer::verifying_key(&flood.holder));
            let mut revoked = verifier.revoked().clone();
            revoked.add_statement(&statement.revoke(&flood.alice, now()).unwrap()).unwrap();
            let mut verifier = verifier.with_revoked(revoked);
            verifier.set_policy(Policy::new("local", Revocations::LocalList).unwrap());
            verifier
        }),
        ("a change of trust", Code::RootUntrusted, |_, _, cache| {
            let stranger = TrustEntry::new("bob", MALLORY.verifying()).allow("*(..)").unwrap();
            let policy = Policy::new("local", Revocations::None).unwrap();
            Verifier::new(Trust::new([stranger]).unwrap(), policy).with_cache(cache.clone())
        }),
    ];
    for (what, code, change) in changes {
        let cache = cache();
        let presentation = flood.next();
        let current = RwLock::new(Arc::new(flood.verifier(cache.clone())));
        let changed = AtomicUsize::new(0);
        let (allowed, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let ask = || {
            while refused.load(Ordering::SeqCst) < 100 {
                // What was published before the verifier was taken binds it.
                let was_changed = changed.load(Ordering::SeqCst);
                let verifier = current.read().unwrap().clone();
                match verifier.check(presentation.as_bytes(), &flood.call, now()) {
                    Ok(_) => {
                        assert_eq!(was_changed, 0, "allowed after {what}");
                        allowed.fetch_add(1, Ordering::SeqCst);
                    }
                    Err(denied) => {
                        assert_eq!(denied.code(), code);
                        refused.fetch_add(1, Ordering::SeqCst);
                    }
                }
            }
        };
        thread::scope(|scope| {
            let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            while allowed.load(Ordering::SeqCst) < 100 && !asking.iter().any(|thread| thread.is_finished()) {
                thread::yield_now();
            }
            let before = current.read().unwrap().as_ref().clone();
            *current.write().unwrap() = Arc::new(change(&flood, before, &cache));
            changed.store(1, Ordering::SeqCst);
        });
        assert_eq!(cache.len(), 1, "the chain is still remembered, and opens nothing");
    }
}

#[test]
fn nobody_is_allowed_after_the_end_while_others_ask() {
    let (flood, cache) = (Flood::new(), cache());
    let (verifier, presentation) = (flood.verifier(cache.clone()), flood.next());
    let (end, clock) = (NOW + 60 + 30, AtomicU64::new(NOW));
    let (allowed, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let answered = || allowed.load(Ordering::SeqCst) + refused.load(Ordering::SeqCst);
    let ask = || {
        loop {
            let now = clock.load(Ordering::SeqCst);
            if now >= end + 10 {
                break;
            }
            match verifier.check(presentation.as_bytes(), &flood.call, at(now)) {
                Ok(_) => assert!(now <= end, "allowed at {now}"),
                Err(denied) => assert!(denied.code() == Code::ProofStale && now > end, "{now}: {denied}"),
            }
            if now <= end { &allowed } else { &refused }.fetch_add(1, Ordering::SeqCst);
        }
    };
    thread::scope(|scope| {
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        let mut before = 0;
        while clock.load(Ordering::SeqCst) < end + 10 && !asking.iter().any(|thread| thread.is_finished()) {
            // A second passes when somebody was answered in it.
            if answered() > before {
                before = answered();
                clock.fetch_add(1, Ordering::SeqCst);
            }
            thread::yield_now();
        }
        clock.store(end + 10, Ordering::SeqCst);
    });
    assert!(allowed.load(Ordering::SeqCst) > 10 && refused.load(Ordering::SeqCst) > 0);
}
