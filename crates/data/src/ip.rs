//! IP addresses: 16 bytes each, IPv4 mapped into IPv6 (`::ffff:a.b.c.d`), so that all compare.

use std::net::{IpAddr, Ipv6Addr};

use crate::ValueRef;

/// Reads an IPv4 or IPv6 address.
#[must_use]
pub fn parse(text: &str) -> Option<[u8; 16]> {
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(address) => Some(address.to_ipv6_mapped().octets()),
        IpAddr::V6(address) => Some(address.octets()),
    }
}

/// Writes an address; a mapped IPv4 address in its own form.
pub fn print(value: ValueRef<'_>, out: &mut String) {
    let ValueRef::Bytes(bytes) = value else { return value.write_plain(out) };
    match <[u8; 16]>::try_from(bytes) {
        Ok(octets) => out.push_str(&address(octets).to_string()),
        Err(_) => value.write_plain(out),
    }
}

/// The address of 16 bytes, mapped IPv4 taken back to IPv4.
#[must_use]
pub fn address(octets: [u8; 16]) -> IpAddr {
    Ipv6Addr::from(octets).to_canonical()
}
