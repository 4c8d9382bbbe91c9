//! Groups with names: which column each gives, and how its text becomes a value.

use std::borrow::Cow;

use esql_data::{DataType, Problem};

use super::super::Part;

/// Groups of one name.
#[derive(Debug, PartialEq)]
pub(super) struct Capture {
    /// The number of the output.
    pub(super) output: usize,
    /// What the text is read as.
    pub(super) ty: Type,
    /// The groups, by number.
    pub(super) groups: Vec<usize>,
}

/// What the text of a group is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Int,
    Long,
    /// Read as 32 bits, and a `double` then: there is no shorter one in ES|QL.
    Float,
    Double,
    Boolean,
}

/// What the groups of a pattern give.
#[derive(Debug, PartialEq)]
pub(super) struct Captures {
    /// In the order in which they give values.
    pub(super) captures: Vec<Capture>,
    /// The columns, by name.
    pub(super) outputs: Vec<(String, DataType)>,
}

/// Reads the names of groups, which are those of the groups from 1 on.
///
/// # Errors
/// The column that groups of different names give.
pub(super) fn captures(names: &[String]) -> Result<Captures, String> {
    let mut found: Vec<(&str, &str, Capture)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if let Some((_, _, capture)) = found.iter_mut().find(|(known, _, _)| known == name) {
            capture.groups.push(at + 1);
            continue;
        }
        let (column, ty) = column(name);
        if found.iter().any(|(_, known, _)| *known == column) {
            return Err(column.to_owned());
        }
        found.push((name, column, Capture { output: 0, ty, groups: vec![at + 1] }));
    }
    let mut outputs: Vec<(String, DataType)> = found
        .iter()
        .map(|(_, column, capture)| ((*column).to_owned(), capture.ty.data_type()))
        .collect();
    outputs.sort();
    let captures = found.into_iter().map(|(_, column, capture)| {
        let output = outputs.partition_point(|(name, _)| name.as_str() < column);
        Capture { output, ..capture }
    });
    Ok(Captures { captures: captures.collect(), outputs })
}

/// The column and the type in the name of a group: `column`, `PATTERN:column`,
/// `PATTERN:column:type`.
fn column(name: &str) -> (&str, Type) {
    let parts: Vec<&str> = name.trim_end_matches(':').split(':').collect();
    match parts.as_slice() {
        [_, column, ty] => (column, Type::find(ty)),
        [_, column, ..] => (column, Type::String),
        [column] => (column, Type::String),
        [] => (name, Type::String),
    }
}

impl Type {
    fn find(name: &str) -> Type {
        match name {
            "int" => Type::Int,
            "long" => Type::Long,
            "float" => Type::Float,
            "double" => Type::Double,
            "boolean" => Type::Boolean,
            _ => Type::String,
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Type::String => DataType::Keyword,
            Type::Int => DataType::Integer,
            Type::Long => DataType::Long,
            Type::Float | Type::Double => DataType::Double,
            Type::Boolean => DataType::Boolean,
        }
    }

    /// The value that text means.
    ///
    /// # Errors
    /// If it is no number.
    pub(super) fn read(self, text: &str) -> Result<Part<'_>, Problem> {
        let double = || esql_data::double::parse(text);
        let part = match self {
            Type::String => Some(Part::Text(Cow::Borrowed(text))),
            Type::Int => text.parse().ok().map(Part::Integer),
            Type::Long => text.parse().ok().map(Part::Long),
            Type::Double => double().map(Part::Double),
            Type::Float => double().map(|double| {
                // Read anew, since rounding twice is not rounding once.
                let digits = text.trim().trim_end_matches(['d', 'D', 'f', 'F']);
                let float = digits.parse::<f32>().map_or(double, f64::from);
                Part::Double(float)
            }),
            Type::Boolean => Some(Part::Boolean(text.eq_ignore_ascii_case("true"))),
        };
        part.ok_or_else(|| Problem {
            class: "java.lang.NumberFormatException",
            message: match self {
                Type::Float | Type::Double if text.trim().is_empty() => "empty String".to_owned(),
                _ => format!("For input string: \"{text}\""),
            },
        })
    }
}
