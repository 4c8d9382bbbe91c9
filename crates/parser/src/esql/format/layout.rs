//! Where lines may break: a command a line, one item a line in lists that are too long, and long
//! conditions in front of AND and OR.

use super::document::Doc;
use super::piece::{Comment, Piece};
use crate::esql::token::{Keyword, TokenKind};

/// What stands inside a command or inside parentheses is indented by this.
const INDENT: usize = 4;

/// A clause of a command, such as BY, is indented by this.
const CLAUSE: usize = 2;

/// The whole query, and the comments behind it.
pub(super) fn query(pieces: &[Piece], comments: Vec<Comment>) -> Vec<Doc> {
    let mut docs = Vec::new();
    let mut rest = pieces;
    while let Some(end) = rest.iter().position(|piece| piece.kind == TokenKind::Semicolon) {
        let (setting, after) = rest.split_at(end + 1);
        docs.extend(flat(setting, false));
        docs.push(Doc::HardLine);
        rest = after;
    }
    docs.extend(pipeline(rest, &Doc::HardLine));
    docs.extend(comments.into_iter().map(|comment| Doc::OwnLine(comment.text)));
    docs
}

/// Commands with pipes in front of all but the first, each behind a `separator`.
fn pipeline(pieces: &[Piece], separator: &Doc) -> Vec<Doc> {
    let mut docs = Vec::new();
    for (at, part) in split(pieces, |piece| piece.kind == TokenKind::Pipe).into_iter().enumerate() {
        let Some((first, rest)) = part.split_first() else { continue };
        if at == 0 {
            docs.extend(command(part));
            continue;
        }
        docs.push(again(separator));
        if first.blank_line && matches!(separator, Doc::HardLine) {
            docs.push(Doc::HardLine);
        }
        one(first, &mut docs);
        docs.push(Doc::text(" "));
        docs.extend(command(rest));
    }
    docs
}

/// The same separator once more.
fn again(separator: &Doc) -> Doc {
    match separator {
        Doc::HardLine => Doc::HardLine,
        _ => Doc::Line,
    }
}

/// A command: keyword, items, clauses.
fn command(pieces: &[Piece]) -> Vec<Doc> {
    let Some((keyword, rest)) = pieces.split_first() else { return Vec::new() };
    let mut docs = Vec::new();
    one(keyword, &mut docs);
    // What stands in front of the command does not break it.
    let comments: Vec<Doc> = docs.drain(..keyword.before.len()).collect();
    let clauses = clause_keywords(&keyword.text);
    let starts_clause =
        |piece: &Piece| matches!(piece.kind, TokenKind::Keyword(word) if clauses.contains(&word));
    for (at, part) in split(rest, starts_clause).into_iter().enumerate() {
        let Some((first, tail)) = part.split_first() else { continue };
        if at == 0 {
            docs.extend(behind_keyword(part, INDENT));
        } else {
            let mut clause = Vec::new();
            one(first, &mut clause);
            clause.extend(behind_keyword(tail, INDENT - CLAUSE));
            docs.push(Doc::Indent(CLAUSE, vec![Doc::Line, Doc::group(clause)]));
        }
    }
    comments.into_iter().chain([Doc::group(docs)]).collect()
}

/// The keywords that begin a clause of a command.
fn clause_keywords(command: &str) -> &'static [Keyword] {
    match command {
        "FROM" | "TS" => &[Keyword::Metadata],
        "STATS" | "INLINE STATS" | "LIMIT" => &[Keyword::By],
        "LOOKUP JOIN" | "CHANGE_POINT" => &[Keyword::On],
        "ENRICH" | "RERANK" | "HIGHLIGHT" => &[Keyword::On, Keyword::With],
        "COMPLETION" => &[Keyword::With],
        _ => &[],
    }
}

/// The items behind a keyword: on lines of their own, `indent`ed, if there is something to break.
fn behind_keyword(pieces: &[Piece], indent: usize) -> Vec<Doc> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let parts = split(pieces, |piece| piece.kind == TokenKind::Comma);
    if let [single] = parts.as_slice()
        && !is_chain(single)
    {
        let mut docs = vec![Doc::text(" ")];
        docs.extend(items(pieces));
        return docs;
    }
    let mut docs = vec![Doc::Line];
    docs.extend(items(pieces));
    vec![Doc::Indent(indent, docs)]
}

