//! What a measurement leaves behind: `[{"name": …, "value": …, "unit": …, "target": …, "met": …}, …]`, one record a line.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize, Serializer};

/// One measured number. A figure that is measured in several ways has a record of each, under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What was measured, such as `check, depth 3`.
    pub name: String,
    /// The number, in four significant digits unless it was counted.
    #[serde(serialize_with = "shortest")]
    pub value: f64,
    /// What it counts, such as `µs`.
    pub unit: String,
    /// What it may be, such as `≤ 1.05`; nothing where nobody asks for more than the number.
    pub target: Option<String>,
    /// Whether it is.
    pub met: Option<bool>,
}

impl Record {
    /// Something that was counted: the same number on every run.
    pub fn counted(name: impl Into<String>, value: u64, unit: &str) -> Record {
        Record { name: name.into(), value: value as f64, unit: unit.into(), target: None, met: None }
    }

    /// Something that was timed, or a ratio.
    pub fn timed(name: impl Into<String>, value: f64, unit: &str) -> Record {
        Record { name: name.into(), value: rounded(value), unit: unit.into(), target: None, met: None }
    }

    /// With what it must not exceed.
    pub fn at_most(self, most: f64) -> Record {
        Record { target: Some(format!("≤ {most}")), met: Some(self.value <= most), ..self }
    }

    /// With what it must reach.
    pub fn at_least(self, least: f64) -> Record {
        Record { target: Some(format!("≥ {least}")), met: Some(self.value >= least), ..self }
    }
}

/// Reads the records of a file; none if there is no such file.
///
/// # Panics
/// If the file is there and is not made of records.
pub fn read(path: &Path) -> Vec<Record> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Writes records to a file, and its folder first.
///
/// # Panics
/// If the file cannot be written.
pub fn write(path: &Path, records: &[Record]) {
    let lines: Vec<String> =
        records.iter().map(|record| serde_json::to_string(record).expect("a record of plain fields")).collect();
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))));
    written.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
}

/// Writes records where the program's argument `--json PATH` says, if it does.
pub fn write_if_asked(records: &[Record]) {
    let mut args = std::env::args().skip_while(|arg| arg != "--json").skip(1);
    if let Some(path) = args.next() {
        write(Path::new(&path), records);
    }
}

/// A count has no fraction, and is written without one.
fn shortest<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 { serializer.serialize_i64(*value as i64) } else { serializer.serialize_f64(*value) }
}

/// Four significant digits: no measurement here says more.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().expect("a number that was printed here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_written_as_it_is_read() {
        let records = [Record::timed("mint", 18.6789, "µs").at_most(20.0), Record::counted("token", 237, "bytes")];
        assert_eq!((records[0].value, records[0].met), (18.68, Some(true)));
        let path = std::env::temp_dir().join(format!("depute-benches-{}/records.json", std::process::id()));
        write(&path, &records);
        assert_eq!(read(&path), records);
        assert!(fs::read_to_string(&path).expect("a file").contains("\"value\":237,"));
        fs::remove_dir_all(path.parent().expect("a folder")).expect("the folder made here");
        assert_eq!(read(&path), []);
    }

    #[test]
    fn a_target_is_met_at_its_very_value() {
        let of = |value| Record::timed("decisions", value, "per s");
        assert_eq!([of(1.0).at_most(1.0).met, of(1.1).at_most(1.0).met], [Some(true), Some(false)]);
        assert_eq!([of(1.0).at_least(1.0).met, of(0.9).at_least(1.0).met], [Some(true), Some(false)]);
    }
}
