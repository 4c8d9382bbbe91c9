//! Where the characters of a TOML string stand in the file.
//!
//! The four forms: `'literal'` and `"basic"`, each on one line, and `'''literal'''` and
//! `"""basic"""` over several. A line end right behind three opening quotes is no part of the
//! string; basic strings have escapes, and over several lines a backslash at a line's end takes
//! away all blanks up to the next character.

use esql_diagnostics::SourceMap;

/// The value of a string and the map from it to the file. `raw` is the string as written, quotes
/// included, at offset `start` of the file; it must be valid TOML.
pub(crate) fn read(raw: &str, start: usize) -> (String, SourceMap) {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let basic = raw.starts_with('"');
    let end = raw.len().saturating_sub(quotes).max(quotes);
    let body = raw.get(quotes..end).unwrap_or("");
    let mut at = quotes;
    if quotes == 3 {
        at += line_end(body);
    }
    let mut value = String::with_capacity(body.len());
    let mut map = SourceMap::shifted(start + at);
    while let Some(rest) = raw.get(at..end).filter(|rest| !rest.is_empty()) {
        map.push(value.len(), start + at);
        let plain = if basic { rest.find('\\').unwrap_or(rest.len()) } else { rest.len() };
        value.push_str(&rest[..plain]);
        at += plain;
        if let Some(escape) = rest[plain..].strip_prefix('\\') {
            map.push(value.len(), start + at);
            let (char, length) = unescape(escape);
            value.extend(char);
            at += 1 + length;
        }
    }
    map.push(value.len(), start + at);
    (value, map)
}

/// The string `value` in the quotes of `raw`, a TOML string as written; `None` if these quotes
/// cannot hold it. Quotes for one line become three if there are several.
pub(crate) fn write(raw: &str, value: &str) -> Option<String> {
    if !raw.starts_with("'''") && !raw.starts_with("\"\"\"") && value.contains('\n') {
        return write(if raw.starts_with('"') { "\"\"\"\n" } else { "'''\n" }, value);
    }
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let delimiter = raw.get(..quotes)?;
    let is_basic = raw.starts_with('"');
    let mut text = delimiter.to_owned();
    if quotes == 3 {
        let lead = line_end(raw.get(quotes..).unwrap_or(""));
        text.push_str(raw.get(quotes..quotes + lead)?);
        if lead == 0 && value.starts_with('\n') {
            text.push('\n');
        }
    }
    if is_basic {
        let mut quoted = 0;
        let mut chars = value.chars().peekable();
        while let Some(char) = chars.next() {
            quoted = if char == '"' { quoted + 1 } else { 0 };
            match char {
                '\\' => text.push_str("\\\\"),
                // Two quotes in a row may stand in a long string, but not at its end.
                '"' if quotes == 1 || quoted == 3 || chars.peek().is_none() => {
                    quoted = 0;
                    text.push_str("\\\"");
                }
                '\n' | '\t' => text.push(char),
                '\r' => text.push_str("\\r"),
                char if char.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(char))),
                char => text.push(char),
            }
        }
    } else if value.contains(delimiter)
        || value.ends_with('\'') && quotes == 1
        || value.chars().any(|char| char.is_control() && char != '\n' && char != '\t')
    {
        return None;
    } else {
        text.push_str(value);
    }
    text.push_str(delimiter);
    Some(text)
}

