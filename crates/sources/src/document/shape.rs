//! Shapes: whether a document is an event, a search hit around one, or a response full of hits,
//! and the extraction of its fields whatever its shape.

use std::borrow::Cow;

use crate::document::bulk::Action;
use crate::document::hit::{has_only_hit_keys, hits_of_response};
use crate::document::split::Document;
use crate::extract::{Check, Extractor, Keep, Slots, Wanted};
use crate::json::{Kind, Malformed, Raw};

/// Slots that every extraction fills; those of fields come behind.
pub(crate) mod slot {
    /// `_id` beside the fields or in the hit.
    pub(crate) const ID: usize = 0;
    /// `_index`.
    pub(crate) const INDEX: usize = 1;
    /// `_version`.
    pub(crate) const VERSION: usize = 2;
    /// `_ignored`.
    pub(crate) const IGNORED: usize = 3;
    /// The whole `_source` of a hit.
    pub(crate) const SOURCE: usize = 4;
    /// The whole `fields` of a hit.
    pub(crate) const FIELDS: usize = 5;
    /// The whole `hits` of a response.
    pub(crate) const HITS: usize = 6;
    /// `data_stream.type`, `.dataset` and `.namespace`.
    pub(crate) const DATA_STREAM: [usize; 3] = [7, 8, 9];
    /// The first slot of a field.
    pub(crate) const FIRST_FIELD: usize = 10;
}

/// What a document's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The event itself.
    Event,
    /// A hit with the event inside.
    Hit,
}

/// A document that takes part: enough to read more of its fields later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) text: &'a str,
    pub(crate) shape: Shape,
    pub(crate) action: Option<Action<'a>>,
}

/// Which fields are wanted, for documents of each shape.
pub(crate) struct Shapes {
    event: Wanted,
    hit: Wanted,
    /// How many fields.
    fields: usize,
}

impl Shapes {
    /// Wants fields by path; field `i` fills slot `FIRST_FIELD + i`. `with_index`: what the name
    /// of the index follows from is wanted as well.
    pub(crate) fn new(paths: &[(&str, Keep)], with_index: bool) -> Self {
        let about = [
            ("_id", Keep::Flat, slot::ID),
            ("_index", Keep::Flat, slot::INDEX),
            ("_version", Keep::Flat, slot::VERSION),
            ("_ignored", Keep::Flat, slot::IGNORED),
            ("_source", Keep::Whole, slot::SOURCE),
            ("fields", Keep::Whole, slot::FIELDS),
            ("hits", Keep::Whole, slot::HITS),
        ];
        let stream = ["data_stream.type", "data_stream.dataset", "data_stream.namespace"]
            .into_iter()
            .zip(slot::DATA_STREAM)
            .filter(|_| with_index)
            .map(|(path, slot)| (path, Keep::Flat, slot));
        let fields = paths
            .iter()
            .enumerate()
            .map(|(number, &(path, keep))| (path, keep, slot::FIRST_FIELD + number));
        let inside: Vec<(&str, Keep, usize)> = stream.chain(fields).collect();
        let below = |parent: Option<&'static str>, shift: usize| {
            inside.iter().filter(move |(_, _, slot)| shift == 0 || *slot >= slot::FIRST_FIELD).map(
                move |&(path, keep, slot)| {
                    (parent.into_iter().chain(path.split('.')).collect(), keep, slot + shift)
                },
            )
        };
        let top = || about.iter().map(|&(name, keep, slot)| (vec![name], keep, slot));
        Shapes {
            event: Wanted::new(top().chain(below(None, 0))),
            hit: Wanted::new(
                top().chain(below(Some("_source"), 0)).chain(below(Some("fields"), paths.len())),
            ),
            fields: paths.len(),
        }
    }

    /// Slots for these fields. Behind the fields' own come those for values from `fields`.
    pub(crate) fn slots<'a>(&self) -> Slots<'a> {
        Slots::new(slot::FIRST_FIELD + 2 * self.fields)
    }

    pub(crate) fn reader(&self, check: Check) -> ShapeReader<'_> {
        ShapeReader {
            shapes: self,
            event: Extractor::new(&self.event, check),
            hit: Extractor::new(&self.hit, check),
            last: Shape::Event,
        }
    }
}

/// The name of an index, in the parts that a document has of it.
pub(crate) enum IndexName<'a> {
    Whole(Cow<'a, str>),
    /// Type, data set and namespace, to be joined by dashes.
    DataStream([Cow<'a, str>; 3]),
}

impl<'a> IndexName<'a> {
    /// Whether it is `name`; nothing is put together for that.
    pub(crate) fn is(&self, name: &str) -> bool {
        match self {
            IndexName::Whole(whole) => whole == name,
            IndexName::DataStream([kind, dataset, namespace]) => {
                let rest = name.strip_prefix(&**kind).and_then(|rest| rest.strip_prefix('-'));
                let rest = rest.and_then(|rest| rest.strip_prefix(&**dataset));
                rest.and_then(|rest| rest.strip_prefix('-')).is_some_and(|rest| rest == namespace)
            }
        }
    }

    /// The whole name.
    pub(crate) fn into_text(self) -> Cow<'a, str> {
        match self {
            IndexName::Whole(whole) => whole,
            IndexName::DataStream(parts) => Cow::Owned(parts.join("-")),
        }
    }
}

/// Reads documents of any shape.
pub(crate) struct ShapeReader<'s> {
    shapes: &'s Shapes,
    event: Extractor<'s>,
    hit: Extractor<'s>,
    /// Documents of one file mostly have the shape of the one before.
    last: Shape,
}

