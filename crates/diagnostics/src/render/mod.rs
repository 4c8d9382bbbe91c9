//! Renderers: one diagnostic, several output forms.

mod json;
mod text;

pub use json::json;
pub use text::{Style, text};
