//! Elastic detection rules: the rule file, and what Kibana makes of the query's answer.
//!
//! [`Rule::parse`] reads the TOML form in which rules are kept in Elastic's detection-rules
//! repository. The query in it knows where each of its characters stands in the file, so that
//! every diagnostic points into the author's own lines. [`suite`] has the tests of a rule.

mod alerts;
mod rule;
pub mod suite;
mod table;
mod toml_string;

pub use alerts::Alerts;
pub use rule::Rule;