/// Items with commas between them, each on its line if the group around is broken.
fn items(pieces: &[Piece]) -> Vec<Doc> {
    let mut docs = Vec::new();
    let parts = split(pieces, |piece| piece.kind == TokenKind::Comma);
    let is_single = parts.len() == 1;
    for (at, part) in parts.into_iter().enumerate() {
        let mut part = part;
        if at > 0 {
            if let Some((comma, rest)) = part.split_first() {
                one(comma, &mut docs);
                part = rest;
            }
            docs.push(Doc::Line);
        }
        let item = item(part);
        // A chain that stands alone breaks where the group around it does.
        if is_single { docs.extend(item) } else { docs.push(Doc::group(item)) }
    }
    docs
}

/// `name = expression WHERE condition`, or any part of it.
fn item(pieces: &[Piece]) -> Vec<Doc> {
    let is = |kind| move |piece: &Piece| piece.kind == kind;
    if let [name, value] = split(pieces, is(TokenKind::Assign)).as_slice()
        && let Some((assign, value)) = value.split_first()
        && !name.is_empty()
    {
        let mut docs = flat(name, false);
        docs.push(Doc::text(" "));
        one(assign, &mut docs);
        docs.push(Doc::text(" "));
        let value_docs = Doc::group(item(value));
        docs.push(if is_chain(value) { Doc::Indent(INDENT, vec![value_docs]) } else { value_docs });
        return docs;
    }
    if let [value, filter] = split(pieces, is(TokenKind::Keyword(Keyword::Where))).as_slice()
        && let Some((keyword, filter)) = filter.split_first()
        && !value.is_empty()
    {
        let mut condition = vec![Doc::Line];
        one(keyword, &mut condition);
        condition.push(Doc::text(" "));
        condition.push(Doc::group(chain(filter)));
        let mut docs = chain(value);
        docs.push(Doc::Indent(INDENT, condition));
        return docs;
    }
    chain(pieces)
}

/// Whether there is an AND or OR outside parentheses.
fn is_chain(pieces: &[Piece]) -> bool {
    let joins =
        |piece: &Piece| matches!(piece.kind, TokenKind::Keyword(Keyword::And | Keyword::Or));
    split(pieces, joins).len() > 1
}

/// Operands of OR, else of AND, each on its line if the group around is broken.
fn chain(pieces: &[Piece]) -> Vec<Doc> {
    for joiner in [Keyword::Or, Keyword::And] {
        let parts = split(pieces, |piece| piece.kind == TokenKind::Keyword(joiner));
        if parts.len() < 2 {
            continue;
        }
        let mut docs = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            let mut part = part;
            if at > 0 {
                docs.push(Doc::Line);
                if let Some((keyword, rest)) = part.split_first() {
                    one(keyword, &mut docs);
                    part = rest;
                }
                docs.push(Doc::text(" "));
            }
            let operand = chain(part);
            docs.push(Doc::Indent(INDENT, vec![Doc::group(operand)]));
        }
        return docs;
    }
    flat(pieces, false)
}

/// Pieces side by side, with what is in brackets laid out by itself.
fn flat(pieces: &[Piece], in_map: bool) -> Vec<Doc> {
    let mut docs = Vec::new();
    let mut rest = pieces;
    let mut previous: Option<&Piece> = None;
    let mut is_sign = false;
    while let Some((piece, after)) = rest.split_first() {
        let space = previous.is_some_and(|previous| !is_sign && is_spaced(previous, piece, in_map));
        if space {
            docs.push(Doc::text(" "));
        }
        is_sign = matches!(piece.kind, TokenKind::Minus | TokenKind::Plus)
            && previous.is_none_or(|previous| !ends_operand(previous));
        previous = Some(piece);
        rest = after;
        let end = closing(piece.kind).and_then(|_| end_of_brackets(after));
        let Some((inside, behind)) = end.and_then(|end| after.split_at_checked(end)) else {
            one(piece, &mut docs);
            continue;
        };
        let Some((close, behind)) = behind.split_first() else {
            one(piece, &mut docs);
            continue;
        };
        docs.push(crate::stack::grow(|| brackets(piece, inside, close)));
        previous = Some(close);
        rest = behind;
    }
    docs
}

