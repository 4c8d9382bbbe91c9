//! The reference pages, out of the tables that the program itself works by.
//!
//! `esql-run functions NAME` shows the same text, and a test compares `docs/reference` with it.

pub mod command;
pub mod diagnostic;
pub mod function;
mod grid;
pub mod lint;
pub mod support;

/// A page of the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below `docs/reference`, with `/`.
    pub path: String,
    /// Markdown.
    pub text: String,
}

/// Every page.
#[must_use]
pub fn pages() -> Vec<Page> {
    let page = |path: &str, text| Page { path: path.to_owned(), text };
    let mut pages = vec![
        page("commands.md", command::page()),
        page("diagnostics.md", diagnostic::page()),
        page("functions/README.md", function::index()),
        page("lints/README.md", lint::index()),
        page("support.md", support::page()),
    ];
    for (_, defs) in function::families() {
        pages.extend(
            defs.iter().map(|def| page(&format!("functions/{}.md", def.name), function::page(def))),
        );
    }
    pages.extend(
        esql_rules::lint::ALL
            .iter()
            .map(|one| page(&format!("lints/{}.md", one.name), lint::page(one))),
    );
    pages
}
