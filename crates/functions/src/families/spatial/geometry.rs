//! Geometries: points, lines, areas and collections of them.
//!
//! Columns hold them as well-known text ([`super::wkt`]); a third coordinate is dropped.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};

/// A geometry. `x` is the longitude on the globe.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::families) enum Geometry {
    /// A point; none for an empty one.
    Point(Option<Coord>),
    MultiPoint(Vec<Coord>),
    LineString(Vec<Coord>),
    MultiLineString(Vec<Vec<Coord>>),
    /// The rings of an area: the outer one, then holes.
    Polygon(Vec<Vec<Coord>>),
    MultiPolygon(Vec<Vec<Vec<Coord>>>),
    /// `BBOX`; on the globe `min_x` may be east of `max_x`, across the date line.
    Envelope(Envelope),
    Collection(Vec<Geometry>),
}

/// A rectangle along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::families) struct Envelope {
    pub(in crate::families) min_x: f64,
    pub(in crate::families) max_x: f64,
    pub(in crate::families) max_y: f64,
    pub(in crate::families) min_y: f64,
}

impl Envelope {
    /// Itself, or its parts west and east of the date line.
    fn halves(self) -> Vec<Envelope> {
        if self.min_x <= self.max_x {
            return vec![self];
        }
        vec![Envelope { max_x: 180.0, ..self }, Envelope { min_x: -180.0, ..self }]
    }

    /// The corners, closed.
    fn ring(self) -> Vec<Coord> {
        let Envelope { min_x, max_x, max_y, min_y } = self;
        [(min_x, min_y), (max_x, min_y), (max_x, max_y), (min_x, max_y), (min_x, min_y)]
            .map(|(x, y)| Coord { x, y })
            .into()
    }
}

impl Geometry {
    /// The name that `ST_GEOMETRYTYPE` gives.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Geometry::Point(_) => "ST_Point",
            Geometry::MultiPoint(_) => "ST_MultiPoint",
            Geometry::LineString(_) => "ST_LineString",
            Geometry::MultiLineString(_) => "ST_MultiLineString",
            Geometry::Polygon(_) | Geometry::Envelope(_) => "ST_Polygon",
            Geometry::MultiPolygon(_) => "ST_MultiPolygon",
            Geometry::Collection(_) => "ST_GeometryCollection",
        }
    }

    /// 0 for points, 1 for lines, 2 for areas; the greatest of a collection.
    pub(super) fn dimension(&self) -> i32 {
        match self {
            Geometry::Point(_) | Geometry::MultiPoint(_) => 0,
            Geometry::LineString(_) | Geometry::MultiLineString(_) => 1,
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Envelope(_) => 2,
            Geometry::Collection(parts) => parts.iter().map(Geometry::dimension).max().unwrap_or(0),
        }
    }

    /// Whether it has no point at all.
    pub(super) fn is_empty(&self) -> bool {
        let mut empty = true;
        self.visit(&mut |_| empty = false);
        empty
    }

    /// Calls `visit` with every point in it, the corners of a rectangle included.
    pub(in crate::families) fn visit(&self, visit: &mut dyn FnMut(Coord)) {
        match self {
            Geometry::Point(point) => point.iter().copied().for_each(visit),
            Geometry::MultiPoint(points) | Geometry::LineString(points) => {
                points.iter().copied().for_each(visit);
            }
            Geometry::MultiLineString(lines) | Geometry::Polygon(lines) => {
                lines.iter().flatten().copied().for_each(visit);
            }
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().flatten().flatten().copied().for_each(visit);
            }
            Geometry::Envelope(envelope) => {
                envelope.ring()[..4].iter().copied().for_each(visit);
            }
            Geometry::Collection(parts) => parts.iter().for_each(|part| part.visit(visit)),
        }
    }

    /// The same in the form that relations are computed over, flat.
    pub(super) fn planar(&self) -> geo::Geometry {
        match self {
            Geometry::Point(Some(point)) => geo::Point(*point).into(),
            Geometry::Point(None) => geo::MultiPoint::<f64>::new(Vec::new()).into(),
            Geometry::MultiPoint(points) => {
                geo::MultiPoint(points.iter().copied().map(geo::Point).collect()).into()
            }
            Geometry::LineString(points) => LineString(points.clone()).into(),
            Geometry::MultiLineString(lines) => {
                MultiLineString(lines.iter().cloned().map(LineString).collect()).into()
            }
            Geometry::Polygon(rings) => area(rings).into(),
            Geometry::MultiPolygon(polygons) => {
                MultiPolygon(polygons.iter().map(|rings| area(rings)).collect()).into()
            }
            Geometry::Envelope(envelope) => {
                let halves = envelope.halves().into_iter();
                MultiPolygon(halves.map(|half| area(&[half.ring()])).collect()).into()
            }
            Geometry::Collection(parts) => {
                let parts = parts.iter().map(Geometry::planar).collect();
                geo::Geometry::GeometryCollection(geo::GeometryCollection(parts))
            }
        }
    }
}

fn area(rings: &[Vec<Coord>]) -> Polygon {
    let mut rings = rings.iter().cloned().map(LineString);
    let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(outer, rings.collect())
}
