//! "Did you mean": names that look like a mistyped one.

/// The candidates most similar to `name`, best first, at most `limit`.
///
/// Case is ignored. A candidate counts when its Jaro-Winkler similarity is 0.8 or more, which
/// admits one or two slips in a name of usual length and keeps unrelated names out.
pub fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|&(score, _)| score >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.truncate(limit);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// A help line for the closest candidates: "did you mean `a` or `b`?".
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let names: Vec<String> =
        closest(name, candidates, 3).into_iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_keeps_strangers_out() {
        let names = ["process.name", "process.pid", "host.name", "user.id"];
        assert_eq!(closest("proces.nmae", names, 1), ["process.name"]);
        assert_eq!(closest("PROCESS.PID", names, 1), ["process.pid"]);
        assert!(closest("zzz", names, 3).is_empty());
    }
}
