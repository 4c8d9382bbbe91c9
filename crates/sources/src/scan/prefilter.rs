//! The prefilter: rules out lines by their bytes, before anything in them is read.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, packed};
use esql_planner::scan::Scan;
use memchr::memmem::Finder;

use crate::document::Sieve;
use crate::scan::needles::{self, Choice, Needle};

/// What lines must hold, ready to be searched for.
pub(super) struct Prefilter {
    /// A line must fit each.
    searches: Vec<Search>,
    /// The search that most lines fail in a sample. It comes first; which it is changes nothing
    /// but the time that it takes, as lines must fit all.
    rarest: OnceLock<usize>,
    /// Lines with a `\u` are never ruled out.
    escape: Finder<'static>,
}

/// Looks for one of some needles.
enum Search {
    One(Finder<'static>),
    /// A few, with vector instructions.
    Few(packed::Searcher),
    Many(AhoCorasick),
}

/// How many bytes of a block are looked at to find the rarest needle.
const SAMPLE: usize = 256 << 10;

impl Prefilter {
    /// The prefilter for the filter of a scan, if lines can be ruled out.
    pub(super) fn new(scan: &Scan) -> Option<Prefilter> {
        // Lines that pass these alone may warn in the others.
        let indexed = scan.filter.get(..scan.indexed).unwrap_or_default();
        let choices = needles::of_filter(indexed, &scan.fields);
        let searches: Vec<Search> = choices.iter().filter_map(Search::new).collect();
        let escape = Finder::new("\\u").into_owned();
        (!searches.is_empty()).then(|| Prefilter { searches, rarest: OnceLock::new(), escape })
    }

    /// Sieves the lines of `block`.
    pub(super) fn sieve<'a>(&'a self, block: &'a [u8]) -> Box<dyn Sieve + 'a> {
        let rarest = *self.rarest.get_or_init(|| self.rarest(&block[..block.len().min(SAMPLE)]));
        let first = self.searches.get(rarest);
        let others = self.searches.iter().enumerate().filter(|(at, _)| *at != rarest);
        Box::new(BlockSieve {
            block,
            escape: Next::new(|bytes| self.escape.find(bytes)),
            first: Next::new(move |bytes| first.and_then(|first| first.find(bytes))),
            others: others.map(|(_, search)| search).collect(),
        })
    }

    fn rarest(&self, sample: &[u8]) -> usize {
        let lines = || sample.split(|byte| *byte == b'\n');
        let hits = |search: &Search| lines().filter(|line| search.find(line).is_some()).count();
        let counts = self.searches.iter().map(hits).enumerate();
        counts.min_by_key(|(_, count)| *count).map_or(0, |(at, _)| at)
    }
}

impl Search {
    fn new(choice: &Choice) -> Option<Search> {
        let spellings: Vec<String> = choice.iter().flat_map(spellings).collect();
        if let [one] = spellings.as_slice() {
            return Some(Search::One(Finder::new(one).into_owned()));
        }
        // It is there for so few needles that the CPU can compare them all at once.
        match packed::Searcher::new(&spellings) {
            Some(few) => Some(Search::Few(few)),
            None => AhoCorasick::new(&spellings).ok().map(Search::Many),
        }
    }

    fn find(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Search::One(finder) => finder.find(bytes),
            Search::Few(searcher) => searcher.find(bytes).map(|found| found.start()),
            Search::Many(searcher) => searcher.find(bytes).map(|found| found.start()),
        }
    }
}

/// How many bytes of a needle in any case are searched for: each letter doubles the spellings.
const WINDOW: usize = 4;

/// The texts to look for. Of a needle in any case it is the part with the fewest letters, in all
/// cases.
fn spellings(needle: &Needle) -> Vec<String> {
    if !needle.any_case {
        return vec![needle.text.clone()];
    }
    let letters = |window: &&[u8]| window.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    let windows = needle.text.as_bytes().windows(WINDOW.min(needle.text.len()));
    let mut spellings = vec![String::new()];
    // Such needles are ASCII.
    for &byte in windows.min_by_key(letters).unwrap_or_default() {
        let mut upper = spellings.clone();
        spellings.iter_mut().for_each(|text| text.push(char::from(byte)));
        if byte.is_ascii_lowercase() {
            upper.iter_mut().for_each(|text| text.push(char::from(byte.to_ascii_uppercase())));
            spellings.append(&mut upper);
        }
    }
    spellings
}

/// The sieve for the lines of one block.
struct BlockSieve<'a, E, F> {
    block: &'a [u8],
    escape: Next<E>,
    first: Next<F>,
    others: Vec<&'a Search>,
}

impl<E, F> Sieve for BlockSieve<'_, E, F>
where
    E: Fn(&[u8]) -> Option<usize>,
    F: Fn(&[u8]) -> Option<usize>,
{
    fn keeps(&mut self, line: Range<usize>) -> bool {
        let bytes = &self.block[line.clone()];
        self.first.is_in(self.block, &line)
            && self.others.iter().all(|search| search.find(bytes).is_some())
            || self.escape.is_in(self.block, &line)
    }
}

/// Where the next hit of a search is. One search over many lines is faster than one in each.
struct Next<F> {
    find: F,
    at: Option<usize>,
}

impl<F: Fn(&[u8]) -> Option<usize>> Next<F> {
    fn new(find: F) -> Self {
        Next { find, at: None }
    }

    /// Whether there is a hit that begins in the line; lines come in order.
    fn is_in(&mut self, block: &[u8], line: &Range<usize>) -> bool {
        let at = match self.at {
            Some(at) if at >= line.start => at,
            _ => (self.find)(&block[line.start..]).map_or(usize::MAX, |at| line.start + at),
        };
        self.at = Some(at);
        at < line.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_in_any_case() {
        let needle = |text: &str, any_case| Needle { text: text.to_owned(), any_case };
        assert_eq!(spellings(&needle("Ab", false)), ["Ab"]);
        assert_eq!(spellings(&needle("a.b", true)), ["a.b", "A.b", "a.B", "A.B"]);
        assert_eq!(spellings(&needle("\"python\"", true)).len(), 8);
    }

    #[test]
    fn lines_of_a_block() {
        let search = |texts: &[&str]| {
            let needle = |text: &&str| Needle { text: (*text).to_owned(), any_case: false };
            Search::new(&texts.iter().map(needle).collect()).unwrap()
        };
        let prefilter = Prefilter {
            searches: vec![search(&["x"]), search(&["yy", "zz"])],
            rarest: OnceLock::new(),
            escape: Finder::new("\\u"),
        };
        let block = b"x\nx yy\nzz\n\\u\n\nzz x\nyx y";
        let mut sieve = prefilter.sieve(block);
        let mut start = 0;
        let kept: Vec<bool> = block
            .split(|byte| *byte == b'\n')
            .map(|line| {
                let range = start..start + line.len();
                start = range.end + 1;
                sieve.keeps(range)
            })
            .collect();
        assert_eq!(kept, [false, true, false, true, false, true, false]);
    }
}
