//! What the program does besides running queries: one file a subcommand.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fields;
pub(crate) mod fmt;
pub(crate) mod functions;
pub(crate) mod man;
pub(crate) mod reference;
pub(crate) mod scan;
pub(crate) mod test;
pub(crate) mod why;
