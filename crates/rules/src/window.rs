//! How far back a rule looks, and how often it runs: `now-9m`, `5m`.

/// How far back `now-9m` reaches, in seconds; parts may follow one another: `now-1d-30m`.
pub(crate) fn lookback(text: &str) -> Option<u64> {
    let rest = text.trim().strip_prefix("now")?;
    if rest.is_empty() {
        return Some(0);
    }
    let mut total = 0_u64;
    for part in rest.strip_prefix('-')?.split('-') {
        total = total.checked_add(interval(part)?)?;
    }
    Some(total)
}

/// How long `5m` is, in seconds.
pub(crate) fn interval(text: &str) -> Option<u64> {
    let digits = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let (amount, unit) = text.split_at_checked(digits)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" | "H" => 3_600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "M" => 30 * 86_400,
        "y" => 365 * 86_400,
        _ => return None,
    };
    amount.parse::<u64>().ok()?.checked_mul(unit)
}

/// That many seconds before now, as date math.
pub(crate) fn shown(seconds: u64) -> String {
    match seconds {
        _ if seconds.is_multiple_of(86_400) => format!("now-{}d", seconds / 86_400),
        _ if seconds.is_multiple_of(3_600) => format!("now-{}h", seconds / 3_600),
        _ => format!("now-{}m", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds() {
        assert_eq!(lookback("now-9m"), Some(540));
        assert_eq!(lookback("now-1d-30m"), Some(88_200));
        assert_eq!(lookback("now"), Some(0));
        assert_eq!(lookback("now+9m"), None);
        assert_eq!(interval("2h"), Some(7_200));
        assert_eq!(interval("h"), None);
    }
}
