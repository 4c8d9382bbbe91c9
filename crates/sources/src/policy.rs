//! Enrich policies, as Elasticsearch's API takes and gives them.
//!
//! Source: the Elasticsearch reference, "Create enrich policy API" and "Get enrich policy API".

use esql_diagnostics::{Diagnostic, codes};
use esql_planner::catalog::{EnrichMatch, EnrichPolicy};
use serde_json::{Map, Value};

/// Reads a policy: `{"match": {"indices": .., "match_field": .., "enrich_fields": ..}}`, the same
/// with `range` or `geo_match`, or the answer of `GET _enrich/policy`, out of which the first
/// policy is taken. With it comes the file of its documents, if `source` beside or inside the
/// policy names one.
///
/// # Errors
/// If the text is no JSON or no policy.
pub fn parse_policy(text: &str) -> Result<(EnrichPolicy, Option<String>), Diagnostic> {
    let value: Value = serde_json::from_str(text).map_err(|error| bad(&error.to_string()))?;
    let value = value.pointer("/policies/0/config").unwrap_or(&value);
    for (name, kind) in [
        ("match", EnrichMatch::Equal),
        ("range", EnrichMatch::Range),
        ("geo_match", EnrichMatch::Geo),
    ] {
        if let Some(Value::Object(policy)) = value.get(name) {
            let source = value.get("source").or(policy.get("source")).and_then(Value::as_str);
            return Ok((read(kind, policy)?, source.map(str::to_owned)));
        }
    }
    Err(bad("there is no `match`, `range` or `geo_match` in it"))
}

fn read(kind: EnrichMatch, policy: &Map<String, Value>) -> Result<EnrichPolicy, Diagnostic> {
    if policy.get("query").is_some_and(|query| query.get("match_all").is_none()) {
        return Err(bad("policies with a `query` are not supported"));
    }
    let names = |key: &str| match policy.get(key) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let policy = EnrichPolicy {
        kind,
        indices: names("indices"),
        match_field: names("match_field").concat(),
        enrich_fields: names("enrich_fields"),
    };
    for (key, missing) in [
        ("indices", policy.indices.is_empty()),
        ("match_field", policy.match_field.is_empty()),
        ("enrich_fields", policy.enrich_fields.is_empty()),
    ] {
        if missing {
            return Err(bad(&format!("`{key}` is missing")));
        }
    }
    Ok(policy)
}

fn bad(why: &str) -> Diagnostic {
    Diagnostic::error(codes::BAD_MAPPING, format!("not an enrich policy: {why}")).help(
        "a policy looks like `{\"match\": {\"indices\": \"users\", \"match_field\": \"user.name\", \
         \"enrich_fields\": [\"department\"]}}`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_of_both_apis() {
        let inner =
            r#"{"range":{"indices":["n"],"match_field":"block","enrich_fields":["zone","site"]}}"#;
        let answer = format!(r#"{{"policies":[{{"config":{inner}}}]}}"#);
        for text in [inner, &answer] {
            let (policy, source) = parse_policy(text).unwrap();
            assert_eq!(source, None);
            assert_eq!(policy.kind, EnrichMatch::Range);
            assert_eq!(policy.indices, ["n"]);
            assert_eq!(policy.match_field, "block");
            assert_eq!(policy.enrich_fields, ["zone", "site"]);
        }
        for bad in ["", "{}", r#"{"match":{"indices":"a","match_field":"b"}}"#] {
            assert_eq!(parse_policy(bad).unwrap_err().code, codes::BAD_MAPPING, "{bad}");
        }
    }
}
