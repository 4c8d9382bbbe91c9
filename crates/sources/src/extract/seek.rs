//! Seeking: wanted keys of an object, found by the colons behind them.
//!
//! An object mostly has many keys of which few are wanted. The index has a bit for each colon, also
//! for those of objects further down; the bytes before it tell at once of nearly all that they
//! belong to no wanted key. Only where they may, it matters how deep the colon stands.

use crate::extract::walk::Walk;
use crate::extract::{Edge, Slots};
use crate::json::{BLOCK, split};

/// The last bytes of the keys of some edges as they are written, with their quotes.
pub(super) struct Tails {
    tails: Vec<Tail>,
    /// One bit for each fingerprint of a tail, so that most other keys are passed at once.
    fingerprints: u64,
}

/// The last bytes of a key with its quotes, the very last in the highest byte.
struct Tail {
    word: u64,
    /// Ones for the bytes that a short key has.
    mask: u64,
    /// The whole key with its quotes.
    token: Box<[u8]>,
}

const BYTES: usize = size_of::<u64>();

/// Two letters before the closing quote.
fn fingerprint(word: u64) -> u64 {
    1 << (((word >> 48) ^ (word >> 43)) & 63)
}

impl Tails {
    /// None if there is no edge, or a key that is never written as it is.
    pub(super) fn new(edges: &[Edge]) -> Option<Tails> {
        let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\' | b'/');
        if edges.is_empty() || !edges.iter().all(|edge| edge.key.bytes().all(is_plain)) {
            return None;
        }
        let tails = edges.iter().map(|edge| Tail::new(&edge.key)).collect::<Option<Vec<_>>>()?;
        let fingerprints = tails.iter().fold(0, |bits, tail| bits | fingerprint(tail.word));
        Some(Tails { tails, fingerprints })
    }

    /// The number of the edge whose key ends with `word`, and stands in `before` at the end; with
    /// the length of the key and its quotes.
    #[inline]
    fn find(&self, word: u64, before: &[u8]) -> Option<(usize, usize)> {
        if self.fingerprints & fingerprint(word) == 0 {
            return None;
        }
        let is_it =
            |tail: &Tail| (word ^ tail.word) & tail.mask == 0 && before.ends_with(&tail.token);
        let at = self.tails.iter().position(is_it)?;
        Some((at, self.tails.get(at)?.token.len()))
    }
}

impl Tail {
    /// None if the key is empty: its fingerprint would depend on what stands before it.
    fn new(key: &str) -> Option<Tail> {
        let token = format!("\"{key}\"").into_bytes();
        let (mut bytes, mut mask) = ([0; BYTES], [0; BYTES]);
        let length = token.len().min(BYTES);
        bytes.get_mut(BYTES - length..)?.copy_from_slice(token.get(token.len() - length..)?);
        mask.get_mut(BYTES - length..)?.fill(u8::MAX);
        let [word, mask] = [bytes, mask].map(u64::from_le_bytes);
        (!key.is_empty()).then(|| Tail { word, mask, token: token.into() })
    }
}

impl<'a> Walk<'a, '_, '_> {
    /// The wanted members of the object at `at`; gives the offset behind it.
    pub(super) fn seek(
        &mut self,
        at: usize,
        number: usize,
        slots: &mut Slots<'a>,
    ) -> Option<usize> {
        let (wanted, index, bytes) = (self.wanted, self.index, self.bytes);
        let node = wanted.nodes.get(number)?;
        let tails = node.tails.as_ref()?;
        let object = self.met.enter();
        let (mut block, place) = split(at);
        let inside = index.block(block)?.depth_at(place) + 1;
        // What is behind the place reached.
        let mut ahead = !1 << place;
        'blocks: loop {
            let bits = index.block(block)?;
            let end = bits.close(ahead, inside);
            let mut colons = bits.colons & ahead & end.map_or(u64::MAX, |end| (1 << end) - 1);
            while colons != 0 {
                let place = colons.trailing_zeros();
                colons &= colons - 1;
                let colon = block * BLOCK + place as usize;
                let before = bytes.get(..colon)?;
                let word = u64::from_le_bytes(*before.last_chunk()?);
                if word >> 56 != u64::from(b'"') {
                    return None;
                }
                let Some((edge, length)) = tails.find(word, before) else { continue };
                if bits.depth_at(place) != inside || !index.is_quote(colon - length) {
                    continue;
                }
                let edge = node.edges.get(edge)?;
                if self.met.again(edge, object) {
                    return None;
                }
                let next = self.member(self.skip_space(colon + 1), edge.target, slots)?;
                let place;
                (block, place) = split(next);
                ahead = u64::MAX << place;
                continue 'blocks;
            }
            if let Some(end) = end {
                return Some(block * BLOCK + end as usize + 1);
            }
            ahead = u64::MAX;
            block += 1;
        }
    }
}
