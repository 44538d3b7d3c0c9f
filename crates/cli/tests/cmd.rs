//! Every file in `cmd/`: arguments, input, expected output and status.

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
