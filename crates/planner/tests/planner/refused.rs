//! Commands that run, and those that are refused: each is one or the other, as the list says.

use esql_diagnostics::codes;
use esql_parser::esql::COMMANDS;
use esql_planner::refused;

use crate::analysis;

/// A query with each released command.
const QUERIES: &[(&str, &str)] = &[
    ("FROM", "FROM logs | KEEP host.name"),
    ("TS", "TS logs | KEEP host.name"),
    ("ROW", "ROW a = 1"),
    ("SHOW", "SHOW INFO"),
    ("PROMQL", "PROMQL step=1m (up)"),
    ("WHERE", "ROW a = 1 | WHERE a == 1"),
    ("EVAL", "ROW a = 1 | EVAL b = a"),
    ("STATS", "ROW a = 1 | STATS COUNT(*) BY a"),
    ("INLINE STATS", "ROW a = 1 | INLINE STATS COUNT(*) BY a"),
    ("KEEP", "ROW a = 1 | KEEP a"),
    ("DROP", "ROW a = 1, b = 2 | DROP a"),
    ("RENAME", "ROW a = 1 | RENAME a AS b"),
    ("SORT", "ROW a = 1 | SORT a"),
    ("LIMIT", "ROW a = 1 | LIMIT 1"),
    ("DEDUP", "ROW a = 1 | DEDUP"),
    ("TOPK", "ROW a = 1 | TOPK a, 1"),
    ("BOTTOMK", "ROW a = 1 | BOTTOMK a, 1"),
    ("LIMITK", "ROW a = 1 | LIMITK 1"),
    ("DISSECT", r#"ROW a = "x y" | DISSECT a "%{b} %{c}""#),
    ("GROK", r#"ROW a = "x" | GROK a "%{WORD:b}""#),
    ("ENRICH", "FROM logs | ENRICH hosts ON host.name | KEEP host.name"),
    ("LOOKUP JOIN", "FROM logs | LOOKUP JOIN assets ON host.name | KEEP host.name"),
    ("MV_EXPAND", "ROW a = [1, 2] | MV_EXPAND a"),
    ("FORK", "ROW a = 1 | FORK (WHERE a == 1) (WHERE a == 2)"),
    ("FUSE", "FROM logs METADATA _id, _index, _score | FORK (LIMIT 1) (LIMIT 2) | FUSE"),
    ("SAMPLE", "ROW a = 1 | SAMPLE 0.5"),
    ("CHANGE_POINT", "ROW a = 1, @timestamp = 1 | CHANGE_POINT a"),
    ("COMPLETION", r#"ROW a = "x" | COMPLETION a WITH {"inference_id": "x"}"#),
    ("RERANK", r#"ROW a = "x" | RERANK "y" ON a"#),
    ("URI_PARTS", r#"ROW a = "x" | URI_PARTS b = a"#),
    ("REGISTERED_DOMAIN", r#"ROW a = "x" | REGISTERED_DOMAIN b = a"#),
    ("USER_AGENT", r#"ROW a = "x" | USER_AGENT b = a"#),
    ("IP_LOCATION", r#"ROW a = "x" | IP_LOCATION b = a"#),
    ("HIGHLIGHT", r#"FROM logs | HIGHLIGHT "x" ON message"#),
    ("MMR", "ROW a = 1 | MMR ON a LIMIT 1"),
    ("DENSE_VECTOR", "ROW a = 1 | DENSE_VECTOR a"),
    ("METRICS_INFO", "ROW a = 1 | METRICS_INFO"),
    ("TS_INFO", "ROW a = 1 | TS_INFO"),
    ("TS_COLLAPSE", "ROW a = 1 | TS_COLLAPSE"),
];

#[test]
fn a_command_runs_or_is_on_the_list() {
    for def in COMMANDS.iter().filter(|def| def.is_released()) {
        let query =
            QUERIES.iter().find(|(keyword, _)| *keyword == def.keyword).map(|(_, query)| query);
        let query = query.unwrap_or_else(|| panic!("no query with {}", def.keyword));
        let (analysis, _) = analysis(query);
        let refusal = format!("command `{}` does not run here", def.keyword);
        let is_refused = analysis
            .diagnostics
            .iter()
            .any(|one| one.code == codes::NOT_SUPPORTED && one.message == refusal);
        let is_listed = refused::commands().any(|row| row.name == def.keyword);
        assert_eq!(is_refused, is_listed, "{}: {:?}", def.keyword, analysis.diagnostics);
    }
}
