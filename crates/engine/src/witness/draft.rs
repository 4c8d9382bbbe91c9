//! Documents that are repeated, and the ways to repeat them otherwise.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Event;
use super::climb::with;
use super::effort;
use super::origin::{Field, Met};
use super::values::number;

/// How often documents are repeated, beside the numbers that the query has.
const COPIES: [usize; 8] = [1, 2, 3, 5, 10, 20, 50, 100];

/// Documents to be repeated, and how copies differ.
#[derive(Clone)]
pub(super) struct Draft {
    /// Documents, and how often each is there.
    pub(super) bases: Vec<(Event, usize)>,
    /// By the path of the field.
    pub(super) modes: BTreeMap<String, Mode>,
}

/// Which values of its pool a field has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// One in all documents.
    Same(usize),
    /// Another in each document.
    Each,
    /// This many, in turn.
    Turns(usize),
    /// Another in the copies of each base.
    ByBase,
    /// The same, from the last base on.
    ByBaseBackwards,
}

/// Values for a field, by its path.
pub(super) type Pools = BTreeMap<String, Vec<Json>>;

impl Draft {
    /// The documents.
    pub(super) fn events(&self, pools: &Pools) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (at, (base, copies)) in self.bases.iter().enumerate() {
            for _ in 0..*copies {
                let number = events.len();
                let value = |(path, mode): (&String, &Mode)| {
                    let pool = pools.get(path)?;
                    let index = match mode {
                        Mode::Same(index) => *index,
                        Mode::Each => number,
                        Mode::Turns(count) => number % count,
                        Mode::ByBase => at,
                        Mode::ByBaseBackwards => self.bases.len() - 1 - at,
                    };
                    Some((path.clone(), pool.get(index % pool.len().max(1))?.clone()))
                };
                let changes: Vec<(String, Json)> = self.modes.iter().filter_map(value).collect();
                events.push(with(base, &changes));
                if events.len() == effort::DRAFTS {
                    return events;
                }
            }
        }
        events
    }

    fn with_copies(&self, copies: usize) -> Draft {
        let bases = self.bases.iter().map(|(base, _)| (base.clone(), copies)).collect();
        Draft { bases, modes: self.modes.clone() }
    }

    fn with_mode(&self, path: &str, mode: Mode) -> Draft {
        let mut draft = self.clone();
        draft.modes.insert(path.to_owned(), mode);
        draft
    }
}

/// How often documents may be repeated.
fn copies(met: &Met) -> Vec<usize> {
    let mut copies: Vec<usize> = COPIES.to_vec();
    for literal in met.literals.iter().filter_map(|(ty, value)| number(*ty, value)) {
        if (2.0..=1_400.0).contains(&literal) {
            copies.extend([literal as usize, literal as usize + 1]);
        }
    }
    copies.sort_unstable();
    copies.dedup();
    copies
}

/// Drafts with another number of copies, with other values of a field, or both.
pub(super) fn moves(draft: &Draft, fields: &[Field], met: &Met, pools: &Pools) -> Vec<Draft> {
    let mut drafts = changed_modes(draft, fields, pools);
    for count in copies(met) {
        let repeated = draft.with_copies(count);
        drafts.push(repeated.clone());
        drafts.extend(changed_modes(&repeated, fields, pools));
    }
    for at in 0..draft.bases.len() {
        if draft.bases.len() > 1 {
            let mut without = draft.clone();
            without.bases.remove(at);
            drafts.push(without);
        }
        for count in [1, 2, 3, 5, 10].into_iter().chain(copies(met)) {
            let mut more = draft.clone();
            if let Some((_, copies)) = more.bases.get_mut(at) {
                *copies = count;
            }
            drafts.push(more);
        }
    }
    // One more document that differs from the others in one field.
    if let Some((base, _)) = draft.bases.first() {
        let mut more = draft.clone();
        more.bases.push((base.clone(), 1));
        drafts.extend(fields.iter().map(|field| more.with_mode(&field.path, Mode::ByBase)));
    }
    drafts
}

/// Drafts with other values of two fields.
pub(super) fn double_moves(
    draft: &Draft,
    fields: &[Field],
    met: &Met,
    pools: &Pools,
) -> Vec<Draft> {
    const MODES: [Mode; 6] = [
        Mode::Each,
        Mode::Same(0),
        Mode::Same(1),
        Mode::Turns(2),
        Mode::ByBase,
        Mode::ByBaseBackwards,
    ];
    let has_values = |field: &&Field| pools.get(&field.path).is_some_and(|pool| !pool.is_empty());
    let fields: Vec<&Field> = fields.iter().filter(has_values).take(6).collect();
    let mut drafts = Vec::new();
    let repeated = copies(met).into_iter().map(|count| draft.with_copies(count));
    for repeated in std::iter::once(draft.clone()).chain(repeated) {
        for (at, a) in fields.iter().enumerate() {
            for mode in MODES {
                let first = repeated.with_mode(&a.path, mode);
                for b in fields.iter().skip(at + 1) {
                    drafts.extend(MODES.map(|mode| first.with_mode(&b.path, mode)));
                }
            }
        }
    }
    drafts
}

/// A draft with other values of a field, or of all.
fn changed_modes(draft: &Draft, fields: &[Field], pools: &Pools) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut all = draft.clone();
    for field in fields {
        let Some(pool) = pools.get(&field.path).filter(|pool| !pool.is_empty()) else { continue };
        all.modes.insert(field.path.clone(), Mode::Each);
        let mut with = |mode| drafts.push(draft.with_mode(&field.path, mode));
        with(Mode::Each);
        with(Mode::Turns(2));
        with(Mode::Turns(3));
        (0..pool.len().min(effort::SINGLE_VALUES)).for_each(|at| with(Mode::Same(at)));
        if draft.bases.len() > 1 {
            with(Mode::ByBase);
            with(Mode::ByBaseBackwards);
        }
    }
    drafts.push(all);
    drafts
}
