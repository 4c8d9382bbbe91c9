//! What strings of a rule file look like.

/// Any text that is not blank.
pub(super) fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
}

/// The name of a field; columns that rules compute begin with `Esql`.
pub(super) fn is_field(text: &str) -> bool {
    is_text(text) && !text.starts_with("Esql.") && !text.starts_with("Esql_priv.")
}

/// `2026/03/26`.
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let number = |at: usize, digits: usize, most: u32| {
        parts.get(at).is_some_and(|part| {
            part.len() == digits
                && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
        })
    };
    parts.len() == 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31)
}

/// `9.3.0`.
pub(super) fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
}

/// `now-9m`, `now-1h`: date math from now on.
pub(super) fn is_lookback(text: &str) -> bool {
    crate::window::lookback(text).is_some()
}

/// `5m`, `1h`, `1d`.
pub(super) fn is_interval(text: &str) -> bool {
    crate::window::interval(text).is_some() && text.ends_with(['s', 'm', 'h', 'd'])
}

/// Eight, four, four, four and twelve hexadecimal digits.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_and_what_does_not() {
        assert!(is_date("2026/03/26") && !is_date("2026-03-26") && !is_date("2026/13/01"));
        assert!(is_field("user.name") && !is_field("Esql.n") && !is_field(" "));
        assert!(is_version("9.3.0") && !is_version("9.3") && !is_version("9.x.0"));
        assert!(is_lookback("now-9m") && !is_lookback("9m") && !is_lookback("now-9 minutes"));
        assert!(
            is_interval("5m")
                && !is_interval("5 minutes")
                && !is_interval("m")
                && !is_interval("1w")
        );
        assert!(is_uuid("0b1f0a2c-93d5-4ac1-9d7c-1d1f3a7d7a11") && !is_uuid("1"));
    }
}
