//! Tokens as they are printed, with the comments that belong to them.

use esql_diagnostics::Span;

use crate::esql::ast::{
    Command, CommandKind, Expr, ExprKind, Field, Query, SortKey, Source, Stats, Top,
};
use crate::esql::token::{Keyword, Token, TokenKind};
use crate::esql::tokens;

/// A token that prints.
#[derive(Debug)]
pub(super) struct Piece {
    /// What it is.
    pub(super) kind: TokenKind,
    /// How it is written.
    pub(super) text: String,
    /// Comments on lines of their own in front of it.
    pub(super) before: Vec<Comment>,
    /// Comments behind it on its line.
    pub(super) after: Vec<Comment>,
    /// Whether an empty line stood in front of it and its comments.
    pub(super) blank_line: bool,
    /// Whether nothing stood between it and the piece before it.
    pub(super) tight: bool,
}

/// A comment as written.
#[derive(Debug)]
pub(super) struct Comment {
    /// With its slashes.
    pub(super) text: String,
    /// Whether it reaches to the end of its line.
    pub(super) is_line: bool,
}

/// The pieces of a query, and the comments on lines of their own behind all of them.
pub(super) fn pieces(text: &str, query: &Query) -> (Vec<Piece>, Vec<Comment>) {
    let mut kept = Vec::new();
    verbatim(&query.commands, &mut kept);
    kept.sort_unstable();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut gap = Gap { begins_line: true, ..Gap::default() };
    let mut skip_to = 0;
    let mut last_end = 0;
    for token in tokens(text) {
        let Token { kind, span, .. } = token;
        if span.start < skip_to {
            continue;
        }
        let shown = span.text(text);
        match kind {
            TokenKind::Blank => gap.blank(shown),
            TokenKind::LineComment | TokenKind::BlockComment => {
                gap.comment(shown, kind == TokenKind::LineComment, pieces.last_mut());
            }
            _ => {
                let whole = kept.iter().find(|kept| kept.start == span.start);
                let text = match whole {
                    Some(whole) => whole.text(text).to_owned(),
                    None => spelling(kind, shown),
                };
                skip_to = whole.map_or(0, |whole| whole.end);
                let Gap { comments, blank_line, .. } = std::mem::take(&mut gap);
                let tight = span.start == last_end;
                last_end = span.end.max(skip_to);
                // A text kept whole is an operand like any other.
                let kind = if whole.is_some() { TokenKind::Identifier } else { kind };
                pieces.push(Piece {
                    kind,
                    text,
                    before: comments,
                    after: Vec::new(),
                    blank_line,
                    tight,
                });
            }
        }
    }
    upper_functions(&mut pieces);
    behind_commas(&mut pieces);
    (pieces, gap.comments)
}

/// What stands between two pieces.
#[derive(Default)]
struct Gap {
    comments: Vec<Comment>,
    /// Whether a line has begun since the last piece or comment.
    begins_line: bool,
    blank_line: bool,
}

impl Gap {
    fn blank(&mut self, text: &str) {
        let line_ends = text.bytes().filter(|byte| *byte == b'\n').count();
        self.begins_line |= line_ends > 0;
        self.blank_line |= line_ends > 1 && self.comments.is_empty();
    }

    fn comment(&mut self, text: &str, is_line: bool, piece: Option<&mut Piece>) {
        let comment = Comment { text: text.trim_end().to_owned(), is_line };
        match piece {
            Some(piece) if !self.begins_line => piece.after.push(comment),
            _ => self.comments.push(comment),
        }
        self.begins_line = is_line;
    }
}

/// The canonical spelling: keywords in upper case, the constants of the language in lower case.
fn spelling(kind: TokenKind, shown: &str) -> String {
    match kind {
        TokenKind::Command(id) => id.def().keyword.to_owned(),
        TokenKind::Keyword(Keyword::True | Keyword::False | Keyword::Null) => shown.to_lowercase(),
        TokenKind::Keyword(keyword) => keyword.word().to_owned(),
        TokenKind::Raw => shown.trim().to_owned(),
        _ => shown.to_owned(),
    }
}

/// A word in front of a parenthesis is a function, and NULL behind IS and NOT part of the keyword.
fn upper_functions(pieces: &mut [Piece]) {
    for at in 1..pieces.len() {
        let (before, from) = pieces.split_at_mut(at);
        let (Some(previous), Some(piece)) = (before.last_mut(), from.first_mut()) else { return };
        if piece.kind == TokenKind::LeftParen && previous.kind == TokenKind::Identifier {
            previous.text.make_ascii_uppercase();
        }
        let after_is = matches!(previous.kind, TokenKind::Keyword(Keyword::Is | Keyword::Not));
        if piece.kind == TokenKind::Keyword(Keyword::Null) && after_is {
            piece.text.make_ascii_uppercase();
        }
    }
}

/// Comments around a comma go behind it, as the comma ends the line.
fn behind_commas(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        if pieces[at].kind != TokenKind::Comma {
            continue;
        }
        if let Some(previous) = at.checked_sub(1) {
            let mut moved = std::mem::take(&mut pieces[previous].after);
            moved.append(&mut pieces[at].after);
            pieces[at].after = moved;
        }
        if at + 1 < pieces.len() {
            let mut moved = std::mem::take(&mut pieces[at].before);
            moved.append(&mut pieces[at + 1].before);
            pieces[at + 1].before = moved;
        }
    }
}

/// The spans whose text names a column, and must not change.
fn verbatim(commands: &[Command], kept: &mut Vec<Span>) {
    let mut fields = |fields: &[Field]| {
        let unnamed = fields.iter().filter(|field| field.name.is_none());
        kept.extend(unnamed.map(|field| field.span));
    };
    for command in commands {
        match &command.kind {
            CommandKind::Row(row) | CommandKind::Eval(row) => fields(row),
            CommandKind::Stats(Stats { aggregates, by, .. }) => {
                fields(aggregates);
                fields(by);
            }
            CommandKind::Rerank(rerank) => fields(&rerank.fields),
            _ => {}
        }
    }
    for command in commands {
        match &command.kind {
            CommandKind::Fork(branches) => {
                branches.iter().for_each(|branch| verbatim(branch, kept));
            }
            CommandKind::From(from) => {
                for source in &from.sources {
                    if let Source::Subquery { commands, .. } = source {
                        verbatim(commands, kept);
                    }
                }
            }
            CommandKind::Explain(query) => verbatim(&query.commands, kept),
            CommandKind::Where(condition) => subqueries(condition, kept),
            CommandKind::Sort(keys) => {
                kept.extend(keys.iter().filter_map(|SortKey { value, .. }| computed(value)));
            }
            CommandKind::Limit(limit) | CommandKind::Top(Top { limit, .. }) => {
                kept.extend(limit.by.iter().filter_map(computed));
            }
            _ => {}
        }
    }
}

/// The span of an expression, unless it is a column.
fn computed(expr: &Expr) -> Option<Span> {
    (!matches!(expr.kind, ExprKind::Column(_))).then_some(expr.span)
}

/// The pipelines inside a condition.
fn subqueries(expr: &Expr, kept: &mut Vec<Span>) {
    crate::stack::grow(|| match &expr.kind {
        ExprKind::And(operands) | ExprKind::Or(operands) => {
            operands.iter().for_each(|operand| subqueries(operand, kept));
        }
        ExprKind::Not(operand) => subqueries(operand, kept),
        ExprKind::InQuery { query, .. } => verbatim(query, kept),
        _ => {}
    });
}
