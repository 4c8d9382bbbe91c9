//! Well-known text: geometries read and written as Elasticsearch does.

use esql_data::{Problem, double};
use geo::Coord;

use super::geometry::{Envelope, Geometry};

/// How deep collections may stand in collections; Elasticsearch takes 1,000 levels.
const MAX_DEPTH: usize = 100;

/// Reads a geometry.
///
/// # Errors
/// Elasticsearch's problem with the text.
pub(in crate::families) fn read(text: &str) -> Result<Geometry, Problem> {
    let failed = |message: String| Problem::argument(format!("Failed to parse WKT: {message}"));
    Reader { text, at: 0 }.geometry(0).map_err(failed)
}

/// Reads a point.
///
/// # Errors
/// Elasticsearch's problem with the text, or with another geometry.
pub(in crate::families) fn read_point(text: &str) -> Result<Coord, Problem> {
    match read(text)? {
        Geometry::Point(Some(point)) => Ok(point),
        other => {
            let name = other.type_name().trim_start_matches("ST_").to_uppercase();
            Err(Problem::argument(format!("Unsupported geometry: {name}")))
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Mark(char),
    End,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Token<'a> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\r', '\n']);
        let start = self.text.len() - rest.len();
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let token = match rest.chars().next() {
            None => Token::End,
            Some(_) if length > 0 => Token::Word(&rest[..length]),
            Some(mark) => Token::Mark(mark),
        };
        self.at = start
            + match token {
                Token::Mark(mark) => mark.len_utf8(),
                Token::Word(_) | Token::End => length,
            };
        token
    }

    fn peek(&self) -> Token<'a> {
        Reader { text: self.text, at: self.at }.next()
    }

    fn mark(&mut self, mark: char) -> Result<(), String> {
        match self.next() {
            Token::Mark(found) if found == mark => Ok(()),
            other => Err(format!("expected {mark} but found: {}", shown(other))),
        }
    }

    /// A comma, which is true, or the closing parenthesis.
    fn another(&mut self) -> Result<bool, String> {
        match self.next() {
            Token::Mark(',') => Ok(true),
            Token::Mark(')') => Ok(false),
            other => Err(format!("expected , or ) but found: {}", shown(other))),
        }
    }

    /// The opening parenthesis, which is true, or `EMPTY`.
    fn open(&mut self) -> Result<bool, String> {
        match self.next() {
            Token::Mark('(') => Ok(true),
            Token::Word(word) if word.eq_ignore_ascii_case("empty") => Ok(false),
            other => Err(format!("expected EMPTY or ( but found: {}", shown(other))),
        }
    }

    fn number(&mut self) -> Result<f64, String> {
        match self.next() {
            Token::Word(word) if word.eq_ignore_ascii_case("nan") => Ok(f64::NAN),
            Token::Word(word) => {
                double::parse(word).ok_or_else(|| format!("invalid number found: {word}"))
            }
            other => Err(format!("expected number but found: {}", shown(other))),
        }
    }

    /// Two numbers; a third is dropped.
    fn coordinate(&mut self) -> Result<Coord, String> {
        let (x, y) = (self.number()?, self.number()?);
        if matches!(self.peek(), Token::Word(_)) {
            self.number()?;
        }
        Ok(Coord { x, y })
    }

    /// Items up to the closing parenthesis; none for `EMPTY`.
    fn list<T>(
        &mut self,
        item: &mut dyn FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let mut items = Vec::new();
        if self.open()? {
            items.push(item(self)?);
            while self.another()? {
                items.push(item(self)?);
            }
        }
        Ok(items)
    }

    fn coordinates(&mut self) -> Result<Vec<Coord>, String> {
        self.list(&mut Reader::coordinate)
    }

    fn lines(&mut self) -> Result<Vec<Vec<Coord>>, String> {
        self.list(&mut Reader::coordinates)
    }

    fn rings(&mut self) -> Result<Vec<Vec<Coord>>, String> {
        let rings = self.lines()?;
        for ring in &rings {
            if ring.len() < 4 {
                let count = ring.len();
                return Err(format!(
                    "at least 4 polygon points required; found {count} in the ring"
                ));
            }
            if ring.first() != ring.last() {
                return Err(
                    "first and last points of the linear ring must be the same (it must close itself)"
                        .to_owned(),
                );
            }
        }
        Ok(rings)
    }

    fn geometry(&mut self, depth: usize) -> Result<Geometry, String> {
        let word = match self.next() {
            Token::Word(word) => word.to_lowercase(),
            other => return Err(format!("expected word but found: {}", shown(other))),
        };
        if matches!(self.peek(), Token::Word("Z" | "M")) {
            self.next();
        }
        Ok(match word.as_str() {
            "point" => {
                let point = match self.open()? {
                    true => Some(self.coordinate()?),
                    false => None,
                };
                if point.is_some() {
                    self.mark(')')?;
                }
                Geometry::Point(point)
            }
            "multipoint" => Geometry::MultiPoint(self.coordinates()?),
            "linestring" => Geometry::LineString(self.coordinates()?),
            "multilinestring" => Geometry::MultiLineString(self.lines()?),
            "polygon" => Geometry::Polygon(self.rings()?),
            "multipolygon" => Geometry::MultiPolygon(self.list(&mut Reader::rings)?),
            "bbox" => self.envelope()?,
            "geometrycollection" => {
                if depth >= MAX_DEPTH {
                    return Err(format!("maximum nested depth of {MAX_DEPTH} exceeded"));
                }
                Geometry::Collection(self.list(&mut |reader| reader.geometry(depth + 1))?)
            }
            other => return Err(format!("Unknown geometry type: {other}")),
        })
    }

    fn envelope(&mut self) -> Result<Geometry, String> {
        if !self.open()? {
            return Ok(Geometry::Polygon(Vec::new()));
        }
        let mut sides = [0.0; 4];
        for (at, side) in sides.iter_mut().enumerate() {
            if at > 0 {
                self.mark(',')?;
            }
            *side = self.number()?;
        }
        self.mark(')')?;
        let [min_x, max_x, max_y, min_y] = sides;
        Ok(Geometry::Envelope(Envelope { min_x, max_x, max_y, min_y }))
    }
}

