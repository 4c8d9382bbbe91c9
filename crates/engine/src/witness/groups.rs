//! Repeats documents until the groups that they make pass the filters behind STATS.

use std::collections::BTreeMap;

use esql_planner::expr::Attribute;
use esql_planner::logical::{Node, Plan};
use serde_json::Value as Json;

use super::Event;
use super::climb::{Climber, with};
use super::goal::{Goal, mean};
use super::origin::{Field, Met};
use super::values::number;
use crate::Failure;
use crate::condition::Condition;
use crate::observe::{Observer, eval};

/// How often documents are repeated, beside the numbers that the query has.
const COPIES: [usize; 8] = [1, 2, 3, 5, 10, 20, 50, 100];

/// The most documents that are made.
const MOST: usize = 1_500;

/// How many values a field gets at most.
const POOL: usize = 300;

/// How many documents are made in a step at most.
const DOCUMENTS: usize = 60_000;

/// How many single values of a field are tried.
const SINGLE: usize = 12;

/// How many fields are changed for the sake of one filter.
const FIELDS: usize = 10;

/// How many steps are gone at most.
const STEPS: usize = 12;

/// The filters that look at groups, or at rows with what was computed for their groups.
pub(super) struct Late {
    filters: Vec<LateFilter>,
    whole: Plan,
}

struct LateFilter {
    plan: Plan,
    flags: Vec<Attribute>,
    goals: Vec<Goal>,
}

/// How far documents come.
pub(super) struct Reached<'l> {
    /// How many filters let rows through, and how near the rest comes to the next one.
    pub(super) score: f64,
    /// Whether the query gives rows.
    pub(super) matches: bool,
    /// The tests that failed.
    pub(super) unmet: Vec<&'l Condition>,
}

impl Late {
    /// Takes a plan apart.
    pub(super) fn of(plan: &Plan, observer: &Observer<'_>) -> Late {
        let mut filters = Vec::new();
        let mut above = Vec::new();
        let mut below = plan;
        loop {
            if let Node::Filter { input, condition } = &below.node {
                above.push((input.as_ref(), condition));
            }
            if is_breaker(&below.node) {
                filters.append(&mut above);
            }
            match below.node.inputs().first() {
                Some(input) => below = input,
                None => break,
            }
        }
        let filters = filters.into_iter().rev().map(|(input, condition)| {
            let mut fields = Vec::new();
            let goals = Goal::all(observer, condition, &mut fields);
            let flags = fields.iter().map(|(flag, _)| flag.clone()).collect();
            LateFilter { plan: eval(input.clone(), fields), flags, goals }
        });
        Late { filters: filters.collect(), whole: plan.clone() }
    }

    /// How far documents come.
    fn reached(&self, climber: &Climber<'_>, events: &[Event]) -> Result<Reached<'_>, Failure> {
        let mut passed = 0.0;
        for filter in &self.filters {
            let rows = climber.judge.rows(events, &filter.plan, &filter.flags)?;
            let score = |row: usize| mean(filter.goals.iter().map(|goal| goal.score(&rows, row)));
            let mut best: Option<(usize, f64)> = None;
            for row in 0..rows.len() {
                let score = score(row);
                if best.is_none_or(|(_, other)| other < score) {
                    best = Some((row, score));
                }
            }
            let Some((row, score)) = best.filter(|(_, score)| *score >= 1.0) else {
                let mut unmet = Vec::new();
                if let Some((row, _)) = best {
                    filter.goals.iter().for_each(|goal| goal.unmet(&rows, row, &mut unmet));
                } else {
                    unmet.extend(filter.goals.iter().map(|goal| &goal.condition));
                }
                let score = passed + best.map_or(0.0, |(_, score)| score);
                return Ok(Reached { score, matches: false, unmet });
            };
            let _ = row;
            passed += score;
        }
        let rows = climber.judge.rows(events, &self.whole, &[])?;
        let matches = rows.len() > 0;
        let score = if matches { passed + 1.0 } else { passed };
        Ok(Reached { score, matches, unmet: Vec::new() })
    }
}

fn is_breaker(node: &Node) -> bool {
    matches!(
        node,
        Node::Aggregate { .. }
            | Node::InlineStats { .. }
            | Node::Window { .. }
            | Node::Union { .. }
    )
}

/// Documents to be repeated, and how copies differ.
#[derive(Clone)]
struct Draft {
    bases: Vec<(Event, usize)>,
    modes: BTreeMap<String, Mode>,
}

/// Which values of its pool a field has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
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
type Pools = BTreeMap<String, Vec<Json>>;

impl Draft {
    fn events(&self, pools: &Pools) -> Vec<Event> {
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
                if events.len() == MOST {
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
        let mut reached = self.late.reached(self.climber, &draft.events(&pools))?;
        for _ in 0..STEPS {
            if reached.matches {
                break;
            }
            let met = self.met(&reached.unmet);
            let fields: Vec<Field> = met.fields.iter().take(FIELDS).cloned().collect();
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
        values.extend(guess.known().into_iter().take(POOL));
        values.extend(guess.fresh(POOL));
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
            if documents > DOCUMENTS {
                break;
            }
            let reached = self.late.reached(self.climber, &events)?;
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
                if self.late.reached(self.climber, &fewer)?.matches {
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
fn moves(draft: &Draft, fields: &[Field], met: &Met, pools: &Pools) -> Vec<Draft> {
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
fn double_moves(draft: &Draft, fields: &[Field], met: &Met, pools: &Pools) -> Vec<Draft> {
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
        (0..pool.len().min(SINGLE)).for_each(|at| with(Mode::Same(at)));
        if draft.bases.len() > 1 {
            with(Mode::ByBase);
            with(Mode::ByBaseBackwards);
        }
    }
    drafts.push(all);
    drafts
}
