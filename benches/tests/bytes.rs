//! Bytes of the benchmark grant with its call proof: what the layout promises, to the byte.

use depute_benches::{Chain, bytes};

#[test]
fn a_presentation_is_no_longer_than_the_most_compact_layout() {
    for (links, most) in bytes::MOST {
        let chain = Chain::new(links);
        let bytes = chain.present(&chain.call()).as_bytes().len();
        assert!(bytes <= most, "{bytes} bytes at depth {links}; {most} at most");
    }
}