fn shown(token: Token<'_>) -> String {
    match token {
        Token::Word(word) => word.to_owned(),
        Token::Mark(mark) => format!("'{mark}'"),
        Token::End => "END-OF-STREAM".to_owned(),
    }
}

/// Writes a geometry.
pub(in crate::families) fn write(geometry: &Geometry) -> String {
    let mut text = String::new();
    write_geometry(geometry, &mut text);
    text
}

/// Writes a point.
pub(crate) fn write_point(point: Coord) -> String {
    write(&Geometry::Point(Some(point)))
}

fn write_geometry(geometry: &Geometry, out: &mut String) {
    let (name, empty) = match geometry {
        Geometry::Point(point) => ("POINT", point.is_none()),
        Geometry::MultiPoint(points) => ("MULTIPOINT", points.is_empty()),
        Geometry::LineString(points) => ("LINESTRING", points.is_empty()),
        Geometry::MultiLineString(lines) => ("MULTILINESTRING", lines.is_empty()),
        Geometry::Polygon(rings) => ("POLYGON", rings.is_empty()),
        Geometry::MultiPolygon(polygons) => ("MULTIPOLYGON", polygons.is_empty()),
        Geometry::Envelope(_) => ("BBOX", false),
        Geometry::Collection(parts) => ("GEOMETRYCOLLECTION", parts.is_empty()),
    };
    out.push_str(name);
    if empty {
        out.push_str(" EMPTY");
        return;
    }
    out.push(' ');
    match geometry {
        Geometry::Point(point) => write_line(point.as_slice(), out),
        Geometry::MultiPoint(points) | Geometry::LineString(points) => write_line(points, out),
        Geometry::MultiLineString(lines) => {
            write_list(lines, ",", out, |line, out| write_line(line, out));
        }
        Geometry::Polygon(rings) => write_rings(rings, out),
        Geometry::MultiPolygon(polygons) => {
            write_list(polygons, ",", out, |rings, out| write_rings(rings, out));
        }
        Geometry::Envelope(Envelope { min_x, max_x, max_y, min_y }) => {
            let sides = [*min_x, *max_x, *max_y, *min_y];
            write_list(&sides, ", ", out, |side, out| double::write(*side, out));
        }
        Geometry::Collection(parts) => write_list(parts, ",", out, write_geometry),
    }
}

fn write_rings(rings: &[Vec<Coord>], out: &mut String) {
    write_list(rings, ", ", out, |ring, out| write_line(ring, out));
}

fn write_line(points: &[Coord], out: &mut String) {
    write_list(points, ", ", out, |point, out| {
        double::write(point.x, out);
        out.push(' ');
        double::write(point.y, out);
    });
}

fn write_list<T>(
    items: &[T],
    separator: &str,
    out: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    out.push('(');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        write(item, out);
    }
    out.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (text, expected) in [
            ("point(1 -2.5)", "POINT (1.0 -2.5)"),
            ("POINT Z (1 2 3)", "POINT (1.0 2.0)"),
            ("POINT EMPTY", "POINT EMPTY"),
            ("MULTIPOINT(1 2,3 4)", "MULTIPOINT (1.0 2.0, 3.0 4.0)"),
            ("LINESTRING (1 2, 3 4)", "LINESTRING (1.0 2.0, 3.0 4.0)"),
            (
                "MULTILINESTRING ((1 2,3 4),(5 6,7 8))",
                "MULTILINESTRING ((1.0 2.0, 3.0 4.0),(5.0 6.0, 7.0 8.0))",
            ),
            ("POLYGON((0 0,1 0,1 1,0 0))", "POLYGON ((0.0 0.0, 1.0 0.0, 1.0 1.0, 0.0 0.0))"),
            ("BBOX(1, 2, 4, 3)", "BBOX (1.0, 2.0, 4.0, 3.0)"),
            (
                "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))",
                "GEOMETRYCOLLECTION (POINT (1.0 2.0),LINESTRING (1.0 2.0, 3.0 4.0))",
            ),
        ] {
            assert_eq!(write(&read(text).unwrap()), expected);
        }
    }

    #[test]
    fn errors() {
        for (text, message) in [
            ("", "expected word but found: END-OF-STREAM"),
            ("foo", "Unknown geometry type: foo"),
            ("POINT 1 2", "expected EMPTY or ( but found: 1"),
            ("POINT (1)", "expected number but found: ')'"),
            ("POINT (1 x)", "invalid number found: x"),
            ("LINESTRING (1 2; 3 4)", "expected , or ) but found: ';'"),
        ] {
            let expected = format!("Failed to parse WKT: {message}");
            assert_eq!(read(text).unwrap_err().message, expected, "{text}");
        }
        let deep = "GEOMETRYCOLLECTION(".repeat(100_000);
        assert!(read(&deep).unwrap_err().message.contains("depth"));
        let message = read_point("LINESTRING (1 2, 3 4)").unwrap_err().message;
        assert_eq!(message, "Unsupported geometry: LINESTRING");
    }
}
