//! Lasting changes: of the level, of the trend, of the distribution.
//!
//! Nested models are compared by F tests: no change, a trend, a step, two trends. A distribution
//! change is looked for when none of these is certain, by Kolmogorov-Smirnov tests.

use std::ops::Range;

use statrs::function::beta::beta_reg;

use super::moments::Moments;
use super::regression::Regression;
use super::{Change, Kind, MARGIN, any_of, kolmogorov_smirnov};

/// How many places are tried.
const MAX_CANDIDATES: usize = 1_000;

/// How many values the test of distributions sees, so that it does not find what is invisible.
const MAX_SAMPLE: usize = 500;

/// The seed of the choice of the sample.
const SAMPLE_SEED: u64 = 126_832_678;

/// The weight of the outermost values.
const OUTLIER_WEIGHT: f64 = 0.01;

/// Finds the model that describes the values best.
pub(super) fn detect(values: &[f64], p_value_of_few: f64) -> Change {
    // The power of the tests grows with the number of values.
    let extra = values.len() as f64 - 2.0 * (MARGIN as f64 + 1.0);
    let threshold = p_value_of_few * (-0.04 * extra).exp();
    Search::new(values, threshold).best()
}

/// A model of the series.
#[derive(Clone, Copy, Debug)]
struct Model {
    kind: Kind,
    /// How likely it describes so much more than the model it was compared with by chance.
    p_value: f64,
    /// The variance that it leaves.
    variance: f64,
    parameters: f64,
    at: Option<usize>,
}

/// All that the tests share.
struct Search<'v> {
    values: &'v [f64],
    weights: Vec<f64>,
    candidates: Vec<usize>,
    all: Moments,
    threshold: f64,
}

