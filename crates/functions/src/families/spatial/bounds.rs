//! The rectangle around points. On the globe it may lie across the date line, if that is narrower.

use geo::Coord;

use super::geometry::Envelope;

/// The extent of points seen so far: longitudes west and east of 0 apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::families) struct Bounds {
    /// The least and the greatest `x` below 0.
    pub(in crate::families) west: (f64, f64),
    /// The least and the greatest `x` from 0 on.
    pub(in crate::families) east: (f64, f64),
    /// The least and the greatest `y`.
    pub(in crate::families) y: (f64, f64),
}

const NOTHING: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

impl Default for Bounds {
    fn default() -> Self {
        Bounds { west: NOTHING, east: NOTHING, y: NOTHING }
    }
}

fn widen(range: &mut (f64, f64), to: f64) {
    *range = (range.0.min(to), range.1.max(to));
}

impl Bounds {
    /// Takes in a point.
    pub(in crate::families) fn add(&mut self, point: Coord) {
        widen(if point.x < 0.0 { &mut self.west } else { &mut self.east }, point.x);
        widen(&mut self.y, point.y);
    }

    /// Takes in other bounds.
    pub(in crate::families) fn absorb(&mut self, other: &Bounds) {
        for (range, more) in
            [(&mut self.west, other.west), (&mut self.east, other.east), (&mut self.y, other.y)]
        {
            *range = (range.0.min(more.0), range.1.max(more.1));
        }
    }

    /// The rectangle; none without a point. `on_globe` lets it cross the date line.
    pub(in crate::families) fn envelope(&self, on_globe: bool) -> Option<Envelope> {
        if self.y == NOTHING {
            return None;
        }
        let all = (self.west.0.min(self.east.0), self.west.1.max(self.east.1));
        let both = self.west != NOTHING && self.east != NOTHING;
        let across = 360.0 + self.west.1 - self.east.0;
        let (min_x, max_x) = if on_globe && both && across < all.1 - all.0 {
            (self.east.0, self.west.1)
        } else {
            all
        };
        Some(Envelope { min_x, max_x, max_y: self.y.1, min_y: self.y.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn across_the_date_line() {
        let bounds = |points: &[(f64, f64)]| {
            let mut bounds = Bounds::default();
            points.iter().for_each(|&(x, y)| bounds.add(Coord { x, y }));
            bounds
        };
        let x = |bounds: Bounds, on_globe| {
            bounds.envelope(on_globe).map(|envelope| (envelope.min_x, envelope.max_x))
        };
        let pacific = bounds(&[(170.0, 1.0), (-170.0, 2.0)]);
        assert_eq!(x(pacific, true), Some((170.0, -170.0)));
        assert_eq!(x(pacific, false), Some((-170.0, 170.0)));
        assert_eq!(x(bounds(&[(-10.0, 0.0), (10.0, 0.0)]), true), Some((-10.0, 10.0)));
        assert_eq!(x(Bounds::default(), true), None);
    }
}
