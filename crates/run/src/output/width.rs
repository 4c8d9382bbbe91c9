//! Text by the columns that it takes on a terminal.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Stands for what was cut off.
pub(crate) const ELLIPSIS: &str = "…";

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut with an ellipsis where it takes more than `limit` columns.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let (head, _) = split(text, limit.saturating_sub(1));
    format!("{head}{ELLIPSIS}")
}

/// The text in lines of at most `limit` columns; at least a character each.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut taken) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        let more = width(grapheme);
        if taken + more > limit && at > start {
            lines.push(&text[start..at]);
            (start, taken) = (at, 0);
        }
        taken += more;
    }
    lines.push(&text[start..]);
    lines
}

/// The longest beginning that takes at most `limit` columns, and the rest.
fn split(text: &str, limit: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += width(grapheme);
        if taken > limit {
            return text.split_at(at);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_characters() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abc", 0), "…");
    }

    #[test]
    fn wraps_everything() {
        assert_eq!(wrap("abcdefg", 3), ["abc", "def", "g"]);
        assert_eq!(wrap("", 3), [""]);
        assert_eq!(wrap("日本", 1), ["日", "本"]);
    }
}
