//! JSON as it is written: a strict scanner that leaves values raw, an index of strings and
//! brackets to pass over values fast, and the decoding of strings.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod bits;
mod scanner;
mod unescape;

pub(crate) use bits::{BLOCK, Index, split};
pub(crate) use scanner::{Malformed, Scanner, plain_end};
pub(crate) use unescape::unescape;

use std::borrow::Cow;

/// A value as it is written; never `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw<'a> {
    pub(crate) kind: Kind,
    /// The text; of a string without its quotes.
    pub(crate) text: &'a str,
}

/// What a raw value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A string without escapes: the text is the value.
    Plain,
    /// A string with escapes.
    Escaped,
    Number,
    Boolean,
    Object,
    Array,
}

impl<'a> Raw<'a> {
    /// The value whose whole text is `text`, which the scanner has passed; `None` for `null`.
    pub(crate) fn of(text: &'a str) -> Option<Raw<'a>> {
        let kind = match text.as_bytes().first()? {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b't' | b'f' => Kind::Boolean,
            b'n' => return None,
            b'"' => {
                let inner = text.get(1..text.len() - 1)?;
                let escaped = memchr::memchr(b'\\', inner.as_bytes()).is_some();
                return Some(Raw::string(inner, escaped));
            }
            _ => Kind::Number,
        };
        Some(Raw { kind, text })
    }

    pub(crate) fn string(text: &'a str, escaped: bool) -> Raw<'a> {
        Raw { kind: if escaped { Kind::Escaped } else { Kind::Plain }, text }
    }

    /// A string's value, any other value's own text.
    pub(crate) fn decoded(&self) -> Cow<'a, str> {
        match self.kind {
            Kind::Escaped => Cow::Owned(unescape(self.text)),
            _ => Cow::Borrowed(self.text),
        }
    }

    /// The value of a string, number or boolean as text; `None` for objects and arrays.
    pub(crate) fn scalar(&self) -> Option<Cow<'a, str>> {
        (!matches!(self.kind, Kind::Object | Kind::Array)).then(|| self.decoded())
    }
}
