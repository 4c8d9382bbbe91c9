//! Bits: where in each 64 bytes of a text its strings begin and end and its brackets stand.
//!
//! The technique is that of simdjson's first stage: compare many bytes at once, turn each result
//! into one bit a byte, and find strings by a running exclusive or over the quotes. The walk over
//! the bits needs no vector instructions, so those are in one function, in [`super::avx2`].

/// How many bytes one [`Bits`] is about.
pub(crate) const BLOCK: usize = 64;

/// What stands at each of 64 bytes, the first in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    /// Quotes that no backslash escapes.
    pub(crate) quotes: u64,
    /// `{` and `[` outside strings.
    pub(crate) opens: u64,
    /// `}` and `]` outside strings.
    pub(crate) closes: u64,
    /// `:` outside strings.
    pub(crate) colons: u64,
    /// In how many arrays and objects the first byte stands.
    pub(crate) depth: i32,
    /// No byte stands in fewer, nor does the one behind the last.
    pub(crate) floor: i32,
}

impl Bits {
    /// In how many arrays and objects the byte at `place` stands.
    #[inline]
    pub(crate) fn depth_at(&self, place: u32) -> i32 {
        let before = (1 << place) - 1;
        let count = |brackets: u64| (brackets & before).count_ones().cast_signed();
        self.depth + count(self.opens) - count(self.closes)
    }

    /// The first bracket of `among` that closes what stands in fewer than `depth` others.
    #[inline]
    pub(crate) fn close(&self, among: u64, depth: i32) -> Option<u32> {
        // Most blocks need not be looked at.
        if self.floor >= depth {
            return None;
        }
        let mut here = self.depth;
        let mut left = self.opens | self.closes;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            here += if self.opens & bit != 0 { 1 } else { -1 };
            if here < depth && self.closes & among & bit != 0 {
                return Some(bit.trailing_zeros());
            }
            left ^= bit;
        }
        None
    }
}

/// Where 64 bytes have each of the characters that matter, strings not yet considered.
pub(super) struct Found {
    pub(super) quotes: u64,
    pub(super) backslashes: u64,
    pub(super) opens: u64,
    pub(super) closes: u64,
    pub(super) colons: u64,
}

/// The bits of one text.
#[derive(Default)]
pub(crate) struct Index {
    blocks: Vec<Bits>,
    /// Whether the text has a backslash.
    escapes: bool,
}

impl Index {
    /// Makes it that of `text`.
    pub(crate) fn fill(&mut self, text: &[u8]) {
        self.blocks.clear();
        let mut strings = Strings::default();
        #[cfg(target_arch = "x86_64")]
        if super::avx2::is_available() {
            super::avx2::fill(text, &mut strings, &mut self.blocks);
            self.escapes = strings.escapes;
            return;
        }
        fill(text, &mut strings, &mut self.blocks, find, prefix_xor);
        self.escapes = strings.escapes;
    }

    /// Whether the text has a backslash.
    pub(crate) fn escapes(&self) -> bool {
        self.escapes
    }

    /// The first quote from `at` on that no backslash escapes.
    #[inline]
    pub(crate) fn quote(&self, at: usize) -> Option<usize> {
        let mut block = at / BLOCK;
        let mut quotes = self.blocks.get(block)?.quotes & (u64::MAX << (at % BLOCK));
        while quotes == 0 {
            block += 1;
            quotes = self.blocks.get(block)?.quotes;
        }
        Some(block * BLOCK + quotes.trailing_zeros() as usize)
    }

    /// Where the array or object that begins at `at` ends: behind its last bracket.
    #[inline]
    pub(crate) fn end(&self, at: usize) -> Option<usize> {
        let (mut block, place) = split(at);
        let mut bits = self.blocks.get(block)?;
        let inside = bits.depth_at(place) + 1;
        let mut among = !1 << place;
        loop {
            if let Some(place) = bits.close(among, inside) {
                return Some(block * BLOCK + place as usize + 1);
            }
            among = u64::MAX;
            block += 1;
            bits = self.blocks.get(block)?;
        }
    }

    /// What stands at the bytes of block `block`.
    #[inline]
    pub(crate) fn block(&self, block: usize) -> Option<&Bits> {
        self.blocks.get(block)
    }

    /// Whether there is a quote at `at` that no backslash escapes.
    #[inline]
    pub(crate) fn is_quote(&self, at: usize) -> bool {
        let (block, place) = split(at);
        self.blocks.get(block).is_some_and(|bits| bits.quotes >> place & 1 == 1)
    }
}

/// The block of an offset, and the place in it.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "less than 64")]
pub(crate) fn split(at: usize) -> (usize, u32) {
    (at / BLOCK, (at % BLOCK) as u32)
}

/// What is carried from one 64 bytes into the next.
#[derive(Default)]
pub(super) struct Strings {
    /// All ones inside a string.
    inside: u64,
    /// One if the last byte was a backslash that escapes the next.
    escapes_next: u64,
    /// Whether there was a backslash.
    escapes: bool,
    /// How many arrays and objects are open.
    depth: i32,
}

