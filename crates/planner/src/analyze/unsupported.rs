//! What is in ES|QL and does not run here: functions and commands, each with the reason and the
//! stack versions that have it.
//!
//! A function that gets a row in `esql-functions` is taken off this list, and so is a command that
//! the analyzer learns; tests see to both.

/// A function or command that is refused by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its name: of functions in lower case, of commands in upper case.
    pub name: &'static str,
    /// The stack versions that have it: `preview 9.2, GA 9.4`, or `unreleased`.
    pub since: &'static str,
    /// Why it does not run.
    pub reason: &'static str,
}

/// One reason, with the names that it holds for and their versions.
type Reason = (&'static str, &'static [(&'static str, &'static str)]);

const TIME_SERIES: &str = "needs a time series index of a cluster";
const MODEL: &str = "needs vectors or a model of a cluster";
const UNRELEASED: &str = "only development builds have it";

const FUNCTIONS: &[Reason] = &[
    (
        TIME_SERIES,
        &[
            ("rate", "preview 9.2, GA 9.4"),
            ("irate", "preview 9.2"),
            ("increase", "preview 9.2"),
            ("delta", "preview 9.2"),
            ("idelta", "preview 9.2"),
            ("deriv", "preview 9.3"),
            ("avg_over_time", "preview 9.2"),
            ("sum_over_time", "preview 9.2"),
            ("min_over_time", "preview 9.2"),
            ("max_over_time", "preview 9.2"),
            ("first_over_time", "preview 9.2"),
            ("last_over_time", "preview 9.2"),
            ("count_over_time", "preview 9.2"),
            ("count_distinct_over_time", "preview 9.2"),
            ("present_over_time", "preview 9.2"),
            ("absent_over_time", "preview 9.2"),
            ("percentile_over_time", "preview 9.3"),
            ("stddev_over_time", "preview 9.3"),
            ("variance_over_time", "preview 9.3"),
            ("without", "GA 9.4"),
            ("tstep", "9.5"),
            ("to_counter", "GA 9.5"),
            ("to_gauge", "GA 9.5"),
            ("to_aggregate_metric_double", "preview 9.2"),
            ("to_tdigest", "preview 9.3, GA 9.4"),
            ("to_exponential_histogram", "GA 9.4"),
        ],
    ),
    (
        MODEL,
        &[
            ("knn", "preview 9.2, GA 9.4"),
            ("text_embedding", "preview 9.3, GA 9.4"),
            ("embedding", "unreleased"),
            ("v_cosine", "preview 9.3, GA 9.4"),
            ("v_dot_product", "preview 9.3, GA 9.4"),
            ("v_hamming", "preview 9.3, GA 9.4"),
            ("v_l1_norm", "preview 9.3, GA 9.4"),
            ("v_l2_norm", "preview 9.3, GA 9.4"),
            ("v_magnitude", "unreleased"),
            ("to_dense_vector", "preview 9.2"),
        ],
    ),
    (
        "ranks by relevance, which takes the statistics of a cluster's index",
        &[("score", "preview 9.3"), ("top_snippets", "preview 9.3")],
    ),
    ("sorts text as a plugin of the cluster does", &[("categorize", "preview 9.0, GA 9.1")]),
    (
        "computes shapes whose corners depend on Elasticsearch's geometry library",
        &[
            ("st_simplifypreservetopology", "preview 9.4"),
            ("st_intersection", "preview 9.5"),
            ("st_union", "preview 9.5"),
            ("st_difference", "preview 9.5"),
            ("st_symdifference", "preview 9.5"),
        ],
    ),
    (
        UNRELEASED,
        &[
            ("eql", "unreleased"),
            ("to_double_range", "unreleased"),
            ("any_match", "unreleased"),
            ("filter", "unreleased"),
            ("map", "unreleased"),
        ],
    ),
];

/// Keywords of commands with one reason each.
const COMMANDS: &[(&str, &[&str])] = &[
    (TIME_SERIES, &["TS", "PROMQL", "METRICS_INFO", "TS_INFO", "TS_COLLAPSE"]),
    (MODEL, &["RERANK", "DENSE_VECTOR", "MMR"]),
    ("shows how a cluster runs a query; see `--emit`", &["EXPLAIN"]),
    (UNRELEASED, &["EQL", "EXTERNAL", "FILLNULL", "DISTINCT", "INSIST_🐔", "LOOKUP_🐔"]),
    ("cuts texts into passages as the highlighter of a cluster does", &["HIGHLIGHT"]),
];

/// What of a command that runs does not, by its keyword.
const PARTLY: &[(&str, &str)] =
    &[("CHANGE_POINT", "up to 9.5; the several change points of 9.6 are refused")];

/// Why the function called `name` does not run, if ES|QL has it.
pub(super) fn function(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    rows(FUNCTIONS).find(|row| row.name == name).map(|row| row.reason)
}

/// Why the command with this keyword, in upper case, does not run; `None` if it runs.
#[must_use]
pub fn command(keyword: &str) -> Option<&'static str> {
    commands().find(|row| row.name == keyword).map(|row| row.reason)
}

/// How far the command with this keyword runs, if not wholly.
#[must_use]
pub fn runs_partly(keyword: &str) -> Option<&'static str> {
    PARTLY.iter().find(|(name, _)| *name == keyword).map(|(_, how_far)| *how_far)
}

/// Every function that is refused.
pub fn functions() -> impl Iterator<Item = Refused> {
    rows(FUNCTIONS)
}

/// Every command that is refused, in the order of the parser's table.
pub fn commands() -> impl Iterator<Item = Refused> {
    esql_parser::esql::COMMANDS.iter().filter_map(|def| {
        let listed = COMMANDS.iter().find(|(_, keywords)| keywords.contains(&def.keyword));
        listed.map(|(reason, _)| Refused { name: def.keyword, since: def.since, reason })
    })
}

fn rows(reasons: &'static [Reason]) -> impl Iterator<Item = Refused> {
    reasons.iter().flat_map(|&(reason, names)| {
        names.iter().map(move |&(name, since)| Refused { name, since, reason })
    })
}

#[cfg(test)]
mod tests {
    use esql_functions::registry;

    use super::*;

    #[test]
    fn nothing_that_runs_is_listed() {
        for Refused { name, .. } in functions() {
            assert!(registry::find(name).is_none(), "`{name}` has a row");
        }
    }

    #[test]
    fn names_are_listed_once() {
        let all: Vec<Refused> = functions().collect();
        for (at, row) in all.iter().enumerate() {
            assert!(!all[..at].iter().any(|other| other.name == row.name), "{row:?}");
        }
    }

    #[test]
    fn commands_exist() {
        for keyword in COMMANDS.iter().flat_map(|(_, keywords)| *keywords) {
            assert!(command(keyword).is_some(), "{keyword}");
        }
        for (keyword, _) in PARTLY {
            assert!(esql_parser::esql::COMMANDS.iter().any(|def| def.keyword == *keyword));
            assert_eq!(command(keyword), None, "{keyword}");
        }
    }
}
