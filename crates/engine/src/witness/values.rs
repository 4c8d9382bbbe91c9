//! Values that a field could have, guessed from the literals that it meets in the query.

use esql_data::{DataType, Value};
use esql_planner::expr::Expr;
use esql_planner::expr::ExprKind;
use rustc_hash::FxHashSet;
use serde_json::Value as Json;

use super::sample;

/// How long a text may become, in bytes.
const LONGEST: usize = 30_000;

/// How many texts are put together with the one that is there.
const JOINED: usize = 80;

/// Texts as they often are.
const USUAL: [&str; 9] = [
    "example",
    "1",
    "a.exe",
    "C:\\Users\\a\\b.exe",
    "/usr/bin/a",
    "a@example.com",
    "a b c",
    "http://example.com/a",
    "192.0.2.7",
];

/// A constant of the query.
pub(super) type Literal = (DataType, Value);

/// What is known of a field whose values are guessed.
pub(super) struct Guess<'a> {
    /// Its type.
    pub(super) ty: DataType,
    /// The constants that it meets.
    pub(super) literals: &'a [Literal],
    /// Its value now.
    pub(super) current: Option<&'a Json>,
    /// Values of fields that it is compared with.
    pub(super) others: Vec<&'a Json>,
    /// What NOW() is, in milliseconds since 1970.
    pub(super) now: i64,
}