impl Strings {
    #[inline(always)]
    fn apply(&mut self, found: &Found, prefix_xor: impl Fn(u64) -> u64) -> Bits {
        let quotes = found.quotes & !self.escaped(found.backslashes);
        let inside = prefix_xor(quotes) ^ self.inside;
        self.inside = 0_u64.wrapping_sub(inside >> 63);
        let (opens, closes) = (found.opens & !inside, found.closes & !inside);
        let (depth, closed) = (self.depth, closes.count_ones().cast_signed());
        self.depth += opens.count_ones().cast_signed() - closed;
        let colons = found.colons & !inside;
        Bits { quotes, opens, closes, colons, depth, floor: depth - closed }
    }

    /// The bytes that a backslash before them escapes.
    #[inline(always)]
    fn escaped(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.escapes_next);
        }
        self.escapes = true;
        let mut escaped = self.escapes_next;
        let mut left = backslashes & !escaped;
        while left != 0 {
            let one = left & left.wrapping_neg();
            escaped |= one << 1;
            left &= !(one | one << 1);
        }
        self.escapes_next = (backslashes & !escaped) >> 63;
        escaped
    }
}

/// Appends the bits of `text`, whose last bytes are filled up with blanks.
#[inline(always)]
pub(super) fn fill(
    text: &[u8],
    strings: &mut Strings,
    blocks: &mut Vec<Bits>,
    find: impl Fn(&[u8; BLOCK]) -> Found,
    prefix_xor: impl Fn(u64) -> u64,
) {
    let (whole, rest) = text.as_chunks::<BLOCK>();
    blocks.reserve(whole.len() + 1);
    for bytes in whole {
        blocks.push(strings.apply(&find(bytes), &prefix_xor));
    }
    if !rest.is_empty() {
        let mut bytes = [b' '; BLOCK];
        bytes[..rest.len()].copy_from_slice(rest);
        blocks.push(strings.apply(&find(&bytes), &prefix_xor));
    }
}

/// [`Found`] without vector instructions: eight bytes at a time.
fn find(bytes: &[u8; BLOCK]) -> Found {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOWS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // One bit for each byte that is equal, gathered into the lowest eight.
    let equal = |word: u64, byte: u8| {
        let zeros = word ^ (ONES * u64::from(byte));
        let tops = !(((zeros & LOWS) + LOWS) | zeros | LOWS);
        (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    };
    let mut found = Found { quotes: 0, backslashes: 0, opens: 0, closes: 0, colons: 0 };
    for (at, word) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let put = |bits: &mut u64, mask: u64| *bits |= mask << (8 * at);
        put(&mut found.quotes, equal(word, b'"'));
        put(&mut found.backslashes, equal(word, b'\\'));
        put(&mut found.opens, equal(word, b'{') | equal(word, b'['));
        put(&mut found.closes, equal(word, b'}') | equal(word, b']'));
        put(&mut found.colons, equal(word, b':'));
    }
    found
}

/// Bit `n` of the result tells whether an odd number of the bits up to `n` is set.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn expected(text: &[u8]) -> Vec<Bits> {
        let mut blocks = vec![Bits::default(); text.len().div_ceil(BLOCK)];
        let (mut inside, mut escaped, mut depth) = (false, false, 0);
        for (at, byte) in text.iter().enumerate() {
            let bit = 1 << (at % BLOCK);
            let bits = &mut blocks[at / BLOCK];
            if bit == 1 {
                (bits.depth, bits.floor) = (depth, depth);
            }
            match byte {
                b'"' if !escaped => {
                    bits.quotes |= bit;
                    inside = !inside;
                }
                b'{' | b'[' if !inside => {
                    bits.opens |= bit;
                    depth += 1;
                }
                b'}' | b']' if !inside => {
                    bits.closes |= bit;
                    depth -= 1;
                    bits.floor -= 1;
                }
                b':' if !inside => bits.colons |= bit,
                _ => {}
            }
            escaped = *byte == b'\\' && !escaped;
        }
        blocks
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn each_way_finds_the_same(
            text in prop::collection::vec(
                prop::sample::select(b"\"\"\\\\\\{}[]:, aez\x00\x7f\xc3\xa2\xdb\xfb\xfd\xdd\xdc".to_vec()), 0..300
            )
        ) {
            let mut index = Index::default();
            index.fill(&text);
            prop_assert_eq!(&index.blocks, &expected(&text));
            prop_assert_eq!(index.escapes(), text.contains(&b'\\'));
            let mut portable = Vec::new();
            fill(&text, &mut Strings::default(), &mut portable, find, prefix_xor);
            prop_assert_eq!(&portable, &expected(&text));
        }
    }

    #[test]
    fn quotes_and_ends() {
        let inner = format!("[{}]", "{\"x\":\"]}\"},".repeat(40));
        let text = format!("  {inner} \"a\\\"b\"");
        let mut index = Index::default();
        index.fill(text.as_bytes());
        assert_eq!(index.end(2), Some(2 + inner.len()));
        let start = text.rfind("\"a").unwrap();
        assert_eq!(index.quote(start + 1), Some(text.len() - 1));
        assert_eq!(index.quote(text.len()), None);
        index.fill(b"{\"a\":[");
        assert_eq!((index.end(0), index.end(5)), (None, None));
    }
}
