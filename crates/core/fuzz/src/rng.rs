//! The tests' random numbers, drawn from an input.

/// Bytes of the input while there are any, one for most choices, so that a change of one byte changes one choice; then numbers
/// that look random, so that whatever asks until it is content comes to an end.
pub(crate) struct Rng {
    bytes: Vec<u8>,
    at: usize,
    state: u64,
}

impl Rng {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Rng {
        Rng { bytes: bytes.to_vec(), at: 0, state: 0 }
    }

    pub(crate) fn of(property: u64, case: u64) -> Rng {
        Rng { bytes: Vec::new(), at: 0, state: property ^ case }
    }

    pub(crate) fn next(&mut self) -> u64 {
        (0..8).fold(0, |number, _| number << 8 | u64::from(self.byte()))
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        let bytes = if end <= 0x100 { 1 } else { 4 };
        (0..bytes).fold(0, |number, _| number << 8 | usize::from(self.byte())) % end
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        u64::from(self.byte()) % 100 < percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// Whether the input has something left to say.
    pub(crate) fn has_more(&self) -> bool {
        self.at < self.bytes.len()
    }

    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.unwrap_or_else(|| {
            // SplitMix64.
            self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (mixed ^ (mixed >> 31)) as u8
        })
    }
}
