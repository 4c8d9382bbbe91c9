//! Writes the built-in field table, `src/schema/table.txt`, out of JSON maps from field names to
//! mapping types:
//!
//! `cargo run -p esql-sources --example build_field_table -- ALL.json ECS.json TABLE.txt`
//!
//! `ALL.json` has every field known, `ECS.json` those of ECS alone. What is left out, and why:
//! - objects and aliases: an alias without its target says nothing;
//! - names with wildcards, which stand for many fields;
//! - names without a dot that are not in ECS: in package files these are mostly parts of names;
//! - `flattened` and `nested` types under roots that are neither in ECS nor a known package's, for
//!   the same reason: they would make the fields of other people's events unreadable;
//! - fields under a `nested` one: ES|QL does not see them.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use esql_sources::field_table;

/// Packages outside ECS whose files give full names.
const PACKAGES: &[&str] = &[
    "Effective_process",
    "Endpoint",
    "Memory_protection",
    "Persistence",
    "Ransomware",
    "Responses",
    "Target",
    "Tcc",
    "auditd",
    "aws",
    "azure",
    "gcp",
    "github",
    "google_workspace",
    "gsuite",
    "kibana",
    "kubernetes",
    "o365",
    "okta",
    "powershell",
    "snyk",
    "threat_hunting",
    "winlog",
];

type Fields = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [all, ecs, table] = arguments.as_slice() else {
        return Err("usage: build_field_table ALL.json ECS.json TABLE.txt".into());
    };
    let read = |path: &str| -> Result<Fields, Box<dyn Error>> {
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    };
    std::fs::write(table, field_table::encode(&select(&read(all)?, &read(ecs)?)))?;
    Ok(())
}

fn select(all: &Fields, ecs: &Fields) -> Fields {
    let root = |name: &str| name.split('.').next().unwrap_or("").to_owned();
    let mut roots: BTreeSet<String> = ecs.keys().map(|name| root(name)).collect();
    roots.extend(PACKAGES.iter().map(|&name| name.to_owned()));
    let plain = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.@-/".contains(&byte))
    };
    let kept = |name: &str, kind: &str| {
        plain(name)
            && !matches!(kind, "object" | "alias" | "number")
            && (name.contains('.') || ecs.contains_key(name))
            && (!matches!(kind, "flattened" | "nested") || roots.contains(&root(name)))
    };
    let mut fields: Fields = all
        .iter()
        .filter(|(name, kind)| kept(name, kind))
        .map(|(name, kind)| (name.clone(), kind.clone()))
        .collect();
    let nested: Vec<String> = fields
        .iter()
        .filter(|(_, kind)| *kind == "nested")
        .map(|(name, _)| format!("{name}."))
        .collect();
    fields.retain(|name, _| !nested.iter().any(|parent| name.starts_with(parent)));
    fields
}
