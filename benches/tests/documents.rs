//! What documents say of figures is what was measured.

use depute_benches::report::{self, Measured};

#[test]
fn tables_and_plots_are_made_of_the_committed_records() {
    let measured = Measured::committed();
    assert!(!measured.figures.is_empty());
    for document in report::documents(&measured, None) {
        let (is, ought) = (document.text(), document.updated());
        assert!(is == ought, "{} differs: `cargo xtask bench` writes it", document.path.display());
    }
    for (file, plot) in report::plots(&measured) {
        let path = report::folder().join("plots").join(file);
        let is = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(is == plot.svg(), "{} differs: `cargo xtask bench` draws it", path.display());
    }
}
