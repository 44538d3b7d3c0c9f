//! Times that can be compared, taken in interleaved rounds.
//!
//! A round performs every figure for about half a millisecond or once, one after the other, so that whatever slows the machine
//! slows them alike.

use std::hint::black_box;
use std::sync::Barrier;

use crate::figure::Figure;
use crate::host;

/// How long one figure runs within a round.
const BATCH_SECS: f64 = 500e-6;
/// Places of the stack at which rounds run in turn; together they span more than a page.
const PLACES: usize = 61;

/// Microseconds that each figure took in each round.
pub fn measure(figures: &[Figure], rounds: usize) -> Vec<Vec<f64>> {
    let time = |figure: &Figure, times| host::secs(times, || figure.run()) / f64::from(times);
    let times: Vec<u32> = figures
        .iter()
        .map(|figure| {
            let first = time(figure, 20).min(time(figure, 20));
            (BATCH_SECS / first).clamp(1.0, 10_000.0) as u32
        })
        .collect();
    let mut micros = vec![Vec::with_capacity(rounds); figures.len()];
    for round in 0..rounds {
        deeper(round % PLACES, &mut || {
            for ((figure, &times), micros) in figures.iter().zip(&times).zip(&mut micros) {
                // Once for the caches, which the figure before has filled with its own.
                figure.run();
                micros.push(time(figure, times) * 1e6);
            }
        });
    }
    micros
}

/// How often a second so many threads together run this: each begins when all are there, and is timed by itself.
pub fn per_sec(threads: usize, times: u32, run: &(dyn Fn() + Sync)) -> f64 {
    let start = Barrier::new(threads);
    let one = || {
        start.wait();
        f64::from(times) / host::secs(times, run)
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|one| one.join().expect("a thread that ends")).sum()
    })
}

/// What one in a hundred exceeds: of rates in many short rounds, about what they are where nothing else runs.
///
/// # Panics
/// If there is none.
pub fn undisturbed_rate(rates: impl IntoIterator<Item = f64>) -> f64 {
    let rates = sorted(rates);
    rates[rates.len() * 99 / 100]
}

/// What one in ten undercuts: of times in short rounds, about what they are where nothing else runs.
///
/// # Panics
/// If there is none.
pub fn undisturbed_time(times: impl IntoIterator<Item = f64>) -> f64 {
    let times = sorted(times);
    times[times.len() / 10]
}

/// The middle one.
///
/// # Panics
/// If there is none.
pub fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let numbers = sorted(numbers);
    numbers[numbers.len() / 2]
}

fn sorted(numbers: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers
}

/// Runs at another place of the stack. Where its frame lies within a page makes vector code up to a quarter slower or
/// faster, for a whole process: a median over many places has no part in that.
#[inline(never)]
fn deeper(levels: usize, run: &mut dyn FnMut()) {
    let frame = black_box([0_u8; 48]);
    match levels.checked_sub(1) {
        Some(levels) => deeper(levels, run),
        None => run(),
    }
    black_box(frame);
}
