//! `ST_EXTENT_AGG`.

use esql_data::{Column, ColumnBuilder, DataType, Double, Str, Value};

use super::state::{PerGroup, State, each_value};
use crate::families::spatial::bounds::Bounds;
use crate::families::spatial::cells::on_globe;
use crate::families::spatial::geometry::Geometry;
use crate::families::spatial::wkt::{read, write};
use crate::typed::Cells;
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, Example, FunctionDef, Impl, Param,
    Ret, TypeSet, since,
};

const fn overload(set: &'static [TypeSet], ret: DataType) -> AggregateOverload {
    AggregateOverload { args: Args::each(set), ret: Ret::Type(ret), new: accumulator }
}

const GEO: TypeSet = TypeSet::of(DataType::GeoPoint).or(TypeSet::of(DataType::GeoShape));
const CARTESIAN: TypeSet =
    TypeSet::of(DataType::CartesianPoint).or(TypeSet::of(DataType::CartesianShape));

pub(super) const ST_EXTENT_AGG: FunctionDef = FunctionDef {
    name: "st_extent_agg",
    summary: "The smallest rectangle around all geometries.",
    detail: "On the globe it lies across the date line if it is narrower so. Nulls are left out; \
             without geometries the answer is null. Coordinates count as they are in the document, \
             whereas Elasticsearch rounds those of an index to 32 bits.",
    params: &[Param::new("field", "the geometries")],
    imp: Impl::Aggregate(&[
        overload(&[GEO], DataType::GeoShape),
        overload(&[CARTESIAN], DataType::CartesianShape),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT(["POINT(1 2)", "POINT(3 0)"]) | STATS e = ST_EXTENT_AGG(a)"#,
        answer: "e:geo_shape\nBBOX (1.0, 3.0, 2.0, 0.0)",
    }],
    since: since!(preview 8.18),
    ..FunctionDef::AGGREGATE
};

fn accumulator(site: &CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError> {
    let on_globe = on_globe(site.ret);
    Ok(PerGroup::<Bounds, Str>::boxed(
        site,
        |cx, groups, args, bounds| {
            each_value::<Str>(groups, &args[0], |group, text| match read(text) {
                Ok(geometry) => geometry.visit(&mut |point| bounds[group].add(point)),
                Err(problem) => cx.warn(|| problem),
            });
        },
        move |bounds| bounds.envelope(on_globe).map(|at| write(&Geometry::Envelope(at))),
    ))
}

impl State for Bounds {
    /// The least and the greatest of each part.
    const PARTIAL: &'static [DataType] = &[DataType::Double; 6];

    fn merge(&mut self, later: Self) {
        self.absorb(&later);
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        let Bounds { west, east, y } = self;
        let numbers = [west.0, west.1, east.0, east.1, y.0, y.1];
        for (column, number) in partial.iter_mut().zip(numbers) {
            column.push(&Value::Double(number));
        }
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let pair = |at: usize| {
            let [least, greatest] =
                [at, at + 1].map(|at| Cells::<Double>::new(&partial[at]).get(row));
            least.zip(greatest)
        };
        let nothing = Bounds::default();
        Bounds {
            west: pair(0).unwrap_or(nothing.west),
            east: pair(2).unwrap_or(nothing.east),
            y: pair(4).unwrap_or(nothing.y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::DataType;

    #[test]
    fn groups_and_the_date_line() {
        let cells = [["POINT (170 0)"], ["POINT (-170 5)"], ["POINT (1 1)"]];
        let args = [column(DataType::GeoPoint, cells.map(|cell| cell.map(Into::into)))];
        let (extents, warnings) = aggregate("st_extent_agg", &[0, 0, 2], &args, 3);
        assert_eq!(extents, "[BBOX (170.0, -170.0, 5.0, 0.0), null, BBOX (1.0, 1.0, 1.0, 1.0)]");
        assert!(warnings.is_empty());
    }
}
