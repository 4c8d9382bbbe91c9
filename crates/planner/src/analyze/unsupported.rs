//! Functions and commands that exist in ES|QL and do not run here, each with the reason.
//!
//! A function that gets a row in `esql-functions` is taken off this list; a test sees to that.

/// Names with one reason each.
const FAMILIES: &[(&str, &[&str])] = &[
    (
        "needs a time series index of a cluster",
        &[
            "rate",
            "irate",
            "increase",
            "delta",
            "idelta",
            "deriv",
            "avg_over_time",
            "sum_over_time",
            "min_over_time",
            "max_over_time",
            "first_over_time",
            "last_over_time",
            "count_over_time",
            "count_distinct_over_time",
            "present_over_time",
            "absent_over_time",
            "percentile_over_time",
            "stddev_over_time",
            "variance_over_time",
            "without",
            "tstep",
            "to_counter",
            "to_gauge",
            "to_aggregate_metric_double",
            "to_tdigest",
            "to_exponential_histogram",
        ],
    ),
    (
        "needs vectors or a model of a cluster",
        &[
            "knn",
            "text_embedding",
            "embedding",
            "v_cosine",
            "v_dot_product",
            "v_hamming",
            "v_l1_norm",
            "v_l2_norm",
            "v_magnitude",
            "to_dense_vector",
            "score",
            "decay",
            "top_snippets",
            "categorize",
            "chunk",
        ],
    ),
    (
        "known, and not built yet",
        &[
            "eql",
            "sparkline",
            "range_min",
            "range_max",
            "range_contains",
            "range_within",
            "range_intersects",
            "field_extract",
            "to_geohash",
            "to_geohex",
            "to_geotile",
            "to_date_range",
            "to_range",
            "to_double_range",
            "st_geohash",
            "st_geohex",
            "st_geotile",
            "st_simplify",
            "st_simplifypreservetopology",
            "st_buffer",
            "st_intersection",
            "st_union",
            "st_difference",
            "st_symdifference",
            "any_match",
            "filter",
            "map",
        ],
    ),
];

/// Keywords of commands with one reason each.
const COMMANDS: &[(&str, &[&str])] = &[
    (
        "needs the time series indices of a cluster",
        &["TS", "PROMQL", "METRICS_INFO", "TS_INFO", "TS_COLLAPSE"],
    ),
    ("needs a model of a cluster", &["RERANK", "DENSE_VECTOR", "MMR"]),
    ("shows how a cluster runs a query; see `--emit`", &["EXPLAIN"]),
    (
        "only development builds have it",
        &[
            "EQL",
            "EXTERNAL",
            "FILLNULL",
            "DISTINCT",
            "INSIST_🐔",
            "TOPK",
            "BOTTOMK",
            "LIMITK",
            "LOOKUP_🐔",
        ],
    ),
    ("needs a database of addresses, which a cluster downloads", &["IP_LOCATION"]),
    ("known, and not built yet", &["HIGHLIGHT"]),
];

/// Why the command with this keyword does not run, if it does not.
pub(crate) fn command_reason(keyword: &str) -> Option<&'static str> {
    let mut all = COMMANDS.iter();
    all.find(|(_, keywords)| keywords.contains(&keyword)).map(|(reason, _)| *reason)
}

/// Why the function called `name` does not run, if ES|QL has it.
pub(super) fn reason(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    FAMILIES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(reason, _)| *reason)
}

/// Every name on the list with its reason, for the reference.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAMILIES.iter().flat_map(|(reason, names)| names.iter().map(move |name| (*name, *reason)))
}

#[cfg(test)]
mod tests {
    use esql_functions::registry;

    use super::*;

    #[test]
    fn refused_commands_are_commands() {
        for keyword in COMMANDS.iter().flat_map(|(_, keywords)| *keywords) {
            let known = esql_parser::esql::COMMANDS.iter().any(|def| def.keyword == *keyword);
            assert!(known, "`{keyword}` is no command");
        }
    }

    #[test]
    fn nothing_that_runs_is_listed() {
        for (name, _) in all() {
            assert!(registry::find(name).is_none(), "`{name}` has a row");
        }
    }
}
