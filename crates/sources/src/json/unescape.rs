//! Strings with escapes decoded.

/// The value of a string that the scanner has passed, given without its quotes. Half a surrogate
/// pair becomes U+FFFD, as in Elasticsearch.
pub(crate) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (plain, behind) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = behind.chars();
        chars.next();
        match chars.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let (decoded, length) = unicode(chars.as_str());
                out.push(decoded);
                chars = chars.as_str().get(length..).unwrap_or("").chars();
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// The character behind `\u`, and how many bytes its digits (or those of a pair) take.
fn unicode(digits: &str) -> (char, usize) {
    let unit = |at: usize| {
        digits
            .get(at..at + 4)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .unwrap_or(0xfffd)
    };
    let first = unit(0);
    if (0xd800..0xdc00).contains(&first) && digits.get(4..6) == Some("\\u") {
        let second = unit(6);
        if (0xdc00..0xe000).contains(&second) {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
        }
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (raw, value) in [
            (r"a\nb", "a\nb"),
            (r#"\"\\\/\b\f\r\t"#, "\"\\/\u{8}\u{c}\r\t"),
            (r"\u00e9\u00E9x", "ééx"),
            (r"\ud83d\ude00", "😀"),
            (r"\ud83dx\ude00", "\u{fffd}x\u{fffd}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"C:\\new", r"C:\new"),
        ] {
            assert_eq!(unescape(raw), value, "{raw}");
        }
    }
}