impl<'v> Search<'v> {
    fn new(values: &'v [f64], threshold: f64) -> Search<'v> {
        let weights = weights(values);
        let all = Moments::of(values, &weights);
        Search { values, candidates: candidates(values.len()), all, weights, threshold }
    }

    fn best(&self) -> Change {
        let variance = self.all.variance();
        let stationary =
            Model { kind: Kind::Stationary, p_value: 1.0, variance, parameters: 1.0, at: None };
        // The difference of squares is no more exact than this.
        let twice = 2.0 * self.all.weight() * self.all.mean();
        if variance < ulp(twice).sqrt() {
            return self.change(&stationary);
        }
        let mut tried: Vec<usize> = Vec::new();
        let trend = self.trend(&stationary);
        let best = if self.accepts(&trend) {
            let change = self.trend_change(&trend);
            tried.extend(change.at);
            if self.accepts(&change) { self.unless_step(change, &stationary) } else { trend }
        } else {
            let step = self.step(&stationary);
            tried.extend(step.at);
            let change = if self.accepts(&step) {
                self.trend_change(&step)
            } else {
                self.trend_change(&stationary)
            };
            match (self.accepts(&change), self.accepts(&step)) {
                (true, _) => change,
                (false, true) => step,
                (false, false) => stationary,
            }
        };
        let p_value = self.against_stationary(&best);
        if p_value > 1e-5 {
            let distribution = self.distribution(tried);
            if distribution.p_value < self.threshold.min(0.1 * p_value) {
                return distribution;
            }
        }
        self.change(&best)
    }

    fn change(&self, model: &Model) -> Change {
        match model.kind {
            Kind::Stationary => Change::NONE,
            kind => Change { kind, p_value: self.against_stationary(model), at: model.at },
        }
    }

    /// Whether a model is significant and explains enough.
    fn accepts(&self, model: &Model) -> bool {
        model.p_value < self.threshold && 1.0 - model.variance / self.all.variance() >= 0.5
    }

    fn against_stationary(&self, model: &Model) -> f64 {
        let p_value = self.f_test(self.all.variance(), 1.0, model.variance, model.parameters);
        any_of(p_value, self.candidates.len())
    }

    /// How likely a model with more parameters leaves so much less variance by chance.
    fn f_test(&self, null: f64, null_parameters: f64, variance: f64, parameters: f64) -> f64 {
        if variance == null {
            return 1.0;
        }
        if variance == 0.0 {
            return 0.0;
        }
        let (more, free) = (parameters - null_parameters, self.all.weight() - parameters);
        let f = (null - variance) / more * free / variance;
        (2.0 * f_survival(more, free, f)).min(1.0)
    }

    /// One parabola.
    fn trend(&self, null: &Model) -> Model {
        let mut fit = Regression::default();
        for (at, (value, weight)) in self.values.iter().zip(&self.weights).enumerate() {
            fit.add(at as f64, *value, *weight);
        }
        let variance = self.all.variance() * (1.0 - fit.r_squared());
        let p_value = self.f_test(null.variance, null.parameters, variance, 3.0);
        Model { kind: Kind::NonStationary, p_value, variance, parameters: 3.0, at: None }
    }

    /// Two levels.
    fn step(&self, null: &Model) -> Model {
        let (at, variance) = self.least(|sides| sides.left.variance_with(&sides.right));
        self.model(Kind::Step, null, at, variance, 2.0)
    }

    /// Two parabolas.
    fn trend_change(&self, null: &Model) -> Model {
        let (at, variance) = self.least(|sides| {
            let (left, right) = (sides.left.residual(), sides.right.residual());
            let (of_left, of_right) = (sides.left.moments.weight(), sides.right.moments.weight());
            (of_left * left + of_right * right) / (of_left + of_right)
        });
        self.model(Kind::Trend, null, at, variance, 6.0)
    }

    fn model(
        &self,
        kind: Kind,
        null: &Model,
        at: Option<usize>,
        variance: f64,
        parameters: f64,
    ) -> Model {
        let p_value = self.f_test(null.variance, null.parameters, variance, parameters);
        let p_value = any_of(p_value, self.candidates.len());
        Model { kind, p_value, variance, parameters, at }
    }

    /// The change of the trend, unless a step says nearly as much.
    fn unless_step(&self, change: Model, stationary: &Model) -> Model {
        let step = self.step(stationary);
        let p_value = self.f_test(step.variance, 2.0, change.variance, 6.0);
        if p_value < self.threshold { change } else { step }
    }

    /// The first candidate for which `measure` is least.
    fn least(&self, measure: impl Fn(&Sides) -> f64) -> (Option<usize>, f64) {
        let (mut best, mut least) = (None, f64::MAX);
        self.splits(|at, sides| {
            let measured = measure(sides);
            if measured < least {
                (best, least) = (Some(at), measured);
            }
        });
        (best, least)
    }

    /// Visits all candidates with what is on both sides.
    fn splits(&self, mut visit: impl FnMut(usize, &Sides)) {
        let Some(first) = self.candidates.first().copied() else { return };
        let mut sides = Sides::default();
        self.points(0..first, |x, value, weight| sides.left.add(x, value, weight));
        let right = first..self.values.len();
        self.points(right, |x, value, weight| sides.right.add(x - first as f64, value, weight));
        let mut last = first;
        for at in &self.candidates {
            self.points(last..*at, |x, value, weight| {
                sides.left.add(x, value, weight);
                sides.right.remove(x - first as f64, value, weight);
            });
            last = *at;
            visit(*at, &sides);
        }
    }

    fn points(&self, range: Range<usize>, mut visit: impl FnMut(f64, f64, f64)) {
        for at in range {
            visit(at as f64, self.values[at], self.weights[at]);
        }
    }

    /// The place where the distributions differ most, of those that were tried and one more.
    fn distribution(&self, mut tried: Vec<usize>) -> Change {
        let (mut best, mut most) = (None, 0.0);
        self.splits(|at, Sides { left, right }| {
            let size = at.min(self.values.len() - at) as f64;
            let means = (left.moments.mean() - right.moments.mean()).abs();
            let deviations = (left.moments.deviation() - right.moments.deviation()).abs();
            let difference = size * (means + deviations);
            if difference >= most {
                (best, most) = (Some(at), difference);
            }
        });
        tried.extend(best.filter(|at| !tried.contains(at)));
        let (sample, tried) = sample(self.values, tried);
        let (mut p_value, mut found) = (1.0, best);
        for at in tried {
            let (left, right) = sample.split_at(at.min(sample.len()));
            if left.is_empty() || right.is_empty() {
                continue;
            }
            let of_split = kolmogorov_smirnov::p_value(left, right);
            if of_split < p_value {
                (p_value, found) = (of_split, Some(at));
            }
        }
        // Statistics of neighboring splits depend on each other: few of the trials are independent.
        let p_value = any_of(p_value, sample.len().div_ceil(50));
        Change { kind: Kind::Distribution, p_value, at: found }
    }
}

/// What is on both sides of a split.
#[derive(Default)]
struct Sides {
    left: Side,
    right: Side,
}

#[derive(Default)]
struct Side {
    moments: Moments,
    fit: Regression,
}

impl Side {
    fn add(&mut self, x: f64, value: f64, weight: f64) {
        self.moments.add(value, weight);
        self.fit.add(x, value, weight);
    }

