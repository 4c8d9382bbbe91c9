//! "Did you mean": names that look like a mistyped one.

/// The least Jaro-Winkler similarity that counts: it admits one or two slips in a name of usual
/// length and keeps unrelated names out.
const SIMILAR: f64 = 0.8;

/// The candidates most similar to `name`, best first, at most `limit`.
///
/// Case is ignored. A candidate counts when its Jaro-Winkler similarity is 0.8 or more.
pub fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let letters = Letters::of(&wanted);
    let mut best: Vec<(f64, &str)> = Vec::new();
    for candidate in candidates {
        // The table of fields has over ten thousand names: most need no closer look.
        let least = best.get(limit.saturating_sub(1)).map_or(SIMILAR, |&(score, _)| score);
        if letters.most_similar(candidate) < least {
            continue;
        }
        let score = strsim::jaro_winkler(&wanted, &candidate.to_lowercase());
        if score < least {
            continue;
        }
        let at = best.partition_point(|&(other, known)| {
            score.total_cmp(&other).then_with(|| known.cmp(candidate)).is_lt()
        });
        if best.get(at).is_none_or(|&(_, known)| known != candidate) {
            best.insert(at, (score, candidate));
            best.truncate(limit);
        }
    }
    best.into_iter().map(|(_, candidate)| candidate).collect()
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

/// How often each letter stands in a name, in few buckets: an upper bound of its similarity to
/// other names that costs one look at each of their letters.
struct Letters<'n> {
    name: &'n str,
    counts: [u8; 64],
}

impl<'n> Letters<'n> {
    fn of(name: &'n str) -> Self {
        let mut counts = [0_u8; 64];
        for byte in name.bytes() {
            if let Some(count) = counts.get_mut(bucket(byte)) {
                *count = count.saturating_add(1);
            }
        }
        Self { name, counts }
    }

    /// What the similarity of `other` can be at most: as if all letters that both have matched,
    /// in order.
    fn most_similar(&self, other: &str) -> f64 {
        if !self.name.is_ascii() || !other.is_ascii() || self.name.is_empty() || other.is_empty() {
            return 1.0;
        }
        let mut left = self.counts;
        let mut matching = 0_u32;
        for byte in other.bytes() {
            if let Some(count) = left.get_mut(bucket(byte)).filter(|count| **count > 0) {
                *count -= 1;
                matching += 1;
            }
        }
        let share = |length: usize| f64::from(matching) / length as f64;
        let jaro = (share(self.name.len()) + share(other.len()) + 1.0) / 3.0;
        let (name, other) = (self.name.bytes(), other.bytes());
        let same = name.zip(other).take(4).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        // A little more, so that rounding cannot bring it below.
        jaro + 0.1 * same as f64 * (1.0 - jaro) + 1e-9
    }
}

fn bucket(byte: u8) -> usize {
    usize::from(byte.to_ascii_lowercase() & 0x3f)
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

    #[test]
    fn equal_scores_go_by_name_and_doubles_are_one() {
        let names = ["ab2", "ab1", "ab2", "ab3"];
        assert_eq!(closest("ab", names, 3), ["ab1", "ab2", "ab3"]);
        assert_eq!(closest("ab", names, 2), ["ab1", "ab2"]);
        assert!(closest("ab", names, 0).is_empty());
    }

    #[test]
    fn the_bound_is_never_below_the_similarity() {
        let names = ["process.name", "nameprocess.", "PID", "pid", "a", "source.ip", "ÄÖ", ""];
        for a in names {
            for b in names {
                let most = Letters::of(&a.to_lowercase()).most_similar(b);
                let score = strsim::jaro_winkler(&a.to_lowercase(), &b.to_lowercase());
                assert!(most >= score, "{a} {b}: {most} < {score}");
            }
        }
    }
}
