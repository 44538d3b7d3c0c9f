//! Every file in `cmd/` and `own/`: arguments, input, expected output and status.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use fixture::{DEPUTE, Fixture};

#[test]
fn cases() {
    let fixture = Fixture::new();
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/*.toml");
    // Cases name files of the fixture, so it is where they run; this process runs nothing else.
    std::env::set_current_dir(fixture.path()).unwrap();
    trycmd::TestCases::new()
        .register_bin("depute", std::path::Path::new(DEPUTE))
        .env("DEPUTE_HOME", fixture.home().to_str().unwrap())
        .env("TZ", "UTC")
        .case(cases)
        .run();
}

/// Cases that change their home: each runs in a copy of a folder of its own, as `fs.base` names it.
#[test]
fn cases_with_a_home_of_their_own() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/own/*.toml");
    trycmd::TestCases::new().register_bin("depute", std::path::Path::new(DEPUTE)).env("TZ", "UTC").case(cases).run();
}
