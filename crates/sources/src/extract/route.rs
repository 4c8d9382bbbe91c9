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
    /// As it is written, with its quotes and the colon: `"pid":`.
    token: Box<[u8]>,
    /// Where it leads, if it is wanted.
    edge: Option<&'w Edge>,
    /// The step that followed it last time.
    next: usize,
}

/// How many keys are learnt: objects with ever new keys shall not fill the memory.
const MOST: usize = 64;

impl<'w> Route<'w> {
    /// The step before the first key.
    pub(super) const START: usize = 0;

    pub(super) fn new() -> Self {
        Route { steps: vec![Step { token: Box::default(), edge: None, next: Self::START }] }
    }

    /// The step behind `step`, if `rest` goes on as expected, with the length of its key's bytes
    /// and where it leads.
    #[inline]
    pub(super) fn follow(
        &self,
        step: usize,
        rest: &[u8],
    ) -> Option<(usize, usize, Option<&'w Edge>)> {
        let next = self.steps.get(step)?.next;
        let Step { token, edge, .. } = self.steps.get(next)?;
        (next != Self::START && rest.starts_with(token)).then_some((next, token.len(), *edge))
    }

    /// Learns that a key comes behind `step`, and gives its own.
    pub(super) fn learn(&mut self, step: usize, token: &[u8], edge: Option<&'w Edge>) -> usize {
        let known = self.steps.iter().position(|known| *known.token == *token);
        let next = match known {
            Some(known) => known,
            None if self.steps.len() > MOST => return Self::START,
            None => {
                self.steps.push(Step { token: token.into(), edge, next: Self::START });
                self.steps.len() - 1
            }
        };
        if let Some(step) = self.steps.get_mut(step) {
            step.next = next;
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
        assert!(route.follow(Route::START, b"\"a\":1").is_none());
        let a = route.learn(Route::START, b"\"a\":", None);
        let b = route.learn(a, b"\"b\":", None);
        let length = |found: Option<(usize, usize, Option<&Edge>)>| found.map(|found| found.1);
        assert_eq!(length(route.follow(Route::START, b"\"a\":1")), Some(4));
        assert_eq!(length(route.follow(a, b"\"b\":1")), Some(4));
        assert_eq!(length(route.follow(a, b"\"bc\":1")), None);
        assert_eq!(length(route.follow(b, b"")), None);
        assert_eq!(route.learn(Route::START, b"\"b\":", None), b);
        assert_eq!(length(route.follow(Route::START, b"\"b\":1")), Some(4));
        for number in 0..1000 {
            route.learn(b, format!("\"{number}\":").as_bytes(), None);
        }
        assert_eq!(route.steps.len(), MOST + 1);
    }
}
