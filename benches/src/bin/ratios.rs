//! Every figure beside its floor, in one table: `ratios [ROUNDS]`.
//!
//! A round performs every figure for about half a millisecond, one after the other, so that whatever slows the machine
//! slows them alike. Times are medians over all rounds; a ratio is the median of the rounds' own ratios.

use std::hint::black_box;

use depute_benches::{Chain, DEPTHS, Figure, Target, figures, host};

const ROUNDS: usize = 610;
/// How long one figure runs within a round.
const BATCH_SECS: f64 = 500e-6;
/// Places of the stack at which rounds run in turn; together they span more than a page.
const PLACES: usize = 61;

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let figures = figures();
    let micros = measure(&figures, rounds);

    println!("| figure | µs | floor µs | ratio | above µs | target | met |");
    println!("|---|---:|---:|---:|---:|---|---|");
    for (place, figure) in figures.iter().enumerate() {
        let floor = figure.floor.as_ref().and_then(|floor| figures.iter().position(|other| other.name == *floor));
        println!("{}", row(figure, &micros[place], floor.map(|floor| &micros[floor])));
    }

    println!("\n| depth | token, bytes | presentation, bytes |\n|---:|---:|---:|");
    for links in DEPTHS {
        let chain = Chain::new(links);
        let presentation = chain.present(&chain.call());
        println!("| {links} | {} | {} |", chain.token().as_bytes().len(), presentation.as_bytes().len());
    }
}

/// Microseconds that each figure took in each round.
fn measure(figures: &[Figure], rounds: usize) -> Vec<Vec<f64>> {
    let time = |figure: &Figure, times| host::secs(times, || figure.run()) / f64::from(times);
    let times: Vec<u32> = figures
        .iter()
        .map(|figure| {
            let first = time(figure, 20).min(time(figure, 20));
            (BATCH_SECS / first).clamp(3.0, 10_000.0) as u32
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

fn row(figure: &Figure, micros: &[f64], floor: Option<&Vec<f64>>) -> String {
    let against = |compare: fn((&f64, &f64)) -> f64| floor.map(|floor| median(micros.iter().zip(floor).map(compare)));
    let cost = median(micros.iter().copied());
    let ratio = against(|(cost, floor)| cost / floor);
    let above = against(|(cost, floor)| cost - floor);
    let (target, met) = match figure.target {
        Some(Target::Times(most)) => (format!("≤ {most:.2} ×"), ratio.map(|ratio| ratio <= most)),
        Some(Target::Above(most)) => (format!("≤ {most:.1} above"), above.map(|above| above <= most)),
        Some(Target::Micros(most)) => (format!("≤ {most:.1}"), Some(cost <= most)),
        None => (String::new(), None),
    };
    format!(
        "| {} | {cost:.2} | {} | {} | {} | {target} | {} |",
        figure.name,
        shown(floor.map(|floor| median(floor.iter().copied())), 2),
        shown(ratio, 3),
        shown(above, 2),
        met.map_or("", |met| if met { "yes" } else { "**no**" }),
    )
}

fn shown(number: Option<f64>, digits: usize) -> String {
    number.map(|number| format!("{number:.digits$}")).unwrap_or_default()
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
