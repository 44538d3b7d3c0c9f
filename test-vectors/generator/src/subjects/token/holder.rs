//! Keys in claims: `cnf` is one Ed25519 key and nothing beside it.

use depute_vectors::kit::{BOOKER, CNF, ISS, PLANNER, bytes, cnf, map};

use super::{no_further, no_root};
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    let key = || bytes(&PLANNER.public());
    for (name, shows, wrong) in [
        ("empty", "nothing", map! {}),
        ("other", "another confirmation than a key", map! { 2 => map! { 1 => 1, -1 => 6, -2 => key() } }),
        ("key-id", "a key id", map! { 3 => key() }),
        ("two", "a key id beside the key", map! { 1 => map! { 1 => 1, -1 => 6, -2 => key() }, 3 => key() }),
        ("empty-key", "an empty key", map! { 1 => map! {} }),
        ("no-type", "a key without its type", map! { 1 => map! { -1 => 6, -2 => key() } }),
        ("no-curve", "a key without its curve", map! { 1 => map! { 1 => 1, -2 => key() } }),
        ("no-point", "a key without its bytes", map! { 1 => map! { 1 => 1, -1 => 6 } }),
        ("ec2", "a key of type EC2", map! { 1 => map! { 1 => 2, -1 => 6, -2 => key() } }),
        ("x25519", "a key of X25519", map! { 1 => map! { 1 => 1, -1 => 4, -2 => key() } }),
        ("ed448", "a key of Ed448", map! { 1 => map! { 1 => 1, -1 => 7, -2 => key() } }),
        ("label", "a key under another label", map! { 1 => map! { 1 => 1, -1 => 6, -3 => key() } }),
        (
            "secret",
            "a secret beside the key",
            map! { 1 => map! { 1 => 1, -1 => 6, -2 => key(), -4 => bytes(&[1; 32]) } },
        ),
        ("algorithm", "an algorithm beside the key", map! { 1 => map! { 1 => 1, 3 => -19, -1 => 6, -2 => key() } }),
        (
            "second-key",
            "a second key",
            map! { 1 => map! { 1 => 1, -1 => 6, -2 => key(), -2 => bytes(&BOOKER.public()) } },
        ),
        ("order", "the key before its curve", map! { 1 => map! { 1 => 1, -2 => key(), -1 => 6 } }),
    ] {
        let shows = format!("whose `cnf` has {shows}");
        no_further(file, &format!("cnf-{name}"), "two-links", &shows, "value_invalid", |link| link.set(CNF, wrong));
    }
    for length in [0, 31, 33] {
        let key = bytes(&vec![1; length]);
        no_root(
            file,
            &format!("iss-of-{length}"),
            "two-links",
            &format!("whose `iss` has {length} bytes"),
            "value_invalid",
            |link| {
                link.set(ISS, key.clone());
            },
        );
        let shows = format!("whose holder's key has {length} bytes");
        no_further(file, &format!("cnf-of-{length}"), "two-links", &shows, "value_invalid", |link| {
            link.set(CNF, map! { 1 => map! { 1 => 1, -1 => 6, -2 => key } });
        });
    }
    let of = |first: u8, fill: u8, last: u8| {
        let mut key = [fill; 32];
        (key[0], key[31]) = (first, last);
        key
    };
    for (name, shows, key) in [
        ("zeros", "32 zero bytes, a point of order 4", of(0, 0, 0)),
        ("identity", "the identity, under which one signature is right for every message", of(1, 0, 0)),
        ("identity-signed", "the identity with its top bit set", of(1, 0, 0x80)),
        ("order-2", "the point of order 2", of(0xEC, 0xFF, 0x7F)),
        ("p", "p, another spelling of 0", of(0xED, 0xFF, 0x7F)),
        ("p-and-3", "p + 3, another spelling of 3", of(0xF0, 0xFF, 0x7F)),
    ] {
        let what = format!("whose `iss` is {shows}");
        no_root(file, &format!("iss-{name}"), "two-links", &what, "key_invalid", |link| link.set(ISS, bytes(&key)));
        let what = format!("whose holder's key is {shows}");
        no_further(file, &format!("cnf-{name}"), "two-links", &what, "key_invalid", |link| link.set(CNF, cnf(&key)));
    }
}
