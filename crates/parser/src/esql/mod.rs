//! ES|QL: lexer, grammar, syntax tree, printer.
//!
//! [`parse`] runs the lexer, whose token rules depend on the command ([`LexMode`]), over the whole
//! text, then the grammar (nom parsers, one file per command) over the tokens. A command that
//! does not follow its grammar becomes a node of its own, with a diagnostic, and parsing goes on
//! behind the next pipe.

pub mod ast;
mod children;
mod command;
mod constant;
mod dump;
mod expected;
mod expression;
mod format;
mod input;
mod lex_mode;
mod lexer;
mod name;
mod pipeline;
mod print;
mod scan;
pub mod string;
mod syntax_error;
mod token;

pub use command::{COMMANDS, CommandDef, Place};
pub use dump::dump;
pub use format::{WIDTH as FORMAT_WIDTH, format};
pub use lex_mode::LexMode;
pub use pipeline::{Parsed, parse};
pub use print::{print, print_expr};
pub use token::{CommandId, Keyword, Token, TokenKind, print_tokens};

/// The tokens of `text`, blanks and comments included: their spans follow one another without a
/// gap, from the first byte to the last. Text that is no token becomes [`TokenKind::Bad`].
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    lexer::lex(text).tokens
}
