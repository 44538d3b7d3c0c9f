//! Every figure beside its floor: `ratios [ROUNDS] [--json PATH]`, `ratios --curves` for the points of the plots.
//!
//! Times are medians over interleaved rounds; a ratio is the median of the rounds' own ratios. A point is what one round in
//! ten undercuts.

use depute_benches::record::{self, Record};
use depute_benches::{Figure, Target, curves, figures, measure, median, table, undisturbed_time};

const ROUNDS: usize = 610;
/// A point is drawn, and needs no third digit.
const CURVE_ROUNDS: usize = 122;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rounds = |usual| args.first().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual);
    let records =
        if args.iter().any(|arg| arg == "--curves") { points(rounds(CURVE_ROUNDS)) } else { ratios(rounds(ROUNDS)) };
    println!("{}", table::of_times(&records));
    record::write_if_asked(&records);
}

fn ratios(rounds: usize) -> Vec<Record> {
    let figures = figures();
    let micros = measure(&figures, rounds);
    let place = |name: &String| figures.iter().position(|figure| figure.name == *name);
    let floor = |figure: &Figure| figure.floor.as_ref().and_then(place).map(|floor| micros[floor].as_slice());
    figures.iter().zip(&micros).flat_map(|(figure, cost)| records(figure, cost, floor(figure))).collect()
}

fn points(rounds: usize) -> Vec<Record> {
    let curves = curves();
    let micros = measure(&curves, rounds);
    let point = |(figure, micros): (&Figure, _)| Record::timed(&figure.name, undisturbed_time(micros), "µs");
    curves.iter().zip(micros).map(point).collect()
}

/// What there is to say of one figure, its target beside what the target is about.
fn records(figure: &Figure, cost: &[f64], floor: Option<&[f64]>) -> Vec<Record> {
    let record = |value, unit| Record::timed(&figure.name, value, unit);
    let mut all = vec![record(median(cost.iter().copied()), "µs")];
    if let Some(floor) = floor {
        let against = |compare: fn((&f64, &f64)) -> f64| median(cost.iter().zip(floor).map(compare));
        all.push(record(median(floor.iter().copied()), "µs, floor"));
        all.push(record(against(|(cost, floor)| cost / floor), "× floor"));
        if let Some(Target::Above(_)) = figure.target {
            all.push(record(against(|(cost, floor)| cost - floor), "µs above floor"));
        }
    }
    let (unit, most) = match figure.target {
        Some(Target::Times(most)) => ("× floor", most),
        Some(Target::Above(most)) => ("µs above floor", most),
        Some(Target::Micros(most)) => ("µs", most),
        None => return all,
    };
    all.into_iter().map(|record| if record.unit == unit { record.at_most(most) } else { record }).collect()
}
