//! The memory ledger, with real tokens through core's public API.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // a test may stop at the first surprise

mod approvals;
mod bounds;
mod budgets;
mod explanations;
mod fixture;
mod model;
mod permits;
mod proofs;
mod start;
mod threads;
mod windows;
