//! Something compiled from a text, kept as long as the text stays the same.

/// Columns of patterns mostly repeat one; only a change compiles anew.
pub(crate) struct Memo<T>(Option<(String, T)>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(None)
    }
}

impl<T> Memo<T> {
    /// What `compile` makes of `text`.
    pub(crate) fn get(&mut self, text: &str, compile: impl FnOnce(&str) -> T) -> &T {
        if self.0.as_ref().is_none_or(|(known, _)| known != text) {
            self.0 = None;
        }
        &self.0.get_or_insert_with(|| (text.to_owned(), compile(text))).1
    }
}
