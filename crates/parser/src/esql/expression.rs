//! Expressions, by precedence climbing.
//!
//! From loose to tight: OR, AND, NOT, the predicates (IS NULL, LIKE, RLIKE, IN, `:`), comparison,
//! `+ -`, `* / %`, sign, `::`, primary. Predicates and comparisons do not chain.

use esql_diagnostics::Span;
use nom::Parser;
use nom::combinator::opt;
use nom::sequence::{delimited, preceded};

use super::ast::{
    BinaryOp, Expr, ExprKind, Identifier, Literal, Name, NamePart, Parameter, PatternLanguage, Text,
};
use super::constant::{
    constant, is_signed_constant, map, parameter_expr, signed_number, unsigned_constant,
};
use super::expected::Expected;
use super::input::{PResult, Tokens, called, comma_list, keyword, token};
use super::name::{identifier, name, parameter, text};
use super::pipeline::subquery;
use super::token::{Keyword, Token, TokenKind};
use crate::MAX_DEPTH;

/// An expression, and how many levels its tree has.
///
/// The depth of recursion bounds what parentheses nest; the height bounds what grows without
/// recursion here, `a + b + c + ...`, but makes all later walks over the tree recurse.
struct Tree {
    expr: Expr,
    /// Where it stands, with its parentheses and with a plus in front of it, which leave no node:
    /// what encloses it stands from there to there.
    outer: Span,
    height: usize,
}

