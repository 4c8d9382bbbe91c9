//! Texts that patterns match: of LIKE, of regular expressions, of DISSECT and GROK.

use regex_syntax::hir::{Class, Hir, HirKind};
use rustc_hash::FxHashSet;

/// How many texts are made of a regular expression at most.
const VARIANTS: usize = 16;

/// How often a part may be repeated.
const REPEATS: u32 = 64;

/// What stands for the patterns that GROK knows by name, as regular expressions.
const NAMED: &[(&str, &str)] = &[
    ("INT", "7"),
    ("NUMBER", "7"),
    ("BASE10NUM", "7"),
    ("POSINT", "7"),
    ("IP", r"192\.0\.2\.7"),
    ("IPV4", r"192\.0\.2\.7"),
    ("IPORHOST", r"example\.com"),
    ("HOSTNAME", r"example\.com"),
    ("URIHOST", r"example\.com"),
    ("URIPROTO", "http"),
    ("URI", r"http://example\.com/a"),
    ("URIPATH", "/a"),
    ("PATH", "/a"),
    ("EMAILADDRESS", r"a@example\.com"),
    ("TIMESTAMP_ISO8601", "2026-01-05T12:00:00Z"),
];

/// Stands in a template for a part of any text.
pub(super) const PLACE: char = '\u{1}';

/// Texts that a literal of the query may stand for, the plainest first.
pub(super) fn texts(literal: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !literal.contains(['*', '?', '\\', '[', '(', '|', '+', '{', '^', '$']) {
        found.push(literal.to_owned());
    }
    if literal.contains(['*', '?']) {
        found.extend(["", "x", "1"].map(|filling| like(literal, filling)));
    }
    if let Some((network, _)) = literal.split_once('/')
        && let Ok(address) = network.parse::<std::net::IpAddr>()
    {
        found.push(next(address).to_string());
        found.push(network.to_owned());
    }
    if literal.contains("%{") {
        found.push(keys(literal, |_| "x".to_owned()));
        found.extend(regex(&keys(literal, grok), false));
    } else if is_regex(literal) {
        found.extend(regex(literal, false));
    }
    found.push(literal.to_owned());
    let mut seen = FxHashSet::default();
    found.retain(|text| seen.insert(text.clone()));
    found
}

/// Texts that a pattern takes apart, with [`PLACE`] for what it takes out of them.
pub(super) fn templates(literal: &str) -> Vec<String> {
    let place = |key: &str| {
        let named = key.contains(':') && grok(key) == "x";
        if named { PLACE.to_string() } else { grok(key) }
    };
    let mut found = Vec::new();
    if literal.contains("%{") {
        found.push(keys(literal, |_| PLACE.to_string()));
        found.extend(regex(&keys(literal, place), true));
    } else if literal.contains('(') {
        found.extend(regex(literal, true));
    }
    found.retain(|text| text.contains(PLACE));
    found.dedup();
    found
}

fn is_regex(literal: &str) -> bool {
    literal.contains(['\\', '[', '(', '|', '+', '{', '.', '$', '^'])
}

/// A text that a pattern of LIKE matches, with this in the place of `*`.
fn like(pattern: &str, filling: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            '*' => text.push_str(filling),
            '?' => text.push('x'),
            '\\' => text.extend(chars.next()),
            char => text.push(char),
        }
    }
    text
}

/// The address behind this one: networks are named by their first, which no host has.
fn next(address: std::net::IpAddr) -> std::net::IpAddr {
    match address {
        std::net::IpAddr::V4(address) => {
            std::net::Ipv4Addr::from_bits(address.to_bits().saturating_add(1)).into()
        }
        std::net::IpAddr::V6(address) => {
            std::net::Ipv6Addr::from_bits(address.to_bits().saturating_add(1)).into()
        }
    }
}

/// The pattern with each `%{...}` replaced.
fn keys(pattern: &str, replace: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once("%{") {
        let (key, behind) = behind.split_once('}').unwrap_or((behind, ""));
        text.push_str(before);
        text.push_str(&replace(key));
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// A regular expression for a key of GROK.
fn grok(key: &str) -> String {
    let name = key.split(':').next().unwrap_or(key);
    let known = NAMED.iter().find(|(known, _)| *known == name);
    known.map_or("x", |(_, regex)| regex).to_owned()
}

/// Texts that a regular expression matches, with [`PLACE`] for named groups if `places`; none if it
/// cannot be read.
fn regex(pattern: &str, places: bool) -> Vec<String> {
    let Ok(hir) = regex_syntax::Parser::new().parse(&plain(pattern)) else { return Vec::new() };
    let mut texts = Vec::new();
    for variant in 0..VARIANTS {
        let mut text = String::new();
        write(&hir, variant, places, &mut text);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The pattern without what only says how to search: possessive repetition and atomic groups.
fn plain(pattern: &str) -> String {
    let greedy = pattern.replace("++", "+").replace("*+", "*").replace("?+", "?");
    greedy.replace("(?>", "(?:")
}

/// Appends a text that is matched; `variant` says which alternatives are taken, and whether what
/// may be left out is.
fn write(hir: &Hir, variant: usize, places: bool, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => out.extend(letter(class, variant)),
        HirKind::Repetition(repetition) => {
            let least = if variant.is_multiple_of(2) { 0 } else { 1 };
            let most = repetition.max.unwrap_or(u32::MAX).min(REPEATS);
            for _ in 0..repetition.min.max(least).min(most) {
                write(&repetition.sub, variant, places, out);
            }
        }
        HirKind::Capture(capture) if places && capture.name.is_some() => out.push(PLACE),
        HirKind::Capture(capture) => write(&capture.sub, variant, places, out),
        HirKind::Concat(parts) => {
            parts.iter().for_each(|part| write(part, variant, places, out));
        }
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(variant / 2 % parts.len()) {
                write(part, variant, places, out);
            }
        }
    }
}

/// A letter of a class, a usual one if it has some.
fn letter(class: &Class, variant: usize) -> Option<char> {
    const USUAL: [char; 8] = ['a', 'x', 'A', '1', '0', ' ', '/', '-'];
    match class {
        Class::Unicode(class) => {
            let has = |letter: &char| {
                class.iter().any(|range| range.start() <= *letter && *letter <= range.end())
            };
            let usual: Vec<char> = USUAL.into_iter().filter(has).collect();
            let chosen = usual.get(variant / 4 % usual.len().max(1)).copied();
            chosen.or_else(|| Some(class.iter().next()?.start()))
        }
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_patterns_take_out() {
        assert!(templates("/exec\\?%{DATA:cmd}&").contains(&"/exec?\u{1}&".to_owned()));
        assert!(templates("id=(?<id>[0-9]{12})").contains(&"id=\u{1}".to_owned()));
    }

    #[test]
    fn what_patterns_match() {
        for (literal, expected) in [
            ("sh", "sh"),
            ("*curl *", "curl "),
            ("a\\*b*", "a*b"),
            ("10.0.0.0/8", "10.0.0.1"),
            ("verdict=%{v} confidence=%{c}", "verdict=x confidence=x"),
            ("%{INT:a}-%{DATA:b}\\.%{GREEDYDATA:c}", "7-x.x"),
            (".*(reveal|password).*", "password"),
            ("AKIA[A-Z0-9]{4}", "AKIAAAAA"),
            ("\\[\\d++\\]", "[1]"),
        ] {
            let texts = texts(literal);
            assert!(texts.iter().any(|text| text == expected), "{literal}: {texts:?}");
        }
    }
}
