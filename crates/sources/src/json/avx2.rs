//! AVX2: the bits of a text by comparing 32 bytes at a time.
#![allow(
    unsafe_code,
    reason = "vector instructions of one kind of CPU, called only after a check that it has them"
)]

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8,
    _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
};

use super::bits::{self, BLOCK, Bits, Found, Strings};

/// Whether this CPU has what [`fill`] needs.
pub(super) fn is_available() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("pclmulqdq")
        && std::arch::is_x86_feature_detected!("popcnt")
}

/// [`bits::fill`] with vector instructions; without them it does nothing.
pub(super) fn fill(text: &[u8], strings: &mut Strings, blocks: &mut Vec<Bits>) {
    if is_available() {
        // SAFETY: the CPU has the instructions.
        unsafe { fill_here(text, strings, blocks) }
    }
}

#[target_feature(enable = "avx2,pclmulqdq,popcnt")]
fn fill_here(text: &[u8], strings: &mut Strings, blocks: &mut Vec<Bits>) {
    bits::fill(text, strings, blocks, |bytes| find(bytes), |bits| prefix_xor(bits));
}

#[target_feature(enable = "avx2")]
fn find(bytes: &[u8; BLOCK]) -> Found {
    let (low, high) = bytes.split_at(BLOCK / 2);
    let (low, high) = (load(low), load(high));
    // `[` and `{`, `]` and `}` differ only in this bit, and no other character becomes one of
    // them by it but `[` and `]`.
    let bit = _mm256_set1_epi8(0x20);
    let (low_folded, high_folded) = (_mm256_or_si256(low, bit), _mm256_or_si256(high, bit));
    Found {
        quotes: equal(low, high, b'"'),
        backslashes: equal(low, high, b'\\'),
        opens: equal(low_folded, high_folded, b'{'),
        closes: equal(low_folded, high_folded, b'}'),
        colons: equal(low, high, b':'),
    }
}

/// The 32 bytes of `half`.
#[target_feature(enable = "avx2")]
fn load(half: &[u8]) -> __m256i {
    assert!(half.len() >= size_of::<__m256i>());
    // SAFETY: there are 32 bytes, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(half.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
fn equal(low: __m256i, high: __m256i, byte: u8) -> u64 {
    let byte = _mm256_set1_epi8(byte.cast_signed());
    let mask =
        |half| u64::from(_mm256_movemask_epi8(_mm256_cmpeq_epi8(half, byte)).cast_unsigned());
    mask(low) | mask(high) << 32
}

/// A multiplication without carries by all ones is the running exclusive or.
#[target_feature(enable = "pclmulqdq")]
fn prefix_xor(bits: u64) -> u64 {
    let product =
        _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits.cast_signed()), _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product).cast_unsigned()
}
