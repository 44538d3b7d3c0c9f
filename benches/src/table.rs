//! Records as Markdown, and Markdown between its markers.

use crate::record::Record;

/// How times and instructions are shown: a unit, and what its column is called.
const TIMES: [(&str, &str); 7] = [
    ("µs", "µs"),
    ("µs, floor", "floor, µs"),
    ("× floor", "ratio"),
    ("µs above floor", "above, µs"),
    ("instructions beside signatures", "instructions beside signatures"),
    ("instructions", "all instructions"),
    ("instructions × floor", "ratio of instructions"),
];

/// The unit of an operator's looks, which stand in no row.
pub const OF_LOOKS: &str = "instructions of a verdict with its looks";
/// What the worst lawful verdicts take.
pub const OF_WORST_TIMES: &str = "ms of a worst verdict";
/// And what reading and judging the most swollen tokens takes.
pub const OF_WORST_MEMORY: &str = "× the bytes presented, allocated";

/// How peers are shown.
const PEERS: [(&str, &str); 13] = [
    ("µs, depth 1", "µs, depth 1"),
    ("µs, depth 3", "3"),
    ("µs, depth 5", "5"),
    ("µs, depth 10", "10"),
    ("µs, mint", "mint"),
    ("µs, delegate", "delegate"),
    ("per s on two threads, depth 3", "per s on two threads, depth 3"),
    ("bytes, depth 1", "bytes, depth 1"),
    ("bytes, depth 3", "3"),
    ("bytes, depth 5", "5"),
    ("bytes, depth 10", "10"),
    ("allocations, depth 1", "allocations, depth 1"),
    ("allocations, depth 3", "3"),
];

/// How what is counted is shown.
const COUNTS: [(&str, &str); 3] = [
    ("bytes of the token", "token, bytes"),
    ("bytes of the presentation", "presentation, bytes"),
    ("allocations of a verdict", "allocations of a verdict"),
];

/// Figures, each with what is known of it in one row.
pub fn of_times(records: &[Record]) -> String {
    by_name("figure", &TIMES, records)
}

/// Libraries, each with what is known of it in one row.
pub fn of_peers(records: &[Record]) -> String {
    by_name("library", &PEERS, records)
}

/// Bytes and allocations by depth.
pub fn of_counts(records: &[Record]) -> String {
    by_name("chain", &COUNTS, records)
}

/// One record a row.
pub fn of_all(records: &[Record]) -> String {
    let mut text = String::from("| figure | value | unit | target | met |\n|---|---:|---|---|---|");
    for record in records {
        let Record { name, value, unit, target, .. } = record;
        let (_, met) = judged([record].into_iter());
        let target = padded(target.as_deref().unwrap_or_default());
        text += &format!("\n| {name} | {} | {unit} |{target}{}", number(*value), padded(met));
    }
    text + "\n"
}

/// One row a name, in the order of their coming; one column for each unit that comes up.
fn by_name(heading: &str, columns: &[(&str, &str)], records: &[Record]) -> String {
    let columns: Vec<_> =
        columns.iter().filter(|(unit, _)| records.iter().any(|record| record.unit == *unit)).collect();
    let mut names: Vec<&str> = Vec::new();
    for record in records {
        if !names.contains(&record.name.as_str()) {
            names.push(&record.name);
        }
    }
    let mut text = format!("| {heading} |");
    columns.iter().for_each(|(_, column)| text += &format!(" {column} |"));
    let is_judged = records.iter().any(|record| record.target.is_some());
    text += if is_judged { " target | met |\n|---|" } else { "\n|---|" };
    text += &"---:|".repeat(columns.len());
    text += if is_judged { "---|---|\n" } else { "\n" };
    for name in names {
        let of_name = || records.iter().filter(|record| record.name == name);
        text += &format!("| {name} |");
        for (unit, _) in &columns {
            let cell = of_name().find(|record| record.unit == *unit).map(|record| number(record.value));
            text += &padded(&cell.unwrap_or_default());
        }
        if is_judged {
            let (target, met) = judged(of_name());
            text += &(padded(&target) + &padded(met));
        }
        text.push('\n');
    }
    text
}

/// A cell and the line after it.
fn padded(cell: &str) -> String {
    if cell.is_empty() { " |".into() } else { format!(" {cell} |") }
}

/// What records may be, and whether all of them are.
fn judged<'r>(records: impl Iterator<Item = &'r Record>) -> (String, &'static str) {
    let (mut targets, mut met) = (Vec::new(), None);
    for record in records {
        if let Some(target) = &record.target {
            let unit = record.unit.split(" of ").next().unwrap_or_default();
            targets.push(format!("{target} {unit}"));
            met = Some(met.unwrap_or(true) && record.met == Some(true));
        }
    }
    (targets.join(" · "), met.map_or("", |met| if met { "yes" } else { "**no**" }))
}

/// Thousands apart, as people read them.
fn number(value: f64) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if grouped.ends_with(|before: char| before.is_ascii_digit()) && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// The text with what lies between `<!-- NAME -->` and `<!-- /NAME -->` replaced.
///
/// # Errors
/// The marker that is not there.
pub fn replaced(text: &str, name: &str, body: &str) -> Result<String, String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&start).ok_or_else(|| format!("there is no marker `{}`", start.trim_end()))?;
    let (_, after) = rest.split_once(&end).ok_or_else(|| format!("there is no marker `{end}`"))?;
    Ok(format!("{before}{start}{body}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_figure_stands_in_one_row() {
        let records = [
            Record::timed("check", 138.0, "µs"),
            Record::counted("check", 35_100, "instructions beside signatures"),
            Record::timed("mint", 18.7, "µs"),
            Record::timed("check", 1.06, "× floor").at_most(1.05),
        ];
        let table = "\
| figure | µs | ratio | instructions beside signatures | target | met |
|---|---:|---:|---:|---|---|
| check | 138 | 1.06 | 35,100 | ≤ 1.05 × floor | **no** |
| mint | 18.7 | | | | |
";
        assert_eq!(of_times(&records), table);
    }

    #[test]
    fn a_row_is_met_when_all_that_it_promises_is() {
        let bytes = Record::counted("depth 3", 661, "bytes of the presentation").at_most(661.0);
        let allocations = |made| Record::counted("depth 3", made, "allocations of a verdict").at_most(8.0);
        let row = |made| of_counts(&[bytes.clone(), allocations(made)]).lines().last().map(str::to_owned);
        assert_eq!(row(8).as_deref(), Some("| depth 3 | 661 | 8 | ≤ 661 bytes · ≤ 8 allocations | yes |"));
        assert_eq!(row(9).as_deref(), Some("| depth 3 | 661 | 9 | ≤ 661 bytes · ≤ 8 allocations | **no** |"));
    }

    #[test]
    fn numbers_are_grouped_before_the_point_only() {
        let numbers = [-135.5, 0.0441, 999.0, 1000.0, 12_345.67, 1_361_560.0];
        assert_eq!(numbers.map(number), ["-135.5", "0.0441", "999", "1,000", "12,345.67", "1,361,560"]);
    }

    #[test]
    fn only_what_is_between_the_markers_is_replaced() {
        let text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        assert_eq!(replaced(text, "x", "new\n").as_deref(), Ok("a\n<!-- x -->\nnew\n<!-- /x -->\nb\n"));
        assert_eq!(replaced(text, "y", "new\n"), Err("there is no marker `<!-- y -->`".into()));
    }
}
