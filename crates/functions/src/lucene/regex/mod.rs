//! Lucene's regular expressions, run by the `regex` crate.
//!
//! Source: the Elasticsearch reference, "Regular expression syntax", and Lucene's `RegExp` with
//! all its optional operators. They are anchored to the whole value, a dot takes every code
//! point, `^` and `$` are ordinary, and there are no lazy, capturing or flag constructs: `(?i)`
//! is a group that begins with a question mark.
//!
//! Intersection `&` and complement `~` have no counterpart in the `regex` crate. Where they join
//! whole alternatives they become a conjunction and a negation of matches; inside a sequence or a
//! repetition they are worked out if an operand fits only a few strings, and refused otherwise.

mod finite;
mod interval;
mod parser;

use std::fmt;

use regex::{Regex, RegexBuilder, escape};

/// Bytes that a compiled pattern may take.
const SIZE_LIMIT: usize = 64 << 20;

/// Why a pattern cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One pattern, made ready.
pub struct Pattern {
    matcher: Matcher,
}

enum Matcher {
    Regex(Regex),
    All(Vec<Matcher>),
    Any(Vec<Matcher>),
    Not(Box<Matcher>),
}

/// A parsed pattern.
#[derive(Clone, PartialEq, Debug)]
enum Ast {
    /// `#`: fits nothing, not even the empty string.
    Nothing,
    /// `.`
    AnyChar,
    /// `@` and `.*`
    AnyString,
    /// Code points, quoted text.
    Text(String),
    /// `[…]`, and `\d` and its kin.
    Class(Class),
    /// `<1-12>`: numbers, with `digits` digits each, or with any number of leading zeros if 0.
    Interval {
        min: u32,
        max: u32,
        digits: usize,
    },
    Sequence(Vec<Ast>),
    Alternatives(Vec<Ast>),
    Repeat {
        inner: Box<Ast>,
        min: u32,
        max: Option<u32>,
    },
    /// `&`
    Intersection(Vec<Ast>),
    /// `~`
    Complement(Box<Ast>),
}

/// A set of code points.
#[derive(Clone, PartialEq, Debug)]
struct Class {
    negated: bool,
    items: Vec<ClassItem>,
}

#[derive(Clone, PartialEq, Debug)]
enum ClassItem {
    Range(char, char),
    Named(char),
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// If it is malformed, in Lucene's words; or if it needs `&` or `~` where they are not
    /// supported.
    pub fn new(pattern: &str) -> Result<Pattern, PatternError> {
        Ok(Pattern { matcher: Matcher::new(&parser::parse(pattern)?)? })
    }

    /// Whether the whole text fits.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.matcher.is_match(text)
    }
}

impl Matcher {
    fn new(ast: &Ast) -> Result<Matcher, PatternError> {
        let all =
            |asts: &[Ast]| -> Result<Vec<Matcher>, _> { asts.iter().map(Matcher::new).collect() };
        match ast {
            Ast::Intersection(asts) => Ok(Matcher::All(all(asts)?)),
            Ast::Complement(ast) => Ok(Matcher::Not(Box::new(Matcher::new(ast)?))),
            Ast::Alternatives(asts) if ast.has_set_operator() => Ok(Matcher::Any(all(asts)?)),
            ast if ast.has_set_operator() => Matcher::new(&finite::resolve(ast)?),
            ast => Ok(Matcher::Regex(compile(ast)?)),
        }
    }

    fn is_match(&self, text: &str) -> bool {
        match self {
            Matcher::Regex(regex) => regex.is_match(text),
            Matcher::All(all) => all.iter().all(|one| one.is_match(text)),
            Matcher::Any(any) => any.iter().any(|one| one.is_match(text)),
            Matcher::Not(inner) => !inner.is_match(text),
        }
    }
}

impl Ast {
    fn has_set_operator(&self) -> bool {
        match self {
            Ast::Intersection(_) | Ast::Complement(_) => true,
            Ast::Sequence(asts) | Ast::Alternatives(asts) => asts.iter().any(Ast::has_set_operator),
            Ast::Repeat { inner, .. } => inner.has_set_operator(),
            _ => false,
        }
    }

    /// Writes the pattern for the `regex` crate, so that anything may stand beside it.
    fn write(&self, out: &mut String) -> Result<(), PatternError> {
        match self {
            // No code point is both.
            Ast::Nothing => out.push_str("[a&&b]"),
            Ast::AnyChar => out.push('.'),
            Ast::AnyString => out.push_str(".*"),
            Ast::Text(text) => out.push_str(&escape(text)),
            Ast::Class(class) => class.write(out),
            Ast::Interval { min, max, digits } => interval::write(*min, *max, *digits, out),
            Ast::Sequence(asts) => asts.iter().try_for_each(|ast| ast.write(out))?,
            Ast::Alternatives(asts) => {
                out.push_str("(?:");
                for (at, ast) in asts.iter().enumerate() {
                    if at > 0 {
                        out.push('|');
                    }
                    ast.write(out)?;
                }
                out.push(')');
            }
            Ast::Repeat { inner, min, max } => {
                if max.is_some_and(|max| max < *min) {
                    out.push_str("[a&&b]");
                    return Ok(());
                }
                out.push_str("(?:");
                inner.write(out)?;
                out.push_str("){");
                out.push_str(&min.to_string());
                out.push(',');
                if let Some(max) = max {
                    out.push_str(&max.to_string());
                }
                out.push('}');
            }
            // `finite::resolve` leaves none.
            Ast::Intersection(_) | Ast::Complement(_) => {
                return Err(unsupported("a set operator inside a sequence or a repetition"));
            }
        }
        Ok(())
    }
}

