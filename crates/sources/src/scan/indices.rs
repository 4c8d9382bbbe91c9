//! Index names and the patterns of FROM.
//!
//! Source: the Elasticsearch reference, "Multi-target syntax" and "Data streams": a hidden name
//! (with a leading dot) matches a wildcard only if the pattern begins with a dot as well.

use esql_planner::catalog::IndexPattern;

/// The patterns of one FROM, ready for matching. None at all match every index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Patterns {
    patterns: Vec<IndexPattern>,
}

impl Patterns {
    pub(crate) fn new(indices: &[IndexPattern]) -> Self {
        let split = |index: &IndexPattern| {
            let IndexPattern { exclude, known, .. } = *index;
            let parts: Vec<IndexPattern> = index
                .pattern
                .split(',')
                .map(|part| IndexPattern {
                    pattern: local_name(part.trim()).to_owned(),
                    exclude,
                    known,
                })
                .collect();
            parts
        };
        Patterns { patterns: indices.iter().flat_map(split).collect() }
    }

    /// No pattern: every index.
    pub(crate) fn all() -> Self {
        Patterns::new(&[])
    }

    /// The names or patterns that a mapping is for. The mapping of an index behind a data stream
    /// or an alias is also for documents that name these.
    pub(crate) fn of_mapping(indices: &[String]) -> Self {
        let pattern =
            |name: &str| IndexPattern { pattern: name.to_owned(), exclude: false, known: true };
        let names =
            indices.iter().flat_map(|name| std::iter::once(name.as_str()).chain(public_name(name)));
        Patterns { patterns: names.map(pattern).collect() }
    }

    #[cfg(test)]
    pub(crate) fn parse(text: &str) -> Self {
        let pattern = |part: &str| IndexPattern {
            pattern: part.trim_start_matches('-').to_owned(),
            exclude: part.starts_with('-'),
            known: false,
        };
        Patterns::new(&text.split(',').map(pattern).collect::<Vec<_>>())
    }

    /// The names, if only documents whose index is known take part.
    pub(crate) fn known(&self) -> Option<String> {
        let is_known = self.patterns.iter().any(|pattern| pattern.known);
        let names = self.patterns.iter().map(|pattern| pattern.pattern.as_str());
        is_known.then(|| names.collect::<Vec<_>>().join(","))
    }

    /// Whether every index matches, whatever its name.
    pub(crate) fn match_all(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether documents of this index take part; those whose index is not known do so unless the
    /// patterns stand for indices that were given a name.
    pub(crate) fn admit(&self, index: Option<&str>) -> bool {
        match index {
            Some(name) => self.matches(name),
            None => !self.patterns.iter().any(|pattern| pattern.known),
        }
    }

    /// Whether the index called `name` takes part: a concrete index, also one behind a data
    /// stream or an alias of the stack, which goes by both names.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let public = public_name(name);
        let hits =
            |pattern: &str| matches(pattern, name) || public.is_some_and(|it| matches(pattern, it));
        let mut taken = self.patterns.is_empty();
        for IndexPattern { pattern, exclude, .. } in &self.patterns {
            if hits(pattern) {
                taken = !exclude;
            }
        }
        taken
    }
}

impl Patterns {
    /// Whether an index that `other`, a name or a pattern, stands for can take part.
    pub(crate) fn may_match(&self, other: &str) -> bool {
        if !other.contains('*') {
            return self.matches(other);
        }
        let mut included = self.patterns.iter().filter(|pattern| !pattern.exclude);
        self.patterns.is_empty()
            || included.any(|one| overlap(one.pattern.as_bytes(), other.as_bytes()))
    }
}

/// Whether some text matches both patterns.
fn overlap(one: &[u8], other: &[u8]) -> bool {
    // For each rest of `other`: whether it and the present rest of `one` overlap.
    let mut rests: Vec<bool> = (0..=other.len()).map(|at| is_stars(&other[at..])).collect();
    for (at, letter) in one.iter().enumerate().rev() {
        let mut longer = vec![is_stars(&one[at..]); other.len() + 1];
        for (at, other) in other.iter().enumerate().rev() {
            longer[at] = match (letter, other) {
                (b'*', _) | (_, b'*') => rests[at] || longer[at + 1],
                _ => letter == other && rests[at + 1],
            };
        }
        rests = longer;
    }
    rests[0]
}

