//! The formatter: a query in its canonical layout, every comment kept.
//!
//! It works on tokens, not on the tree: what it writes are the query's own tokens in their order,
//! so that nothing can get lost. Only blanks, line ends and the case of keywords and functions
//! change. The text of a column without a name of its own stays as it is, as it *is* the name.
//!
//! | step | from | to | module |
//! |---|---|---|---|
//! | pieces | tokens | tokens that print, comments tied to them | `piece` |
//! | layout | pieces | a document with the places where lines may break | `layout` |
//! | document | document | text no wider than asked for, where that is possible | `document` |

mod document;
mod layout;
mod piece;

use esql_diagnostics::Diagnostic;

use super::pipeline::parse;

/// How wide formatted lines are at most, in characters, where they can be broken.
pub const WIDTH: usize = 100;

/// The query in canonical layout, without a final line end. Formatting it again changes nothing.
///
/// # Errors
/// The syntax errors of a query that does not parse.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse(text);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(parsed.diagnostics);
    }
    let (pieces, comments) = piece::pieces(text, &parsed.query);
    Ok(document::render(&layout::query(&pieces, comments), WIDTH))
}
