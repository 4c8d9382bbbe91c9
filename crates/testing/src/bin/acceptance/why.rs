//! The near misses among the handmade events: `esql-run why` must name the trap of each.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::tool::Tool;

/// How many of a hundred must be named.
const LEAST: usize = 90;

/// An event that comes near and is not in the answer.
struct Trap {
    case: &'static str,
    event: &'static str,
    /// What is wrong with it.
    what: &'static str,
    /// What must be said where it ends.
    said: &'static str,
}

const fn trap(
    case: &'static str,
    event: &'static str,
    what: &'static str,
    said: &'static str,
) -> Trap {
    Trap { case, event, what, said }
}

const GUARDRAILS: &str = "aws_bedrock_guardrails_multiple_violations_in_single_request";
const MISCONDUCT: &str = "aws_bedrock_high_confidence_misconduct_blocks_detected";
const BEACON: &str = "command_and_control_cobalt_strike_beacon";
const WEBDAV: &str = "credential_access_rare_webdav_destination";
const AGENTS: &str = "defense_evasion_agent_spoofing_multiple_hosts";
const AUDIT: &str = "defense_evasion_audit_policy_disabled_winlog";
const INBOX: &str = "defense_evasion_exchange_inbox_rule_obfuscated_name";
const GRAPH: &str = "discovery_aad_graph_high_4xx_ratio_by_user";
const GKE: &str = "discovery_gcp_gke_anonymous_endpoint_permission_enumeration";
const SCRIPTS: &str = "execution_posh_malicious_script_agg";
const MALWARE: &str = "execution_potential_widespread_malware_infection";
const PYTHON: &str = "execution_suspicious_python_command_execution";
const BUCKET: &str = "impact_s3_static_site_js_file_uploaded";
const MSSQL: &str = "initial_access_mssql_potential_sql_injection";
const PREVALENCE: &str = "multiple_elastic_defend_behavior_rules_same_host_prevalence";
const ISSUER: &str = "persistence_entra_id_service_principal_federated_issuer_modified";
const ROLES: &str = "privilege_escalation_role_patch_wildcard_verbs_resources_response";
const SEED: &str = "seed_000_suspicious_python_shell_command_execution";

