//! `ST_CENTROID_AGG`.

use esql_data::{Column, ColumnBuilder, DataType, Str};
use geo::Coord;

use super::state::{DoubleTotal, PerGroup, Ratio, State, Total, WholeTotal, each_value};
use crate::families::spatial::wkt::{read_point, write_point};
use crate::{AggregateOverload, Args, Example, FunctionDef, Impl, Param, Ret, TypeSet, since};

const POINTS: TypeSet = TypeSet::of(DataType::GeoPoint).or(TypeSet::of(DataType::CartesianPoint));

pub(super) const ST_CENTROID_AGG: FunctionDef = FunctionDef {
    name: "st_centroid_agg",
    summary: "The point in the middle of points: the averages of their coordinates.",
    detail: "Every point of a cell counts, nulls do not; without points the answer is null. \
             Coordinates count as they are in the document, whereas Elasticsearch rounds those of \
             an index to 32 bits. Shapes are not taken here.",
    params: &[Param::new("field", "the points")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[POINTS]),
        ret: Ret::Arg(0),
        new: |site| {
            Ok(PerGroup::<Centroid, Str>::boxed(
                site,
                |cx, groups, args, centroids| {
                    each_value::<Str>(groups, &args[0], |group, text| match read_point(text) {
                        Ok(point) => centroids[group].add(point),
                        Err(problem) => cx.warn(|| problem),
                    });
                },
                |centroid| match (centroid.x.quotient(), centroid.y.quotient()) {
                    (Ok(Some(x)), Ok(Some(y))) => Ok(Some(write_point(Coord { x, y }))),
                    (Err(problem), _) | (_, Err(problem)) => Err(problem),
                    _ => Ok(None),
                },
            ))
        },
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT(["POINT(1 2)", "POINT(3 5)"]) | STATS c = ST_CENTROID_AGG(a)"#,
        answer: "c:geo_point\nPOINT (2.0 3.5)",
    }],
    since: since!(preview 8.15),
    ..FunctionDef::AGGREGATE
};

/// The average of each coordinate.
#[derive(Default)]
struct Centroid {
    x: Average,
    y: Average,
}

type Average = Ratio<DoubleTotal, WholeTotal>;

impl Centroid {
    fn add(&mut self, point: Coord) {
        for (average, number) in [(&mut self.x, point.x), (&mut self.y, point.y)] {
            average.numerator.add(number);
            average.denominator.add(1);
        }
    }
}

impl State for Centroid {
    const PARTIAL: &'static [DataType] = &[
        Average::PARTIAL[0],
        Average::PARTIAL[1],
        Average::PARTIAL[2],
        Average::PARTIAL[3],
        Average::PARTIAL[0],
        Average::PARTIAL[1],
        Average::PARTIAL[2],
        Average::PARTIAL[3],
    ];

    fn merge(&mut self, later: Self) {
        self.x.merge(later.x);
        self.y.merge(later.y);
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        let (x, y) = partial.split_at_mut(Average::PARTIAL.len());
        self.x.save(x);
        self.y.save(y);
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let (x, y) = partial.split_at(Average::PARTIAL.len());
        Centroid { x: Average::load(x, row), y: Average::load(y, row) }
    }
}
