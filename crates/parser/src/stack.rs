//! Room on the stack for recursion over nested syntax.

/// Left free on the stack before a new segment is taken: one level of nesting of the parser
/// needs about 20 kB without optimization.
const RED_ZONE: usize = 128 * 1024;

/// The size of a new segment.
const SEGMENT: usize = 2 * 1024 * 1024;

/// Calls `f`, on a new stack segment if the current one is nearly full. Stands wherever nested
/// input makes a function call itself.
pub(crate) fn grow<T>(f: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, SEGMENT, f)
}
