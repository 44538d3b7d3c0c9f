//! Encodings of keys, points and scalars that strict readers refuse.

/// p = 2²⁵⁵ − 19, little-endian, without its first byte.
const P_REST: [u8; 31] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F,
];

/// L, the order of the prime-order group, little-endian.
pub const GROUP_ORDER: [u8; 32] = [
    0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Encodings of points of order 1, 2, 4 and 8 with y below p, both signs of each: eight are canonical, two have x = 0 and a sign.
pub fn small_order() -> Vec<(String, [u8; 32])> {
    let of_eight = |digits: &str| -> [u8; 32] {
        let digit = |place: usize| u8::from_str_radix(&digits[2 * place..2 * place + 2], 16).expect("hexadecimal");
        std::array::from_fn(digit)
    };
    let (zero, mut one, mut minus_one) = ([0; 32], [0; 32], [0xFF; 32]);
    one[0] = 1;
    minus_one[0] = 0xEC;
    minus_one[31] = 0x7F;
    let named = [
        ("order-1", one),
        ("order-2", minus_one),
        ("order-4", zero),
        ("order-8a", of_eight("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
        ("order-8b", of_eight("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")),
    ];
    named.into_iter().flat_map(|(name, y)| [(name.to_owned(), y), (format!("{name}-signed"), signed(y))]).collect()
}

/// Encodings with y = p + n, for every n that fits: second spellings.
pub fn non_canonical() -> Vec<(String, [u8; 32])> {
    (0..=18_u8)
        .flat_map(|n| {
            let mut y = [0; 32];
            y[0] = 0xED + n;
            y[1..].copy_from_slice(&P_REST);
            [(format!("p-plus-{n}"), y), (format!("p-plus-{n}-signed"), signed(y))]
        })
        .collect()
}

/// The same y with the sign bit set.
fn signed(mut y: [u8; 32]) -> [u8; 32] {
    y[31] |= 0x80;
    y
}

/// Whether y < p.
pub fn is_canonical(encoding: &[u8; 32]) -> bool {
    !non_canonical().iter().any(|(_, other)| other == encoding)
}

/// Whether it is one of [`small_order`].
pub fn is_small_order(encoding: &[u8; 32]) -> bool {
    small_order().iter().any(|(_, other)| other == encoding)
}

/// Whether S < L, both little-endian.
pub fn is_reduced(s: &[u8; 32]) -> bool {
    s.iter().rev().lt(GROUP_ORDER.iter().rev())
}

/// S + L: the same signature to whoever does not look. S stays below 2²⁵⁶, since both are below 2²⁵³.
pub fn plus_order(signature: &[u8; 64]) -> [u8; 64] {
    let (mut sum, mut carry) = (*signature, 0_u16);
    for (byte, order) in sum[32..].iter_mut().zip(GROUP_ORDER) {
        let total = u16::from(*byte) + u16::from(order) + carry;
        *byte = total as u8;
        carry = total >> 8;
    }
    sum
}
