//! Where each byte of the benchmark presentation goes, read off the bytes themselves.

use crate::chain::Chain;

/// The most that a presentation of so many links may take: the most compact layout found under the profile.
pub const MOST: [(usize, usize); 4] = [(1, 355), (3, 661), (5, 975), (10, 1795)];

/// What a signed object is made of: `[protected, unprotected, payload, signature]`, the payload a map of claims.
const PARTS: [&str; 12] = [
    "envelope: array, both headers, heads of payload and signature",
    "signature",
    "head of the claims",
    "`iss`: the authorizer's key",
    "`aud`: the audience, 14 characters",
    "`exp`",
    "`iat`",
    "`cti`: tells equal mandates apart",
    "nonce",
    "`cnf`: the holder's key, as a COSE_Key",
    "our map: its claim number and head",
    "its clauses, and in the root link its depth",
];

/// Two tables: the parts of a root link, of the second link and of a proof; and what a presentation of so many links is the
/// sum of.
pub fn tables() -> String {
    let two = presentation(2);
    let (_, links, proof) = cut(&two);
    let columns = [parts(links[0]), parts(links[1]), parts(proof)];
    let mut text = String::from("| bytes | root link | second link | proof |\n|---|---:|---:|---:|\n");
    for (row, part) in PARTS.iter().enumerate() {
        let [root, second, proof] = columns.map(|column| shown(column[row]));
        text += &format!("| {part} | {root} | {second} | {proof} |\n");
    }
    let [root, second, proof] = columns.map(|column| column.iter().sum::<usize>());
    text += &format!("| **together** | **{root}** | **{second}** | **{proof}** |\n\n");

    text +=
        "| links | heads of presentation and token, no endorsements | root link | further links | proof | together |\n";
    text += "|---:|---:|---:|---:|---:|---:|\n";
    for (depth, _) in MOST {
        let presentation = presentation(depth);
        let (heads, links, proof) = cut(&presentation);
        let further: usize = links[1..].iter().map(|link| link.len()).sum();
        let (root, proof, all) = (links[0].len(), proof.len(), presentation.len());
        text += &format!("| {depth} | {heads} | {root} | {} | {proof} | **{all}** |\n", shown(further));
    }
    text
}

fn presentation(links: usize) -> Vec<u8> {
    let chain = Chain::new(links);
    chain.present(&chain.call()).as_bytes().to_vec()
}

fn shown(bytes: usize) -> String {
    if bytes == 0 { String::new() } else { bytes.to_string() }
}

/// A presentation `[1, [1, link, …], proof, []]`: the bytes that belong to no signed object, the links, the proof.
fn cut(presentation: &[u8]) -> (usize, Vec<&[u8]>, &[u8]) {
    let members = members(presentation);
    let [_version, token, proof, _endorsements] = members[..] else { panic!("a presentation has four members") };
    let links = self::members(token).split_off(1);
    let signed = links.iter().map(|link| link.len()).sum::<usize>() + proof.len();
    (presentation.len() - signed, links, proof)
}

/// Bytes of each of `PARTS`.
fn parts(signed: &[u8]) -> [usize; PARTS.len()] {
    let [_protected, _unprotected, payload, signature] = members(signed)[..] else { panic!("four members") };
    let (payload, signature) = (content(payload), content(signature));
    let mut parts = [0; PARTS.len()];
    parts[0] = signed.len() - payload.len() - signature.len();
    parts[1] = signature.len();
    parts[2] = payload.len();
    for entry in members(payload).chunks_exact(2) {
        let (key, value) = (entry[0], entry[1]);
        let bytes = key.len() + value.len();
        parts[2] -= bytes;
        match head(key) {
            (0, number, _) => {
                let claims = [(1, 3), (3, 4), (4, 5), (6, 6), (7, 7), (10, 8), (8, 9)];
                let part = claims.into_iter().find(|(claim, _)| *claim == number).expect("a claim of the benchmark");
                parts[part.1] += bytes;
            }
            _ => {
                let fields: usize = members(value).iter().map(|member| member.len()).sum();
                parts[10] += bytes - fields;
                parts[11] += fields;
            }
        }
    }
    parts
}

/// The members of an array, or keys and values of a map in turn.
fn members(item: &[u8]) -> Vec<&[u8]> {
    let (major, argument, mut at) = head(item);
    let mut members = Vec::new();
    for _ in 0..if major == 5 { 2 * argument } else { argument } {
        let length = length(&item[at..]);
        members.push(&item[at..at + length]);
        at += length;
    }
    members
}

/// What a byte string or text holds.
fn content(item: &[u8]) -> &[u8] {
    &item[head(item).2..]
}

/// How many bytes the first item of these takes.
fn length(bytes: &[u8]) -> usize {
    let (major, argument, head) = head(bytes);
    match major {
        2 | 3 => head + argument,
        4 | 5 => {
            let members = if major == 5 { 2 * argument } else { argument };
            (0..members).fold(head, |at, _| at + length(&bytes[at..]))
        }
        _ => head,
    }
}

/// Major type, argument and length of a head. Nothing here was not written by the engine.
fn head(bytes: &[u8]) -> (u8, usize, usize) {
    let (major, info) = (bytes[0] >> 5, bytes[0] & 0x1F);
    let more = if info < 24 { 0 } else { 1 << (info - 24) };
    let argument = bytes[1..=more].iter().fold(0, |argument, byte| argument << 8 | usize::from(*byte));
    (major, if more == 0 { usize::from(info) } else { argument }, 1 + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_bytes_they_are_parts_of() {
        for depth in [1, 2, 16] {
            let presentation = presentation(depth);
            let (heads, links, proof) = cut(&presentation);
            assert_eq!(links.len(), depth);
            let signed: usize = links.iter().chain([&proof]).map(|signed| parts(signed).iter().sum::<usize>()).sum();
            assert_eq!(heads + signed, presentation.len());
        }
    }

    #[test]
    fn every_signed_object_has_a_signature_and_only_the_proof_a_nonce() {
        let presentation = presentation(2);
        let (_, links, proof) = cut(&presentation);
        let of = |part: usize| [links[0], links[1], proof].map(|signed| parts(signed)[part]);
        assert_eq!(of(1), [64; 3]);
        assert_eq!(of(8), [0, 0, 18]);
    }
}