impl Guess<'_> {
    /// The values, each once, the plainest first; null stands for none.
    pub(super) fn values(&self) -> Vec<Json> {
        let mut values = self.usual();
        values.extend(self.known());
        values.extend(self.others.iter().copied().cloned());
        values.push(Json::Null);
        let mut seen = FxHashSet::default();
        values.retain(|value| Some(value) != self.current && seen.insert(value.to_string()));
        values
    }

    /// Values out of the literals.
    pub(super) fn known(&self) -> Vec<Json> {
        match self.ty {
            DataType::Integer | DataType::Long | DataType::UnsignedLong => self.numbers(true),
            DataType::Double => self.numbers(false),
            DataType::Date | DataType::DateNanos => self.dates(),
            DataType::Ip => self.addresses(),
            ty if is_text(ty) => self.texts(),
            _ => Vec::new(),
        }
    }

    /// Values of the type as they often are.
    fn usual(&self) -> Vec<Json> {
        const SECOND: i64 = 1_000;
        const DAY: i64 = 86_400 * SECOND;
        match self.ty {
            DataType::Boolean => vec![Json::from(true), Json::from(false)],
            DataType::Integer | DataType::Long | DataType::UnsignedLong | DataType::Double => {
                [1, 0, 2, 5, 10, 100, 1_000, 1_000_000].map(Json::from).to_vec()
            }
            DataType::Date | DataType::DateNanos => {
                let ago = [60 * SECOND, 0, 3_600 * SECOND, DAY, 30 * DAY];
                ago.map(|ago| date(self.now - ago)).to_vec()
            }
            DataType::Ip => ["203.0.113.7", "10.0.0.7", "2001:db8::7"].map(Json::from).to_vec(),
            DataType::GeoPoint => {
                ["POINT (13 52)", "POINT (-74 40)", "POINT (139 35)"].map(Json::from).to_vec()
            }
            ty if is_text(ty) => USUAL.map(Json::from).to_vec(),
            _ => Vec::new(),
        }
    }

    fn numeric_literals(&self) -> Vec<f64> {
        self.literals
            .iter()
            .flat_map(|(ty, value)| value.values().iter().map(move |one| (*ty, one)))
            .filter_map(|(ty, value)| number(ty, value))
            .collect()
    }

    fn numbers(&self, whole: bool) -> Vec<Json> {
        let known = self.numeric_literals().into_iter();
        let near = known.flat_map(|one| [one, one + 1.0, one - 1.0, one * 2.0, one / 2.0]);
        near.filter(|one| one.is_finite() && one.abs() < 9e15)
            .map(|one| if whole { Json::from(one as i64) } else { Json::from(one) })
            .collect()
    }

    fn dates(&self) -> Vec<Json> {
        const SECOND: i64 = 1_000;
        let mut instants = Vec::new();
        for (ty, value) in self.literals {
            match (ty, value) {
                (DataType::Date, Value::Long(at)) => {
                    instants.extend([*at, at + SECOND, at - SECOND, at - 60 * SECOND]);
                }
                (_, Value::Duration(duration)) => {
                    let millis = i64::try_from(duration.as_millis()).unwrap_or(0);
                    instants.extend([self.now - millis, self.now - millis / 2]);
                }
                _ => {}
            }
        }
        instants.into_iter().map(date).collect()
    }

    fn addresses(&self) -> Vec<Json> {
        let texts =
            self.literals.iter().flat_map(|(_, value)| value.values()).filter_map(Value::as_str);
        let own = texts.flat_map(sample::texts);
        let printed = self.literals.iter().filter(|(ty, _)| *ty == DataType::Ip);
        let printed = printed.flat_map(|(ty, value)| {
            value.values().iter().map(|one| one.print(*ty)).collect::<Vec<_>>()
        });
        own.chain(printed)
            .filter(|text| text.parse::<std::net::IpAddr>().is_ok())
            .map(Json::from)
            .collect()
    }

    fn texts(&self) -> Vec<Json> {
        let mut known: Vec<String> = Vec::new();
        let mut templates: Vec<String> = Vec::new();
        for (ty, value) in self.literals {
            for one in value.values() {
                match one.as_str() {
                    Some(text) => {
                        known.extend(sample::texts(text));
                        templates.extend(sample::templates(text));
                    }
                    None => known.push(one.print(*ty)),
                }
            }
        }
        known.retain(|text| !text.is_empty());
        let mut texts = known.clone();
        for template in templates {
            for text in known.iter().take(JOINED) {
                texts.push(template.replace(sample::PLACE, text));
            }
        }
        let current = self.current.and_then(Json::as_str);
        if let Some(current) = current {
            for text in known.iter().take(JOINED) {
                texts.extend([
                    format!("{current} {text}"),
                    format!("{text} {current}"),
                    format!("{current}{text}"),
                    format!("{text}{current}"),
                ]);
            }
        }
        let mut lists: Vec<Json> = Vec::new();
        for count in self.numeric_literals() {
            if !(2.0..=20_000.0).contains(&count) {
                continue;
            }
            // Lengths, numbers of occurrences, numbers of values.
            let count = count as usize + 1;
            let begin = current.unwrap_or("");
            texts.push(format!("{begin}{}", "x".repeat(count.saturating_sub(begin.len()))));
            texts.push(format!("{begin} {}", varied(count)));
            let words = known.iter().filter(|text| text.parse::<f64>().is_err());
            for text in words.take(JOINED) {
                texts.push(format!("{text} ").repeat(count.min(LONGEST / (text.len() + 1))));
            }
            if count <= 64 {
                lists.push((0..count).map(|at| format!("v{at}")).collect());
            }
        }
        texts.retain(|text| text.len() <= LONGEST);
        let some: Vec<String> = known.iter().take(24).cloned().collect();
        if some.len() > 1 {
            texts.push(some.join(" "));
            lists.push(some.into());
        }
        if let Some(current) = current {
            let pair = |text: &String| Json::from(vec![current.to_owned(), text.clone()]);
            lists.extend(known.iter().take(JOINED / 4).map(pair));
        }
        texts.into_iter().map(Json::from).chain(lists).collect()
    }

    /// Values that differ from each other, of which nothing else is known.
    pub(super) fn fresh(&self, count: usize) -> Vec<Json> {
        let text = self.current.and_then(Json::as_str);
        (0..count)
            .map(|at| {
                let number = i64::try_from(at).unwrap_or(0);
                match self.ty {
                    DataType::Integer | DataType::Long | DataType::UnsignedLong => {
                        Json::from(number + 1)
                    }
                    DataType::Double => Json::from(double_of(number) + 0.5),
                    DataType::Date | DataType::DateNanos => {
                        date(self.now - 60_000 - 1_000 * number)
                    }
                    DataType::Ip => {
                        Json::from(format!("203.0.{}.{}", 113 + at / 250, at % 250 + 1))
                    }
                    DataType::Boolean => Json::from(at % 2 == 0),
                    DataType::GeoPoint => {
                        let (longitude, latitude) = (at * 37 % 170, at * 23 % 80);
                        Json::from(format!("POINT ({longitude} {latitude})"))
                    }
                    _ => Json::from(format!("{}{}", text.unwrap_or("value"), at + 1)),
                }
            })
            .collect()
    }
}

fn is_text(ty: DataType) -> bool {
    ty.is_string() || ty == DataType::Version
}

/// A text with many different letters, of this length.
fn varied(length: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
    LETTERS.iter().cycle().take(length).map(|byte| char::from(*byte)).collect()
}

fn date(millis: i64) -> Json {
    Json::from(Value::Long(millis).print(DataType::Date))
}

fn double_of(number: i64) -> f64 {
    number as f64
}

/// A constant as a number.
pub(super) fn number(ty: DataType, value: &Value) -> Option<f64> {
    match value {
        Value::Integer(one) => Some(f64::from(*one)),
        Value::Long(one) if ty != DataType::Date && ty != DataType::DateNanos => {
            Some(double_of(*one))
        }
        Value::UnsignedLong(one) => Some(double_of(i64::try_from(*one).ok()?)),
        Value::Double(one) => Some(*one),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// All constants in an expression.
pub(super) fn literals(expr: &Expr, found: &mut Vec<Literal>) {
    match &expr.kind {
        ExprKind::Literal(value) if !value.is_null() => {
            let literal = (expr.ty, value.clone());
            if !found.contains(&literal) {
                found.push(literal);
            }
        }
        ExprKind::Call(call) => call.args.iter().for_each(|arg| literals(arg, found)),
        ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Poison => {}
    }
}
