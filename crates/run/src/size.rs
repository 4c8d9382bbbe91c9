//! Amounts of memory: as arguments, and as the machine has them.

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// The least memory budget if none is given, in bytes.
const LEAST_BUDGET: u64 = 256 << 20;

/// Reads `512M`, `2G`, `1.5GiB` or a plain number of bytes; units are powers of 1,024.
///
/// # Errors
/// If the text is no size above zero.
pub(crate) fn parse(text: &str) -> Result<usize, String> {
    let wrong = || format!("`{text}` is no size; write it like `512M` or `2G`");
    let digits = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        "T" | "TB" | "TIB" => 40,
        _ => return Err(wrong()),
    };
    let number: f64 = digits.trim().parse().map_err(|_| wrong())?;
    let bytes = number * 2f64.powi(shift);
    if !(bytes.is_finite() && bytes >= 1.0) {
        return Err(wrong());
    }
    // A float becomes an integer saturating: more than the machine can address is its maximum.
    Ok(bytes as usize)
}

/// The memory budget if none is given: a quarter of what the machine, or the container that the
/// process runs in, has.
pub(crate) fn default_budget() -> usize {
    let memory = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let total = System::new_with_specifics(memory).map_or(0, |system| {
        let machine = system.total_memory();
        system.cgroup_limits().map_or(machine, |limits| limits.total_memory.min(machine))
    });
    usize::try_from((total / 4).max(LEAST_BUDGET)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, bytes) in
            [("1", 1), ("512M", 512 << 20), ("2g", 2 << 30), ("1.5KiB", 1536), ("2 GB", 2 << 30)]
        {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
        for wrong in ["", "M", "0", "-1G", "2X", "NaN", "inf"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(default_budget() >= 256 << 20);
    }
}
