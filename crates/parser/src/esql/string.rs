//! String literals: their value, and where each part of the value stands in the query.

use esql_diagnostics::SourceMap;

/// The value of a string literal, and the map from offsets of the value to those of the text
/// that the literal was taken from.
///
/// `literal` is the literal with its quotes, `"..."` with escapes or `"""..."""` without;
/// `outer_start` is the offset of its first quote. Unknown escapes stand for themselves.
#[must_use]
pub fn map(literal: &str, outer_start: usize) -> (String, SourceMap) {
    if let Some(raw) = literal.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\"")) {
        return (raw.to_owned(), SourceMap::shifted(outer_start + 3));
    }
    let body = literal.get(1..literal.len().saturating_sub(1)).unwrap_or("");
    let mut map = SourceMap::shifted(outer_start + 1);
    let mut value = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let escaped = behind.chars().next().and_then(unescape);
        match escaped {
            Some(character) => value.push(character),
            None => value.push('\\'),
        }
        rest = &behind[usize::from(escaped.is_some())..];
        map.push(value.len(), outer_start + 1 + (body.len() - rest.len()));
    }
    value.push_str(rest);
    (value, map)
}

/// The value of a string literal with its quotes.
pub(crate) fn value(literal: &str) -> String {
    map(literal, 0).0
}

/// A literal for `value`: triple-quoted if that avoids escapes.
#[must_use]
pub fn literal(value: &str) -> String {
    let escapes = value.contains(['\\', '"']);
    let raw = !value.contains(['\n', '\r', '\t'])
        && !value.contains("\"\"\"")
        && !value.starts_with('"')
        && !value.ends_with('"');
    if escapes && raw {
        return format!("\"\"\"{value}\"\"\"");
    }
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for character in value.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn unescape(character: char) -> Option<char> {
    Some(match character {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        '"' => '"',
        '\\' => '\\',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use esql_diagnostics::Span;

    #[test]
    fn values() {
        assert_eq!(value(r#""a\tb\\c\"""#), "a\tb\\c\"");
        assert_eq!(value(r#""\q""#), "\\q");
        assert_eq!(value(r#""""a\b""""#), "a\\b");
        assert_eq!(value(r#""""a""""""#), "a\"\"");
        assert_eq!(value(r#"""""""""#), "\"");
        assert_eq!(value(r#""""#), "");
    }

    #[test]
    fn offsets_are_those_of_the_query() {
        let query = r#"KQL("a\"é\\b")"#;
        let (value, map) = map(&query[4..14], 4);
        assert_eq!(value, "a\"é\\b");
        for (inner, outer) in [("a", "a"), ("\"", "\\\""), ("é", "é"), ("\\", "\\\\"), ("b", "b")]
        {
            let at = value.find(inner).unwrap();
            let span = map.span(Span::new(at, at + inner.len()));
            assert_eq!(span.start as usize, 5 + query[5..].find(outer).unwrap(), "{inner}");
        }
    }

    #[test]
    fn literals_read_back() {
        for text in ["", "\"", "\"\"", "a\"b", "a\\", "\\n\n", "\"\"\"", "a\"", "é\t"] {
            assert_eq!(value(&literal(text)), text, "{}", literal(text));
        }
    }
}
