//! A t-digest: a sketch of a distribution from which quantiles are read.
//!
//! Source: T. Dunning and O. Ertl, "Computing Extremely Accurate Quantiles Using t-Digests"
//! (arXiv:1902.04023), in its merging form with the scale function k2. The sizes are those that
//! Elasticsearch has for ES|QL.

/// How finely the distribution is kept.
const COMPRESSION: f64 = 2000.0;
/// How many centroids and new points together fit before they are merged.
const CAPACITY: usize = 5050;

/// A sketch of a distribution.
#[derive(Default)]
pub(crate) struct TDigest {
    /// In ascending order of their means; the outermost two have weight 1.
    centroids: Vec<Centroid>,
    /// Not yet merged, in the order of their arrival.
    incoming: Vec<Centroid>,
    /// Whether the next merge goes from above, so that errors do not add up to one side.
    backwards: bool,
}

/// Some neighboring points taken as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Centroid {
    /// The mean of the points.
    pub(super) mean: f64,
    /// How many points.
    pub(super) weight: f64,
}

impl TDigest {
    /// Adds points.
    pub(super) fn add(&mut self, point: Centroid) {
        if self.incoming.len() + 1 >= CAPACITY.saturating_sub(self.centroids.len()) {
            self.merge();
        }
        self.incoming.push(point);
    }

    /// The centroids, ascending.
    pub(super) fn centroids(&mut self) -> &[Centroid] {
        self.merge();
        &self.centroids
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        (self.centroids.capacity() + self.incoming.capacity()) * size_of::<Centroid>()
    }

    /// Merges what came into the centroids.
    fn merge(&mut self) {
        if self.incoming.is_empty() {
            return;
        }
        let mut points = std::mem::take(&mut self.incoming);
        points.append(&mut self.centroids);
        points.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        if self.backwards {
            points.reverse();
        }
        let total: f64 = points.iter().map(|point| point.weight).sum();
        let z = 4.0 * (total / COMPRESSION).ln() + 24.0;
        // The greatest weight that a centroid may have at quantile `q`.
        let limit = |q: f64| total * (q * (1.0 - q) * z / COMPRESSION);
        let mut before = 0.0;
        let last = points.len() - 1;
        for (at, point) in points.into_iter().enumerate() {
            if let Some(open) = self.centroids.last_mut() {
                let weight = open.weight + point.weight;
                let most = limit(before / total).min(limit((before + weight) / total));
                // The least and the greatest point are never merged.
                if at > 1 && at < last && weight <= most {
                    open.weight = weight;
                    open.mean += (point.mean - open.mean) * point.weight / weight;
                    continue;
                }
                before += open.weight;
            }
            self.centroids.push(point);
        }
        if self.backwards {
            self.centroids.reverse();
        }
        self.backwards = !self.backwards;
    }

    /// The value at quantile `q` (0 to 1); none without points.
    pub(super) fn quantile(&mut self, q: f64) -> Option<f64> {
        let centroids = self.centroids();
        let (first, last) = (centroids.first()?, centroids.last()?);
        let total: f64 = centroids.iter().map(|centroid| centroid.weight).sum();
        let index = q * (total - 1.0);
        // A centroid stands in the middle of its weight; the outermost are points of their own.
        let mut at = if first.weight > 1.0 { first.weight / 2.0 } else { 0.0 };
        if index <= at {
            return Some(first.mean);
        }
        if let [first, second, ..] = centroids
            && first.weight <= 1.0
            && index <= 1.0
        {
            return Some(first.mean + index * (second.mean - first.mean));
        }
        for pair in centroids.windows(2) {
            let step = f64::midpoint(pair[0].weight, pair[1].weight);
            if at + step > index {
                let (left, right) = (at + step - index, index - at);
                let mean = (pair[0].mean * left + pair[1].mean * right) / step;
                return Some(mean.clamp(pair[0].mean, pair[1].mean));
            }
            at += step;
        }
        Some(last.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_many_points_are_close() {
        let mut digest = TDigest::default();
        // 0 to 99,999, shuffled.
        for at in 0..100_000u32 {
            let mean = f64::from(at.wrapping_mul(61_357) % 100_000);
            digest.add(Centroid { mean, weight: 1.0 });
        }
        assert!(digest.centroids().len() < 5000);
        for (q, error) in [(0.0, 0.0), (0.001, 5.0), (0.5, 100.0), (0.99, 20.0), (1.0, 0.0)] {
            let found = digest.quantile(q).unwrap();
            assert!((found - q * 99_999.0).abs() <= error, "{q}: {found}");
        }
    }
}
