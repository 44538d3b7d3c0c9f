//! What the walk costs, beside the signatures it contains.
//!
//! One list of figures serves every program here: criterion (`cargo bench`), `ratios` (wall time in interleaved rounds),
//! `instructions` (counts under valgrind) and the tests of bytes and allocations. Machines differ and are busy; a ratio
//! to the raw signatures over the same bytes, taken in the same run, stays. What the programs measure are records;
//! `report` makes tables and plots of them.

pub mod baseline;
pub mod bytes;
pub mod callgrind;
mod chain;
pub mod chart;
mod curves;
mod figure;
pub mod host;
mod malformed;
mod operators;
mod raw;
pub mod record;
pub mod report;
mod rounds;
pub mod table;
mod worst;

pub use chain::Chain;
pub use curves::curves;
pub use figure::{DEPTHS, Figure, Target, figures};
pub use operators::{LOOKS, operators};
pub use rounds::{measure, median, per_sec, undisturbed_rate, undisturbed_time};
pub use worst::{Presented, stuffed, worst};