const TRAPS: &[Trap] = &[
    trap(GUARDRAILS, "f04", "MV_COUNT is 1", "1 short"),
    trap(GUARDRAILS, "f08", "field missing", "`gen_ai.policy.action` has no value"),
    trap(GUARDRAILS, "f09", "other case", "upper and lower case"),
    trap(MISCONDUCT, "g09", "exactly at the threshold", "1 short: `sum("),
    trap(MISCONDUCT, "g14", "LIKE without a wildcard, other case", "upper and lower case"),
    trap(BEACON, "e03", "RLIKE, other case", "upper and lower case"),
    trap(BEACON, "e04", "RLIKE wants the whole value", "a part of the value"),
    trap(BEACON, "e11", "several values", "has 2 values"),
    trap(BEACON, "e12", "field missing", "`destination.domain` has no value"),
    trap(BEACON, "e13", "both alternatives null", "`data_stream.dataset` has no value"),
    trap(WEBDAV, "w03", "two hosts", "1 over: `count_distinct(host.id)`"),
    trap(WEBDAV, "w05", "one event too many", "1 over: `count(*)`"),
    trap(WEBDAV, "w13", "NOT LIKE of a list", "excluded by `\"*.sharepoint.com\"`"),
    trap(WEBDAV, "w14", "NOT IN after TO_LOWER", "excluded by `\"sharepoint.com\"`"),
    trap(WEBDAV, "w16", "GROK finds nothing", "`GROK process.command_line` gave none"),
    trap(WEBDAV, "w17", "other case", "upper and lower case"),
    trap(WEBDAV, "w18", "no host, so none is counted", "`host.id` has no value in 1 of"),
    trap(AGENTS, "d04", "one host", "1 short: `count_distinct(host.id)`"),
    trap(AGENTS, "d08", "field missing", "`event.agent_id_status` has no value"),
    trap(AGENTS, "d09", "the other host's event was dropped", "1 short: `count_distinct(host.id)`"),
    trap(AGENTS, "d10", "field missing", "`agent.id` has no value"),
    trap(AUDIT, "m02", "both changes in the window", "[Success removed, Success Added]"),
    trap(AUDIT, "m08", "other case", "upper and lower case"),
    trap(AUDIT, "m09", "too new for the window", "outside of the time window"),
    trap(AUDIT, "m10", "exactly the bound of the window", "exactly its bound"),
    trap(INBOX, "i02", "one backslash", "`GROK o365.audit.ObjectId` gave none"),
    trap(INBOX, "i03", "RLIKE wants the whole value", "a part of the value"),
    trap(INBOX, "i05", "empty text", "Esql.inbox_rule_name = \"\""),
    trap(INBOX, "i10", "field missing", "`o365.audit.ObjectId` has no value"),
    trap(GRAPH, "r26", "next time bucket", "another time bucket"),
    trap(GRAPH, "r27", "one path short", "1 short: `count_distinct(url.path)`"),
    trap(GKE, "q07", "one name short", "1 short: `count_distinct(gcp.audit.resource_name)`"),
    trap(GKE, "q13", "no failure", "1 short: `sum(case("),
    trap(GKE, "q19", "one action short", "1 short: `count_distinct(event.action)`"),
    trap(GKE, "q24", "NOT IN over null", "`gcp.audit.resource_name` has no value"),
    trap(GKE, "q34", "NOT IN", "excluded by `\"healthz\"`"),
    trap(SCRIPTS, "n07", "duplicates are not counted", "1 short: `count_distinct("),
    trap(SCRIPTS, "n12", "LIKE, other case", "upper and lower case"),
    trap(SCRIPTS, "n21", "field missing", "`message` has no value"),
    trap(SCRIPTS, "n22", "GROK, other case", "upper and lower case"),
    trap(MALWARE, "b05", "two hosts and a null", "`host.id` has no value in 1 of"),
    trap(MALWARE, "b07", "the rest has another key", "another group, `event.code`"),
    trap(MALWARE, "b09", "field missing", "`rule.name` has no value"),
    trap(MALWARE, "b16", "several values", "has 2 values"),
    trap(PYTHON, "s08", "next time bucket", "another time bucket"),
    trap(PYTHON, "s09", "one command short", "1 short: `COUNT_DISTINCT(process.command_line)`"),
    trap(PYTHON, "s13", "one pattern short", "1 short: `COUNT_DISTINCT("),
    trap(PYTHON, "s21", "wrong system", "host.os.type = windows"),
    trap(PYTHON, "s22", "several values", "has 2 values"),
    trap(PYTHON, "s29", "KQL, no such argument", "process.args = [sh, x.sh]"),
    trap(BUCKET, "u06", "NOT over null", "`user_agent.original` has no value"),
    trap(BUCKET, "u07", "DISSECT finds nothing", "`DISSECT "),
    trap(BUCKET, "u08", "DISSECT took more", "= x.js, x-amz=1"),
    trap(MSSQL, "s12", "other case", "upper and lower case"),
    trap(MSSQL, "s14", "field missing", "`message` has no value"),
    trap(PREVALENCE, "p04", "the rule is on two hosts", "1 over: `COUNT_DISTINCT(host.id)`"),
    trap(PREVALENCE, "p06", "one rule short", "1 short: `COUNT_DISTINCT(rule.name)`"),
    trap(PREVALENCE, "p10", "null is a group", "group host.id = null"),
    trap(PREVALENCE, "p11", "null is not counted", "`rule.name` has no value in 1 of"),
    trap(ISSUER, "k02", "equal issuers", "Esql.external_idp_old_issuer = https://a.example"),
    trap(ISSUER, "k03", "field missing", "has no value"),
    trap(ISSUER, "k04", "DISSECT finds nothing", "`DISSECT "),
    trap(ROLES, "a03", "a quoted `*` is no wildcard", "`*` were a pattern"),
    trap(ROLES, "a06", "NOT IN", "excluded by `\"127.0.0.1\"`"),
    trap(ROLES, "a07", "field missing", "`kubernetes.audit.sourceIPs` has no value"),
    trap(ROLES, "a08", "several values", "has 2 values"),
    trap(SEED, "s08", "next time bucket", "another time bucket"),
    trap(SEED, "s09", "one command short", "1 short: `COUNT_DISTINCT(process.command_line)`"),
    trap(SEED, "s22", "several values", "has 2 values"),
];

