//! A route: which key followed which in the objects at one place of documents.
//!
//! Events of one kind have the same keys in the same order, but for some that are missing. So most
//! keys are known by comparing their bytes once with those of the key expected, without looking
//! for their end and whether they are wanted.

use crate::extract::Edge;

/// What was learnt of the objects at a place.
pub(super) struct Route<'w> {
    steps: Vec<Step<'w>>,
}

/// A key.
struct Step<'w> {
    token: Token,
    /// Where it leads, if it is wanted.
    edge: Option<&'w Edge>,
    /// The steps that followed it, the latest first: a key between two others may be missing.
    next: [usize; 2],
}

/// The bytes of a key as it is written, with its quotes and the colon: `"pid":`.
///
/// They are kept in words, so that texts are compared without a call and without a branch for each
/// length.
#[derive(PartialEq)]
struct Token {
    words: [u64; WORDS],
    /// Ones for the bytes that the key has.
    mask: [u64; WORDS],
    len: usize,
}

/// How many words a key may fill; few are longer than 21 letters.
const WORDS: usize = 3;
const MOST_BYTES: usize = WORDS * size_of::<u64>();

fn words(bytes: &[u8; MOST_BYTES]) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_ne_bytes(*bytes);
    }
    words
}

impl Token {
    /// None if the key is too long.
    fn new(text: &[u8]) -> Option<Token> {
        let (mut bytes, mut mask) = ([0; MOST_BYTES], [0; MOST_BYTES]);
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        mask.get_mut(..text.len())?.fill(u8::MAX);
        Some(Token { words: words(&bytes), mask: words(&mask), len: text.len() })
    }

    /// Whether a text that begins with these words begins with it.
    #[inline]
    fn begins(&self, words: &[u64; WORDS]) -> bool {
        let differ = |at: usize| (words[at] ^ self.words[at]) & self.mask[at];
        differ(0) | differ(1) | differ(2) == 0
    }
}

/// How many keys are learnt: objects with ever new keys shall not fill the memory.
const MOST: usize = 64;

impl<'w> Route<'w> {
    /// The step before the first key.
    pub(super) const START: usize = 0;

    pub(super) fn new() -> Self {
        let token = Token { words: [0; WORDS], mask: [0; WORDS], len: 0 };
        Route { steps: vec![Step { token, edge: None, next: [Self::START; 2] }] }
    }

    /// The step behind `step`, if `rest` goes on as expected, with the length of its key's bytes
    /// and where it leads. Not known where hardly any text is left.
    #[inline]
    pub(super) fn follow(
        &self,
        step: usize,
        rest: &[u8],
    ) -> Option<(usize, usize, Option<&'w Edge>)> {
        let words = words(rest.first_chunk()?);
        self.steps.get(step)?.next.into_iter().find_map(|next| {
            let Step { token, edge, .. } = self.steps.get(next)?;
            (next != Self::START && token.begins(&words)).then_some((next, token.len, *edge))
        })
    }

    /// Learns that a key comes behind `step`, and gives its own.
    pub(super) fn learn(&mut self, step: usize, key: &[u8], edge: Option<&'w Edge>) -> usize {
        let Some(token) = Token::new(key) else { return Self::START };
        let next = match self.steps.iter().position(|known| known.token == token) {
            Some(known) => known,
            None if self.steps.len() > MOST => return Self::START,
            None => {
                self.steps.push(Step { token, edge, next: [Self::START; 2] });
                self.steps.len() - 1
            }
        };
        if let Some(step) = self.steps.get_mut(step) {
            step.next = [next, step.next[0]];
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_expected_where_they_came_last_time() {
        let mut route = Route::new();
        let rest = b"                              ";
        let follow = |route: &Route<'_>, step, text: &str| {
            let text = [text.as_bytes(), rest].concat();
            route.follow(step, &text).map(|found| found.1)
        };
        assert_eq!(follow(&route, Route::START, "\"a\":1"), None);
        let a = route.learn(Route::START, b"\"a\":", None);
        let b = route.learn(a, b"\"b\":", None);
        assert_eq!(follow(&route, Route::START, "\"a\":1"), Some(4));
        assert_eq!(follow(&route, a, "\"b\":1"), Some(4));
        assert_eq!(follow(&route, a, "\"bc\":1"), None);
        assert_eq!(follow(&route, b, "\"b\":1"), None);
        assert_eq!(route.learn(Route::START, b"\"b\":", None), b);
        assert_eq!(follow(&route, Route::START, "\"a\":1"), Some(4));
        assert_eq!(follow(&route, Route::START, "\"b\":1"), Some(4));
        assert!(route.follow(Route::START, b"\"b\":1").is_none());
        let longest = "\"123456789012345678901\":";
        for (key, length) in [(longest.to_owned(), Some(24)), (format!("\"1{longest}"), None)] {
            route.learn(a, key.as_bytes(), None);
            assert_eq!(follow(&route, a, &key), length);
        }
        for number in 0..1000 {
            route.learn(b, format!("\"{number}\":").as_bytes(), None);
        }
        assert_eq!(route.steps.len(), MOST + 1);
    }
}
