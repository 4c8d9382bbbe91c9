//! Paths into JSON: a subset of JSONPath (RFC 9535).
//!
//! Source: the Elasticsearch reference, "JSON_EXTRACT".

/// A path: keys of objects and places of arrays, from the root.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Path {
    /// As it was written, for messages.
    pub(in super::super) text: String,
    /// The steps.
    pub(in super::super) steps: Vec<Step>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Step {
    /// The value of a key.
    Key(String),
    /// The value at a place, from 0.
    Index(usize),
}

impl Path {
    /// Reads `a.b`, `a['b c'][0]`, each perhaps behind `$`; empty text, `$` and `$.` are the root.
    ///
    /// # Errors
    /// Elasticsearch's message.
    pub(in super::super) fn parse(text: &str) -> Result<Path, String> {
        let start = match text.strip_prefix('$') {
            None => 0,
            Some("") => 1,
            Some(rest) if rest.starts_with('.') => 2,
            Some(rest) if rest.starts_with('[') => 1,
            Some(_) => return Err(invalid(text, "expected [.] or [[] after [$]", 1)),
        };
        let mut parser = Parser { text, at: start };
        let mut steps = Vec::new();
        while let Some(next) = parser.peek() {
            let step = match next {
                '.' => {
                    if steps.is_empty() {
                        return Err(parser.invalid("path cannot start with a dot", parser.at));
                    }
                    parser.at += 1;
                    match parser.peek() {
                        None => {
                            return Err(parser.invalid("path cannot end with a dot", parser.at - 1));
                        }
                        Some('.') => {
                            return Err(parser.invalid("consecutive dots", parser.at - 1));
                        }
                        Some(_) => parser.key()?,
                    }
                }
                '[' => parser.bracket()?,
                _ if steps.is_empty() => parser.key()?,
                other => {
                    let reason = format!("expected [.] or [[] before [{other}]");
                    return Err(parser.invalid(&reason, parser.at));
                }
            };
            steps.push(step);
        }
        Ok(Path { text: text.to_owned(), steps })
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn invalid(&self, reason: &str, at: usize) -> String {
        invalid(self.text, reason, at)
    }

    fn key(&mut self) -> Result<Step, String> {
        let length = self.rest().find(['.', '[', ']']).unwrap_or(self.rest().len());
        if length == 0 {
            return Err(self.invalid("empty key name", self.at));
        }
        let key = self.rest()[..length].to_owned();
        self.at += length;
        Ok(Step::Key(key))
    }

    fn bracket(&mut self) -> Result<Step, String> {
        let open = self.at;
        self.at += 1;
        self.skip_blanks();
        match self.peek() {
            None => Err(self.invalid("unterminated bracket", open)),
            Some(']') => Err(self.invalid("empty brackets", open)),
            Some(quote @ ('\'' | '"')) => self.quoted_key(quote, open),
            Some(_) => self.index(open),
        }
    }

    fn quoted_key(&mut self, quote: char, open: usize) -> Result<Step, String> {
        self.at += 1;
        let mut key = String::new();
        while let Some(next) = self.peek() {
            self.at += next.len_utf8();
            match next {
                // What follows a backslash stands for itself.
                '\\' => match self.peek() {
                    Some(escaped) => {
                        key.push(escaped);
                        self.at += escaped.len_utf8();
                    }
                    None => key.push('\\'),
                },
                _ if next == quote => {
                    self.skip_blanks();
                    if self.peek() != Some(']') {
                        let reason = "expected closing bracket after quoted key";
                        return Err(self.invalid(reason, open));
                    }
                    self.at += 1;
                    return Ok(Step::Key(key));
                }
                _ => key.push(next),
            }
        }
        Err(self.invalid("unterminated quoted key", open))
    }

    fn index(&mut self, open: usize) -> Result<Step, String> {
        let Some(length) = self.rest().find(']') else {
            return Err(self.invalid("missing closing bracket for array index", open));
        };
        let content = self.rest()[..length].trim_end_matches(is_blank);
        let Ok(index) = content.parse::<i32>() else {
            let reason = format!("expected integer array index, got [{content}]");
            return Err(self.invalid(&reason, open));
        };
        if content.len() > 1 && content.starts_with('0') {
            let reason = format!("leading zeros are not allowed in array index [{content}]");
            return Err(self.invalid(&reason, open));
        }
        let index = usize::try_from(index).map_err(|_| OUT_OF_BOUNDS.to_owned())?;
        self.at += length + 1;
        Ok(Step::Index(index))
    }
}

/// Elasticsearch's message for an array that has no such place.
pub(in super::super) const OUT_OF_BOUNDS: &str = "array index out of bounds";

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Positions count UTF-16 units, as in Java.
fn invalid(text: &str, reason: &str, at: usize) -> String {
    let position = text.get(..at).unwrap_or(text).encode_utf16().count();
    format!("Invalid JSON path [{text}]: {reason} at position {position}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps() {
        let key = |text: &str| Step::Key(text.to_owned());
        for (text, steps) in [
            ("", vec![]),
            ("$", vec![]),
            ("$.", vec![]),
            ("a.b", vec![key("a"), key("b")]),
            ("$['a b'][ 0 ].c", vec![key("a b"), Step::Index(0), key("c")]),
            (r#"[""]["it\"s"]"#, vec![key(""), key("it\"s")]),
            ("[1][2]", vec![Step::Index(1), Step::Index(2)]),
        ] {
            assert_eq!(Path::parse(text).unwrap().steps, steps, "{text}");
        }
    }

    #[test]
    fn errors() {
        for (text, message) in [
            ("$a", "Invalid JSON path [$a]: expected [.] or [[] after [$] at position 1"),
            (".a", "Invalid JSON path [.a]: path cannot start with a dot at position 0"),
            ("a.", "Invalid JSON path [a.]: path cannot end with a dot at position 1"),
            ("a..b", "Invalid JSON path [a..b]: consecutive dots at position 1"),
            (
                "a[*]",
                "Invalid JSON path [a[*]]: expected integer array index, got [*] at position 1",
            ),
            (
                "a[01]",
                "Invalid JSON path [a[01]]: leading zeros are not allowed in array index [01] at position 1",
            ),
            ("a[-1]", "array index out of bounds"),
            ("a[]", "Invalid JSON path [a[]]: empty brackets at position 1"),
            (
                "a['b'",
                "Invalid JSON path [a['b']: expected closing bracket after quoted key at position 1",
            ),
            ("[0]a", "Invalid JSON path [[0]a]: expected [.] or [[] before [a] at position 3"),
        ] {
            assert_eq!(Path::parse(text).unwrap_err(), message, "{text}");
        }
    }
}