pub(crate) fn run(corpus: &Path, tool: &Tool) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut cases: BTreeMap<&str, Vec<&Trap>> = BTreeMap::new();
    for trap in TRAPS {
        cases.entry(trap.case).or_default().push(trap);
    }
    let mut named = 0;
    for (case, traps) in cases {
        println!("{case}");
        let followed = followed(&corpus.join("handmade").join(case), &traps, tool, scratch.path())?;
        for trap in traps {
            let said = followed.get(trap.event).map(Vec::as_slice).unwrap_or_default();
            let found = said.iter().find(|line| line.contains(trap.said));
            named += usize::from(found.is_some());
            let shown = match found {
                Some(line) => line.clone(),
                None => format!("NOT NAMED; {}", said.join("; ")),
            };
            println!("  {:<5} {:<36} {shown}", trap.event, trap.what);
        }
    }
    println!("{named} of {} traps are named", TRAPS.len());
    let share = named * 100 / TRAPS.len();
    if share >= LEAST { Ok(()) } else { Err(format!("{share} of a hundred traps are named")) }
}

/// What is said of events where they end, by their ids.
fn followed(
    case: &Path,
    traps: &[&Trap],
    tool: &Tool,
    scratch: &Path,
) -> Result<BTreeMap<String, Vec<String>>, String> {
    let path = |name: &str| case.join(name).to_string_lossy().into_owned();
    let expected = std::fs::read_to_string(path("expected.json"))
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()))?;
    let mut arguments = ["why", &path("rule.toml"), &path("events.ndjson"), "--format", "json"]
        .map(str::to_owned)
        .to_vec();
    arguments.extend(traps.iter().flat_map(|trap| ["--id".to_owned(), trap.event.to_owned()]));
    if let Some(now) = expected["now"].as_str() {
        arguments.extend(["--now".to_owned(), now.to_owned()]);
    }
    let ran = tool.run(scratch, arguments)?;
    let answer = serde_json::from_str::<Value>(&ran.out)
        .map_err(|_| format!("no answer: {}", ran.err.trim()))?;
    let trails = list(&answer["followed"]).iter().filter(|trail| trail["matched"] == false);
    let ended = trails.map(|trail| (text(&trail["id"]), last_words(trail)));
    Ok(ended.collect())
}

/// The lines about the command where an event ended.
fn last_words(trail: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(stop) = list(&trail["stops"]).last() else { return lines };
    for seen in list(&stop["seen"]) {
        lines.extend(pairs(&seen["identity"]).map(|pair| format!("group {pair}")));
        for condition in list(&seen["conditions"]).iter().filter(|one| one["truth"] != true) {
            lines.extend(list(&condition["hints"]).iter().map(|hint| text(&hint["text"])));
            lines.extend(pairs(&condition["values"]));
        }
    }
    lines
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("null").to_owned()
}

fn pairs(object: &Value) -> impl Iterator<Item = String> {
    let entries = object.as_object().into_iter().flatten();
    entries.map(|(name, value)| format!("{name} = {}", text(value)))
}