/// Whether the empty text matches.
fn is_stars(pattern: &[u8]) -> bool {
    pattern.iter().all(|&letter| letter == b'*')
}

/// The pattern without a cluster's name in front (`cluster:logs-*`) and without the selector
/// `::data` behind, which is the default.
fn local_name(pattern: &str) -> &str {
    let name = pattern.strip_suffix("::data").unwrap_or(pattern);
    let bytes = name.as_bytes();
    let cluster_end = bytes.iter().enumerate().position(|(at, &byte)| {
        byte == b':' && bytes.get(at + 1) != Some(&b':') && (at == 0 || bytes[at - 1] != b':')
    });
    cluster_end.map_or(name, |at| &name[at + 1..])
}

/// The name under which the index behind a data stream or an alias is searched:
/// `logs-x-default` for `.ds-logs-x-default-2026.01.01-000001`, also when mounted from a snapshot.
fn public_name(name: &str) -> Option<&str> {
    let mounted = name.strip_prefix("partial-").or_else(|| name.strip_prefix("restored-"));
    let name = mounted.unwrap_or(name);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = name.strip_prefix(".ds-") {
        let (rest, generation) = rest.rsplit_once('-')?;
        let (stream, date) = rest.rsplit_once('-')?;
        let is_date = date.split('.').count() == 3 && date.split('.').all(digits);
        return (digits(generation) && is_date).then_some(stream);
    }
    // `.alerts-security.alerts-default` is an alias of `.internal.alerts-...-000001`.
    if name.starts_with(".internal.alerts-") {
        let (alias, generation) = name.rsplit_once('-')?;
        return digits(generation).then(|| alias.trim_start_matches(".internal"));
    }
    mounted
}

/// Whether `name` matches `pattern`, in which `*` stands for any text.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((prefix, rest)) = pattern.split_once('*') else { return pattern == name };
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let Some(mut name) = name.strip_prefix(prefix) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let logs = "logs-endpoint.events.process-default";
        let backing = ".ds-logs-endpoint.events.process-default-2026.01.01-000001";
        for (patterns, name, expected) in [
            ("logs-*", logs, true),
            ("logs-*", backing, true),
            ("logs-*", "partial-.ds-logs-a-b-2026.01.01-000001", true),
            ("logs-*", ".ds-metrics-a-b-2026.01.01-000001", false),
            ("*", ".hidden", false),
            (".*", ".hidden", true),
            ("*", backing, true),
            ("*", "anything", true),
            ("logs-endpoint.events.*", logs, true),
            ("logs-*-default", logs, true),
            ("logs-*.network-*", logs, false),
            ("logs-*events*process*", logs, true),
            ("a*a", "a", false),
            ("logs-endpoint.events.process-default", backing, true),
            ("logs-*,-logs-endpoint*", logs, false),
            ("logs-*,-logs-endpoint*,logs-endpoint.events.process-*", logs, true),
            ("remote:logs-*", logs, true),
            ("*:logs-*", logs, true),
            ("logs-*::data", logs, true),
            ("logs-*::failures", logs, false),
            (".alerts-security.*", ".internal.alerts-security.alerts-default-000001", true),
            (".alerts-security.*", ".alerts-security.alerts-default", true),
            ("winlogbeat-*", logs, false),
        ] {
            assert_eq!(Patterns::parse(patterns).matches(name), expected, "{patterns} {name}");
        }
        assert!(Patterns::all().matches(".any"));
    }

    #[test]
    fn patterns_that_overlap() {
        let many = "*a".repeat(200);
        for (one, other, expected) in [
            ("logs-*", "*-default", true),
            ("logs-*", "metrics-*", false),
            ("a*", "*", true),
            ("*", "", true),
            ("a*b*c", "*bb*", true),
            ("a*b", "*c", false),
            (&format!("{many}*b"), &format!("{many}*c"), false),
            (&format!("{many}*"), &format!("{many}*c"), true),
        ] {
            let [one, other] = [one, other].map(str::as_bytes);
            assert_eq!(overlap(one, other), expected);
            assert_eq!(overlap(other, one), expected);
        }
    }
}
