//! Choices, read from a tape of bytes: the same tape makes the same question, and a shorter tape a simpler one.

/// Where choices come from. Past the end of the tape every choice is the first.
pub(crate) struct Tape<'t> {
    bytes: &'t [u8],
    place: usize,
}

impl<'t> Tape<'t> {
    pub(crate) fn new(bytes: &'t [u8]) -> Tape<'t> {
        Tape { bytes, place: 0 }
    }

    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.place).copied().unwrap_or_default();
        self.place += 1;
        byte
    }

    /// A number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide =
            if bound > 256 { u32::from(self.byte()) << 8 | u32::from(self.byte()) } else { u32::from(self.byte()) };
        wide as usize % bound
    }

    /// True this often of a hundred; past the end of the tape never.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        99 - self.below(100) < percent
    }

    pub(crate) fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[self.below(choices.len())]
    }

    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

/// The bytes of one tape of a run: BLAKE3 as a stream, by seed and number.
pub(crate) fn bytes(seed: u64, number: u64) -> Vec<u8> {
    let mut tape = vec![0; 512];
    let mut hasher = blake3::Hasher::new_derive_key("depute test vectors 2026-11 random tape");
    hasher.update(&seed.to_be_bytes()).update(&number.to_be_bytes());
    hasher.finalize_xof().fill(&mut tape);
    tape
}
