//! What `esql-run check` says of rules and hunts that Elastic ships.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::tool::Tool;

/// Commands and functions that the grammar of stack 8.19 does not have.
const NEWER: [&str; 4] = ["INLINE STATS", "COMPLETION", "FIRST", "LAST"];

/// Parts of the names of files that are broken as they are shipped, with a code for each.
const BROKEN: [(&str, &str); 15] = [
    ("aws__servicequotas_discovery_multi_region", "E0101"),
    ("azure__aks_kubelet_proxy", "E0104"),
    ("azure__entra_authentication_attempts_behind_rare", "E0101"),
    ("okta__credential_access_rapid_reset", "E0101"),
    ("windows__execution_via_windows_scheduled_task", "E0101"),
    ("linux__persistence_general_kernel_manipulation", "E0106"),
    ("linux__persistence_via_grub_bootloader", "E0106"),
    ("linux__persistence_via_initramfs", "E0106"),
    ("linux__persistence_via_network_manager", "E0106"),
    ("linux__persistence_via_policykit", "E0106"),
    ("execution_aws_ec2_lolbin_via_ssm", "W2005"),
    ("okta__defense_evasion_rare_oauth", "W2005"),
    ("execution_kubernetes_pod_exec_potential_reverse_shell", "W2007"),
    ("aws__multiple_service_logging_deleted", "W2009"),
    ("aws__ec2_high_instance_deployment", "W2009"),
];

pub(crate) fn run(corpus: &Path, tool: &Tool) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let check = |folder: &str, stacks: Option<&str>| {
        let mut arguments = vec!["check".into(), corpus.join(folder).display().to_string()];
        arguments.extend(["--format".to_owned(), "json".to_owned()]);
        arguments.extend(stacks.into_iter().flat_map(|stacks| ["--stack".into(), stacks.into()]));
        let since = Instant::now();
        let ran = tool.run(scratch.path(), arguments)?;
        let elapsed = since.elapsed();
        let found = serde_json::from_str::<Vec<Value>>(&ran.out)
            .map_err(|_| format!("no answer: {}", ran.err.trim()))?;
        let errors = found.iter().filter(|one| one["severity"] == "error").count();
        let stacks = stacks.map_or_else(String::new, |stacks| format!(" on {stacks}"));
        println!("{folder}{stacks}: {} findings, {errors} errors, {elapsed:.2?}", found.len());
        Ok::<_, String>(found)
    };
    let rules = check("rules", None)?;
    let hunts = check("hunting", None)?;
    let mut faults = Vec::new();
    faults.extend(errors(&rules).map(|one| format!("error in a rule: {}", shown(one))));
    let is_broken = |one: &Value| BROKEN.iter().any(|(file, _)| text(&one["path"]).contains(file));
    let others = errors(&hunts).filter(|one| !is_broken(one));
    faults.extend(others.map(|one| format!("error in a hunt: {}", shown(one))));
    for (file, code) in BROKEN {
        let mut all = rules.iter().chain(&hunts);
        if !all.any(|one| text(&one["path"]).contains(file) && one["code"] == code) {
            faults.push(format!("not found: {code} in {file}"));
        }
    }
    let old = check("rules", Some("8.19"))?;
    let is_newer = |one: &&Value| NEWER.iter().any(|name| text(&one["message"]).contains(name));
    let mut newer: Vec<&str> =
        errors(&old).filter(is_newer).map(|one| text(&one["path"])).collect();
    newer.dedup();
    println!("{} rules need a newer grammar than that of 8.19", newer.len());
    for stack in ["9.3", "9.4"] {
        // Rules that say that they are for newer stacks do lack something here.
        let found = check("rules", Some(stack))?;
        let wrong = errors(&found).filter(|one| !text(&one["help"][0]).contains("the rule says"));
        faults.extend(wrong.map(|one| format!("error on {stack}: {}", shown(one))));
    }
    let mut lints: BTreeMap<&str, usize> = BTreeMap::new();
    for one in rules.iter().chain(&hunts) {
        if let Some(lint) = one["lint"].as_str() {
            *lints.entry(lint).or_default() += 1;
        }
    }
    lints.iter().for_each(|(lint, times)| println!("  {times:>4} {lint}"));
    faults.iter().for_each(|fault| println!("{fault}"));
    if faults.is_empty() { Ok(()) } else { Err(format!("{} faults", faults.len())) }
}

fn errors(found: &[Value]) -> impl Iterator<Item = &Value> {
    found.iter().filter(|one| one["severity"] == "error")
}

fn shown(one: &Value) -> String {
    format!(
        "{}:{} {} {}",
        text(&one["path"]),
        one["line"],
        text(&one["code"]),
        text(&one["message"])
    )
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
