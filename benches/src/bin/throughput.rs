//! Decisions per second on one thread and on two that share one verifier: `throughput [ROUNDS] [--json PATH]`.
//!
//! Rounds are short and interleaved; a rate is what one round in a hundred exceeds, since what other programs take is not
//! the verifier's.

use std::sync::Arc;

use depute::{ChainCache, Verifier};
use depute_benches::record::{self, Record};
use depute_benches::{Chain, per_sec, table, undisturbed_rate};

const ROUNDS: usize = 1000;
/// What one thread decides in one round: about 2 ms.
const COLD: u32 = 15;
const WARM: u32 = 60;
const LINKS: usize = 3;
const CACHE_BYTES: usize = 1 << 20;

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let chain = Chain::new(LINKS);
    let call = chain.call();
    let presentation = chain.present(&call);
    let decide = |verifier: &Verifier| assert!(verifier.check(presentation.as_bytes(), &call, Chain::now()).is_ok());
    let cold = Chain::verifier();
    let warm = Chain::verifier().with_cache(Arc::new(ChainCache::new(CACHE_BYTES)));
    let mut rates = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        rates[0].push(per_sec(1, COLD, &|| decide(&cold)));
        rates[1].push(per_sec(2, COLD, &|| decide(&cold)));
        rates[2].push(per_sec(1, WARM, &|| decide(&warm)));
        rates[3].push(per_sec(2, WARM, &|| decide(&warm)));
    }

    let [one, two, one_warm, two_warm] = rates.map(undisturbed_rate);
    let record = |sight, threads, value, unit| {
        Record::timed(format!("decisions, depth {LINKS}, {sight}, {threads}"), value, unit)
    };
    let (new, known) = ("chain not seen before", "chain seen before");
    let records = [
        record(new, "one thread", one, "per s").at_least(6_600.0),
        record(new, "two threads", two, "per s").at_least(12_500.0),
        record(new, "two threads", two / one, "× one thread").at_least(1.85),
        record(known, "one thread", one_warm, "per s"),
        record(known, "two threads", two_warm, "per s").at_least(50_000.0),
        record(known, "two threads", two_warm / one_warm, "× one thread").at_least(1.85),
    ];
    println!("{}", table::of_all(&records));
    record::write_if_asked(&records);
}
