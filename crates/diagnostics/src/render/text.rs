//! Diagnostics as text for people: message, source excerpt with labels, help.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, Severity, SourceFile};

/// Whether the text may use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Plain text.
    Plain,
    /// ANSI colours.
    Colour,
}

/// The diagnostic as several lines of text, `width` columns wide, without a final line end.
#[must_use]
pub fn text(diagnostic: &Diagnostic, source: &SourceFile, style: Style, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let mut group = if diagnostic.labels.is_empty() {
        Group::with_title(title)
    } else {
        let mut snippet = Snippet::source(source.text()).path(source.name());
        for (at, label) in diagnostic.labels.iter().enumerate() {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(
                kind.span(on_boundaries(label.span.range(), source.text())).label(&label.text),
            );
        }
        title.element(snippet)
    };
    let help: Vec<String> =
        diagnostic.help.iter().map(|help| wrapped(help, width.saturating_sub(HELP))).collect();
    for help in &help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    renderer.term_width(width.max(40)).render(&[group])
}

/// The columns in front of a line of help, with line numbers of four digits.
const HELP: usize = 13;

/// The text in lines that are no wider than `width` if words allow.
fn wrapped(text: &str, width: usize) -> String {
    textwrap::fill(text, textwrap::Options::new(width).break_words(false))
}

/// The range widened to character boundaries inside the text: the renderer needs both.
fn on_boundaries(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Span, codes};

    #[test]
    fn excerpt_with_label_and_help() {
        let source = SourceFile::new("rule.toml", "FROM logs\n| WHERE proces.name == \"x\"\n");
        let diagnostic = Diagnostic::error(codes::UNKNOWN_COLUMN, "unknown column `proces.name`")
            .label(Span::new(18, 29), "no such column")
            .help("did you mean `process.name`?");
        insta::assert_snapshot!(text(&diagnostic, &source, Style::Plain, 80));
    }

    #[test]
    fn long_help_is_wrapped() {
        let source = SourceFile::new("rule.toml", "FROM logs\n");
        let diagnostic = Diagnostic::error(codes::SYNTAX, "m")
            .label(Span::new(0, 4), "here")
            .help("a line of help that is longer than the terminal is wide goes on below");
        insta::assert_snapshot!(text(&diagnostic, &source, Style::Plain, 60));
    }

    #[test]
    fn spans_outside_the_text_do_not_panic() {
        let source = SourceFile::new("t", "é");
        let diagnostic = Diagnostic::error(codes::SYNTAX, "m").label(Span::new(1, 90), "here");
        assert!(text(&diagnostic, &source, Style::Colour, 10).contains("here"));
    }
}
