//! Lucene's wildcard patterns: `*` any string, `?` any code point, `\` takes the next one as it is.
//!
//! Source: the Elasticsearch reference, "Wildcard query", and Lucene's `WildcardQuery`. Patterns
//! without `?` become a prefix, pieces to search for in order, and a suffix; the rest are matched
//! code point by code point.

use std::fmt;

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;

/// One pattern, made ready.
pub struct Wildcard {
    shape: Shape,
}

enum Shape {
    /// No wildcard at all.
    Exact(String),
    /// Only `*`: prefix, middle pieces in order, suffix.
    Pieces { prefix: String, middle: Vec<Finder<'static>>, suffix: String },
    /// With `?`.
    General(Vec<Token>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token {
    Literal(char),
    AnyChar,
    AnyString,
}

/// A `\` of a LIKE pattern that is followed by nothing, or by something that needs no escape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadEscape;

impl fmt::Display for BadEscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invalid sequence - escape character is not followed by special wildcard char")
    }
}

impl Wildcard {
    /// Compiles a pattern as Lucene does: every text is a pattern, a final `\` stands for itself.
    #[must_use]
    pub fn new(pattern: &str) -> Wildcard {
        let tokens = tokenize(pattern);
        let shape =
            if tokens.contains(&Token::AnyChar) { Shape::General(tokens) } else { pieces(&tokens) };
        Wildcard { shape }
    }

    /// Compiles a pattern of LIKE, where `\` may stand only before `*`, `?` and `\`.
    ///
    /// # Errors
    /// If a `\` stands elsewhere: Elasticsearch refuses the query then.
    pub fn strict(pattern: &str) -> Result<Wildcard, BadEscape> {
        let mut chars = pattern.chars();
        while let Some(char) = chars.next() {
            if char == '\\' && !matches!(chars.next(), Some('*' | '?' | '\\')) {
                return Err(BadEscape);
            }
        }
        Ok(Wildcard::new(pattern))
    }

    /// Whether the whole text fits.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match &self.shape {
            Shape::Exact(exact) => text == exact,
            Shape::Pieces { prefix, middle, suffix } => {
                let Some(rest) = text.as_bytes().strip_prefix(prefix.as_bytes()) else {
                    return false;
                };
                let Some(mut rest) = rest.strip_suffix(suffix.as_bytes()) else { return false };
                for piece in middle {
                    let Some(at) = piece.find(rest) else { return false };
                    rest = &rest[at + piece.needle().len()..];
                }
                true
            }
            Shape::General(tokens) => matches_tokens(tokens, text),
        }
    }

    /// The text that a pattern `*text*` searches for.
    fn infix(&self) -> Option<&[u8]> {
        match &self.shape {
            Shape::Pieces { prefix, middle, suffix }
                if prefix.is_empty() && suffix.is_empty() && middle.len() == 1 =>
            {
                Some(middle[0].needle())
            }
            _ => None,
        }
    }
}

/// Several patterns of which one must fit.
pub struct Wildcards {
    /// All the `*text*` patterns in one search, if there are several.
    infixes: Option<AhoCorasick>,
    others: Vec<Wildcard>,
}

impl Wildcards {
    /// Joins patterns.
    #[must_use]
    pub fn new(patterns: Vec<Wildcard>) -> Wildcards {
        let needles: Vec<&[u8]> = patterns.iter().filter_map(Wildcard::infix).collect();
        let infixes = if needles.len() > 1 { AhoCorasick::new(&needles).ok() } else { None };
        let others = match infixes {
            Some(_) => patterns.into_iter().filter(|one| one.infix().is_none()).collect(),
            None => patterns,
        };
        Wildcards { infixes, others }
    }

    /// Whether the whole text fits one of the patterns.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.infixes.as_ref().is_some_and(|infixes| infixes.is_match(text))
            || self.others.iter().any(|pattern| pattern.is_match(text))
    }
}

fn tokenize(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            // Several stars in a row are one.
            '*' if tokens.last() == Some(&Token::AnyString) => {}
            '*' => tokens.push(Token::AnyString),
            '?' => tokens.push(Token::AnyChar),
            '\\' => tokens.push(Token::Literal(chars.next().unwrap_or('\\'))),
            char => tokens.push(Token::Literal(char)),
        }
    }
    tokens
}

