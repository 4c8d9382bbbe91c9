//! The page of diagnostic codes.

use std::fmt::Write as _;

use esql_engine::diagnostics::codes;

/// What each code means.
#[must_use]
pub fn page() -> String {
    let mut text = "# Diagnostics\n\n\
        Each error and warning has a code that never changes its meaning. \
        `esql-run explain CODE` shows the same text.\n"
        .to_owned();
    for code in codes::ALL {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n## {code}: {}\n\n{}\n", code.title(), code.explanation());
    }
    text
}
