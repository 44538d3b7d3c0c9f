//! What the specification says of hosts, URLs, mail addresses and IP addresses. Written from `spec/operators.md`, as
//! plainly as it reads.

use super::spelling::{is_clean_segment, is_look_alike, is_refused};

/// A clean URL, taken apart.
#[derive(PartialEq, Debug)]
pub(crate) struct Url<'u> {
    scheme: &'u str,
    host: &'u str,
    port: Option<&'u str>,
    segments: Vec<&'u str>,
    pub(crate) query: Option<&'u str>,
}

pub(crate) fn url(text: &str) -> Option<Url<'_>> {
    let (before, query) = match text.find('?') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let scheme = ["https", "http"].into_iter().find(|scheme| before.starts_with(&format!("{scheme}://")))?;
    let rest = &before[scheme.len() + 3..];
    let slash = rest.find('/')?;
    let (host, port) = match rest[..slash].find(':') {
        Some(colon) => (&rest[..colon], Some(&rest[colon + 1..slash])),
        None => (&rest[..slash], None),
    };
    let segments: Vec<&str> = rest[slash + 1..].split('/').collect();
    let usual = if scheme == "https" { 443 } else { 80 };
    let port_is_clean = port.is_none_or(|port| {
        port.parse::<u32>()
            .is_ok_and(|number| number.to_string() == port && (1..=65_535).contains(&number) && number != usual)
    });
    let last = segments.len() - 1;
    let segments_are_clean = segments
        .iter()
        .enumerate()
        .all(|(place, segment)| is_clean_url_segment(segment) || place == last && segment.is_empty());
    let query_is_clean = query.is_none_or(|query| {
        !query.is_empty() && unescaped(query, "!$&()*+,;=:@/?").is_some_and(|query| !query.contains(is_refused))
    });
    let clean = text.len() <= 8192 && is_host(host) && port_is_clean && segments_are_clean && query_is_clean;
    clean.then_some(Url { scheme, host, port, segments, query })
}

fn is_clean_url_segment(segment: &str) -> bool {
    unescaped(segment, "!$&()*+,=:@").is_some_and(|segment| is_clean_segment(&segment) && !segment.contains(';'))
}

/// Each character raw if it may be, else as upper-case escapes of its bytes.
fn unescaped(text: &str, more: &str) -> Option<String> {
    let is_raw = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c) || more.contains(c);
    let mut bytes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if is_raw(c) {
            bytes.push(c as u8);
        } else if c == '%' {
            let digits: String = chars.by_ref().take(2).collect();
            let byte = u8::from_str_radix(&digits, 16).ok().filter(|byte| format!("{byte:02X}") == digits)?;
            if is_raw(char::from(byte)) {
                return None;
            }
            bytes.push(byte);
        } else {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a clean URL is this one or below it, component by component.
pub(crate) fn is_within(base: &str, with_query: bool, found: &Url<'_>) -> bool {
    let base = url(base).unwrap();
    let folders = match base.segments.split_last() {
        Some((&"", folders)) => folders,
        _ => &base.segments,
    };
    (base.scheme, base.host, base.port) == (found.scheme, found.host, found.port)
        && found.segments.len() >= base.segments.len()
        && found.segments.starts_with(folders)
        && (with_query || found.query.is_none())
}

pub(crate) fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| "abcdefghijklmnopqrstuvwxyz0123456789-".contains(c))
            && !label.starts_with('-')
            && !label.ends_with('-')
            && (!label.starts_with("xn--") || is_punycode(&label[4..]))
    };
    host.len() <= 253
        && labels.iter().all(is_label)
        && labels[labels.len() - 1].starts_with(|c: char| c.is_ascii_lowercase())
}

