//! A URI as `java.net.URI` reads it: RFC 2396, IPv6 hosts, and characters beyond ASCII wherever an
//! escape may stand.

use std::borrow::Cow;

use super::Parts;

/// Characters that may stand at a place: those for which the function is true, and perhaps escapes
/// (`%41`) with all characters beyond ASCII that are neither blanks nor controls.
#[derive(Clone, Copy)]
struct Set {
    plain: fn(u8) -> bool,
    escapes: bool,
}

const fn plain(plain: fn(u8) -> bool) -> Set {
    Set { plain, escapes: false }
}

const fn with_escapes(plain: fn(u8) -> bool) -> Set {
    Set { plain, escapes: true }
}

const ALPHANUM: Set = plain(|it| it.is_ascii_alphanumeric());
const LABEL: Set = plain(|it| it.is_ascii_alphanumeric() || it == b'-');
const DIGIT: Set = plain(|it| it.is_ascii_digit());
const SCHEME: Set = plain(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
const SCOPE: Set = plain(|it| it.is_ascii_alphanumeric() || b"_.".contains(&it));
const URIC: Set = with_escapes(|it| unreserved(it) || b";/?:@&=+$,[]".contains(&it));
const PATH: Set = with_escapes(|it| unreserved(it) || b":@&=+$,;/".contains(&it));
const USER_INFO: Set = with_escapes(|it| unreserved(it) || b";:&=+$,".contains(&it));
const REGISTRY: Set = with_escapes(|it| unreserved(it) || b"$,;:@&=+".contains(&it));
const SERVER: Set = with_escapes(|it| unreserved(it) || b";:&=+$,@[]%".contains(&it));

fn unreserved(it: u8) -> bool {
    it.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&it)
}

/// Reads a URI; `None` if it has a mistake.
pub(super) fn parse(text: &str) -> Option<Parts<'_>> {
    let mut parts = Parts::default();
    let (text, fragment) = match text.split_once('#') {
        Some((text, fragment)) => (text, Some(fragment)),
        None => (text, None),
    };
    if let Some(fragment) = fragment {
        all(fragment, URIC)?;
        parts.fragment = Some(decode(fragment));
    }
    let colon = text.find([':', '/', '?']).filter(|at| text[*at..].starts_with(':'));
    let rest = match colon {
        None => text,
        Some(colon) => {
            let (scheme, rest) = (&text[..colon], &text[colon + 1..]);
            all(scheme, SCHEME)?;
            if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) {
                return None;
            }
            parts.scheme = Some(Cow::Borrowed(scheme));
            if !rest.starts_with('/') {
                // Opaque: there is something, and nobody looks into it.
                all(rest, URIC)?;
                return (!rest.is_empty()).then_some(parts);
            }
            rest
        }
    };
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            if end > 0 {
                authority(&rest[..end], &mut parts)?;
            } else if rest.is_empty() && fragment.is_none() {
                return None;
            }
            &rest[end..]
        }
    };
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    all(path, PATH)?;
    parts.path = Some(decode(path));
    if let Some(query) = query {
        all(query, URIC)?;
        parts.query = Some(decode(query));
    }
    Some(parts)
}

/// What stands between `//` and the path: a server, or else the name of a registry, which has no
/// parts.
fn authority<'a>(text: &'a str, parts: &mut Parts<'a>) -> Option<()> {
    let may_be_server = scan(text, SERVER)? == text.len();
    let may_be_registry = scan(text, REGISTRY)? == text.len();
    let server = may_be_server.then(|| server(text)).flatten();
    match server {
        Some(server) => {
            parts.user_info = server.user_info.map(decode);
            parts.host = Some(Cow::Borrowed(server.host));
            parts.port = server.port;
            Some(())
        }
        None => may_be_registry.then_some(()),
    }
}

struct Server<'a> {
    user_info: Option<&'a str>,
    host: &'a str,
    port: Option<i32>,
}

/// `[user@]host[:port]`.
fn server(text: &str) -> Option<Server<'_>> {
    let (user_info, rest) = match text.split_once('@') {
        Some((user_info, rest)) => (Some(user_info), rest),
        None => (None, text),
    };
    if let Some(user_info) = user_info {
        all(user_info, USER_INFO)?;
    }
    let end = match rest.strip_prefix('[') {
        Some(behind) => {
            let end = behind.find(']').filter(|end| *end > 0)?;
            ipv6(&behind[..end])?;
            end + 2
        }
        None => ipv4(rest).or_else(|| hostname(rest))?,
    };
    let (host, port) = (&rest[..end], &rest[end..]);
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        None => return None,
        Some("") => None,
        Some(digits) => {
            all(digits, DIGIT)?;
            Some(digits.parse().ok()?)
        }
    };
    Some(Server { user_info, host, port })
}

/// Where an IPv4 address ends that nothing but a port follows.
fn ipv4(text: &str) -> Option<usize> {
    let end = text.find(':').unwrap_or(text.len());
    let bytes: Vec<&str> = text[..end].split('.').collect();
    let is_byte = |text: &&str| {
        (1..=3).contains(&text.len()) && all(text, DIGIT).is_some() && text.parse::<u8>().is_ok()
    };
    (bytes.len() == 4 && bytes.iter().all(is_byte)).then_some(end)
}

/// An IPv6 address, perhaps with a scope.
fn ipv6(text: &str) -> Option<()> {
    let (address, scope) = match text.split_once('%') {
        Some((address, scope)) => (address, Some(scope)),
        None => (text, None),
    };
    address.parse::<std::net::Ipv6Addr>().ok()?;
    match scope {
        None => Some(()),
        Some("") => None,
        Some(scope) => all(scope, SCOPE),
    }
}

/// Where a host name ends: labels of letters, digits and inner hyphens, the last one of several
/// beginning with a letter, perhaps a dot behind it.
fn hostname(text: &str) -> Option<usize> {
    let end = text.find(':').unwrap_or(text.len());
    let name = text[..end].strip_suffix('.').unwrap_or(&text[..end]);
    for label in name.split('.') {
        all(label, LABEL)?;
        all(label.get(..1)?, ALPHANUM)?;
        if label.ends_with('-') {
            return None;
        }
    }
    let last = name.rsplit_once('.').map(|(_, label)| label);
    let fine = last.is_none_or(|label| label.starts_with(|it: char| it.is_ascii_alphabetic()));
    fine.then_some(end)
}

/// How much of the text is in the set; `None` after a percent sign that begins no escape.
fn scan(text: &str, set: Set) -> Option<usize> {
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if u8::try_from(letter).is_ok_and(|it| it.is_ascii() && (set.plain)(it)) {
            continue;
        }
        if set.escapes && letter == '%' {
            let digits = text.as_bytes().get(at + 1..at + 3)?;
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            letters.nth(1);
            continue;
        }
        let other = letter > '\u{80}' && !letter.is_whitespace() && !letter.is_control();
        if !(set.escapes && other) {
            return Some(at);
        }
    }
    Some(text.len())
}

/// Whether all of the text is in the set.
fn all(text: &str, set: Set) -> Option<()> {
    (scan(text, set)? == text.len()).then_some(())
}

/// The text with its escapes decoded as UTF-8.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut bytes = Vec::new();
        while let Some(digits) = rest.strip_prefix('%').and_then(|it| it.get(..2))
            && let Ok(byte) = u8::from_str_radix(digits, 16)
        {
            bytes.push(byte);
            rest = &rest[3..];
        }
        if bytes.is_empty() {
            break;
        }
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
    out.push_str(rest);
    Cow::Owned(out)
}
