//! Cases that do not count: each with the reason.

use std::sync::LazyLock;

use regex::Regex;

use super::case::Case;

const LACKS_A_ROW: &str = "`languages_lookup_non_unique_key` has a row less here";

/// Cases that today's language contradicts, or whose data here are others.
const CASES: &[(&str, &str)] = &[
    ("autoBucket", "AUTO_BUCKET is BUCKET today"),
    ("case", "IS_NULL was a function, it is an operator today"),
    ("convertFromDatetimeWithOptions", "FROM has no OPTIONS today"),
    ("copySignWithMixedNumericValues", "COPY_SIGN gives the magnitude, here the sign is expected"),
    ("copySignWithMixedNumericValuesWithMV", "expects single values where the data have several"),
    ("evalRowWithNull2", "of two columns of one name the last stays today"),
    ("first_grouped", "FIRST_VALUE is FIRST today"),
    ("first_no_grouping", "FIRST_VALUE is FIRST today"),
    ("first_no_grouping_with_timestamp", "FIRST_VALUE is FIRST today"),
    ("groupByVersion", "null is a group today"),
    ("groupByVersionCast", "null is a group today"),
    ("joinMaskingEval", LACKS_A_ROW),
    ("multipleLookupsAndProjectsNonUnique", LACKS_A_ROW),
    ("nonUniqueRightKeyFromRow", LACKS_A_ROW),
    ("nonUniqueRightKeyOnTheCoordinator", LACKS_A_ROW),
    ("nonUniqueRightKeyOnTheDataNode", LACKS_A_ROW),
    ("nullJoinKeyOnTheDataNode", LACKS_A_ROW),
    ("projectFromWithStatsAfterLimit", "the order of groups is open"),
    ("qstrWithTimeZoneOption", "the data set `logs` is another one here"),
    ("qstrWithTimeZoneSetting", "the data set `logs` is another one here"),
    ("qstrWithTimeZoneSettingWithOptionOverride", "the data set `logs` is another one here"),
    ("sortLimitByQualifiedName", "qualified names are not in the language yet"),
    ("topText", "the expected list has commas that are not escaped"),
];

/// The sources of a query: what stands behind FROM up to the next command.
static SOURCES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:from|join)\s+([^|()]+?)(?:\s+(?:metadata|on)\b|[|()]|$)").ok()
});

/// Why a case does not count, before it runs.
pub(super) fn reason(case: &Case, indices: &[String]) -> Option<String> {
    if let Some((_, reason)) = CASES.iter().find(|(name, _)| *name == case.name) {
        return Some((*reason).to_owned());
    }
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
