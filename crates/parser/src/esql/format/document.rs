//! A document: text with places where lines may break, and its rendering (after Oppen and Wadler).

/// A document.
#[derive(Debug)]
pub(super) enum Doc {
    /// Text that stays together.
    Text(String),
    /// A blank, or a line end if the group around it is broken.
    Line,
    /// Nothing, or a line end if the group around it is broken.
    SoftLine,
    /// A line end.
    HardLine,
    /// A comment behind other text, up to the end of the line if it `ends_line`.
    Trailing {
        /// The comment.
        text: String,
        /// Whether nothing can follow on its line.
        ends_line: bool,
    },
    /// A comment on lines of its own.
    OwnLine(String),
    /// Lines that begin inside are indented by so many blanks more.
    Indent(usize, Vec<Doc>),
    /// Breaks at all of its own lines, or at none.
    Group {
        /// What is in it.
        docs: Vec<Doc>,
        /// How wide it is on one line; `None` if it cannot be.
        flat: Option<usize>,
        /// The same without comments at its very end, which end the line but need not break it.
        bare: Option<usize>,
    },
}

impl Doc {
    pub(super) fn text(text: impl Into<String>) -> Doc {
        Doc::Text(text.into())
    }

    pub(super) fn group(docs: Vec<Doc>) -> Doc {
        let flat = flat_all(&docs);
        let bare = bare_all(&docs);
        Doc::Group { docs, flat, bare }
    }

    fn flat(&self) -> Option<usize> {
        match self {
            Doc::Text(text) => (!text.contains('\n')).then(|| text.chars().count()),
            Doc::Line => Some(1),
            Doc::SoftLine => Some(0),
            Doc::HardLine | Doc::OwnLine(_) | Doc::Trailing { ends_line: true, .. } => None,
            Doc::Trailing { text, .. } => (!text.contains('\n')).then(|| text.chars().count() + 1),
            Doc::Indent(_, docs) => flat_all(docs),
            Doc::Group { flat, .. } => *flat,
        }
    }
}

fn flat_all(docs: &[Doc]) -> Option<usize> {
    docs.iter().map(Doc::flat).sum()
}

/// The width without comments at the end.
fn bare_all(docs: &[Doc]) -> Option<usize> {
    let kept = docs.iter().rposition(|doc| !matches!(doc, Doc::Trailing { .. }));
    let Some((last, rest)) = kept.and_then(|last| docs.get(..=last)?.split_last()) else {
        return Some(0);
    };
    let last = match last {
        Doc::Indent(_, docs) => bare_all(docs)?,
        Doc::Group { bare, .. } => (*bare)?,
        doc => doc.flat()?,
    };
    Some(flat_all(rest)? + last)
}

/// The document as text, lines no wider than `width` where they can be broken.
pub(super) fn render(docs: &[Doc], width: usize) -> String {
    let mut page = Page { text: String::new(), column: 0, width, ended: false };
    page.all(docs, 0, true);
    page.text.truncate(page.text.trim_end().len());
    page.text
}

/// Text while it is written.
struct Page {
    text: String,
    /// How many characters the last line has.
    column: usize,
    width: usize,
    /// Whether a comment has ended the line, so that the next text begins a new one.
    ended: bool,
}

impl Page {
    fn all(&mut self, docs: &[Doc], indent: usize, broken: bool) {
        for doc in docs {
            self.write(doc, indent, broken);
        }
    }

    fn write(&mut self, doc: &Doc, indent: usize, broken: bool) {
        match doc {
            Doc::Text(text) => self.put(text, indent),
            Doc::Line | Doc::SoftLine if broken => self.end_line(indent),
            Doc::Line => self.put(" ", indent),
            Doc::SoftLine => {}
            Doc::HardLine => self.end_line(indent),
            Doc::Trailing { text, ends_line } => {
                self.put(" ", indent);
                self.put(text, indent);
                self.ended = *ends_line;
            }
            Doc::OwnLine(text) => {
                if !self.is_blank_line() {
                    self.end_line(indent);
                }
                self.put(text, indent);
                self.ended = true;
            }
            Doc::Indent(by, docs) => {
                crate::stack::grow(|| self.all(docs, indent + by, broken));
            }
            Doc::Group { docs, bare, .. } => {
                let start = if self.ended { indent } else { self.column };
                let fits = bare.is_some_and(|bare| start + bare <= self.width);
                crate::stack::grow(|| self.all(docs, indent, !fits));
            }
        }
    }

    fn put(&mut self, text: &str, indent: usize) {
        let mut text = text;
        if self.ended {
            self.end_line(indent);
        }
        if self.is_blank_line() {
            // A blank between words is none at the start of a line.
            text = text.trim_start_matches(' ');
        }
        self.text.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    fn end_line(&mut self, indent: usize) {
        self.ended = false;
        // No blanks at line ends; inside of strings there are no ends of pieces.
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    /// Whether the last line has nothing but blanks.
    fn is_blank_line(&self) -> bool {
        let last = self.text.rsplit('\n').next().unwrap_or("");
        last.bytes().all(|byte| byte == b' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<Doc> {
        let items = vec![Doc::SoftLine, Doc::text("one,"), Doc::Line, Doc::text("two")];
        vec![Doc::group(vec![
            Doc::text("f("),
            Doc::Indent(2, items),
            Doc::SoftLine,
            Doc::text(")"),
        ])]
    }

    #[test]
    fn a_group_breaks_everywhere_or_nowhere() {
        assert_eq!(render(&list(), 80), "f(one, two)");
        assert_eq!(render(&list(), 10), "f(\n  one,\n  two\n)");
    }

    #[test]
    fn comments_end_lines() {
        let comment = |text: &str| Doc::Trailing { text: text.into(), ends_line: true };
        let docs =
            vec![Doc::text("a"), comment("// x"), Doc::text(" b"), Doc::OwnLine("// y".into())];
        assert_eq!(render(&docs, 80), "a // x\nb\n// y");
    }
}
