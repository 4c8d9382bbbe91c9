//! The fast walk: through the objects that lead to wanted values, over everything else.
//!
//! An [`Index`] of the text tells where strings and brackets end, so an unwanted string is passed
//! in one step, and an unwanted object by counting brackets. The members of the document itself are
//! gone through one by one; in objects below, wanted keys are looked for (`seek`). `None` means
//! that the document has something that only the full walk gets right: a key with an escape, a
//! wanted key that comes twice, arrays on the way to a value or inside one, an object where a value
//! is wanted, or text that is not JSON.

use crate::extract::{Edge, Met, Node, Route, Slots, Wanted};
use crate::json::{Index, Raw, Scanner, plain_end};

/// A walk through one document.
pub(super) struct Walk<'a, 'w, 'x> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) wanted: &'w Wanted,
    /// That of the text.
    pub(super) index: &'x Index,
    pub(super) met: &'x mut Met,
    pub(super) routes: &'x mut [Route<'w>],
    /// Whether no key can have letters that are written as escapes.
    pub(super) plain_keys: bool,
}

impl<'a, 'w> Walk<'a, 'w, '_> {
    /// Puts the wanted values into `slots`.
    pub(super) fn document(&mut self, slots: &mut Slots<'a>) -> Option<()> {
        let start = self.skip_space(0);
        if self.byte(start)? != b'{' {
            return None;
        }
        let end = self.object(start, 0, slots)?;
        (self.skip_space(end) == self.bytes.len()).then_some(())
    }

    /// The members of the object at `at`; gives the offset behind it, as all below do.
    fn object(&mut self, at: usize, node: usize, slots: &mut Slots<'a>) -> Option<usize> {
        let object = self.met.enter();
        let mut at = self.skip_space(at + 1);
        if self.byte(at)? == b'}' {
            return Some(at + 1);
        }
        let mut step = Route::START;
        loop {
            let edge;
            (step, at, edge) = match self.routes.get(node)?.follow(step, self.bytes.get(at..)?) {
                Some((step, length, edge)) => (step, at + length, edge),
                None => self.key(at, node, step)?,
            };
            at = self.skip_space(at);
            at = match edge {
                None => self.skip(at)?,
                Some(edge) if self.met.again(edge, object) => return None,
                Some(edge) => self.member(at, edge.target, slots)?,
            };
            at = self.skip_space(at);
            match self.byte(at)? {
                b',' => at = self.skip_space(at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// The key at `at` and its colon, which come behind `step`: the key's own step, the offset
    /// behind, and its edge.
    fn key(
        &mut self,
        at: usize,
        node: usize,
        step: usize,
    ) -> Option<(usize, usize, Option<&'w Edge>)> {
        if self.byte(at)? != b'"' {
            return None;
        }
        let end = self.index.quote(at + 1)?;
        let key = self.text.get(at + 1..end)?;
        if self.index.escapes() && memchr::memchr(b'\\', key.as_bytes()).is_some() {
            return None;
        }
        let colon = self.skip_space(end + 1);
        if self.byte(colon)? != b':' {
            return None;
        }
        let edge = self.wanted.nodes.get(node)?.edge(key);
        let token = self.bytes.get(at..=colon)?;
        Some((self.routes.get_mut(node)?.learn(step, token, edge), colon + 1, edge))
    }

    /// The value of a wanted key.
    pub(super) fn member(
        &mut self,
        at: usize,
        number: usize,
        slots: &mut Slots<'a>,
    ) -> Option<usize> {
        let node = self.wanted.nodes.get(number)?;
        let end = match self.byte(at)? {
            b'{' if node.tails.is_some() && self.plain_keys => self.seek(at, number, slots)?,
            b'{' if !node.edges.is_empty() => self.object(at, number, slots)?,
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
    fn array(&mut self, at: usize, node: &Node, slots: &mut Slots<'a>) -> Option<usize> {
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
    fn scalar(&mut self, at: usize, node: &Node, slots: &mut Slots<'a>) -> Option<usize> {
        let plain_string = match self.byte(at)? {
            b'{' | b'[' => return None,
            b'"' => {
                let end = plain_end(self.bytes, at + 1);
                (self.byte(end)? == b'"').then_some(end)
            }
            _ => None,
        };
        let (raw, end) = match plain_string {
            Some(end) => (Some(Raw::string(self.text.get(at + 1..end)?, false)), end + 1),
            None => {
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
    pub(super) fn skip_space(&self, mut at: usize) -> usize {
        // Most documents have none.
        while let Some(byte @ ..=b' ') = self.byte(at)
            && matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
        {
            at += 1;
        }
        at
    }
}