impl ShapeReader<'_> {
    /// Extracts the fields of each document in `document`: one, or those of a response.
    pub(crate) fn read<'a>(
        &mut self,
        document: &Document<'a>,
        slots: &mut Slots<'a>,
        visit: &mut dyn FnMut(Row<'a>, &Slots<'a>),
    ) -> Result<(), (&'a str, Malformed)> {
        let Document { text, action } = *document;
        let malformed = |error: Malformed| (text, error);
        if action.is_some() {
            self.event.extract(text, slots).map_err(malformed)?;
            visit(Row { text, shape: Shape::Event, action }, slots);
            return Ok(());
        }
        if self.last == Shape::Hit {
            self.read_hit(text, slots).map_err(malformed)?;
            if has_source(slots) {
                visit(Row { text, shape: Shape::Hit, action }, slots);
                return Ok(());
            }
        }
        self.event.extract(text, slots).map_err(malformed)?;
        if let Some(hits) = slots.first(slot::HITS).and_then(hits_of_response) {
            for hit in hits {
                self.read(&Document { text: hit.text, action: None }, slots, visit)?;
            }
            return Ok(());
        }
        let is_object = |slot| slots.first(slot).is_some_and(|raw| raw.kind == Kind::Object);
        let is_hit = has_source(slots)
            || is_object(slot::FIELDS)
                && slots.first(slot::ID).is_some()
                && has_only_hit_keys(text);
        self.last = if is_hit { Shape::Hit } else { Shape::Event };
        if is_hit {
            self.read_hit(text, slots).map_err(malformed)?;
        }
        visit(Row { text, shape: self.last, action }, slots);
        Ok(())
    }

    /// Extracts the fields of a document that was read before, perhaps with other fields.
    pub(crate) fn read_again<'a>(
        &mut self,
        row: &Row<'a>,
        slots: &mut Slots<'a>,
    ) -> Result<(), Malformed> {
        match row.shape {
            Shape::Event => self.event.extract(row.text, slots),
            Shape::Hit => self.read_hit(row.text, slots),
        }
    }

    fn read_hit<'a>(&mut self, text: &'a str, slots: &mut Slots<'a>) -> Result<(), Malformed> {
        self.hit.extract(text, slots)?;
        let fields = self.shapes.fields;
        for own in slot::FIRST_FIELD..slot::FIRST_FIELD + fields {
            slots.fall_back(own, own + fields);
        }
        Ok(())
    }
}

fn has_source(slots: &Slots<'_>) -> bool {
    slots.first(slot::SOURCE).is_some_and(|raw| raw.kind == Kind::Object)
}

impl<'a> Row<'a> {
    /// The document as it was written; a hit without `_source` has none.
    pub(crate) fn source(&self, slots: &Slots<'a>) -> Option<&'a str> {
        match self.shape {
            Shape::Event => Some(self.text),
            Shape::Hit => slots.first(slot::SOURCE).map(|raw| raw.text),
        }
    }

    /// The index that the document itself names: in its hit or action, beside its fields, or by
    /// its data stream.
    pub(crate) fn index(&self, slots: &Slots<'a>) -> Option<IndexName<'a>> {
        let named = self.action.and_then(|action| action.index).or(slots.first(slot::INDEX));
        if let Some(name) = named.and_then(|raw| raw.scalar()) {
            return Some(IndexName::Whole(name));
        }
        let [kind, dataset, namespace] =
            slot::DATA_STREAM.map(|slot| slots.first(slot).and_then(|raw: Raw<'a>| raw.scalar()));
        Some(IndexName::DataStream([kind?, dataset?, namespace?]))
    }

    /// The id that the document has.
    pub(crate) fn id(&self, slots: &Slots<'a>) -> Option<Cow<'a, str>> {
        let raw = self.action.and_then(|action| action.id).or(slots.first(slot::ID));
        raw.and_then(|raw| raw.scalar())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_indices() {
        let stream = || IndexName::DataStream(["logs", "a-b", "c"].map(Cow::Borrowed));
        assert_eq!(stream().into_text(), "logs-a-b-c");
        for (name, is) in [
            ("logs-a-b-c", true),
            ("logs-a-b-", false),
            ("logs", false),
            ("logs-a-b-cd", false),
            ("", false),
        ] {
            assert_eq!(stream().is(name), is, "{name}");
            assert_eq!(IndexName::Whole(name.into()).is("logs-a-b-c"), is, "{name}");
        }
    }
}
