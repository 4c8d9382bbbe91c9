//! Values as text that is safe on a terminal.
//!
//! What events hold was written by others, attackers among them: control characters would move the
//! cursor or change the window's title, and marks of writing direction would show another command
//! than the one that ran. All of these are shown as escape sequences.

use std::borrow::Cow;

use esql_engine::data::Column;

/// The values of a cell, each as one line of printable text; none if it is null.
pub(crate) fn values(column: &Column, row: usize) -> Vec<String> {
    column
        .cell(row)
        .map(|at| {
            let mut text = String::new();
            (column.ty().def().print)(column.value(at), &mut text);
            match escaped(&text) {
                Cow::Borrowed(_) => text,
                Cow::Owned(escaped) => escaped,
            }
        })
        .collect()
}

/// The text with all that is not printable as escape sequences.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if is_unprintable(char) {
            escaped.extend(char.escape_default());
        } else {
            escaped.push(char);
        }
    }
    Cow::Owned(escaped)
}

/// Control characters, line and paragraph separators, and marks of writing direction.
fn is_unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(escaped("ls é 🔥"), "ls é 🔥");
        assert_eq!(escaped("a\nb\tc"), "a\\nb\\tc");
        assert_eq!(escaped("\u{1b}[2J"), "\\u{1b}[2J");
        assert_eq!(escaped("x\u{202e}gpj.exe"), "x\\u{202e}gpj.exe");
    }
}
