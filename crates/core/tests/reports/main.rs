//! What reports say, member by member: the same in JSON, in JavaScript and in Python.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests

#[path = "../support/mod.rs"]
mod support;

mod claims;
mod texts;
mod verdicts;

use depute::{Call, Evidence, Hex, Mint, Token};
use serde::Serialize;
use serde_json::Value;
use support::{ALICE, AUDIENCE, BOOKER, EngineKey as _, PLANNER, now};

fn said(report: impl Serialize) -> Value {
    serde_json::to_value(report).unwrap()
}

fn key(key: &support::Key) -> String {
    key.verifying().to_string()
}

fn ids(token: &Token) -> Vec<String> {
    token.unverified_ids().iter().map(|id| Hex(id).to_string()).collect()
}

/// Alice to the planner to the booker.
fn book() -> Token {
    let trip = Mint::new(&PLANNER.verifying())
        .allow(r#"flights.book(to = "SFO", price <= 600)"#)
        .and_then(|mint| mint.budget(r#"sum price of flights.book <= 1000 "USD""#))
        .and_then(|mint| mint.audience(AUDIENCE)?.task("T-1042"))
        .unwrap()
        .evidence(Evidence::new("oidc", [0xab; 32], now(), "aal2").unwrap())
        .expires_in(3600)
        .depth(1);
    let trip = trip.sign(&ALICE.signing(), now(), [7; 8]).unwrap();
    let book = trip.delegate(&BOOKER.verifying()).allow("flights.book(price <= 400, ..)").unwrap();
    book.budget("calls <= 50").unwrap().sign(&PLANNER.signing(), now()).unwrap()
}

fn call(price: f64) -> Call {
    Call::parse(&format!(r#"flights.book(to = "SFO", price = {price})"#)).unwrap()
}
