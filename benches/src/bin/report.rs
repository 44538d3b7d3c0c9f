//! Makes one array of what the other programs measured, and from it the documents' tables and the plots: `report FOLDER`,
//! where FOLDER has their JSON. Peers that were not measured this time stay as they were.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use depute_benches::record::{self, Record};
use depute_benches::report::{self, Measured};

/// What the programs write, in the order of the array.
const FIGURES: [&str; 5] = ["ratios", "instructions", "counts", "throughput", "curves"];
const PEERS: [&str; 2] = ["peers", "peers-allocations"];

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder of the measurements"));
    let read = |part: &str| record::read(&folder.join(part).with_extension("json"));
    let peers: Vec<Record> = PEERS.into_iter().flat_map(read).collect();
    let measured = Measured {
        figures: FIGURES.into_iter().flat_map(read).collect(),
        peers: if peers.is_empty() { Measured::committed().peers } else { peers },
    };
    let records = [measured.figures.as_slice(), &measured.peers].concat();
    record::write(&folder.join("figures.json"), &records);
    measured.commit();
    for document in report::documents(&measured, Some(&machine())) {
        fs::write(&document.path, document.updated()).expect("a document can be written");
        println!("written: {}", document.path.display());
    }
    for (file, plot) in report::plots(&measured) {
        let path = report::folder().join("plots").join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, plot.svg()).expect("a plot can be written");
        println!("written: {}", path.display());
    }
    let missed: Vec<&Record> = records.iter().filter(|record| record.met == Some(false)).collect();
    println!("\n{} figures, {} miss their target", records.len(), missed.len());
    for Record { name, value, unit, target, .. } in missed {
        println!("  {name}: {value} {unit}, {}", target.as_deref().unwrap_or_default());
    }
}

/// What machine this is, as far as it tells.
fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("a processor without a name", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let rustc = String::from_utf8_lossy(&rustc).split(' ').nth(1).unwrap_or("of an unknown version").to_owned();
    format!("{cores} cores of {model}, Rust {rustc}, release profile.\n")
}
