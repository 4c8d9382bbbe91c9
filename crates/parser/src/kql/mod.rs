//! KQL: the Kibana Query Language, inside `KQL("...")`.
//!
//! The grammar decides by the next token alone and never goes back, so it is written as plain
//! functions, which also lets it go on behind an error inside parentheses.

pub mod ast;
mod dump;
mod lexer;
mod parse;
mod print;

pub use dump::dump;
pub use parse::{Parsed, parse};
pub use print::print;
