//! Numbers with at most one decimal place and a unit, cut and not rounded, as Elasticsearch shows
//! sizes and durations.

use esql_data::double;

/// A unit with how many of the base it is.
pub(super) type Unit = (&'static str, f64);

/// The number in the largest of `units` (ascending) that it has one of.
pub(super) fn scaled(number: f64, units: &[Unit]) -> String {
    let unit = units.iter().rfind(|(_, size)| number >= *size).or(units.first());
    unit.map_or_else(String::new, |unit| in_unit(number, unit))
}

/// The number in this unit.
pub(super) fn in_unit(number: f64, (name, size): &Unit) -> String {
    let text = double::to_string(number / size);
    let (mantissa, exponent) = text.find('E').map_or((text.as_str(), ""), |at| text.split_at(at));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    match fraction.chars().next() {
        None | Some('0') => format!("{whole}{exponent}{name}"),
        Some(digit) => format!("{whole}.{digit}{exponent}{name}"),
    }
}

/// The unit of this name, in any case.
pub(super) fn find<'a>(name: &str, units: &'a [Unit]) -> Option<&'a Unit> {
    let lower = name.to_lowercase();
    units.iter().find(|(known, _)| known.to_lowercase() == lower)
}

/// Elasticsearch's message for a name that is no unit.
pub(super) fn no_unit(name: &str, units: &[Unit]) -> String {
    let names: Vec<&str> = units.iter().map(|(name, _)| *name).collect();
    format!("Unsupported unit [{name}], expected one of [{}]", names.join(", "))
}
