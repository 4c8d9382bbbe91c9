//! The fast walk: through the objects that lead to wanted values, over everything else.
//!
//! An [`Index`] of the text tells where strings and brackets end, so an unwanted string is passed
//! in one step, and an unwanted object by counting brackets. `None` means that the document has
//! something that only the full walk gets right: a key with an escape, a wanted key that comes
//! twice, arrays on the way to a value or inside one, an object where a value is wanted, or text
//! that is not JSON.

use crate::extract::{Edge, Met, Node, Slots, Wanted};
use crate::json::{Index, Raw, Scanner, plain_end};

/// A walk through one document.
pub(super) struct Walk<'a, 'x> {
    text: &'a str,
    bytes: &'a [u8],
    wanted: &'x Wanted,
    index: &'x Index,
    met: &'x mut Met,
}

impl<'a, 'x> Walk<'a, 'x> {
    pub(super) fn new(
        text: &'a str,
        wanted: &'x Wanted,
        index: &'x mut Index,
        met: &'x mut Met,
    ) -> Self {
        index.fill(text.as_bytes());
        Walk { text, bytes: text.as_bytes(), wanted, index, met }
    }

    /// Puts the wanted values into `slots`.
    pub(super) fn document(&mut self, slots: &mut Slots<'a>) -> Option<()> {
        let start = self.skip_space(0);
        if self.byte(start)? != b'{' {
            return None;
        }
        let end = self.object(start, self.wanted.nodes.first()?, slots)?;
        (self.skip_space(end) == self.bytes.len()).then_some(())
    }

    /// The members of the object at `at`; gives the offset behind it, as all below do.
    fn object(&mut self, at: usize, node: &'x Node, slots: &mut Slots<'a>) -> Option<usize> {
        let object = self.met.enter();
        let mut at = self.skip_space(at + 1);
        if self.byte(at)? == b'}' {
            return Some(at + 1);
        }
        loop {
            if self.byte(at)? != b'"' {
                return None;
            }
            let end = self.index.quote(at + 1)?;
            let key = self.text.get(at + 1..end)?;
            at = self.skip_space(end + 1);
            if self.byte(at)? != b':' {
                return None;
            }
            at = self.skip_space(at + 1);
            at = match self.edge(node, key)? {
                None => self.skip(at)?,
                Some(edge) if self.met.again(edge, object) => return None,
                Some(edge) => self.member(at, self.wanted.nodes.get(edge.target)?, slots)?,
            };
            at = self.skip_space(at);
            match self.byte(at)? {
                b',' => at = self.skip_space(at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// The edge for a key; the outer `None` is for a key that must be decoded first.
    #[inline]
    fn edge(&self, node: &'x Node, key: &str) -> Option<Option<&'x Edge>> {
        if self.index.escapes() && memchr::memchr(b'\\', key.as_bytes()).is_some() {
            return None;
        }
        Some(node.edge(key))
    }

    /// The value of a wanted key.
    fn member(&mut self, at: usize, node: &'x Node, slots: &mut Slots<'a>) -> Option<usize> {
        let end = match self.byte(at)? {
            b'{' if !node.edges.is_empty() => self.object(at, node, slots)?,
            b'{' | b'[' if node.flat.is_empty() && node.edges.is_empty() => self.index.end(at)?,
            b'{' => return None,
            b'[' if node.edges.is_empty() => self.array(at, node, slots)?,
            b'[' => return None,
            _ => self.scalar(at, node, slots)?,
        };
        if !node.whole.is_empty()
            && let Some(raw) = Raw::of(self.text.get(at..end)?)
        {
            node.whole.iter().for_each(|&slot| slots.push(slot, raw));
        }
        Some(end)
    }

    /// The elements of an array, each a scalar.
    fn array(&mut self, at: usize, node: &'x Node, slots: &mut Slots<'a>) -> Option<usize> {
        let mut at = self.skip_space(at + 1);
        if self.byte(at)? == b']' {
            return Some(at + 1);
        }
        loop {
            at = self.scalar(at, node, slots)?;
            at = self.skip_space(at);
            match self.byte(at)? {
                b',' => at = self.skip_space(at + 1),
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// A string, number, boolean or `null`.
    #[inline]
    fn scalar(&mut self, at: usize, node: &'x Node, slots: &mut Slots<'a>) -> Option<usize> {
        let (raw, end) = match self.byte(at)? {
            b'{' | b'[' => return None,
            b'"' if self.index.quote(at + 1)? == plain_end(self.bytes, at + 1) => {
                let end = self.index.quote(at + 1)?;
                (Some(Raw::string(self.text.get(at + 1..end)?, false)), end + 1)
            }
            _ => {
                let mut scanner = Scanner::at_offset(self.text, at);
                (scanner.value(0).ok()?, scanner.at())
            }
        };
        if let Some(raw) = raw {
            node.flat.iter().for_each(|&slot| slots.push(slot, raw));
        }
        Some(end)
    }

    /// Passes a value.
    #[inline]
    fn skip(&self, at: usize) -> Option<usize> {
        match self.byte(at)? {
            b'"' => Some(self.index.quote(at + 1)? + 1),
            b'{' | b'[' => self.index.end(at),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                let rest = self.bytes.get(at..)?;
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t'..=b'\r');
                Some(at + rest.iter().position(ends)?)
            }
            _ => None,
        }
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    #[inline]
    fn skip_space(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte(at) {
            at += 1;
        }
        at
    }
}
