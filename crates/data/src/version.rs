//! The order of `version` values: semantic versions first, then everything else as text.
//!
//! Source: the Elasticsearch reference, "Version field type": versions follow semver's
//! precedence, pre-releases come before their release, any number of numeric parts is taken, and
//! strings that are no version sort behind the valid ones, alphabetically.

use std::cmp::Ordering;

struct Parsed<'a> {
    numbers: Vec<&'a str>,
    pre_release: Option<&'a str>,
    build: Option<&'a str>,
}

/// Compares two versions.
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    match (parse(left), parse(right)) {
        (Some(a), Some(b)) => compare_parsed(&a, &b).then_with(|| left.cmp(right)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// Appends bytes whose order is the order of [`compare`].
pub fn sort_key(text: &str, out: &mut Vec<u8>) {
    let Some(parsed) = parse(text) else {
        out.push(1);
        out.extend_from_slice(text.as_bytes());
        return;
    };
    out.push(0);
    // Missing numbers count as zero, so zeros at the end say nothing.
    let significant =
        parsed.numbers.iter().rposition(|number| number.contains(|digit| digit != '0'));
    for number in &parsed.numbers[..significant.map_or(0, |last| last + 1)] {
        out.push(1);
        digits_key(number, out);
    }
    out.push(0);
    match parsed.pre_release {
        None => out.push(1),
        Some(pre_release) => {
            out.push(0);
            for part in pre_release.split('.') {
                if is_digits(part) {
                    out.push(1);
                    digits_key(part, out);
                } else {
                    out.push(2);
                    out.extend_from_slice(part.as_bytes());
                    out.push(0);
                }
            }
            out.push(0);
        }
    }
    out.extend_from_slice(&length_key(parsed.numbers.len()));
    if let Some(build) = parsed.build {
        out.push(1);
        out.extend_from_slice(build.as_bytes());
    }
    out.push(0);
    out.extend_from_slice(text.as_bytes());
}

fn digits_key(digits: &str, out: &mut Vec<u8>) {
    let digits = digits.trim_start_matches('0');
    out.extend_from_slice(&length_key(digits.len()));
    out.extend_from_slice(digits.as_bytes());
}

fn length_key(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// Whether the text follows the grammar of versions.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    parse(text).is_some()
}

fn compare_parsed(left: &Parsed<'_>, right: &Parsed<'_>) -> Ordering {
    let numbers = left.numbers.len().max(right.numbers.len());
    for at in 0..numbers {
        let number =
            |parsed: &Parsed<'_>| parsed.numbers.get(at).copied().unwrap_or("0").to_owned();
        let order = compare_digits(&number(left), &number(right));
        if order.is_ne() {
            return order;
        }
    }
    let pre = match (left.pre_release, right.pre_release) {
        (None, None) => Ordering::Equal,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(a), Some(b)) => compare_pre_release(a, b),
    };
    pre.then_with(|| left.numbers.len().cmp(&right.numbers.len()))
        .then_with(|| left.build.cmp(&right.build))
}

fn compare_pre_release(left: &str, right: &str) -> Ordering {
    let mut left = left.split('.');
    let mut right = right.split('.');
    loop {
        return match (left.next(), right.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => {
                let order = match (is_digits(a), is_digits(b)) {
                    (true, true) => compare_digits(a, b),
                    (true, false) => Ordering::Less,
                    (false, true) => Ordering::Greater,
                    (false, false) => a.cmp(b),
                };
                if order.is_eq() {
                    continue;
                }
                order
            }
        };
    }
}

fn compare_digits(left: &str, right: &str) -> Ordering {
    let left = left.trim_start_matches('0');
    let right = right.trim_start_matches('0');
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(text: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.split('.').all(|part| !part.is_empty() && part.bytes().all(valid))
}

fn parse(text: &str) -> Option<Parsed<'_>> {
    let (rest, build) = match text.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (text, None),
    };
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'.');
    let (numbers, pre_release) = match end {
        Some(end) => {
            let (numbers, tail) = rest.split_at(end);
            (numbers, Some(tail.strip_prefix('-').unwrap_or(tail)))
        }
        None => (rest, None),
    };
    let numbers: Vec<&str> = numbers.split('.').collect();
    let valid = numbers.iter().all(|number| is_digits(number))
        && pre_release.is_none_or(is_label)
        && build.is_none_or(is_label);
    valid.then_some(Parsed { numbers, pre_release, build })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order() {
        let sorted = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.2",
            "1.2.3.4",
            "1.11.0",
            "2",
            "5.2.9",
            "bad",
            "next",
        ];
        for pair in sorted.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(compare("1.0", "1.0"), Ordering::Equal);
    }

    #[test]
    fn sort_keys_are_in_the_order_of_versions() {
        let versions = [
            "1",
            "01",
            "1.0",
            "1.0.0",
            "1.0.1",
            "1.10",
            "1.9",
            "0",
            "0.0",
            "",
            "x",
            "1.0.0-1",
            "1.0.0-01",
            "1.0.0-1.0",
            "1.0.0-a",
            "1.0.0-a.b",
            "1.0.0-ab",
            "1.0.0+b",
            "1.0.0+ba",
            "1.0.0-a+b",
            "10",
            "9",
            "v1",
            "1..2",
        ];
        let key = |version: &str| {
            let mut key = Vec::new();
            sort_key(version, &mut key);
            key
        };
        for left in versions {
            for right in versions {
                assert_eq!(key(left).cmp(&key(right)), compare(left, right), "{left} {right}");
            }
        }
    }
}