    fn remove(&mut self, x: f64, value: f64, weight: f64) {
        self.moments.remove(value, weight);
        self.fit.remove(x, value, weight);
    }

    /// The variance that the parabola leaves.
    fn residual(&self) -> f64 {
        self.moments.variance() * (1.0 - self.fit.r_squared())
    }

    /// The variance within both sides.
    fn variance_with(&self, other: &Side) -> f64 {
        let (left, right) = (&self.moments, &other.moments);
        (left.weight() * left.variance() + right.weight() * right.variance())
            / (left.weight() + right.weight())
    }
}

/// Where a change can be: not too near to the ends.
fn candidates(count: usize) -> Vec<usize> {
    let margin = ((0.1 * count as f64 + 0.5) as usize).max(MARGIN);
    let all = margin..count.saturating_sub(margin);
    let step = all.len().div_ceil(MAX_CANDIDATES).max(1);
    all.filter(|at| step == 1 || at % step == 0).collect()
}

/// Next to nothing for the outermost fortieth at both ends, runs of equal values excepted.
fn weights(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let outer = (0.025 * values.len() as f64).ceil() as usize;
    let least = sorted.get(outer).copied().unwrap_or(f64::NEG_INFINITY);
    let greatest = values.len().checked_sub(outer + 1).and_then(|at| sorted.get(at).copied());
    let greatest = greatest.unwrap_or(f64::INFINITY);
    let weight = |value: &f64| {
        if *value >= least && *value <= greatest { 1.0 } else { OUTLIER_WEIGHT }
    };
    values.iter().map(weight).collect()
}

/// At most [`MAX_SAMPLE`] of the values in their order, with the places in the sample.
fn sample(values: &[f64], places: Vec<usize>) -> (Vec<f64>, Vec<usize>) {
    if values.len() <= MAX_SAMPLE {
        return (values.to_vec(), places);
    }
    let mut random = JavaRandom::new(SAMPLE_SEED);
    let mut chosen: Vec<usize> = (0..values.len()).collect();
    for at in 0..MAX_SAMPLE {
        let uniform = random.next_double();
        let uniform = uniform * 0.99999 + (1.0 - uniform) * 0.0;
        let other = at + (uniform * (values.len() - at) as f64).floor() as usize;
        chosen.swap(at, other);
    }
    chosen.truncate(MAX_SAMPLE);
    chosen.sort_unstable();
    let places = places.into_iter().map(|place| chosen.partition_point(|at| *at < place));
    (chosen.iter().map(|at| values[*at]).collect(), places.collect())
}

/// The generator of Java's `Random`, which Elasticsearch's choice of the sample comes from.
struct JavaRandom(u64);

impl JavaRandom {
    const MULTIPLIER: u64 = 0x5_DEEC_E66D;
    const MASK: u64 = (1 << 48) - 1;

    fn new(seed: u64) -> JavaRandom {
        JavaRandom((seed ^ Self::MULTIPLIER) & Self::MASK)
    }

    fn next(&mut self, bits: u32) -> u64 {
        self.0 = self.0.wrapping_mul(Self::MULTIPLIER).wrapping_add(0xB) & Self::MASK;
        self.0 >> (48 - bits)
    }

    /// At least 0 and less than 1.
    fn next_double(&mut self) -> f64 {
        let high = self.next(26) << 27;
        (high + self.next(27)) as f64 * f64::powi(2.0, -53)
    }
}

/// How likely an F-distributed variable is greater than `x`.
fn f_survival(numerator: f64, denominator: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if !x.is_finite() || denominator <= 0.0 {
        return 0.0;
    }
    let at = denominator / (denominator + numerator * x);
    beta_reg(0.5 * denominator, 0.5 * numerator, at)
}

/// The distance to the next double away from zero.
fn ulp(value: f64) -> f64 {
    value.abs().next_up() - value.abs()
}
