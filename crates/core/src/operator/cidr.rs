//! `cidr`: an IP address within one network.
//!
//! An address has one spelling: IPv4 as four decimal numbers, IPv6 as RFC 5952 writes it. The older spellings of IPv4
//! (octal, hexadecimal, fewer numbers) are read differently by different readers. An IPv4 address inside an IPv6 one
//! (`::ffff:0:0/96`) is reached as IPv4, so it would be of two families: it is refused.

use core::fmt::{self, Display, Formatter, Write as _};
use core::net::IpAddr;

use super::Miss;

/// Bytes of the shortest and of the longest spelling of an address: `0.0.0.0`, `255.255.255.255`, `::`, and eight groups
/// of four digits.
const V4_BYTES: (u64, u64) = (7, 15);
const V6_BYTES: (u64, u64) = (2, 39);

/// All addresses that begin with the same bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Network {
    address: IpAddr,
    length: u8,
}

impl Network {
    /// Reads `ADDRESS/LENGTH`, in its one spelling and without a bit set behind the prefix.
    pub(crate) fn parse(text: &str) -> Option<Network> {
        let (address, digits) = text.split_once('/')?;
        let length = digits.parse::<u8>().ok()?;
        let network = Network { address: read(address)?, length };
        let spelled = is_spelled(text, &network);
        let (bits, width) = bits(network.address);
        (spelled && length <= width && bits.checked_shl(u32::from(length)).unwrap_or(0) == 0).then_some(network)
    }

    /// Whether every address of `other` is one of this network's.
    pub(crate) fn covers(&self, other: &Network) -> bool {
        self.length <= other.length && self.contains(other.address)
    }

    /// The only address, if there is but one.
    pub(crate) fn only(&self) -> Option<IpAddr> {
        (self.length == bits(self.address).1).then_some(self.address)
    }

    /// How short and how long an address of the family is.
    pub(crate) fn address_bytes(&self) -> (u64, u64) {
        if self.address.is_ipv4() { V4_BYTES } else { V6_BYTES }
    }

    /// The first two addresses and the last.
    pub(crate) fn edges(&self) -> [IpAddr; 3] {
        let host = u128::MAX.checked_shr(u32::from(self.length)).unwrap_or(0);
        let with = |bits: u128| match self.address {
            IpAddr::V4(address) => IpAddr::from((address.to_bits() | (bits >> 96) as u32).to_be_bytes()),
            IpAddr::V6(address) => IpAddr::from((address.to_bits() | bits).to_be_bytes()),
        };
        let unit = if self.address.is_ipv4() { 1 << 96 } else { 1 };
        [with(0), with(host & unit), with(host)]
    }

    /// Whether an address is one of this network's. The two families never meet.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let ((ours, width), (theirs, their_width)) = (bits(self.address), bits(address));
        width == their_width && (ours ^ theirs).leading_zeros() >= u32::from(self.length)
    }
}

impl Display for Network {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

/// Whether an address is clean and in this network.
pub(crate) fn cidr(network: &Network, address: &str) -> Result<(), Miss> {
    match read(address) {
        None => Err(Miss::Ambiguous),
        Some(address) if network.contains(address) => Ok(()),
        Some(_) => Err(Miss::Outside),
    }
}

/// An address in its one spelling.
pub(crate) fn read(text: &str) -> Option<IpAddr> {
    if text.len() as u64 > V6_BYTES.1 {
        return None;
    }
    let address: IpAddr = text.parse().ok()?;
    let is_disguised = matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some());
    (!is_disguised && is_spelled(text, &address)).then_some(address)
}

/// The bits from the left, and how many there are.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// Whether the text is what the value prints as.
fn is_spelled(text: &str, value: &impl Display) -> bool {
    let mut rest = Rest(text);
    write!(rest, "{value}").is_ok() && rest.0.is_empty()
}

