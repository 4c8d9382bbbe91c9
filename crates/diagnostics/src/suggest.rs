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
        if !letters.may_reach(candidate, least) {
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

/// How many letters of a name may differ if it is another one mistyped.
const MOST_SLIPS: usize = 2;

/// How many letters there must be for each that differs: `fam` is not `name` mistyped.
const LETTERS_A_SLIP: usize = 3;

/// Whether a name is another one with a slip or two: letters left out, added, changed or swapped.
/// The parts in front of a dot that both begin with do not count.
#[must_use]
pub fn is_slip(name: &str, known: &str) -> bool {
    let (name, known) = (name.to_lowercase(), known.to_lowercase());
    let (mut name, mut known) = (name.as_str(), known.as_str());
    while let (Some((one, name_rest)), Some((other, known_rest))) =
        (name.split_once('.'), known.split_once('.'))
        && one == other
    {
        (name, known) = (name_rest, known_rest);
    }
    let slips = strsim::osa_distance(name, known);
    slips <= MOST_SLIPS && slips * LETTERS_A_SLIP <= name.chars().count()
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

    /// Whether the similarity of `other` may be `least` or more: it would be if all letters that
    /// both have matched, in order. Most names are too long or too short, whatever their letters.
    fn may_reach(&self, other: &str, least: f64) -> bool {
        if !self.name.is_ascii() || !other.is_ascii() || self.name.is_empty() || other.is_empty() {
            return true;
        }
        let (name, text) = (self.name.bytes(), other.bytes());
        let same = name.zip(text).take(4).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        // Jaro-Winkler is `jaro + 0.1 * same * (1 - jaro)`, and Jaro at most the mean of one and of
        // the shares of both names that match. A little less is asked for, so that rounding rules
        // nothing out.
        let boost = 0.1 * same as f64;
        let jaro = (least - 1e-9 - boost) / (1.0 - boost);
        let needed = (3.0 * jaro - 1.0) / (1.0 / self.name.len() as f64 + 1.0 / other.len() as f64);
        let spare = other.len() as f64 - needed.max(0.0);
        needed <= self.name.len() as f64 && spare >= 0.0 && self.has_all_but(spare as usize, other)
    }

    /// Whether at most `spare` letters of the other name are not in this one.
    fn has_all_but(&self, spare: usize, other: &str) -> bool {
        let mut left = self.counts;
        let is_missing = |byte: &u8| match left.get_mut(bucket(*byte)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        other.bytes().filter(is_missing).nth(spare).is_none()
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
    fn no_name_is_ruled_out_that_is_similar() {
        let names = ["process.name", "nameprocess.", "PID", "pid", "a", "source.ip", "ÄÖ", ""];
        for a in names {
            for b in names {
                let score = strsim::jaro_winkler(&a.to_lowercase(), &b.to_lowercase());
                assert!(Letters::of(&a.to_lowercase()).may_reach(b, score), "{a} {b}: {score}");
            }
        }
    }
}
