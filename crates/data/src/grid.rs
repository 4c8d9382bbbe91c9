//! Cells of grids over the globe, as Elasticsearch's aggregations number them, and their text.
//!
//! A geohash is its base 32 digits, five bits each, above four bits with their number; a geotile is
//! six bits of zoom, 29 of `x` and 29 of `y`; a geohex is an H3 index.

use std::fmt::Write as _;

use crate::ValueRef;

/// The digits of geohashes, by value.
const DIGITS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
/// The most digits of a geohash.
pub const MAX_GEOHASH: u32 = 12;
/// The greatest zoom of a geotile.
pub const MAX_ZOOM: u32 = 29;

/// Reads a geohash such as `u3bu`.
#[must_use]
pub fn parse_geohash(text: &str) -> Option<i64> {
    let length =
        u32::try_from(text.len()).ok().filter(|length| (1..=MAX_GEOHASH).contains(length))?;
    let mut bits = 0;
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|&digit| digit == byte)?;
        bits = bits << 5 | i64::try_from(digit).ok()?;
    }
    Some(bits << 4 | i64::from(length))
}

/// Writes a geohash.
pub fn print_geohash(value: ValueRef<'_>, out: &mut String) {
    let ValueRef::Long(cell) = value else { return value.write_plain(out) };
    for at in (0..cell & 15).rev() {
        let digit = cell.cast_unsigned() >> (4 + 5 * at) & 31;
        out.push(
            usize::try_from(digit)
                .ok()
                .and_then(|digit| DIGITS.get(digit))
                .map_or('?', |&digit| char::from(digit)),
        );
    }
}

/// The number of the geotile `x`, `y` at `zoom`.
#[must_use]
pub fn geotile(zoom: u32, x: u32, y: u32) -> i64 {
    i64::from(zoom) << 58 | i64::from(x) << 29 | i64::from(y)
}

/// Reads a geotile such as `4/8/5`: zoom, x, y.
#[must_use]
pub fn parse_geotile(text: &str) -> Option<i64> {
    let mut numbers = text.split('/').map(|part| part.parse::<u32>().ok());
    let (zoom, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let inside = zoom <= MAX_ZOOM && x < 1 << zoom && y < 1 << zoom;
    (inside && numbers.next().is_none()).then(|| geotile(zoom, x, y))
}

/// Writes a geotile.
pub fn print_geotile(value: ValueRef<'_>, out: &mut String) {
    let ValueRef::Long(cell) = value else { return value.write_plain(out) };
    let bits = cell.cast_unsigned();
    let part = bits & ((1 << 29) - 1);
    // Writing to a String cannot fail, here and below.
    let _ = write!(out, "{}/{}/{part}", bits >> 58, bits >> 29 & ((1 << 29) - 1));
}

/// Reads a geohex: the hexadecimal digits of an H3 index.
#[must_use]
pub fn parse_geohex(text: &str) -> Option<i64> {
    u64::from_str_radix(text, 16).ok().map(u64::cast_signed)
}

/// Writes a geohex.
pub fn print_geohex(value: ValueRef<'_>, out: &mut String) {
    let ValueRef::Long(cell) = value else { return value.write_plain(out) };
    let _ = write!(out, "{:x}", cell.cast_unsigned());
}

#[cfg(test)]
mod tests {
    use super::*;

    type Reader = fn(&str) -> Option<i64>;
    type Printer = fn(ValueRef<'_>, &mut String);

    #[test]
    fn there_and_back() {
        let forms: [(Reader, Printer, &[&str]); 3] = [
            (parse_geohash, print_geohash, &["u3bu", "d", "0", "zzzzzzzzzzzz"]),
            (parse_geotile, print_geotile, &["0/0/0", "4/8/5", "29/536870911/536870911"]),
            (parse_geohex, print_geohex, &["811fbffffffffff"]),
        ];
        for (parse, print, texts) in forms {
            for text in texts {
                let mut printed = String::new();
                print(ValueRef::Long(parse(text).unwrap()), &mut printed);
                assert_eq!(printed, *text);
            }
        }
        assert!(["", "a", "0000000000000"].iter().all(|text| parse_geohash(text).is_none()));
        assert!(
            ["1/2/0", "30/0/0", "1/1", "1/1/1/1"].iter().all(|text| parse_geotile(text).is_none())
        );
    }
}