/// The decoder of RFC 3492, section 6.2.
fn is_punycode(encoded: &str) -> bool {
    let (mut output, input): (Vec<u64>, &str) = match encoded.rfind('-') {
        Some(0) => return false,
        Some(at) => (encoded[..at].bytes().map(u64::from).collect(), &encoded[at + 1..]),
        None => (Vec::new(), encoded),
    };
    let digits: Option<Vec<u64>> =
        input.chars().map(|c| "abcdefghijklmnopqrstuvwxyz0123456789".find(c).map(|digit| digit as u64)).collect();
    let Some(digits) = digits else { return false };
    let (mut n, mut i, mut bias, mut digits) = (128, 0, 72, digits.into_iter());
    let mut first = true;
    while digits.len() > 0 {
        let (old, mut weight, mut k) = (i, 1_u64, 36_u64);
        loop {
            let Some(digit) = digits.next() else { return false };
            i += digit * weight;
            if i > u64::from(u32::MAX) {
                return false;
            }
            let t = if k <= bias { 1 } else { (k - bias).min(26) };
            if digit < t {
                break;
            }
            weight = weight.saturating_mul(36 - t).min(1 << 40);
            k += 36;
        }
        let count = output.len() as u64 + 1;
        let mut delta = if first { (i - old) / 700 } else { (i - old) / 2 };
        first = false;
        delta += delta / count;
        let mut round = 0;
        while delta > 455 {
            delta /= 35;
            round += 36;
        }
        bias = round + 36 * delta / (delta + 38);
        n += i / count;
        i %= count;
        output.insert(i as usize, n);
        i += 1;
    }
    let is_good = |code: &u64| {
        *code < 128
            || u32::try_from(*code).ok().and_then(char::from_u32).is_some_and(|c| !is_refused(c) && !is_look_alike(c))
    };
    output.iter().all(is_good) && output.iter().any(|code| *code >= 128)
}

/// The domain of a clean address.
pub(crate) fn domain(address: &str) -> Option<&str> {
    let parts: Vec<&str> = address.split('@').collect();
    let [local, domain] = parts[..] else { return None };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._+-'".contains(c);
    let clean = (1..=64).contains(&local.len())
        && address.len() <= 254
        && local.chars().all(plain)
        && !local.starts_with(['.', '-'])
        && !local.ends_with('.')
        && !local.contains("..")
        && is_host(domain);
    clean.then_some(domain)
}

/// The bits of a clean IP address: 32 or 128 of them.
pub(crate) fn bits(address: &str) -> Option<String> {
    if address.contains(':') { v6(address) } else { v4(address) }
}

fn v4(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('.').collect();
    let bytes: Option<Vec<u8>> =
        parts.iter().map(|part| part.parse().ok().filter(|byte: &u8| byte.to_string() == **part)).collect();
    let bytes = bytes.filter(|bytes| bytes.len() == 4)?;
    Some(bytes.iter().map(|byte| format!("{byte:08b}")).collect())
}

fn v6(address: &str) -> Option<String> {
    let group = |text: &str| u16::from_str_radix(text, 16).ok().filter(|group| format!("{group:x}") == text);
    let list = |text: &str| -> Option<Vec<u16>> {
        if text.is_empty() { Some(Vec::new()) } else { text.split(':').map(group).collect() }
    };
    let groups = match address.split_once("::") {
        None => list(address)?,
        Some((before, after)) => {
            let (before, after) = (list(before)?, list(after)?);
            let zeros = 8_usize.checked_sub(before.len() + after.len())?;
            [before, vec![0; zeros], after].concat()
        }
    };
    let disguised = groups.starts_with(&[0, 0, 0, 0, 0, 0xffff]);
    (groups.len() == 8 && printed(&groups) == address && !disguised)
        .then(|| groups.iter().map(|group| format!("{group:016b}")).collect())
}

/// RFC 5952, section 4: the longest run of two zeros or more, of equal ones the first, as `::`.
fn printed(groups: &[u16]) -> String {
    let text = |groups: &[u16]| groups.iter().map(|group| format!("{group:x}")).collect::<Vec<_>>().join(":");
    for length in (2..=groups.len()).rev() {
        for start in 0..=groups.len() - length {
            if groups[start..start + length].iter().all(|group| *group == 0) {
                return format!("{}::{}", text(&groups[..start]), text(&groups[start + length..]));
            }
        }
    }
    text(groups)
}

/// Whether a clean address begins with the bits of a network.
pub(crate) fn is_in_network(network: &str, address: &str) -> bool {
    let (first, length) = network.split_once('/').unwrap();
    let (network, address) = (bits(first).unwrap(), bits(address).unwrap());
    let length: usize = length.parse().unwrap();
    network.len() == address.len() && network[..length] == address[..length]
}