/// Any expression.
pub(crate) fn expression(input: Tokens<'_>) -> PResult<'_, Expr> {
    finish(input, boolean(input))
}

/// An expression without AND, OR, NOT and the predicates outside parentheses.
pub(crate) fn value_expression(input: Tokens<'_>) -> PResult<'_, Expr> {
    finish(input, input.nested(|input| called(Expected::Expression, comparison)(input)))
}

/// An expression without operators outside parentheses but the cast.
pub(crate) fn primary_expression(input: Tokens<'_>) -> PResult<'_, Expr> {
    finish(input, input.nested(|input| called(Expected::Expression, postfix)(input)))
}

fn finish<'a>(input: Tokens<'a>, result: PResult<'a, Tree>) -> PResult<'a, Expr> {
    let (rest, tree) = result?;
    input.cx.grew(tree.height);
    Ok((rest, tree.expr))
}

/// A node over operands of which the tallest has `below` levels.
fn node(input: Tokens<'_>, kind: ExprKind, span: Span, below: usize) -> PResult<'_, Tree> {
    if below >= MAX_DEPTH {
        return Err(input.too_deep());
    }
    Ok((input, Tree { expr: Expr { kind, span }, outer: span, height: below + 1 }))
}

fn boolean(input: Tokens<'_>) -> PResult<'_, Tree> {
    input.nested(|input| called(Expected::Expression, disjunction)(input))
}

fn disjunction(input: Tokens<'_>) -> PResult<'_, Tree> {
    chain(input, Keyword::Or, conjunction, ExprKind::Or)
}

fn conjunction(input: Tokens<'_>) -> PResult<'_, Tree> {
    chain(input, Keyword::And, negation, ExprKind::And)
}

/// Operands joined by `keyword`, as one flat node; a single operand stays itself.
fn chain<'a>(
    input: Tokens<'a>,
    joiner: Keyword,
    operand: fn(Tokens<'a>) -> PResult<'a, Tree>,
    make: fn(Vec<Expr>) -> ExprKind,
) -> PResult<'a, Tree> {
    let (mut input, first) = operand(input)?;
    if input.kind() != TokenKind::Keyword(joiner) {
        input.note(Expected::Operator);
        return Ok((input, first));
    }
    let mut height = first.height;
    let mut span = first.outer;
    let mut operands = vec![first.expr];
    while input.kind() == TokenKind::Keyword(joiner) {
        let (rest, next) = called(Expected::Expression, operand)(input.skip(1))?;
        height = height.max(next.height);
        span = span.to(next.outer);
        operands.push(next.expr);
        input = rest;
    }
    node(input, make(operands), span, height)
}

/// `NOT NOT x`.
fn negation(input: Tokens<'_>) -> PResult<'_, Tree> {
    let mut inner = input;
    let mut nots = Vec::new();
    while inner.kind() == TokenKind::Keyword(Keyword::Not) {
        nots.push(inner.first());
        inner = inner.skip(1);
    }
    let (rest, mut tree) = called(Expected::Expression, predicate)(inner)?;
    for not in nots.into_iter().rev() {
        let span = not.span.to(tree.outer);
        (_, tree) = node(rest, ExprKind::Not(Box::new(tree.expr)), span, tree.height)?;
    }
    Ok((rest, tree))
}

/// A value, and at most one of IS NULL, LIKE, RLIKE, IN and `:` behind it.
fn predicate(input: Tokens<'_>) -> PResult<'_, Tree> {
    let start = input.first();
    let (rest, value) = comparison(input)?;
    if rest.kind() == TokenKind::Colon && start.kind != TokenKind::LeftParen {
        return match_operator(rest, value);
    }
    if rest.kind() == TokenKind::Keyword(Keyword::Is) {
        return is_null(rest, value);
    }
    let (behind, negated) = match rest.kind() {
        TokenKind::Keyword(Keyword::Not) => (rest.skip(1), true),
        _ => (rest, false),
    };
    match behind.kind() {
        TokenKind::Keyword(Keyword::Like) => {
            like(behind, value, negated, PatternLanguage::Wildcard)
        }
        TokenKind::Keyword(Keyword::Rlike) => like(behind, value, negated, PatternLanguage::Regex),
        TokenKind::Keyword(Keyword::In) => membership(behind, value, negated),
        _ if negated => {
            behind.note(Expected::Token(TokenKind::Keyword(Keyword::Like)));
            behind.note(Expected::Token(TokenKind::Keyword(Keyword::Rlike)));
            behind.reject(Expected::Token(TokenKind::Keyword(Keyword::In)))
        }
        _ => Ok((rest, value)),
    }
}

fn match_operator(input: Tokens<'_>, field: Tree) -> PResult<'_, Tree> {
    let is_field = match &field.expr.kind {
        ExprKind::Column(_) => true,
        ExprKind::Cast { value, .. } => matches!(value.kind, ExprKind::Column(_)),
        _ => false,
    };
    if !is_field {
        return input.reject(Expected::Operator);
    }
    let (rest, query) = constant(input.skip(1))?;
    let span = field.expr.span.to(query.span);
    let kind = ExprKind::Match { field: Box::new(field.expr), query: Box::new(query) };
    node(rest, kind, span, field.height)
}

fn is_null(input: Tokens<'_>, value: Tree) -> PResult<'_, Tree> {
    let (rest, negated) = opt(keyword(Keyword::Not)).parse(input.skip(1))?;
    let (rest, null) = keyword(Keyword::Null)(rest)?;
    let span = value.outer.to(null.span);
    let kind = ExprKind::IsNull { value: Box::new(value.expr), negated: negated.is_some() };
    node(rest, kind, span, value.height)
}

fn like(
    input: Tokens<'_>,
    value: Tree,
    negated: bool,
    language: PatternLanguage,
) -> PResult<'_, Tree> {
    let patterns = input.skip(1);
    let list = patterns.kind() == TokenKind::LeftParen;
    let (rest, patterns) = if list {
        parenthesized(comma_list(like_pattern))(patterns)?
    } else {
        let (rest, pattern) = called(Expected::LikePattern, like_pattern)(patterns)?;
        (rest, vec![pattern])
    };
    let span = value.outer.to(rest.span_from(input.first()));
    let kind = ExprKind::Like { value: Box::new(value.expr), negated, language, patterns, list };
    node(rest, kind, span, value.height)
}

/// A string, a parameter, or a column or call that turns out to be a constant.
fn like_pattern(input: Tokens<'_>) -> PResult<'_, Expr> {
    if matches!(input.kind(), TokenKind::Identifier | TokenKind::QuotedIdentifier) {
        return primary_expression(input);
    }
    let (rest, Text { value, span }) = text(input)?;
    let kind = match value {
        Ok(value) => ExprKind::Literal(Literal::String(value)),
        Err(parameter) => ExprKind::Parameter(parameter),
    };
    Ok((rest, Expr { kind, span }))
}

fn membership(input: Tokens<'_>, value: Tree, negated: bool) -> PResult<'_, Tree> {
    let behind = input.skip(1);
    let boxed = Box::new(value.expr);
    let is_query = matches!(behind.ahead(1).kind, TokenKind::Command(_));
    let ((rest, kind), height) = if is_query {
        let (result, height) = behind.measured(subquery);
        let (rest, query) = result?;
        ((rest, ExprKind::InQuery { value: boxed, negated, query }), height)
    } else {
        let (result, height) = behind.measured(parenthesized(comma_list(value_expression)));
        let (rest, list) = result?;
        ((rest, ExprKind::In { value: boxed, negated, list }), height)
    };
    let span = value.outer.to(rest.span_from(input.first()));
    node(rest, kind, span, height.max(value.height))
}

/// Arithmetic, and at most one comparison.
fn comparison(input: Tokens<'_>) -> PResult<'_, Tree> {
    let (input, left) = arithmetic(input, 0)?;
    let op = match input.kind() {
        TokenKind::Equal => BinaryOp::Equal,
        TokenKind::NotEqual => BinaryOp::NotEqual,
        TokenKind::Less => BinaryOp::Less,
        TokenKind::LessOrEqual => BinaryOp::LessOrEqual,
        TokenKind::Greater => BinaryOp::Greater,
        TokenKind::GreaterOrEqual => BinaryOp::GreaterOrEqual,
        _ => return Ok((input, left)),
    };
    let (input, right) = called(Expected::Expression, |input| arithmetic(input, 0))(input.skip(1))?;
    binary(input, op, left, right)
}

/// The arithmetic operator of a token, with how tight it binds.
fn arithmetic_operator(kind: TokenKind) -> Option<(BinaryOp, u8)> {
    Some(match kind {
        TokenKind::Plus => (BinaryOp::Add, 1),
        TokenKind::Minus => (BinaryOp::Subtract, 1),
        TokenKind::Asterisk => (BinaryOp::Multiply, 2),
        TokenKind::Slash => (BinaryOp::Divide, 2),
        TokenKind::Percent => (BinaryOp::Modulo, 2),
        _ => return None,
    })
}

/// Operands joined by operators that bind tighter than `outer`, to the left.
fn arithmetic(input: Tokens<'_>, outer: u8) -> PResult<'_, Tree> {
    let (mut input, mut left) = unary(input)?;
    while let Some((op, power)) = arithmetic_operator(input.kind())
        && power > outer
    {
        let right = called(Expected::Expression, |input| arithmetic(input, power))(input.skip(1));
        let (rest, right) = right?;
        (input, left) = binary(rest, op, left, right)?;
    }
    Ok((input, left))
}

fn binary(input: Tokens<'_>, op: BinaryOp, left: Tree, right: Tree) -> PResult<'_, Tree> {
    let span = left.outer.to(right.outer);
    let below = left.height.max(right.height);
    let kind = ExprKind::Binary { op, left: Box::new(left.expr), right: Box::new(right.expr) };
    node(input, kind, span, below)
}

/// Signs in front of an operand. A plus leaves no node.
fn unary(input: Tokens<'_>) -> PResult<'_, Tree> {
    let mut inner = input;
    let mut signs = Vec::new();
    while matches!(inner.kind(), TokenKind::Minus | TokenKind::Plus) && !is_signed_constant(inner) {
        signs.push(inner.first());
        inner = inner.skip(1);
    }
    let (rest, mut tree) = called(Expected::Expression, postfix)(inner)?;
    for sign in signs.into_iter().rev() {
        let span = sign.span.to(tree.outer);
        if sign.kind == TokenKind::Minus {
            (_, tree) = node(rest, ExprKind::Negate(Box::new(tree.expr)), span, tree.height)?;
        } else {
            tree.outer = span;
        }
    }
    Ok((rest, tree))
}

/// A primary expression and casts behind it.
fn postfix(input: Tokens<'_>) -> PResult<'_, Tree> {
    let (mut input, mut tree) = primary(input)?;
    while input.kind() == TokenKind::Cast {
        let (rest, ty) = identifier(input.skip(1))?;
        let span = tree.outer.to(ty.span);
        let kind = ExprKind::Cast { value: Box::new(tree.expr), ty };
        (input, tree) = node(rest, kind, span, tree.height)?;
    }
    Ok((input, tree))
}

fn primary(input: Tokens<'_>) -> PResult<'_, Tree> {
    let first = input.first();
    match first.kind {
        TokenKind::LeftParen => {
            let (rest, tree) = parenthesized(boolean)(input)?;
            Ok((rest, Tree { outer: rest.span_from(first), ..tree }))
        }
        TokenKind::Plus | TokenKind::Minus if is_signed_constant(input) => {
            leaf(signed_number(input))
        }
        TokenKind::Identifier | TokenKind::QuotedIdentifier => {
            if input.ahead(1).kind == TokenKind::LeftParen {
                let (rest, function) = identifier(input)?;
                return call(rest, first, Ok(function));
            }
            leaf(column(input))
        }
        TokenKind::Keyword(Keyword::First | Keyword::Last)
            if input.ahead(1).kind == TokenKind::LeftParen =>
        {
            // FIRST and LAST are keywords of SORT, and functions.
            let function = Identifier { text: input.text(first).to_owned(), span: first.span };
            call(input.skip(1), first, Ok(function))
        }
        TokenKind::Parameter => parameter_primary(input),
        _ => leaf(called(Expected::Expression, unsigned_constant)(input)),
    }
}

fn leaf(result: PResult<'_, Expr>) -> PResult<'_, Tree> {
    result.map(|(rest, expr)| (rest, Tree { outer: expr.span, expr, height: 1 }))
}

fn column(input: Tokens<'_>) -> PResult<'_, Expr> {
    let (rest, name) = name(input)?;
    let span = name.span;
    Ok((rest, Expr { kind: ExprKind::Column(name), span }))
}

/// A parameter: a function's name, part of a column's name, or a value.
fn parameter_primary(input: Tokens<'_>) -> PResult<'_, Tree> {
    let first = input.first();
    let (rest, parameter) = parameter(input)?;
    match rest.kind() {
        TokenKind::LeftParen => call(rest, first, Err(parameter)),
        TokenKind::Dot => leaf(column(input)),
        _ if parameter.identifier => {
            let span = parameter.span;
            let name = Name { parts: vec![NamePart::Parameter(parameter)], span };
            leaf(Ok((rest, Expr { kind: ExprKind::Column(name), span })))
        }
        _ => leaf(Ok((rest, parameter_expr(parameter)))),
    }
}

/// The arguments of a function: `*`, or expressions with options behind them.
fn call<'a>(
    input: Tokens<'a>,
    start: Token,
    name: Result<Identifier, Parameter>,
) -> PResult<'a, Tree> {
    let inside = input.skip(1);
    let mut below = 0;
    let mut args = Vec::new();
    let mut options = None;
    let star = inside.kind() == TokenKind::Asterisk;
    let mut rest = inside;
    if star {
        rest = inside.skip(1);
    } else if inside.kind() != TokenKind::RightParen {
        inside.note(Expected::Token(TokenKind::RightParen));
        inside.note(Expected::Token(TokenKind::Asterisk));
        loop {
            let (behind, argument) = boolean(rest)?;
            below = below.max(argument.height);
            args.push(argument.expr);
            rest = behind;
            if rest.kind() != TokenKind::Comma {
                rest.note(Expected::Token(TokenKind::Comma));
                break;
            }
            rest = rest.skip(1);
            if rest.kind() == TokenKind::LeftBrace {
                let (behind, braces) = map(rest)?;
                options = Some(braces);
                rest = behind;
                break;
            }
        }
    }
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let kind = ExprKind::Call { name, args, star, options };
    node(rest, kind, rest.span_from(start), below)
}

/// `( inner )`.
pub(crate) fn parenthesized<'a, T>(
    inner: impl FnMut(Tokens<'a>) -> PResult<'a, T>,
) -> impl FnMut(Tokens<'a>) -> PResult<'a, T> {
    let mut parser = delimited(token(TokenKind::LeftParen), inner, token(TokenKind::RightParen));
    move |input| parser.parse(input)
}

/// `WITH {...}`.
pub(crate) fn with_options(input: Tokens<'_>) -> PResult<'_, Option<super::ast::Map>> {
    opt(preceded(keyword(Keyword::With), map)).parse(input)
}
