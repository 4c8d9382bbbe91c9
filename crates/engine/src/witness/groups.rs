//! Repeats documents until the groups that they make pass the filters behind STATS.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Event;
use super::climb::{Climber, with};
use super::draft::{Draft, Pools, double_moves, moves};
use super::effort;
use super::late::{Late, Reached};
use super::origin::{Field, Met};
use crate::Failure;
use crate::condition::Condition;

/// Repeats documents, which pass the filters in front of STATS, until groups pass those behind.
pub(super) struct Repeater<'a> {
    pub(super) climber: &'a Climber<'a>,
    pub(super) late: &'a Late,
}

impl<'a> Repeater<'a> {
    /// The documents that come farthest.
    pub(super) fn repeat(&self, bases: &[Event]) -> Result<(Vec<Event>, Reached<'a>), Failure> {
        let mut pools = Pools::new();
        let bases = bases.iter().map(|base| (base.clone(), 1)).collect();
        let mut draft = Draft { bases, modes: BTreeMap::new() };
        let mut reached = self.late.reached(self.climber.judge, &draft.events(&pools))?;
        for _ in 0..effort::GROUP_STEPS {
            if reached.matches {
                break;
            }
            let met = self.met(&reached.unmet);
            let fields: Vec<Field> =
                met.fields.iter().take(effort::FIELDS_OF_A_FILTER).cloned().collect();
            for field in &fields {
                if !pools.contains_key(&field.path) {
                    let pool = self.pool(&draft, field, &reached.unmet)?;
                    pools.insert(field.path.clone(), pool);
                }
            }
            let single = moves(&draft, &fields, &met, &pools);
            let mut next = self.best(&single, &pools, reached.score)?;
            if next.is_none() {
                let double = double_moves(&draft, &fields, &met, &pools);
                next = self.best(&double, &pools, reached.score)?;
            }
            match next {
                Some((better, other)) if other.score > reached.score => {
                    (draft, reached) = (better, other);
                }
                _ => break,
            }
        }
        let events = draft.events(&pools);
        if reached.matches { Ok((self.fewer(events)?, reached)) } else { Ok((events, reached)) }
    }

    /// Fields and literals behind tests; of a query without groups to blame, all.
    fn met(&self, unmet: &[&Condition]) -> Met {
        let mut all = Met::default();
        for condition in unmet {
            let met = self.climber.origins.met_by(&condition.expr);
            for field in met.fields {
                if !all.fields.contains(&field) {
                    all.fields.push(field);
                }
            }
            for literal in met.literals {
                if !all.literals.contains(&literal) {
                    all.literals.push(literal);
                }
            }
        }
        all
    }

    /// Values for a field with which some of the documents still pass the first filters.
    fn pool(
        &self,
        draft: &Draft,
        field: &Field,
        unmet: &[&Condition],
    ) -> Result<Vec<Json>, Failure> {
        let Some((base, _)) = draft.bases.first() else { return Ok(Vec::new()) };
        // The literals of CASE and the like say more than the thresholds in front of them.
        let mut literals = self.climber.plan.literals(self.climber.origins, field);
        for condition in unmet {
            let met = self.climber.origins.met_by(&condition.expr);
            if met.fields.contains(field) {
                literals.extend(met.literals.into_iter().rev());
            }
        }
        let guess = self.climber.guess(base, field, &literals, Vec::new());
        let mut values: Vec<Json> = base.get(&field.path).cloned().into_iter().collect();
        values.extend(guess.known().into_iter().take(effort::POOL));
        values.extend(guess.fresh(effort::POOL));
        let mut passing: Vec<Vec<bool>> = Vec::new();
        for (base, _) in &draft.bases {
            let changed: Vec<Event> = values
                .iter()
                .map(|value| with(base, &[(field.path.clone(), value.clone())]))
                .collect();
            let near = self.climber.plan.nearness(self.climber.judge, &changed, None)?;
            passing.push(near.iter().map(|near| near.score >= 1.0).collect());
        }
        let passes = |at: usize| {
            passing.iter().filter(|of| of.get(at).is_some_and(|passes| *passes)).count()
        };
        let mut kept: Vec<(usize, Json)> = Vec::new();
        for (at, value) in values.into_iter().enumerate() {
            let bases = passes(at);
            if bases > 0 && !value.is_array() && !kept.iter().any(|(_, known)| *known == value) {
                kept.push((bases, value));
            }
        }
        // First what suits most of the documents.
        kept.sort_by_key(|(bases, _)| std::cmp::Reverse(*bases));
        let kept = kept.into_iter().map(|(_, value)| value).collect();
        Ok(kept)
    }

    /// The first draft that matches, or the one that comes farthest.
    fn best(
        &self,
        drafts: &[Draft],
        pools: &Pools,
        score: f64,
    ) -> Result<Option<(Draft, Reached<'a>)>, Failure> {
        let mut best: Option<(Draft, Reached<'a>)> = None;
        let mut documents = 0;
        for draft in drafts {
            let events = draft.events(pools);
            documents += events.len();
            if documents > effort::DOCUMENTS {
                break;
            }
            let reached = self.late.reached(self.climber.judge, &events)?;
            let floor = best.as_ref().map_or(score, |(_, other)| other.score);
            if reached.score > floor {
                let matches = reached.matches;
                best = Some((draft.clone(), reached));
                if matches {
                    break;
                }
            }
        }
        Ok(best)
    }

    /// Leaves documents out as long as the query still matches.
    fn fewer(&self, mut events: Vec<Event>) -> Result<Vec<Event>, Failure> {
        let mut size = events.len() / 2;
        while size > 0 {
            let mut at = 0;
            while at < events.len() && events.len() > size {
                let mut fewer = events.clone();
                fewer.drain(at..(at + size).min(events.len()));
                if self.late.reached(self.climber.judge, &fewer)?.matches {
                    events = fewer;
                } else {
                    at += size;
                }
            }
            size = if events.len() > 200 && size < 20 { 0 } else { size / 2 };
        }
        Ok(events)
    }
}