impl Class {
    fn write(&self, out: &mut String) {
        out.push_str(if self.negated { "[^" } else { "[" });
        for item in &self.items {
            match item {
                ClassItem::Range(from, to) => {
                    let (from, to) = (u32::from(*from), u32::from(*to));
                    out.push_str(&format!("\\x{{{from:x}}}-\\x{{{to:x}}}"));
                }
                // Lucene's classes are ASCII.
                ClassItem::Named(name) => out.push_str(match name {
                    'd' => "[0-9]",
                    'D' => "[^0-9]",
                    's' => r"[ \t\n\r]",
                    'S' => r"[^ \t\n\r]",
                    'w' => "[a-zA-Z_0-9]",
                    _ => "[^a-zA-Z_0-9]",
                }),
            }
        }
        out.push(']');
    }
}

/// Compiles what has no set operator. `.*` at an end is left out with its anchor: so the `regex`
/// crate can search for the literals in the middle.
fn compile(ast: &Ast) -> Result<Regex, PatternError> {
    let mut parts = match ast {
        Ast::Sequence(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let (mut open, mut close) = (r"\A(?:", r")\z");
    if let Some((Ast::AnyString, rest)) = parts.split_first() {
        (parts, open) = (rest, "(?:");
    }
    if let Some((Ast::AnyString, rest)) = parts.split_last() {
        (parts, close) = (rest, ")");
    }
    let mut text = String::from(open);
    for part in parts {
        part.write(&mut text)?;
    }
    text.push_str(close);
    RegexBuilder::new(&text)
        .dot_matches_new_line(true)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|_| PatternError("pattern is too large or nested too deeply".into()))
}

fn unsupported(construct: &str) -> PatternError {
    PatternError(format!("{construct} is not supported"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (pattern, matching, other) in [
            ("abc", &["abc"][..], &["", "xabc", "abcx", "ABC"][..]),
            ("", &[""], &["a"]),
            ("a|b||c", &["a", "b", "|c"], &["", "c"]),
            ("a.c", &["abc", "a\nc", "a\u{1F600}c"], &["ac"]),
            ("ab*c?", &["a", "abb", "abc"], &["abcc"]),
            ("(ab)+", &["ab", "abab"], &["", "aba"]),
            ("a{2}", &["aa"], &["a", "aaa"]),
            ("a{2,}", &["aa", "aaa"], &["a"]),
            ("a{2,1}", &[], &["", "a", "aa"]),
            ("()", &[""], &["a"]),
            ("[a-c-e]", &["a", "c", "-", "e"], &["d"]),
            ("[^a-c]", &["d", "\n"], &["a", "", "dd"]),
            (r"[\d\-x]", &["5", "-", "x"], &["y"]),
            (r"\d\D\w\W\s\S", &["1a_- x"], &["1a_-xx", "٣a_- x"]),
            (r"^a$\.", &["^a$."], &["a."]),
            ("\"a.*\"b", &["a.*b"], &["axb"]),
            ("a@b", &["ab", "axxb"], &["a"]),
            ("#", &[], &["", "#"]),
            ("a#|b", &["b"], &["a", "a#"]),
            ("x<1-12>", &["x1", "x12", "x007"], &["x0", "x13"]),
            ("<01-12>", &["01", "12"], &["1", "13", "00"]),
            ("<120-7>", &["7", "99", "120"], &["6", "121"]),
            ("*sh.{1,2}-c*", &["*sh -cc", "*shxx-"], &["sh -c"]),
            ("(oauth.*||.*login.*)", &["oauth", "|x login"], &["x login"]),
            (".*a.*&.*b.*", &["ab", "ba"], &["a", "b"]),
            ("~(a.*)", &["", "ba"], &["a", "ab"]),
            ("(~(a.*)&.{2})|zzz", &["ba", "zzz"], &["ab", "b"]),
            (".*(sh >&|0>&1|>&\\s*/dev|nc -e).*", &["a nc -e b"], &["sh >", "2>&1", ">"]),
            ("x(a.*&(ab|cd)&[a-c]{1,2})y", &["xaby"], &["xcdy", "xay"]),
            ("x~/y", &["xy", "x//y", "xzy"], &["x/y", "y"]),
            ("(~(ab?c?))+d", &["d", "xd", "abcd!d"], &["ad"]),
            ("x~#", &["x", "xyz"], &["y"]),
            (".+*x", &["x", "aax"], &["xa"]),
            ("(?i)a", &[], &["a", "A"]),
        ] {
            let regex = Pattern::new(pattern).unwrap();
            for text in matching {
                assert!(regex.is_match(text), "{pattern} on {text}");
            }
            for text in other {
                assert!(!regex.is_match(text), "{pattern} on {text}");
            }
        }
    }

    #[test]
    fn errors() {
        for (pattern, message) in [
            ("(a", "expected ')' at position 2"),
            ("a)", "end-of-string expected at position 1"),
            ("[a", "expected ']' at position 2"),
            ("[z-a]", "invalid range: from (122) cannot be > to (97)"),
            ("\"a", "expected '\"' at position 2"),
            ("a{x}", "integer expected at position 2"),
            ("a{1", "expected '}' at position 3"),
            ("<1", "expected '>' at position 2"),
            ("<1-x>", "interval syntax error at position 4"),
            ("<x>", "'x' not found"),
            (r"\b", r"invalid character class \b"),
            (r"a\", "unexpected end-of-string"),
            ("a|", "unexpected end-of-string"),
            (
                "a~(.b)",
                "a complement `~` of many strings inside a sequence or a repetition is not \
                 supported",
            ),
            (
                "(a.*&.b)c",
                "an intersection `&` of many strings inside a sequence or a repetition is not \
                 supported",
            ),
        ] {
            let error = Pattern::new(pattern).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), Some(message), "{pattern}");
        }
    }
}
