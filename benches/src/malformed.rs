//! Presentations that have no valid form, or fail before a signature is looked at: each must be cheap to refuse.

use depute::{Code, limits};

use crate::chain::Chain;

/// A presentation that is refused, and the code that it must be refused with.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) code: Code,
}

/// Spoiled copies of a genuine presentation. The faults lie as late as they can, after everything else was read.
pub(crate) fn all(chain: &Chain) -> Vec<Hostile> {
    let genuine = chain.present(&chain.call()).as_bytes().to_vec();
    let hostile = |name, code, spoil: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = genuine.clone();
        spoil(&mut bytes);
        Hostile { name, bytes, code }
    };
    // A presentation is `84 01`, the token, the proof.
    let proof = 2 + chain.token().as_bytes().len();
    let last_cnf = place_of(&genuine, &[8, 0xA1, 1, 0xA3]);
    vec![
        hostile("truncated", Code::CborTruncated, &|bytes| bytes.truncate(bytes.len() - 1)),
        hostile("bit flip in a head", Code::EnvelopeInvalid, &|bytes| bytes[proof] ^= 1),
        hostile("unknown claim", Code::FieldUnknown, &|bytes| bytes[last_cnf] = 9),
        hostile("a byte too many", Code::CborTrailing, &|bytes| bytes.push(0)),
        hostile("over-long", Code::LimitExceeded, &|bytes| bytes.resize(limits::PRESENTATION_BYTES + 1, 0)),
    ]
}

/// A genuine presentation whose first signature is not.
pub(crate) fn forged(chain: &Chain) -> Vec<u8> {
    let mut bytes = chain.present(&chain.call()).as_bytes().to_vec();
    // The first byte string of 64 bytes is the root link's signature. With another last bit of S its form is still right.
    let signature = bytes.windows(2).position(|head| head == [0x58, 64]).expect("a signature") + 2;
    bytes[signature + 32] ^= 1;
    bytes
}

fn place_of(bytes: &[u8], piece: &[u8]) -> usize {
    bytes.windows(piece.len()).rposition(|window| window == piece).expect("a holder's key")
}
