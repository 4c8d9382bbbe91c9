//! The entries of a rule file and of a hunt, table by table.

use super::Shape;
use super::value::{is_date, is_field, is_interval, is_lookback, is_text, is_uuid, is_version};

/// An entry of a table.
pub(super) struct Entry {
    /// Its key.
    pub(super) key: &'static str,
    /// Whether a rule must have it.
    pub(super) required: bool,
    /// What its value is.
    pub(super) shape: Shape,
}

const fn must(key: &'static str, shape: Shape) -> Entry {
    Entry { key, required: true, shape }
}

const fn may(key: &'static str, shape: Shape) -> Entry {
    Entry { key, required: false, shape }
}

const TEXT: Shape = Shape::Text("a text that is not empty", is_text);
const DATE: Shape = Shape::Text("a date like `2026/03/26`", is_date);
const VERSION: Shape = Shape::Text("a version like `9.3.0`", is_version);
const LOOKBACK: Shape = Shape::Text("a time like `now-9m`", is_lookback);
const INTERVAL: Shape = Shape::Text("a time span like `5m`", is_interval);
const UUID: Shape = Shape::Text("a UUID", is_uuid);
const FIELD: Shape = Shape::Text("a field of the events, none that the query makes", is_field);
const SEVERITY: Shape = Shape::OneOf(&["low", "medium", "high", "critical"]);

/// The file of a hunt.
pub(super) const HUNT_FILE: &[Entry] = &[must("hunt", Shape::Table(HUNT))];

const HUNT: &[Entry] = &[
    must("author", TEXT),
    must("description", TEXT),
    must("integration", Shape::Texts),
    must("language", Shape::Texts),
    must("license", TEXT),
    must("name", TEXT),
    must("query", Shape::Texts),
    must("uuid", UUID),
    may("mitre", Shape::Texts),
    may("notes", Shape::Texts),
    may("references", Shape::Texts),
];

/// The file of a rule.
pub(super) const RULE_FILE: &[Entry] = &[
    must("metadata", Shape::Table(METADATA)),
    must("rule", Shape::Table(RULE)),
    may("transform", Shape::Any),
];

const METADATA: &[Entry] = &[
    must("creation_date", DATE),
    must("updated_date", DATE),
    may("bypass_bbr_timing", Shape::Flag),
    may("comments", TEXT),
    may("deprecated_reason", TEXT),
    may("deprecation_date", DATE),
    may("extended", Shape::Any),
    may("integration", Shape::Any),
    may(
        "maturity",
        Shape::OneOf(&["development", "experimental", "beta", "production", "deprecated"]),
    ),
    may("min_stack_comments", TEXT),
    may("min_stack_version", VERSION),
    may("os_type_list", Shape::SomeOf(&["windows", "linux", "macos"])),
    may("promotion", Shape::Flag),
    may("query_schema_validation", Shape::Flag),
    may("related_endpoint_rules", Shape::Any),
];

const RULE: &[Entry] = &[
    must("author", Shape::Texts),
    must("description", TEXT),
    must("language", Shape::OneOf(&["esql"])),
    must("name", TEXT),
    must("query", TEXT),
    must("risk_score", Shape::Number(0, 100)),
    must("rule_id", UUID),
    must("severity", SEVERITY),
    must("type", Shape::OneOf(&["esql"])),
    may("actions", Shape::Any),
    may("alert_suppression", Shape::Table(SUPPRESSION)),
    may("building_block_type", Shape::OneOf(&["default"])),
    may("data_view_id", Shape::Never("it names its indices in FROM")),
    may("enabled", Shape::Flag),
    may("exceptions_list", Shape::Any),
    may("false_positives", Shape::Texts),
    may("filters", Shape::Any),
    may("from", LOOKBACK),
    may("index", Shape::Never("it names its indices in FROM")),
    may("interval", INTERVAL),
    may("investigation_fields", Shape::Table(&[must("field_names", Shape::Texts)])),
    may("license", TEXT),
    may("max_signals", Shape::Number(1, 1_000)),
    may("meta", Shape::Any),
    may("note", TEXT),
    may("references", Shape::Texts),
    may("related_integrations", Shape::Tables(RELATED_INTEGRATION)),
    may("required_fields", Shape::Tables(REQUIRED_FIELD)),
    may("response_actions", Shape::Any),
    may("revision", Shape::Number(0, i64::MAX)),
    may("risk_score_mapping", Shape::Tables(RISK_SCORE_MAPPING)),
    may("rule_name_override", TEXT),
    may("setup", Shape::Any),
    may("severity_mapping", Shape::Tables(SEVERITY_MAPPING)),
    may("tags", Shape::Texts),
    may("threat", Shape::Tables(THREAT)),
    may("throttle", TEXT),
    may("timeline_id", TEXT),
    may("timeline_title", TEXT),
    may("timestamp_override", TEXT),
    may("timestamp_override_fallback_disabled", Shape::Flag),
    may("to", TEXT),
    may("version", Shape::Number(1, i64::MAX)),
];

const REQUIRED_FIELD: &[Entry] =
    &[must("name", FIELD), must("type", TEXT), may("ecs", Shape::Flag)];

const RELATED_INTEGRATION: &[Entry] =
    &[must("package", TEXT), must("version", TEXT), may("integration", TEXT)];

const SUPPRESSION: &[Entry] = &[
    must("group_by", Shape::SomeTexts(1, 3)),
    may("duration", Shape::Table(DURATION)),
    may("missing_fields_strategy", Shape::OneOf(&["suppress", "doNotSuppress"])),
];

const DURATION: &[Entry] =
    &[must("value", Shape::Number(1, i64::MAX)), must("unit", Shape::OneOf(&["s", "m", "h"]))];

const RISK_SCORE_MAPPING: &[Entry] = &[
    must("field", TEXT),
    may("operator", Shape::OneOf(&["equals"])),
    may("value", Shape::Any),
    may("risk_score", Shape::Number(0, 100)),
];

const SEVERITY_MAPPING: &[Entry] = &[
    must("field", TEXT),
    may("operator", Shape::OneOf(&["equals"])),
    may("value", Shape::Any),
    may("severity", SEVERITY),
];

const THREAT: &[Entry] = &[
    must("framework", Shape::OneOf(&["MITRE ATT&CK"])),
    must("tactic", Shape::Table(THREAT_ENTRY)),
    may("technique", Shape::Tables(TECHNIQUE)),
];

const THREAT_ENTRY: &[Entry] = &[must("id", TEXT), must("name", TEXT), must("reference", TEXT)];

const TECHNIQUE: &[Entry] = &[
    must("id", TEXT),
    must("name", TEXT),
    must("reference", TEXT),
    may("subtechnique", Shape::Tables(THREAT_ENTRY)),
];