/// What is left of a text while it is compared with what is printed.
struct Rest<'t>(&'t str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, printed: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(printed).ok_or(fmt::Error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn network(text: &str) -> Network {
        Network::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn an_address_is_in_its_network_bit_by_bit() {
        for (net, inside, outside) in [
            ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]),
            ("100.64.0.0/10", ["100.64.0.0", "100.127.255.255"], ["100.63.255.255", "100.128.0.0"]),
            ("198.18.0.0/15", ["198.18.0.0", "198.19.255.255"], ["198.17.255.255", "198.20.0.0"]),
            ("240.0.0.0/4", ["240.0.0.0", "255.255.255.255"], ["239.255.255.255", "0.0.0.0"]),
            ("192.0.2.7/32", ["192.0.2.7", "192.0.2.7"], ["192.0.2.6", "192.0.2.8"]),
            ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::", "::1"]),
            ("::/0", ["::", "2001:db8::1"], ["0.0.0.0", "127.0.0.1"]),
            ("2001:db8::/33", ["2001:db8::", "2001:db8:7fff::"], ["2001:db8:8000::", "2001:db9::"]),
            ("64:ff9b::/96", ["64:ff9b::", "64:ff9b::7f00:1"], ["64:ff9b:1::", "64:ff9a::"]),
            ("2002::/16", ["2002::", "2002:7f00:1::"], ["2003::", "2001::"]),
            ("::1/128", ["::1", "::1"], ["::", "::2"]),
            ("::/96", ["::7f00:1", "::1"], ["::1:0:0", "127.0.0.1"]),
        ] {
            for inside in inside {
                assert_eq!(cidr(&network(net), inside), Ok(()), "{inside} in {net}");
            }
            for outside in outside {
                assert_eq!(cidr(&network(net), outside), Err(Miss::Outside), "{outside} in {net}");
            }
        }
    }

    #[test]
    fn the_edges_of_a_network_are_its_first_two_addresses_and_its_last() {
        for (net, edges) in [
            ("0.0.0.0/0", ["0.0.0.0", "0.0.0.1", "255.255.255.255"]),
            ("10.0.0.0/8", ["10.0.0.0", "10.0.0.1", "10.255.255.255"]),
            ("192.0.2.6/31", ["192.0.2.6", "192.0.2.7", "192.0.2.7"]),
            ("192.0.2.6/32", ["192.0.2.6", "192.0.2.6", "192.0.2.6"]),
            ("::/0", ["::", "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]),
            ("64:ff9b::/96", ["64:ff9b::", "64:ff9b::1", "64:ff9b::ffff:ffff"]),
            ("2001:db8::2/127", ["2001:db8::2", "2001:db8::3", "2001:db8::3"]),
            ("2001:db8::2/128", ["2001:db8::2", "2001:db8::2", "2001:db8::2"]),
        ] {
            assert_eq!(network(net).edges().map(|address| address.to_string()), edges, "{net}");
        }
    }

    #[test]
    fn an_address_is_as_long_as_the_shortest_and_the_longest_of_its_family() {
        for (net, shortest, longest) in
            [("0.0.0.0/0", "0.0.0.0", "255.255.255.255"), ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
        {
            let [shortest, longest] = [shortest, longest].map(|address| address.len() as u64);
            assert_eq!(network(net).address_bytes(), (shortest, longest));
        }
    }

    #[test]
    fn what_readers_take_for_different_addresses_is_refused() {
        for ambiguous in [
            "",
            "localhost",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "010.0.0.1",
            "10.0.0.01",
            "10.0.0.1.",
            ".10.0.0.1",
            "10..0.1",
            "10.0.0.256",
            "10.0.0.1.1",
            "10.0.0.1/32",
            "10.0.0.1:80",
            "+10.0.0.1",
            "10.0.0.-1",
            " 10.0.0.1",
            "10.0.0.1 ",
            "10.0.0.1\n",
            "10.0.0.1\0",
            "10.0.0.1\u{200B}",
            "１0.0.0.1",
            "10。0。0。1",
            "[::1]",
            "::1%lo",
            "fe80::1%25eth0",
            "0:0:0:0:0:0:0:1",
            "::0",
            "::0001",
            "2001:db8::0:1",
            "2001:DB8::1",
            "2001:db8:0:0:1::1",
            "2001:db8::1:0:0:1:1:1",
            "1::2::3",
            ":::",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:7f00:1",
            "::FFFF:10.0.0.1",
            "0:0:0:0:0:ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "http://10.0.0.1/",
        ] {
            for net in ["0.0.0.0/0", "::/0"] {
                assert_eq!(cidr(&network(net), ambiguous), Err(Miss::Ambiguous), "{ambiguous:?}");
            }
        }
        // The pair of a group of zeros is the first, and one group alone is not shortened.
        for clean in
            ["2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1", "2001:0:0:1::1", "::7f00:1", "fe80::1", "ff02::1:ff00:0"]
        {
            assert_eq!(cidr(&network("::/0"), clean), Ok(()), "{clean}");
        }
    }

    #[test]
    fn a_network_has_one_spelling_and_no_bit_behind_its_prefix() {
        for good in
            ["10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "::/0", "2001:db8::/32", "::1/128", "128.0.0.0/1", "::/96"]
        {
            let network = network(good);
            assert_eq!(alloc::format!("{network}"), good);
            assert!(network.covers(&network));
        }
        for bad in [
            "",
            "/",
            "/8",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "10.0.0.0/-8",
            "10.0.0.0/33",
            "10.0.0.0/8 ",
            "10.0.0.0/8/8",
            "10.0.0.0/256",
            "10.0.0.0/255.0.0.0",
            "10.0.0.1/31",
            "10.128.0.0/8",
            "010.0.0.0/8",
            "10/8",
            "2001:db8::/129",
            "2001:db8::1/127",
            "2001:DB8::/32",
            "2001:db8:0::/32",
            "::ffff:0:0/96",
            "::ffff:10.0.0.0/104",
            "::ffff:a00:0/104",
            "::ffff:0.0.0.0/96",
            "[::]/0",
            "example.com/8",
        ] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
        assert!(network("10.0.0.0/8").covers(&network("10.1.0.0/16")));
        assert!(!network("10.1.0.0/16").covers(&network("10.0.0.0/8")));
        assert!(!network("0.0.0.0/0").covers(&network("::/0")) && !network("::/0").covers(&network("0.0.0.0/0")));
    }
}
