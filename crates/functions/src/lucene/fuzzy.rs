//! Words that differ in a few characters, as Lucene's fuzzy query finds them.
//!
//! Source: the Elasticsearch reference, "Fuzzy query". The limit of its rewrite to the 50 best
//! words of an index is not applied.

/// A word that may differ in up to two characters.
#[derive(Clone, Debug)]
pub struct Fuzzy {
    prefix: Vec<char>,
    rest: Vec<char>,
    edits: usize,
    transpositions: bool,
}

impl Fuzzy {
    /// Words within `edits` insertions, deletions and substitutions of `word`, which all begin
    /// with its first `prefix` characters; with `transpositions`, two neighbors that change places
    /// are one edit.
    #[must_use]
    pub fn new(word: &str, edits: usize, prefix: usize, transpositions: bool) -> Fuzzy {
        let mut prefix_chars: Vec<char> = word.chars().collect();
        let rest = prefix_chars.split_off(prefix.min(prefix_chars.len()));
        Fuzzy { prefix: prefix_chars, rest, edits, transpositions }
    }

    /// Whether `word` is near enough.
    #[must_use]
    pub fn is_match(&self, word: &str) -> bool {
        let mut chars = word.chars();
        if !self.prefix.iter().all(|&expected| chars.next() == Some(expected)) {
            return false;
        }
        let rest: Vec<char> = chars.collect();
        rest.len().abs_diff(self.rest.len()) <= self.edits && self.distance(&rest) <= self.edits
    }

    /// The optimal string alignment distance: a transposed pair is not edited again.
    fn distance(&self, other: &[char]) -> usize {
        let width = other.len() + 1;
        // The rows for two characters less, one less, and this one.
        let mut before = vec![0; width];
        let mut last: Vec<usize> = (0..width).collect();
        let mut row = vec![0; width];
        for (i, &a) in self.rest.iter().enumerate() {
            row[0] = i + 1;
            for (j, &b) in other.iter().enumerate() {
                let mut least =
                    (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                let swapped = i > 0 && j > 0 && a == other[j - 1] && self.rest[i - 1] == b;
                if self.transpositions && swapped {
                    least = least.min(before[j - 1] + 1);
                }
                row[j + 1] = least;
            }
            std::mem::swap(&mut before, &mut last);
            std::mem::swap(&mut last, &mut row);
        }
        last[width - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (word, edits, prefix, transpositions, candidate, expected) in [
            ("hobbit", 0, 0, true, "hobbit", true),
            ("hobbjt", 1, 0, true, "hobbit", true),
            ("hobbit", 1, 0, true, "hobbits", true),
            ("hobbit", 1, 0, true, "hobit", true),
            ("hobbit", 1, 0, true, "ohbbit", true),
            ("hobbit", 1, 0, false, "ohbbit", false),
            ("hobbit", 1, 1, true, "ohbbit", false),
            ("hobbit", 2, 0, true, "habits", false),
            ("ca", 2, 0, true, "abc", false),
            ("é", 1, 0, true, "e", true),
            ("", 1, 0, true, "a", true),
        ] {
            let fuzzy = Fuzzy::new(word, edits, prefix, transpositions);
            assert_eq!(fuzzy.is_match(candidate), expected, "{word} {candidate}");
        }
    }
}
