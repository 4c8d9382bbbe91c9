//! Stack versions: since when something exists.

use std::fmt;
use std::str::FromStr;

/// A version of the Elastic stack; patches do not count here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub struct StackVersion {
    /// Major.
    pub major: u8,
    /// Minor.
    pub minor: u8,
}

impl StackVersion {
    /// The newest version whose documentation was read; the default.
    pub const NEWEST: StackVersion = StackVersion { major: 9, minor: 6 };
}

impl fmt::Display for StackVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for StackVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no stack version; write it like `9.3`");
        let mut parts = text.trim().split('.').map(|part| part.parse().map_err(|_| wrong()));
        let major = parts.next().ok_or_else(wrong)??;
        let minor = parts.next().unwrap_or(Ok(0))?;
        // The patch, which decides nothing.
        parts.next().unwrap_or(Ok(0))?;
        if parts.next().is_some() { Err(wrong()) } else { Ok(StackVersion { major, minor }) }
    }
}

/// The first stack versions that have something, and whether it is still in technical preview.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Since {
    /// The first version of each major line, ascending. `8.19` and `9.1` stand for a feature that
    /// came to both lines at the same time; with one entry all later lines have it.
    pub first: &'static [StackVersion],
    /// Technical preview.
    pub preview: bool,
}

/// `since!(8.11)`, `since!(8.19, 9.1)`, `since!(preview 9.2)`.
#[macro_export]
macro_rules! since {
    (preview $($version:literal),+) => {
        $crate::Since {
            first: const { &[$($crate::Since::version(stringify!($version))),+] },
            preview: true,
        }
    };
    ($($version:literal),+) => {
        $crate::Since {
            first: const { &[$($crate::Since::version(stringify!($version))),+] },
            preview: false,
        }
    };
}

impl Since {
    /// Reads `8.11` at compile time.
    #[must_use]
    pub const fn version(text: &str) -> StackVersion {
        let bytes = text.as_bytes();
        let mut numbers = [0u8; 2];
        let mut part = 0;
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'.' {
                part += 1;
            } else {
                numbers[part] = numbers[part] * 10 + (bytes[at] - b'0');
            }
            at += 1;
        }
        StackVersion { major: numbers[0], minor: numbers[1] }
    }

    /// Whether `stack` has it.
    #[must_use]
    pub fn has(&self, stack: StackVersion) -> bool {
        let line = self.first.iter().rfind(|first| first.major <= stack.major);
        line.is_some_and(|first| first.major < stack.major || first.minor <= stack.minor)
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, version) in self.first.iter().enumerate() {
            write!(f, "{}{version}", if at > 0 { " and " } else { "" })?;
        }
        f.write_str(if self.preview { " (preview)" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_versions() {
        let both = since!(8.19, 9.1);
        let has = |text: &str| both.has(text.parse().unwrap());
        assert!(has("8.19") && has("9.1") && has("9.6") && has("10.0"));
        assert!(!has("8.18") && !has("9.0"));
        let old = since!(8.11);
        assert!(old.has(StackVersion::NEWEST) && !old.has("8.10".parse().unwrap()));
        assert_eq!(since!(preview 9.2).to_string(), "9.2 (preview)");
    }
}
