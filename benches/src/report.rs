//! What is made of records: pieces of documents between markers, and plots. Nobody types a figure.

use std::fs;
use std::path::{Path, PathBuf};

use crate::chart::{Curve, Logarithmic, Plot};
use crate::record::{self, Record};
use crate::{bytes, table};

/// One document and the pieces of it that are generated: the name of the markers, and what stands between them.
pub struct Document {
    /// Where it lies.
    pub path: PathBuf,
    /// Markers and what belongs between them.
    pub pieces: Vec<(&'static str, String)>,
}

impl Document {
    /// The document as it is.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap_or_else(|fault| panic!("{}: {fault}", self.path.display()))
    }

    /// The document as it ought to be.
    ///
    /// # Panics
    /// If a marker is missing.
    pub fn updated(&self) -> String {
        self.pieces.iter().fold(self.text(), |text, (name, body)| {
            table::replaced(&text, name, body).unwrap_or_else(|fault| panic!("{}: {fault}", self.path.display()))
        })
    }
}

/// What was measured: Depute's own figures, and those of peers beside it.
pub struct Measured {
    /// By `ratios`, `instructions`, `counts` and `throughput`.
    pub figures: Vec<Record>,
    /// By the programs of `peers`.
    pub peers: Vec<Record>,
}

impl Measured {
    /// That of which the committed documents and plots are made.
    pub fn committed() -> Measured {
        Measured { figures: record::read(&folder().join(FIGURES)), peers: record::read(&folder().join(PEERS)) }
    }

    /// Makes it what is committed.
    pub fn commit(&self) {
        record::write(&folder().join(FIGURES), &self.figures);
        record::write(&folder().join(PEERS), &self.peers);
    }
}

const FIGURES: &str = "figures.json";
const PEERS: &str = "peers.json";

/// Every document with a generated piece; what machine was measured is told only by who measured.
pub fn documents(measured: &Measured, machine: Option<&str>) -> [Document; 2] {
    let Measured { figures, peers } = measured;
    let (rates, counts) = (of(figures, is_rate), of(figures, is_count));
    let mut pieces = vec![
        ("times", table::of_times(&of(figures, is_of_times))),
        ("counts", table::of_counts(&counts)),
        ("throughput", table::of_all(&rates)),
        ("peers-times", table::of_peers(&of(peers, |record| !is_size(record)))),
        ("peers-sizes", table::of_peers(&of(peers, is_size))),
    ];
    pieces.extend(machine.map(|machine| ("machine", machine.to_owned())));
    [
        Document { path: folder().join("README.md"), pieces },
        Document { path: folder().join("../spec/rationale.md"), pieces: vec![("bytes", bytes::tables())] },
    ]
}

/// Every plot that the records have points for, with the name of its file.
pub fn plots(measured: &Measured) -> Vec<(&'static str, Plot)> {
    let own = CURVES.iter().map(|&(file, title, across, is_by_factors, curves)| {
        // `check by links` is the line `check`.
        let name = |curve: &str| curve.split(" by ").next().unwrap_or(curve).to_owned();
        let curves = curves.iter().map(|curve| Curve { name: name(curve), points: points(&measured.figures, curve) });
        let logarithmic = Logarithmic { across: is_by_factors, up: false };
        (
            file,
            Plot {
                title: title.into(), across: across.into(), up: "µs".into(), logarithmic, curves: curves.collect()
            },
        )
    });
    let peers = Plot {
        title: "A decision from bytes, in several libraries".into(),
        across: "links".into(),
        up: "µs".into(),
        logarithmic: Logarithmic { across: false, up: true },
        curves: curves_of_peers(&measured.peers),
    };
    let mut plots: Vec<_> = own.chain([("peers.svg", peers)]).collect();
    plots.iter_mut().for_each(|(_, plot)| plot.curves.retain(|curve| !curve.points.is_empty()));
    plots.retain(|(_, plot)| !plot.curves.is_empty());
    plots
}

fn curves_of_peers(peers: &[Record]) -> Vec<Curve> {
    let mut curves: Vec<Curve> = Vec::new();
    for Record { name, value, unit, .. } in peers {
        let Some(links) = unit.strip_prefix("µs, depth ").and_then(|links| links.parse().ok()) else { continue };
        match curves.iter_mut().find(|curve| curve.name == *name) {
            Some(curve) => curve.points.push((links, *value)),
            None => curves.push(Curve { name: name.clone(), points: vec![(links, *value)] }),
        }
    }
    curves
}

/// A file, its title, what grows, whether by factors, and the curves in it.
type Drawn = (&'static str, &'static str, &'static str, bool, &'static [&'static str]);

const CURVES: &[Drawn] = &[
    (
        "links.svg",
        "A verdict by the links of the chain, holder's proof included",
        "links",
        false,
        &["check by links", "raw signatures by links"],
    ),
    (
        "clauses.svg",
        "A verdict by the clauses of one link, all but one refusing",
        "clauses",
        false,
        &["check by clauses"],
    ),
    ("path.svg", "A verdict by the bytes of a path in the call", "bytes", false, &["check by bytes of a path"]),
    (
        "cache.svg",
        "A chain seen before, by the chains that a cache holds",
        "chains held",
        true,
        &["check by chains held"],
    ),
];

/// The points of a curve: figures named `CURVE: SIZE`.
fn points(records: &[Record], curve: &str) -> Vec<(f64, f64)> {
    let size = |name: &str| name.strip_prefix(curve)?.strip_prefix(": ")?.parse().ok();
    let in_micros = records.iter().filter(|record| record.unit == "µs");
    let mut points: Vec<(f64, f64)> =
        in_micros.filter_map(|record| Some((size(&record.name)?, record.value))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// The folder that all of this lies in.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn of(records: &[Record], belongs: fn(&Record) -> bool) -> Vec<Record> {
    records.iter().filter(|record| belongs(record)).cloned().collect()
}

fn is_count(record: &Record) -> bool {
    ["bytes of", "allocations of"].iter().any(|counted| record.unit.starts_with(counted))
}

fn is_size(record: &Record) -> bool {
    ["bytes,", "allocations,"].iter().any(|counted| record.unit.starts_with(counted))
}

fn is_rate(record: &Record) -> bool {
    ["per s", "× one thread"].contains(&record.unit.as_str())
}

fn is_of_times(record: &Record) -> bool {
    let is_point = CURVES.iter().flat_map(|drawn| drawn.4).any(|curve| record.name.starts_with(&format!("{curve}: ")));
    !is_point && !is_count(record) && !is_rate(record) && record.unit != table::OF_LOOKS
}
