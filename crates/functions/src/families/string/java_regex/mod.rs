//! Regular expressions of Java, as REPLACE takes them.
//!
//! `$` is special: it can stand before a final line break.
//!
//! Source: the documentation of `java.util.regex.Pattern`. What is not supported is refused by
//! name.

mod class;
mod escape;
mod translate;

use esql_data::Problem;

use translate::translate;

pub(super) use crate::regular::Groups;
use crate::regular::{Dialect, Engines, GaveUp};

/// A compiled pattern.
pub(super) struct JavaRegex {
    engines: Engines,
    groups: usize,
    names: Vec<(String, usize)>,
}

impl JavaRegex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Why it cannot be used: a mistake in it, or the name of what is not supported.
    pub(super) fn new(pattern: &str) -> Result<JavaRegex, String> {
        let full = translate(pattern, Dialect::Backtracking)?;
        let text = |dialect| translate(pattern, dialect).map(|translation| translation.text);
        let engines = Engines::new(full.need, text, |why| why)?;
        Ok(JavaRegex { engines, groups: full.groups, names: full.names })
    }

    /// How many groups the pattern has, the whole match not counted.
    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    /// The number of a named group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    /// The first match at `start` or behind it, and its groups if `all` is asked for, else only
    /// the whole match. `groups` is empty if there is none.
    ///
    /// # Errors
    /// If the backtracking engine gives up.
    pub(super) fn find_at(
        &self,
        text: &str,
        start: usize,
        all: bool,
        groups: &mut Groups,
    ) -> Result<(), Problem> {
        let breaks = text.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        let found = self.engines.find_at(text, start, breaks, all, groups);
        found.map_err(|GaveUp(why)| Problem::argument(format!("regular expression: {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The matches of a pattern, each as its text.
    fn matches(pattern: &str, text: &str) -> Vec<String> {
        let regex = JavaRegex::new(pattern).unwrap();
        let (mut found, mut groups, mut start) = (Vec::new(), Groups::new(), 0);
        while start <= text.len() {
            regex.find_at(text, start, true, &mut groups).unwrap();
            let Some(range) = groups.first().cloned().flatten() else { break };
            start = range.end.max(range.start + 1);
            found.push(text[range].to_owned());
        }
        found
    }

    #[test]
    fn means_what_java_means() {
        for (pattern, text, found) in [
            (r"(?i)k", "kK\u{212a}", &["k", "K"][..]),
            (r"(?iu)k", "kK\u{212a}", &["k", "K", "\u{212a}"]),
            (r"(?i)[a-c]É", "AÉBé", &["AÉ"]),
            (r"a(?i)b(?-i)c", "aBc abC", &["aBc"]),
            (r"(?i:x)y", "Xy XY", &["Xy"]),
            (r"\d+\w", "٣4é 12_", &["12_"]),
            (r"\W", "aé", &["é"]),
            (r"\s", "a\u{a0}b\u{b}", &["\u{b}"]),
            (r"x.y", "x\ry x\u{2028}y xéy", &["xéy"]),
            (r"(?s)x.y", "x\ry", &["x\ry"]),
            (r"b$", "b\nb", &["b"]),
            (r"a$", "a\n", &["a"]),
            (r"a\Z", "a\r\n", &["a"]),
            (r"a\z", "a\n", &[]),
            (r"(?m)^a$", "a\r\na\u{85}b", &["a", "a"]),
            (r"[\w.\-&&[^_]]+", "a-b.c_d", &["a-b.c", "d"]),
            (r"[a-c[x-z]]+", "abxyd", &["abxy"]),
            (r"[^\d\s]+", "1a2 b", &["a", "b"]),
            (r"[]a]+", "]a[", &["]a"]),
            (r"[a~~&b-]+", "~-bx&", &["~-b", "&"]),
            (r"[[:alpha:]]", "a:b", &["a", ":"]),
            (r"\Qa.b\E+", "a.bb axb", &["a.bb"]),
            (r"\x41\u0042\x{43}\0104\t", "ABCD\t", &["ABCD\t"]),
            (r"\ud83d\udd25", "🔥", &["🔥"]),
            (r"\p{Upper}\p{L}\pN\p{IsGreek}", "Aé1α", &["Aé1α"]),
            (r"\P{Alpha}+", "a1é", &["1é"]),
            (r"\h\v\R", "\t\u{2028}\r\n", &["\t\u{2028}\r\n"]),
            (r"\bfoo\b", "éfoo foob", &["foo"]),
            (r"(a|ab)(c|bcd)", "abcd", &["abcd"]),
            (r"(\w)\1", "abbc", &["bb"]),
            (r"(?<first>\w)\k<first>", "abbc", &["bb"]),
            (r"a++b", "aaab", &["aaab"]),
            (r"\w++b", "aaab", &[]),
            (r"(?>a|ab)c", "abc", &[]),
            (r"(?<=x)a(?!b)", "xab xac a", &["a"]),
            (r"\$\{(\w++`){2,}\w++\}", "${a`b`c}", &["${a`b`c}"]),
            (r"[A-Za-z0-9_-]`(?![rntb]|\r|\n|\d)[A-Za-z0-9_-]", "a`x a`r", &["a`x"]),
            (r"a}", "a}", &["a}"]),
        ] {
            assert_eq!(matches(pattern, text), found, "{pattern} in {text:?}");
        }
    }

    #[test]
    fn refuses_by_name() {
        for (pattern, why) in [
            (r"a{", "Illegal repetition"),
            (r"(a", "Unclosed group"),
            (r"a)", "Unmatched closing ')'"),
            (r"[a", "Unclosed character class"),
            (r"*a", "Dangling meta character '*'"),
            (r"[z-a]", "Illegal character range"),
            (r"\y", "Illegal/unsupported escape sequence"),
            (r"a\", "Unexpected internal error"),
            (r"\G", "`\\G` is not supported in regular expressions"),
            (r"\X", "`\\X` is not supported in regular expressions"),
            (r"(?x)a", "flag `x` is not supported in regular expressions"),
            (r"\p{InGreek}", "`\\p{InGreek}` is not supported in regular expressions"),
            (r"[^a[b]]", "a class in a negated class is not supported in regular expressions"),
        ] {
            assert_eq!(JavaRegex::new(pattern).err().as_deref(), Some(why), "{pattern}");
        }
    }
}
