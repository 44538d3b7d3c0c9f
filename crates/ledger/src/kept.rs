//! Values that are kept until a time each, so many in all and so many for each trust entry.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use depute::Id;

/// A value's name: the second from which it may be forgotten, then its id. Whoever looks for an id knows its second, so
/// one map serves for finding and for forgetting in order.
pub(crate) type Key = (u64, Id);

/// Number of a trust entry, in the order in which the ledger met them.
pub(crate) type Entry = usize;

pub(crate) struct Kept<V> {
    values: BTreeMap<Key, (V, Entry)>,
    /// How many are kept for each entry, by its number.
    per_entry: Vec<usize>,
    pub(crate) bounds: Bounds,
}

/// How many values may be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Bounds {
    pub(crate) in_all: usize,
    pub(crate) per_entry: usize,
}

/// The bound that stands in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Full {
    InAll(usize),
    ForEntry(usize),
}

impl<V: Default> Kept<V> {
    pub(crate) fn new(bounds: Bounds) -> Kept<V> {
        Kept { values: BTreeMap::new(), per_entry: Vec::new(), bounds }
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&V> {
        self.values.get(key).map(|(value, _)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &Key) -> Option<&mut V> {
        self.values.get_mut(key).map(|(value, _)| value)
    }

    /// Whether so many more may be kept for this entry.
    pub(crate) fn check_room(&self, entry: Entry, more: usize) -> Result<(), Full> {
        let for_entry = self.per_entry.get(entry).copied().unwrap_or(0);
        if for_entry.saturating_add(more) > self.bounds.per_entry {
            return Err(Full::ForEntry(for_entry));
        }
        if self.values.len().saturating_add(more) > self.bounds.in_all {
            return Err(Full::InAll(self.values.len()));
        }
        Ok(())
    }

    /// The value of this name, from now on kept for this entry if it was not there.
    pub(crate) fn keep(&mut self, key: Key, entry: Entry) -> &mut V {
        let (value, _) = self.values.entry(key).or_insert_with(|| {
            if self.per_entry.len() <= entry {
                self.per_entry.resize(entry.saturating_add(1), 0);
            }
            if let Some(count) = self.per_entry.get_mut(entry) {
                *count = count.saturating_add(1);
            }
            (V::default(), entry)
        });
        value
    }

    /// Forgets what need not be kept from this second on.
    pub(crate) fn forget(&mut self, now: u64) {
        while let Some(first) = self.values.first_entry().filter(|first| first.key().0 <= now) {
            let (_, entry) = first.remove();
            self.make_room(entry);
        }
    }

    /// Forgets a value that says no more than its absence.
    pub(crate) fn remove(&mut self, key: &Key) {
        if let Some((_, entry)) = self.values.remove(key) {
            self.make_room(entry);
        }
    }

    fn make_room(&mut self, entry: Entry) {
        if let Some(count) = self.per_entry.get_mut(entry) {
            *count = count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(until: u64, name: u8) -> Key {
        (until, [name; 32])
    }

    #[test]
    fn what_is_due_is_forgotten_and_makes_room() {
        let mut kept = Kept::new(Bounds { in_all: 3, per_entry: 2 });
        *kept.keep(key(10, 1), 0) = 'a';
        *kept.keep(key(20, 2), 0) = 'b';
        assert_eq!(kept.check_room(0, 1), Err(Full::ForEntry(2)));
        assert_eq!(kept.check_room(1, 1), Ok(()));
        *kept.keep(key(30, 3), 1) = 'c';
        assert_eq!(kept.check_room(1, 1), Err(Full::InAll(3)));
        assert_eq!(kept.check_room(1, 0), Ok(()));

        kept.forget(9);
        assert_eq!(kept.get(&key(10, 1)), Some(&'a'));
        kept.forget(10);
        assert_eq!((kept.get(&key(10, 1)), kept.get(&key(20, 2))), (None, Some(&'b')));
        assert_eq!((kept.check_room(0, 1), kept.check_room(0, 2)), (Ok(()), Err(Full::ForEntry(1))));
    }

    #[test]
    fn a_value_has_its_room_once_however_often_it_is_written() {
        let mut kept = Kept::new(Bounds { in_all: 2, per_entry: 2 });
        *kept.keep(key(10, 1), 0) = 1;
        *kept.keep(key(10, 1), 1) = 2;
        assert_eq!((kept.len(), kept.get(&key(10, 1))), (1, Some(&2)));
        kept.forget(10);
        assert_eq!((kept.len(), kept.check_room(0, 2), kept.check_room(1, 2)), (0, Ok(()), Ok(())));
    }
}
