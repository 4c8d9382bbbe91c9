//! The patterns that have a name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static PATTERNS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("patterns.grok").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect()
});

/// The regular expression called `name`.
pub(super) fn get(name: &str) -> Option<&'static str> {
    PATTERNS.get(name).copied()
}

/// The names of all patterns.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PATTERNS.keys().copied()
}
