//! Points in all the forms that documents have, as WKT: `POINT (lon lat)`.
//!
//! Source: the Elasticsearch reference, "Geopoint field type" and "Point field type". Geohashes
//! are not read.

use esql_data::double;

use crate::json::{Kind, Raw, Scanner};

/// What points lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    /// `geo_point`: latitude and longitude, which have limits.
    Globe,
    /// `point`: x and y.
    Plane,
}

/// The value is no point.
pub(super) struct NoPoint;

impl Surface {
    /// Adds the points in `raw`: one, or an array of them.
    pub(super) fn points(self, raw: Raw<'_>, points: &mut Vec<String>) -> Result<(), NoPoint> {
        if raw.kind != Kind::Array {
            points.push(self.point(raw)?);
            return Ok(());
        }
        let elements = elements(raw.text)?;
        if elements.iter().all(|element| element.kind == Kind::Number) && !elements.is_empty() {
            points.push(self.wkt(&numbers(&elements)?)?);
            return Ok(());
        }
        elements.into_iter().try_for_each(|element| self.points(element, points))
    }

    fn point(self, raw: Raw<'_>) -> Result<String, NoPoint> {
        match raw.kind {
            Kind::Plain | Kind::Escaped => self.text(&raw.decoded()),
            Kind::Object => self.object(raw.text),
            Kind::Array | Kind::Number | Kind::Boolean => Err(NoPoint),
        }
    }

    /// `"lat,lon"` (`"x,y"` in the plane) or `"POINT (lon lat)"`.
    fn text(self, text: &str) -> Result<String, NoPoint> {
        let number = |text: &str| double::parse(text).ok_or(NoPoint);
        let trimmed = text.trim();
        if trimmed.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("POINT")) {
            let inner =
                trimmed[5..].trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let parts = inner.ok_or(NoPoint)?.split_whitespace().map(number);
            return self.wkt(&parts.collect::<Result<Vec<_>, _>>()?);
        }
        let mut parts = trimmed.split(',').map(number).collect::<Result<Vec<_>, _>>()?;
        if self == Surface::Globe && parts.len() >= 2 {
            parts.swap(0, 1);
        }
        self.wkt(&parts)
    }

    /// `{"lat": .., "lon": ..}` (`x`, `y` in the plane) or GeoJSON.
    fn object(self, text: &str) -> Result<String, NoPoint> {
        let (first, second) = match self {
            Surface::Globe => ("lon", "lat"),
            Surface::Plane => ("x", "y"),
        };
        let mut found = [None, None];
        let mut coordinates = None;
        let mut is_point = false;
        for (key, value) in members(text)? {
            match key.decoded().as_ref() {
                name if name == first => found[0] = Some(value),
                name if name == second => found[1] = Some(value),
                "coordinates" if value.kind == Kind::Array => coordinates = Some(value),
                "type" => is_point = value.decoded().eq_ignore_ascii_case("point"),
                _ => {}
            }
        }
        match (found, coordinates) {
            ([Some(first), Some(second)], None) => self.wkt(&numbers(&[first, second])?),
            ([None, None], Some(coordinates)) if is_point => {
                self.wkt(&numbers(&elements(coordinates.text)?)?)
            }
            _ => Err(NoPoint),
        }
    }

    /// The point with longitude (x) first; a third number, the height, is dropped.
    fn wkt(self, numbers: &[f64]) -> Result<String, NoPoint> {
        let ([first, second] | [first, second, _]) = *numbers else { return Err(NoPoint) };
        let on_globe = (-180.0..=180.0).contains(&first) && (-90.0..=90.0).contains(&second);
        if !(on_globe || self == Surface::Plane) || !first.is_finite() || !second.is_finite() {
            return Err(NoPoint);
        }
        let mut text = String::from("POINT (");
        double::write(first, &mut text);
        text.push(' ');
        double::write(second, &mut text);
        text.push(')');
        Ok(text)
    }
}

fn numbers(raws: &[Raw<'_>]) -> Result<Vec<f64>, NoPoint> {
    let number = |raw: &Raw<'_>| match raw.kind {
        Kind::Number | Kind::Plain | Kind::Escaped => double::parse(&raw.decoded()).ok_or(NoPoint),
        Kind::Boolean | Kind::Object | Kind::Array => Err(NoPoint),
    };
    raws.iter().map(number).collect()
}

fn elements(array: &str) -> Result<Vec<Raw<'_>>, NoPoint> {
    let mut scanner = Scanner::new(array);
    scanner.open();
    let mut first = true;
    let mut elements = Vec::new();
    while scanner.next_element(std::mem::take(&mut first)).map_err(|_| NoPoint)? {
        elements.extend(scanner.value(0).map_err(|_| NoPoint)?);
    }
    Ok(elements)
}

fn members(object: &str) -> Result<Vec<(Raw<'_>, Raw<'_>)>, NoPoint> {
    let mut scanner = Scanner::new(object);
    scanner.open();
    let mut first = true;
    let mut members = Vec::new();
    while let Some(key) = scanner.next_key(std::mem::take(&mut first)).map_err(|_| NoPoint)? {
        if let Some(value) = scanner.value(0).map_err(|_| NoPoint)? {
            members.push((key, value));
        }
    }
    Ok(members)
}
