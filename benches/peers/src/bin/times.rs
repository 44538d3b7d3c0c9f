//! Times, bytes and decisions per second of every peer in one run: `times [ROUNDS] [--json PATH]`. Rounds are interleaved; times
//! are what one round in ten undercuts, rates what one in a hundred exceeds: where other programs run, a long decision is
//! interrupted more often than a short one, and a median would tell of that.

use std::sync::Arc;

use depute_benches::record::{self, Record};
use depute_benches::{Figure, host, measure, per_sec, table, undisturbed_rate, undisturbed_time};
use depute_peers::{Asked, Case, Decide, Peer, peers};

const ROUNDS: usize = 244;
/// The depth at which two threads decide at once.
const LINKS: usize = 3;
const THROUGHPUT_ROUNDS: usize = 500;
/// About how long each decides within a round.
const BATCH_SECS: f64 = 2e-3;

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let mut records = Vec::new();
    let mut figures: Vec<(&str, String, Figure)> = Vec::new();
    let mut decisions: Vec<(&str, Decide, Vec<u8>, Asked)> = Vec::new();
    for Peer { name, cases, mint, delegate } in peers() {
        for Case { links, present, decide } in cases {
            let asked = Asked::allowed(links);
            let bytes = present(&asked);
            if mint.is_some() {
                records.push(Record::counted(name, bytes.len() as u64, &format!("bytes, depth {links}")));
            }
            if links == LINKS {
                decisions.push((name, Arc::clone(&decide), bytes.clone(), asked.clone()));
            }
            let run = move || assert!(decide(&bytes, &asked));
            figures.push((name, format!("µs, depth {links}"), Figure::new(name, run)));
        }
        figures.extend(mint.map(|mint| (name, "µs, mint".to_owned(), Figure::new(name, mint))));
        figures.extend(delegate.map(|delegate| (name, "µs, delegate".to_owned(), Figure::new(name, delegate))));
    }
    let (heads, figures): (Vec<_>, Vec<_>) =
        figures.into_iter().map(|(name, unit, figure)| ((name, unit), figure)).unzip();
    let micros = measure(&figures, rounds);
    let timed =
        heads.iter().zip(micros).map(|((name, unit), micros)| Record::timed(*name, undisturbed_time(micros), unit));
    records.extend(timed);
    records.extend(throughput(&decisions));
    println!("{}", table::of_peers(&records));
    record::write_if_asked(&records);
}

/// Decisions per second of each peer on two threads, which share the verifier.
fn throughput(decisions: &[(&str, Decide, Vec<u8>, Asked)]) -> Vec<Record> {
    let mut rates = vec![Vec::new(); decisions.len()];
    for _ in 0..THROUGHPUT_ROUNDS {
        for ((_, decide, bytes, asked), rates) in decisions.iter().zip(&mut rates) {
            let run = || assert!(decide(bytes, asked));
            let times = (BATCH_SECS / host::secs(3, run) * 3.0).clamp(1.0, 1_000.0) as u32;
            rates.push(per_sec(2, times, &run));
        }
    }
    let unit = format!("per s on two threads, depth {LINKS}");
    decisions
        .iter()
        .zip(rates)
        .map(|((name, ..), rates)| Record::timed(*name, undisturbed_rate(rates), &unit))
        .collect()
}
