//! Performs one figure so many times and nothing else, for a profiler: `once "check, depth 3" 1000`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let figures: Vec<_> = depute_benches::figures().into_iter().chain(depute_benches::operators()).collect();
    let name = args.next().unwrap_or_default();
    let times = args.next().and_then(|times| times.parse::<u32>().ok());
    match (figures.iter().find(|figure| figure.name == name), times) {
        (Some(figure), Some(times)) => {
            (0..times).for_each(|_| figure.run());
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: once FIGURE TIMES, with one of:");
            figures.iter().for_each(|figure| eprintln!("  {}", figure.name));
            ExitCode::from(2)
        }
    }
}
