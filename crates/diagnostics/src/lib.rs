//! Diagnostics as data: what went wrong, where in the source, and what to do next.
//!
//! A [`Diagnostic`] carries a stable [`Code`], a message, labelled [`Span`]s and help.
//! It knows nothing of how it is shown: [`render`] turns it into text for people or JSON
//! for programs. Text that stands inside other text (a query in a TOML file, KQL in a string
//! literal) keeps its true place through a [`SourceMap`].

pub mod codes;
mod diagnostic;
pub mod render;
mod source;
mod span;
pub mod suggest;

pub use codes::{Code, Entry};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use source::{Position, SourceFile, SourceMap};
pub use span::Span;