/// What stands in brackets.
fn brackets(open: &Piece, inside: &[Piece], close: &Piece) -> Doc {
    let mut docs = Vec::new();
    one(open, &mut docs);
    let is_pipeline = split(inside, |piece| piece.kind == TokenKind::Pipe).len() > 1
        || inside.first().is_some_and(|piece| matches!(piece.kind, TokenKind::Command(_)));
    let content = if is_pipeline {
        pipeline(inside, &Doc::Line)
    } else if open.kind == TokenKind::LeftBrace {
        map_entries(inside)
    } else {
        items(inside)
    };
    // One piece alone has nowhere to break: a string over several lines stays at its function.
    if inside.len() <= 1 {
        docs.extend(content);
        one(close, &mut docs);
        return Doc::group(docs);
    }
    let mut indented = vec![Doc::SoftLine];
    indented.extend(content);
    docs.push(Doc::Indent(INDENT, indented));
    docs.push(Doc::SoftLine);
    one(close, &mut docs);
    Doc::group(docs)
}

/// `"key": value` with commas between.
fn map_entries(pieces: &[Piece]) -> Vec<Doc> {
    let mut docs = Vec::new();
    for (at, part) in split(pieces, |piece| piece.kind == TokenKind::Comma).into_iter().enumerate()
    {
        let mut part = part;
        if at > 0 {
            if let Some((comma, rest)) = part.split_first() {
                one(comma, &mut docs);
                part = rest;
            }
            docs.push(Doc::Line);
        }
        docs.push(Doc::group(flat(part, true)));
    }
    docs
}

/// A piece with its comments.
fn one(piece: &Piece, docs: &mut Vec<Doc>) {
    docs.extend(piece.before.iter().map(|comment| Doc::OwnLine(comment.text.clone())));
    docs.push(Doc::text(piece.text.clone()));
    docs.extend(piece.after.iter().map(|Comment { text, is_line }| Doc::Trailing {
        text: text.clone(),
        ends_line: *is_line,
    }));
}

/// The parts before, between and from pieces outside brackets that `is_joint`; all but the first
/// part begin with their joint.
fn split(pieces: &[Piece], is_joint: impl Fn(&Piece) -> bool) -> Vec<&[Piece]> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if closing(piece.kind).is_some() {
            depth += 1;
        } else if is_closing(piece.kind) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && is_joint(piece) {
            parts.extend(pieces.get(start..at));
            start = at;
        }
    }
    parts.extend(pieces.get(start..));
    parts
}

/// Where the bracket closes whose content `pieces` begins with.
fn end_of_brackets(pieces: &[Piece]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        if closing(piece.kind).is_some() {
            depth += 1;
        } else if is_closing(piece.kind) {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            }
        }
    }
    None
}

fn closing(kind: TokenKind) -> Option<TokenKind> {
    match kind {
        TokenKind::LeftParen => Some(TokenKind::RightParen),
        TokenKind::LeftBracket => Some(TokenKind::RightBracket),
        TokenKind::LeftBrace => Some(TokenKind::RightBrace),
        _ => None,
    }
}

fn is_closing(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace)
}

/// Whether a value can end with the piece, so that a minus behind it is no sign.
fn ends_operand(piece: &Piece) -> bool {
    matches!(
        piece.kind,
        TokenKind::Identifier
            | TokenKind::QuotedIdentifier
            | TokenKind::String
            | TokenKind::Integer
            | TokenKind::Decimal
            | TokenKind::Parameter
            | TokenKind::Keyword(Keyword::True | Keyword::False | Keyword::Null)
    ) || is_closing(piece.kind)
}

/// Whether a blank stands between two pieces.
fn is_spaced(previous: &Piece, piece: &Piece, in_map: bool) -> bool {
    use TokenKind::{
        Cast, Colon, Comma, Dot, Identifier, Keyword as Word, LeftParen, Pattern, Policy,
        QuotedIdentifier, Semicolon, Source,
    };
    let in_name = |kind| {
        matches!(
            kind,
            Pattern | Source | Policy | Identifier | QuotedIdentifier | TokenKind::Asterisk
        )
    };
    let of_source = |kind| matches!(kind, Source | Policy);
    match (previous.kind, piece.kind) {
        (_, Comma | Semicolon | Dot | Cast) | (Dot | Cast, _) => false,
        (before, after) if is_closing(after) || closing(before).is_some() => false,
        (before, Colon) if in_map || of_source(before) => false,
        (Colon, after) if of_source(after) => false,
        (Identifier | QuotedIdentifier | Word(Keyword::First | Keyword::Last), LeftParen) => false,
        (before, after) if in_name(before) && in_name(after) => !piece.tight,
        _ => true,
    }
}
