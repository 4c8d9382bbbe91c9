//! Cases that cannot run here, as the data sets that they read are not at hand.

use std::sync::LazyLock;

use regex::Regex;

use super::case::Case;

/// The sources of a query: what stands behind FROM up to the next command.
static SOURCES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:from|join)\s+([^|()]+?)(?:\s+(?:metadata|on)\b|[|()]|$)").ok()
});

/// Why a case does not count, before it runs.
pub(super) fn reason(case: &Case, indices: &[String]) -> Option<String> {
    let known = |name: &str| indices.iter().any(|index| index == name);
    let missing = sources(&case.query).find(|name| !name.contains('*') && !known(name));
    missing.map(|name| format!("the data set `{name}` is not here"))
}

/// Whether the answer of a case depends on which data sets there are at all.
pub(super) fn takes_all(case: &Case) -> bool {
    sources(&case.query).any(|name| name == "*")
}

/// The plain names of indices, without those that are excluded.
fn sources(query: &str) -> impl Iterator<Item = &str> {
    let lists = SOURCES.iter().flat_map(|pattern| pattern.captures_iter(query));
    let lists = lists.filter_map(|found| found.get(1)).map(|list| list.as_str());
    let names = lists.flat_map(|list| list.split(',')).map(|name| name.trim().trim_matches('"'));
    let plain = |name: &&str| {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || b"_*-.".contains(&byte);
        !name.is_empty() && !name.starts_with('-') && name.bytes().all(word)
    };
    names.filter(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_a_query() {
        let names = |query| sources(query).collect::<Vec<_>>();
        assert_eq!(names("from a, \"b\" metadata _id | limit 1"), ["a", "b"]);
        assert_eq!(names("FROM *,-x_*\r\n| lookup join c on d"), ["*", "c"]);
        assert!(names("ROW a = 1").is_empty());
    }
}
