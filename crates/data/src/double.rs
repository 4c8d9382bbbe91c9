//! Doubles as text, in Java's form, which Elasticsearch's answers show.

/// Writes a double as Java's `Double.toString` does: shortest digits that read back the same,
/// plain between 10⁻³ and 10⁷, else with `E`; always with a digit behind the point.
pub fn write(value: f64, out: &mut String) {
    if value.is_nan() {
        out.push_str("NaN");
        return;
    }
    if value.is_infinite() {
        out.push_str(if value > 0.0 { "Infinity" } else { "-Infinity" });
        return;
    }
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-3..1e7).contains(&magnitude) {
        let text = value.to_string();
        out.push_str(&text);
        if !text.contains('.') {
            out.push_str(".0");
        }
        return;
    }
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    out.push_str(digits);
    if !digits.contains('.') {
        out.push_str(".0");
    }
    out.push('E');
    out.push_str(exponent);
}

/// A double as text, in Java's form.
#[must_use]
pub fn to_string(value: f64) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

/// Reads a double as Java's `Double.parseDouble` does: blanks around, a final `d` or `f`, `NaN`
/// and `Infinity` are fine; Rust's `inf` is not.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.trim_start_matches(['+', '-']);
    if text.len() - unsigned.len() > 1 {
        return None;
    }
    let negative = text.starts_with('-');
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(if negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        _ => {}
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn javas_form() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (1234567.5, "1234567.5"),
            (12345678.0, "1.2345678E7"),
            (1e10, "1.0E10"),
            (1.5e-7, "1.5E-7"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_string(value), text);
        }
    }

    #[test]
    fn reads_javas_form() {
        assert_eq!(parse(" 1.5 "), Some(1.5));
        assert_eq!(parse("1.0E10"), Some(1e10));
        assert_eq!(parse("2f"), Some(2.0));
        assert_eq!(parse("-Infinity"), Some(f64::NEG_INFINITY));
        for bad in ["inf", "nan", "", ".", "1x", "--1", "0x10"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
