//! That secrets are gone from memory when their owner is, seen by reading that memory (RUSTSEC-2021-0115: a derive
//! that wiped nothing). The operating system reads it for us, so no unsafe code is needed.

use alloc::vec::Vec;

use super::SigningKey;
use super::std;
use super::std::fs::File;
use super::std::os::unix::fs::FileExt as _;

fn seed() -> [u8; 32] {
    core::array::from_fn(|i| 0x5A ^ (i as u8).wrapping_mul(29))
}

/// Whether a vector's memory shows the seed while it holds its one item, and after the item was dropped there.
fn shows_seed<T>(item: T) -> (bool, bool) {
    let mut items = Vec::with_capacity(1);
    items.push(item);
    let (address, length) = (items.as_ptr().addr(), size_of::<T>());
    let shows = || {
        let mut bytes = alloc::vec![0; length];
        File::open("/proc/self/mem").unwrap().read_exact_at(&mut bytes, address as u64).unwrap();
        bytes.windows(32).any(|window| window == seed())
    };
    let before = shows();
    // Drops the item where it stands and keeps the memory.
    items.clear();
    assert_eq!(items.as_ptr().addr(), address);
    (before, shows())
}

#[test]
fn a_dropped_secret_key_is_wiped() {
    assert_eq!(shows_seed(SigningKey::from_seed(&seed())), (true, false));
    let text = SigningKey::from_seed(&seed()).to_text();
    assert_eq!(shows_seed(SigningKey::from_text(&text).unwrap()), (true, false));
}

#[test]
fn a_dropped_seed_is_wiped() {
    assert_eq!(shows_seed(SigningKey::from_seed(&seed()).seed()), (true, false));
}

#[test]
fn a_seed_without_an_owner_that_wipes_it_stays_to_be_seen() {
    assert_eq!(shows_seed(seed()), (true, true));
}

/// Whether these bytes, given as `MASK` leaves them, lie anywhere in this process's writable memory.
fn somewhere(masked: &[u8]) -> bool {
    let (maps, memory) = (std::fs::read_to_string("/proc/self/maps").unwrap(), File::open("/proc/self/mem").unwrap());
    let mut page = alloc::vec![0; (1 << 16) + masked.len()];
    maps.lines().filter(|line| line.contains(" rw-p ")).any(|line| {
        let (start, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        (start..end).step_by(1 << 16).any(|address| {
            // What another thread has given back meanwhile cannot be read.
            let read = memory.read_at(&mut page, address).unwrap_or(0);
            page[..read].windows(masked.len()).any(|window| window.iter().zip(masked).all(|(a, b)| a ^ MASK == *b))
        })
    })
}

/// The end of a secret's text as `MASK` leaves it; the allocator writes over the beginning of what it gets back.
fn masked_end(text: &str) -> Vec<u8> {
    text.bytes().skip(24).map(|byte| byte ^ MASK).collect()
}

const MASK: u8 = 0xA5;

#[test]
fn no_copy_of_a_secret_text_stays_in_memory() {
    let text = SigningKey::from_seed(&seed()).to_text();
    let written = masked_end(&text);
    drop(SigningKey::from_text(&text));
    drop(text);
    assert!(!somewhere(&written));
}

#[test]
#[cfg(target_env = "gnu")]
fn a_text_that_nothing_wipes_stays_in_memory() {
    let other_seed = seed().map(|byte| !byte);
    let text = SigningKey::from_seed(&other_seed).to_text();
    let written = masked_end(&text);
    drop((*text).clone());
    drop(text);
    assert!(somewhere(&written));
}
