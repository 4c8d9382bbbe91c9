//! A URL as `java.net.URL` reads it, which asks for a protocol that Java knows and little else.

use std::borrow::Cow;

use super::Parts;

/// The protocols whose URLs have the common form.
const PROTOCOLS: &[&str] = &["http", "https", "ftp", "file"];

/// Reads a URL; `None` if it has no known protocol, or a port that is no number.
pub(super) fn parse(text: &str) -> Option<Parts<'_>> {
    let text = text.trim_matches(|letter| letter <= ' ');
    let behind = text.get(4..).filter(|_| text.as_bytes()[..4].eq_ignore_ascii_case(b"url:"));
    let text = behind.unwrap_or(text);
    let (protocol, rest) = text.split_once(':')?;
    let protocol = protocol.to_ascii_lowercase();
    if !PROTOCOLS.contains(&protocol.as_str()) {
        return None;
    }
    let mut parts = Parts { host: Some(Cow::Borrowed("")), ..Parts::default() };
    parts.scheme = Some(Cow::Owned(protocol));
    let (rest, fragment) = split(rest, '#');
    let (rest, query) = split(rest, '?');
    parts.fragment = fragment.map(Cow::Borrowed);
    parts.query = query.map(Cow::Borrowed);
    let path = match rest.strip_prefix("//").filter(|_| !rest.starts_with("////")) {
        None => rest,
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            authority(&rest[..end], &mut parts)?;
            &rest[end..]
        }
    };
    parts.path = Some(Cow::Owned(without_dots(path.to_owned())));
    Some(parts)
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(text, rest)| (text, Some(rest)))
}

/// `[user@]host[:port]`; with several `@` it is not looked into.
fn authority<'a>(text: &'a str, parts: &mut Parts<'a>) -> Option<()> {
    let host = match text.split_once('@') {
        Some((_, rest)) if rest.contains('@') => return Some(()),
        Some((user_info, host)) => {
            parts.user_info = Some(Cow::Borrowed(user_info));
            host
        }
        None => text,
    };
    let end = if host.starts_with('[') {
        let end = host.find(']').filter(|end| *end > 2)?;
        host[1..end].parse::<std::net::Ipv6Addr>().ok()?;
        end + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let port = &host[end..];
    parts.host = Some(Cow::Borrowed(&host[..end]));
    parts.port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        None => return None,
        Some("") => None,
        // -1 is what no port is called in Java.
        Some(digits) => {
            digits.parse().ok().filter(|port| *port >= -1).map(|it| (it != -1).then_some(it))?
        }
    };
    Some(())
}

/// A path without `.` and `..` as far as they can be resolved.
fn without_dots(mut path: String) -> String {
    while let Some(at) = path.find("/./") {
        path.replace_range(at..at + 2, "");
    }
    let mut from = 0;
    while let Some(at) = path.get(from..).and_then(|rest| rest.find("/../")).map(|at| from + at) {
        // It takes away the segment in front of it, unless that is `..` too.
        match path[..at].rfind('/') {
            Some(start) if start > 0 || !path.starts_with("/../") => {
                path.replace_range(start..at + 3, "");
                from = 0;
            }
            _ => from = at + 3,
        }
    }
    while path.ends_with("/..") {
        let Some(start) = path.find("/..").and_then(|at| path[..at].rfind('/')) else { break };
        path.truncate(start + 1);
    }
    if path.len() > 2 && path.starts_with("./") {
        path.replace_range(..2, "");
    }
    if path.ends_with("/.") {
        path.pop();
    }
    path
}