/// The shape of tokens without `?`.
fn pieces(tokens: &[Token]) -> Shape {
    let mut texts: Vec<String> = tokens
        .split(|token| *token == Token::AnyString)
        .map(|literals| {
            let char_of = |token: &Token| match token {
                Token::Literal(char) => Some(*char),
                Token::AnyChar | Token::AnyString => None,
            };
            literals.iter().filter_map(char_of).collect()
        })
        .collect();
    let suffix = texts.pop().unwrap_or_default();
    if texts.is_empty() {
        return Shape::Exact(suffix);
    }
    let prefix = texts.remove(0);
    let middle = texts.iter().map(|text| Finder::new(text).into_owned()).collect();
    Shape::Pieces { prefix, middle, suffix }
}

/// Two pointers and one point of return: a star that took too little takes one more.
fn matches_tokens(tokens: &[Token], text: &str) -> bool {
    let (mut at, mut rest) = (0, text.chars());
    let mut star = None;
    loop {
        let mut next = rest.clone();
        match (tokens.get(at), next.next()) {
            (Some(Token::AnyString), _) => {
                star = Some((at + 1, rest.clone()));
                at += 1;
                continue;
            }
            (Some(Token::AnyChar), Some(_)) => {
                (at, rest) = (at + 1, next);
                continue;
            }
            (Some(Token::Literal(expected)), Some(char)) if char == *expected => {
                (at, rest) = (at + 1, next);
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        let Some((after, mut taken)) = star.take() else { return false };
        if taken.next().is_none() {
            return false;
        }
        (at, rest) = (after, taken.clone());
        star = Some((after, taken));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms() {
        for (pattern, matching, other) in [
            ("abc", &["abc"][..], &["", "ab", "abcd", "ABC"][..]),
            ("", &[""], &["a"]),
            ("*", &["", "a", "\n"], &[]),
            ("a*", &["a", "ab"], &["", "ba"]),
            ("*a", &["a", "ba"], &["", "ab"]),
            ("*a*", &["a", "bab"], &["", "b"]),
            ("ab*ba", &["abba", "abxba"], &["aba", "abb"]),
            ("a*b*c", &["abc", "axbxc", "abbc"], &["acb", "ac"]),
            ("a?c", &["abc", "a\u{1F600}c"], &["ac", "abbc"]),
            ("?*", &["a", "ab"], &[""]),
            ("*?b", &["ab", "bbb"], &["b"]),
            (r"\*", &["*"], &["a", r"\*"]),
            (r"a\?*", &["a?", "a?b"], &["ab"]),
            (r"C:\\*", &[r"C:\x"], &["C:x"]),
            (r"\a\", &[r"a\"], &[r"\a\"]),
        ] {
            let wildcard = Wildcard::new(pattern);
            for text in matching {
                assert!(wildcard.is_match(text), "{pattern} on {text}");
            }
            for text in other {
                assert!(!wildcard.is_match(text), "{pattern} on {text}");
            }
        }
    }

    #[test]
    fn like_is_strict_about_escapes() {
        for good in ["a", r"\*\?\\", r"C:\\x*"] {
            assert!(Wildcard::strict(good).is_ok(), "{good}");
        }
        for bad in [r"\a", r"a\", r"\\\x"] {
            assert!(Wildcard::strict(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab*?]{0,8}", text in "[abc]{0,8}") {
            let wildcard = Wildcard::new(&pattern);
            let chars: Vec<char> = text.chars().collect();
            let expected = naive(&pattern.chars().collect::<Vec<_>>(), &chars);
            prop_assert_eq!(wildcard.is_match(&text), expected);
            let list = ["*ab*", "*c*", &pattern].map(Wildcard::new).into();
            let any = expected || text.contains("ab") || text.contains('c');
            prop_assert_eq!(Wildcards::new(list).is_match(&text), any);
        }
    }

    fn naive(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|at| naive(rest, &text[at..])),
            Some(('?', rest)) => !text.is_empty() && naive(rest, &text[1..]),
            Some((char, rest)) => text.first() == Some(char) && naive(rest, &text[1..]),
        }
    }
}
