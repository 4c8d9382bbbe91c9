//! The distribution of a group's numbers: all of them while they are few, then a sketch.

use esql_data::{Column, ColumnBuilder, DataType, Double, Value};

use super::State;
use super::tdigest::{Centroid, TDigest};

/// From how many numbers on Elasticsearch sketches.
const EXACT_LIMIT: usize = 20_000;

/// The distribution of some numbers.
pub(crate) enum Quantiles {
    /// All numbers.
    Exact(Vec<f64>),
    /// A sketch of them.
    Sketch(Box<TDigest>),
}

impl Default for Quantiles {
    fn default() -> Self {
        Quantiles::Exact(Vec::new())
    }
}

impl Quantiles {
    /// Adds a number.
    pub(crate) fn add(&mut self, number: f64) {
        self.add_points(Centroid { mean: number, weight: 1.0 });
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn add_points(&mut self, points: Centroid) {
        match self {
            Quantiles::Exact(numbers) => {
                let count = points.weight as usize;
                if numbers.len() + count < EXACT_LIMIT {
                    numbers.resize(numbers.len() + count, points.mean);
                } else {
                    self.sketch().add(points);
                }
            }
            Quantiles::Sketch(digest) => digest.add(points),
        }
    }

    /// The sketch, from now on if there is none.
    fn sketch(&mut self) -> &mut TDigest {
        if let Quantiles::Exact(numbers) = self {
            let mut digest = Box::<TDigest>::default();
            for mean in std::mem::take(numbers) {
                digest.add(Centroid { mean, weight: 1.0 });
            }
            *self = Quantiles::Sketch(digest);
        }
        match self {
            Quantiles::Sketch(digest) => digest,
            Quantiles::Exact(_) => unreachable!("it was made a sketch"),
        }
    }

    /// The value at quantile `q` (0 to 1), interpolated between neighbors; none without numbers.
    pub(crate) fn quantile(&mut self, q: f64) -> Option<f64> {
        match self {
            Quantiles::Exact(numbers) => {
                numbers.sort_unstable_by(f64::total_cmp);
                exact_quantile(numbers, q)
            }
            Quantiles::Sketch(digest) => digest.quantile(q),
        }
    }

    /// The median of the distances from the median.
    pub(crate) fn median_absolute_deviation(mut self) -> Option<f64> {
        let median = self.quantile(0.5)?;
        let mut distances = Quantiles::default();
        match &mut self {
            Quantiles::Exact(numbers) => {
                for number in numbers {
                    distances.add((median - *number).abs());
                }
            }
            Quantiles::Sketch(digest) => {
                for Centroid { mean, weight } in digest.centroids() {
                    distances.add_points(Centroid { mean: (median - mean).abs(), weight: *weight });
                }
            }
        }
        distances.quantile(0.5)
    }
}

/// The value at quantile `q` of numbers in ascending order.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
fn exact_quantile(numbers: &[f64], q: f64) -> Option<f64> {
    let last = numbers.len().checked_sub(1)?;
    let index = q * last as f64;
    let low = (index.max(0.0) as usize).min(last);
    let (low_value, high_value) = (numbers[low], numbers[(low + 1).min(last)]);
    Some(low_value + (index - low as f64) * (high_value - low_value))
}

impl State for Quantiles {
    /// The numbers or means; the weights if it is a sketch.
    const PARTIAL: &'static [DataType] = &[DataType::Double, DataType::Double];

    fn merge(&mut self, later: Self) {
        match later {
            Quantiles::Exact(numbers) => numbers.into_iter().for_each(|number| self.add(number)),
            Quantiles::Sketch(mut digest) => {
                let sketch = self.sketch();
                for &centroid in digest.centroids() {
                    sketch.add(centroid);
                }
            }
        }
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        let list =
            |numbers: Vec<f64>| Value::List(numbers.into_iter().map(Value::Double).collect());
        match self {
            Quantiles::Exact(numbers) => {
                partial[0].push(&list(numbers));
                partial[1].push_null();
            }
            Quantiles::Sketch(mut digest) => {
                let centroids = digest.centroids();
                partial[0].push(&list(centroids.iter().map(|centroid| centroid.mean).collect()));
                partial[1].push(&list(centroids.iter().map(|centroid| centroid.weight).collect()));
            }
        }
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let means = partial[0].items::<Double>(row);
        if partial[1].is_null(row) {
            return Quantiles::Exact(means.collect());
        }
        let mut digest = TDigest::default();
        for (mean, weight) in means.zip(partial[1].items::<Double>(row)) {
            digest.add(Centroid { mean, weight });
        }
        Quantiles::Sketch(Box::new(digest))
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Quantiles::Exact(numbers) => numbers.capacity() * size_of::<f64>(),
            Quantiles::Sketch(digest) => size_of::<TDigest>() + digest.bytes(),
        }
    }
}
