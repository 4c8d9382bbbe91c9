//! `<min-max>`: a regular expression for the decimal numbers of an interval.

use std::fmt::Write as _;

/// Writes alternatives that fit the numbers from `min` to `max`: with exactly `digits` digits,
/// zeros in front; or, if `digits` is 0, with any number of zeros in front.
pub(super) fn write(min: u32, max: u32, digits: usize, out: &mut String) {
    out.push_str("(?:");
    if digits == 0 {
        out.push_str("0*");
    }
    out.push_str("(?:");
    let (mut start, mut first) = (u64::from(min), true);
    for stop in stops(u64::from(min), u64::from(max)) {
        if !first {
            out.push('|');
        }
        first = false;
        write_block(&format!("{start:0digits$}"), &format!("{stop:0digits$}"), out);
        start = stop + 1;
    }
    out.push_str("))");
}

/// The last numbers of blocks in which every digit has a range of its own.
fn stops(min: u64, max: u64) -> Vec<u64> {
    let mut stops = vec![max];
    let mut power = 10;
    while power <= 10 * max {
        // `min` with its last digits made nines, the number before `max + 1` with its last
        // digits made zeros.
        let nines = min - min % power + power - 1;
        if nines < max {
            stops.push(nines);
        }
        let zeros = (max + 1) - (max + 1) % power;
        if zeros > min + 1 {
            stops.push(zeros - 1);
        }
        power *= 10;
    }
    stops.sort_unstable();
    stops.dedup();
    stops
}

fn write_block(start: &str, stop: &str, out: &mut String) {
    for (from, to) in start.chars().zip(stop.chars()) {
        if from == to {
            out.push(from);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "[{from}-{to}]");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fits_exactly_the_interval(a in 0u32..3000, b in 0u32..3000, number in 0u32..3300) {
            let (min, max) = (a.min(b), a.max(b));
            let fits = |digits: usize, text: &str| {
                let mut pattern = String::from(r"\A");
                super::write(min, max, digits, &mut pattern);
                regex::Regex::new(&(pattern + r"\z")).unwrap().is_match(text)
            };
            let inside = (min..=max).contains(&number);
            prop_assert_eq!(fits(0, &number.to_string()), inside);
            prop_assert_eq!(fits(0, &format!("00{number}")), inside);
            prop_assert_eq!(fits(4, &format!("{number:04}")), inside);
            let five_digits = format!("{number:05}");
            prop_assert!(!fits(4, &five_digits));
        }
    }
}
