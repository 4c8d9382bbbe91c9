//! The patterns of LIKE and RLIKE, and how a changed one is written in its place.

use esql_diagnostics::Span;
use esql_engine::parser::esql::ast::{ExprKind, PatternLanguage};
use esql_engine::parser::esql::string;

use super::Context;
use super::context;

/// A pattern with its place, quotes included.
pub(super) struct Pattern<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
}

/// The literal patterns of a language.
pub(super) fn patterns<'c>(cx: &'c Context<'_>, wanted: PatternLanguage) -> Vec<Pattern<'c>> {
    let mut found = Vec::new();
    cx.each(&mut |expr| {
        if let ExprKind::Like { language, patterns, .. } = &expr.kind
            && *language == wanted
        {
            found.extend(patterns.iter().filter_map(|pattern| {
                Some(Pattern { text: context::string(pattern)?, span: pattern.span })
            }));
        }
    });
    found
}

impl Pattern<'_> {
    /// Where the character at an offset of the text stands in the query.
    pub(super) fn place(&self, cx: &Context<'_>, at: usize) -> Span {
        let (_, map) = string::map(cx.text(self.span), self.span.start as usize);
        let len =
            self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        map.span(Span::new(at, at + len))
    }
}

/// How long a pattern may be, in bytes, to be written out in help.
const MOST_SHOWN: usize = 60;

/// Help that shows the mended pattern, or tells how to mend it where that is too long to read.
pub(super) fn mended(text: &str, how: &str) -> String {
    if text.len() <= MOST_SHOWN { format!("write {text}") } else { how.to_owned() }
}

/// A string literal for `text` in the kind of quotes that stand at `span`.
pub(super) fn written(cx: &Context<'_>, span: Span, text: &str) -> String {
    const LONG: &str = "\"\"\"";
    if cx.text(span).starts_with(LONG) && !text.contains(LONG) && !text.ends_with('"') {
        format!("{LONG}{text}{LONG}")
    } else {
        string::literal(text)
    }
}

/// A character of a regular expression that means what it is not escaped for.
pub(super) struct Bare {
    /// Its offset in bytes.
    pub(super) at: usize,
    pub(super) char: char,
}

/// The characters of a regular expression outside of escapes, classes and quotes.
pub(super) fn bare(pattern: &str) -> Vec<Bare> {
    let mut bare = Vec::new();
    let mut chars = pattern.char_indices();
    let (mut in_class, mut in_quotes) = (false, false);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            '"' if !in_class => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '[' if !in_class => in_class = true,
            ']' if in_class => in_class = false,
            _ if in_class => {}
            _ => bare.push(Bare { at, char }),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_bare() {
        let text: String = bare(r#"a\@[@\]&]"&"@^"#).iter().map(|one| one.char).collect();
        assert_eq!(text, "a@^");
    }
}