/// The length of the line end that `text` begins with.
fn line_end(text: &str) -> usize {
    match text.as_bytes() {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}

/// What the text behind a backslash stands for, and its length. Blanks up to a line end and all
/// blanks behind it stand for nothing.
fn unescape(text: &str) -> (Option<char>, usize) {
    let numeric = |digits: usize| {
        let code = text.get(1..=digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        (code.and_then(char::from_u32), 1 + digits)
    };
    match text.chars().next() {
        Some('b') => (Some('\u{8}'), 1),
        Some('t') => (Some('\t'), 1),
        Some('n') => (Some('\n'), 1),
        Some('f') => (Some('\u{c}'), 1),
        Some('r') => (Some('\r'), 1),
        Some('e') => (Some('\u{1b}'), 1),
        Some('x') => numeric(2),
        Some('u') => numeric(4),
        Some('U') => numeric(8),
        Some(' ' | '\t' | '\n' | '\r') => {
            (None, text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len())
        }
        Some(char) => (Some(char), char.len_utf8()),
        None => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::*;

    /// A form of TOML string.
    #[derive(Clone, Copy, Debug)]
    enum Form {
        Literal,
        Basic,
        LongLiteral,
        LongBasic,
    }

    /// The file `q = STRING`; `choices` decide what is escaped though it need not be.
    fn write(value: &str, form: Form, choices: &[bool]) -> String {
        let mut choices = choices.iter().copied().cycle();
        let mut escaped = String::new();
        for char in value.chars() {
            let chosen = choices.next().unwrap_or(false);
            let must = match char {
                '"' | '\\' => true,
                '\n' | '\t' => matches!(form, Form::Basic),
                _ => char.is_control(),
            };
            match char {
                '\\' | '"' => escaped.extend(['\\', char]),
                '\n' if must || chosen => escaped.push_str("\\n"),
                _ if must || chosen => escaped.push_str(&format!("\\U{:08X}", char as u32)),
                _ => escaped.push(char),
            }
            if matches!(form, Form::LongBasic) && chosen {
                escaped.push_str("\\  \n \n  ");
                // The next character must be no blank, or it would be taken away as well.
                escaped.push_str("\\u0078");
            }
        }
        match form {
            Form::Literal => format!("q = '{value}'"),
            Form::Basic => format!("q = \"{escaped}\""),
            Form::LongLiteral => format!("q = '''\n{value}'''"),
            Form::LongBasic => format!("q = \"\"\"\r\n{escaped}\"\"\""),
        }
    }

    /// Reads `q` out of a file both ways and compares; gives value, file and map.
    fn check(file: &str) -> (String, SourceMap) {
        let table = DeTable::parse(file).unwrap();
        let value = table.get_ref().get("q").unwrap();
        let span = value.span();
        let (text, map) = read(&file[span.clone()], span.start);
        assert_eq!(Some(text.as_str()), value.get_ref().as_str(), "{file}");
        (text, map)
    }

    #[test]
    fn the_four_forms() {
        for (file, value, places) in [
            ("q = 'a\\n'", "a\\n", vec![5, 6, 7]),
            ("q = \"a\\nb\"", "a\nb", vec![5, 6, 8]),
            ("q = '''\nab'''", "ab", vec![8, 9]),
            ("q = '''ab\n'''", "ab\n", vec![7, 8, 9]),
            ("q = \"\"\"\na\\\n  b\\u0063\"\"\"", "abc", vec![8, 13, 14]),
            ("q = \"\"\"a\"\"b\"\"\"", "a\"\"b", vec![7, 8, 9, 10]),
            ("q = ''", "", vec![]),
            ("q = ''''''", "", vec![]),
            ("q = '''''x'''''", "''x''", vec![7, 8, 9, 10, 11]),
        ] {
            let (text, map) = check(file);
            assert_eq!(text, value, "{file}");
            let offsets: Vec<usize> = (0..text.len()).map(|at| map.offset(at)).collect();
            assert_eq!(offsets, places, "{file}");
        }
    }

    proptest! {
        /// What is written in given quotes reads back.
        #[test]
        fn written_strings_read_back(
            value in "[a-c \"'\\\\\n\té\u{1}]{0,16}",
            raw in prop::sample::select(vec!["''", "\"\"", "'''\nx'''", "''''''", "\"\"\"\n\"\"\"", "\"\"\"x\"\"\""]),
        ) {
            if let Some(written) = super::write(raw, &value) {
                let file = format!("q = {written}");
                prop_assert_eq!(check(&file).0, value, "{}", file);
            } else {
                prop_assert!(raw.starts_with('\''));
            }
        }

        /// Every character of the value stands in the file as itself, or as an escape sequence.
        #[test]
        fn every_character_has_its_place(
            value in "[a-c \"\\\\\n\té🔥=|]{0,24}",
            choices in prop::collection::vec(any::<bool>(), 1..8),
        ) {
            let one_line = value.replace('\n', " ");
            for (form, value) in [
                (Form::Literal, one_line.as_str()),
                (Form::Basic, value.as_str()),
                (Form::LongLiteral, value.as_str()),
                (Form::LongBasic, value.as_str()),
            ] {
                let file = write(value, form, &choices);
                let (text, map) = check(&file);
                for (at, char) in text.char_indices() {
                    let place = &file[map.offset(at)..];
                    let escape = matches!(form, Form::Basic | Form::LongBasic)
                        .then(|| place.strip_prefix('\\').map(unescape))
                        .flatten();
                    match escape {
                        Some((Some(unescaped), _)) => prop_assert_eq!(unescaped, char),
                        Some((None, _)) => prop_assert!(false, "a joined line has no place"),
                        None => prop_assert!(place.starts_with(char), "{} in {}", char, file),
                    }
                }
            }
        }
    }
}
