//! The scores that FUSE gives rows, before it merges those with equal keys.

use esql_data::{Column, ColumnBuilder, DataType, Problem, Str, ValueRef};
use rustc_hash::FxHashMap;

use super::WindowFunction;
use crate::EvalCx;

/// Computes scores. The inputs are the column that names the result set, and the score.
#[derive(Debug)]
pub struct FuseScore {
    /// How.
    pub method: FuseMethod,
    /// What the scores of a result set are multiplied with, 1 if nothing is said.
    pub weights: Vec<(String, f64)>,
}

/// How scores are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FuseMethod {
    /// Reciprocal rank fusion: by the row's number in its result set.
    Rrf {
        /// What is added to the number.
        rank_constant: f64,
    },
    /// By the score that the row has.
    Linear(Normalizer),
}

/// How the scores of a result set are brought to one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalizer {
    /// Not at all.
    None,
    /// From 0 for the least to 1 for the greatest.
    MinMax,
}

const NULL_GROUP: &str = "group column has null values; assigning null scores";
const SEVERAL_GROUPS: &str = "group column contains multivalued entries; assigning null scores";
const NULL_SCORE: &str = "score column has null values; assigning null scores";
const SEVERAL_SCORES: &str = "score column contains multivalued entries; assigning null scores";

impl WindowFunction for FuseScore {
    fn outputs(&self) -> &[DataType] {
        &[DataType::Double]
    }

    fn compute(&self, cx: &mut EvalCx<'_>, inputs: &[Column]) -> Result<Vec<Column>, String> {
        let [groups, scores] = inputs else { return Ok(Vec::new()) };
        let mut result_sets: FxHashMap<&str, ResultSet> = FxHashMap::default();
        if self.method == FuseMethod::Linear(Normalizer::MinMax) {
            for row in 0..cx.rows {
                if let (Ok(group), Ok(score)) = (group(groups, row), score(scores, row)) {
                    result_sets.entry(group).or_default().widen(score);
                }
            }
        }
        let mut new = ColumnBuilder::new(DataType::Double);
        for row in 0..cx.rows {
            match self.score(groups, scores, row, &mut result_sets) {
                Ok(score) => new.push_many(std::iter::once(ValueRef::Double(score))),
                Err(message) => {
                    cx.warn(|| Problem::argument(message));
                    new.push_null();
                }
            }
        }
        Ok(vec![new.finish()])
    }
}

impl FuseScore {
    fn score<'c>(
        &self,
        groups: &'c Column,
        scores: &Column,
        row: usize,
        result_sets: &mut FxHashMap<&'c str, ResultSet>,
    ) -> Result<f64, &'static str> {
        let group = group(groups, row)?;
        let weight = self.weights.iter().rfind(|(name, _)| name == group);
        let weight = weight.map_or(1.0, |(_, weight)| *weight);
        let result_set = result_sets.entry(group).or_default();
        Ok(match self.method {
            FuseMethod::Rrf { rank_constant } => {
                result_set.rows += 1;
                1.0 / (rank_constant + result_set.rows as f64) * weight
            }
            FuseMethod::Linear(normalizer) => {
                let score = score(scores, row)?;
                weight
                    * match normalizer {
                        Normalizer::None => score,
                        Normalizer::MinMax => result_set.place(score),
                    }
            }
        })
    }
}

/// What is known of a result set.
struct ResultSet {
    /// How many of its rows were met.
    rows: usize,
    least: f64,
    greatest: f64,
}

impl Default for ResultSet {
    fn default() -> Self {
        ResultSet { rows: 0, least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

impl ResultSet {
    fn widen(&mut self, score: f64) {
        self.least = self.least.min(score);
        self.greatest = self.greatest.max(score);
    }

    /// Where a score is between the least and the greatest.
    fn place(&self, score: f64) -> f64 {
        if self.least == self.greatest {
            return 0.0;
        }
        (score - self.least) / (self.greatest - self.least)
    }
}

fn group(groups: &Column, row: usize) -> Result<&str, &'static str> {
    let mut values = groups.items::<Str>(row);
    match values.len() {
        0 => Err(NULL_GROUP),
        1 => values.next().ok_or(NULL_GROUP),
        _ => Err(SEVERAL_GROUPS),
    }
}

fn score(scores: &Column, row: usize) -> Result<f64, &'static str> {
    let cell = scores.cell(row);
    match (cell.len(), cell.clone().next().map(|at| scores.value(at))) {
        (1, Some(ValueRef::Double(score))) => Ok(score),
        (0 | 1, _) => Err(NULL_SCORE),
        _ => Err(SEVERAL_SCORES),
    }
}
