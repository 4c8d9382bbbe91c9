//! Source text with its lines, and the map from text inside other text to its true place.

use crate::Span;

/// A line and a column, both counted from 1; a column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A named text, with the start of each line.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// A source called `name` (a path, or a word such as `query`).
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        SourceFile { name: name.into(), text, line_starts }
    }

    /// The name given at creation.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; offsets behind the end give the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// Maps offsets of an inner text to offsets of the text that it was taken from.
///
/// Made of breakpoints: from `inner` on, both texts run in step beginning at `outer`. An escape
/// sequence such as `\n` in the outer text makes a new breakpoint behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    breakpoints: Vec<(usize, usize)>,
    /// Where all of the inner text stands, if its parts have no places of their own.
    whole: Option<Span>,
}

impl SourceMap {
    /// The inner text stands in the outer one unchanged, from `outer_start` on.
    #[must_use]
    pub fn shifted(outer_start: usize) -> Self {
        SourceMap { breakpoints: vec![(0, outer_start)], whole: None }
    }

    /// The inner text was computed from the outer one: every part of it stands at `outer`.
    #[must_use]
    pub fn computed(outer: Span) -> Self {
        SourceMap { whole: Some(outer), ..SourceMap::shifted(outer.start as usize) }
    }

    /// From inner offset `inner` on, the texts run in step from outer offset `outer`.
    /// Breakpoints must come in ascending order of `inner`.
    pub fn push(&mut self, inner: usize, outer: usize) {
        let &(last_inner, last_outer) = &self.breakpoints[self.breakpoints.len() - 1];
        if inner == last_inner {
            let last = self.breakpoints.len() - 1;
            self.breakpoints[last] = (inner, outer);
        } else if outer.wrapping_sub(last_outer) != inner - last_inner {
            self.breakpoints.push((inner, outer));
        }
    }

    /// The outer offset of an inner one.
    #[must_use]
    pub fn offset(&self, inner: usize) -> usize {
        let at = self.breakpoints.partition_point(|&(start, _)| start <= inner).max(1) - 1;
        let (start, outer) = self.breakpoints[at];
        outer + inner.saturating_sub(start)
    }

    /// The outer span of an inner one.
    #[must_use]
    pub fn span(&self, inner: Span) -> Span {
        if let Some(whole) = self.whole {
            return whole;
        }
        let start = self.offset(inner.start as usize);
        if inner.is_empty() {
            return Span::at(start);
        }
        // The end is taken from the last byte, so that it does not jump over what was left out
        // behind it. An escape such as `\"` ends with its second character.
        let last = self.offset(inner.end as usize - 1);
        let is_escape = self.offset(inner.end as usize) == last + 2;
        Span::new(start, last + if is_escape { 2 } else { 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let file = SourceFile::new("t", "aé\nb\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(3), Position { line: 1, column: 3 });
        assert_eq!(file.position(4), Position { line: 2, column: 1 });
        assert_eq!(file.position(99), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_map_follows_escapes() {
        // outer: x"a\nb"  inner: a⏎b
        let mut map = SourceMap::shifted(2);
        map.push(1, 3);
        map.push(2, 5);
        assert_eq!(map.offset(0), 2);
        assert_eq!(map.offset(1), 3);
        assert_eq!(map.offset(2), 5);
        assert_eq!(map.span(Span::new(1, 2)), Span::new(3, 5));
        assert_eq!(map.span(Span::new(2, 3)), Span::new(5, 6));
        let computed = SourceMap::computed(Span::new(4, 9));
        assert_eq!(computed.span(Span::new(90, 91)), Span::new(4, 9));
    }
}
