//! Patterns over names, in KEEP and DROP.

use esql_parser::esql::ast::{NamePattern, PatternPiece};

/// A pattern over names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Glob {
    /// One name.
    Exact(String),
    /// Text between stars, at least one star.
    Wild(Vec<String>),
    /// `*` alone.
    All,
}

/// The pattern; `None` if it has a parameter in it.
pub(super) fn glob(pattern: &NamePattern) -> Option<Glob> {
    if let Some(name) = pattern.exact() {
        return Some(Glob::Exact(name));
    }
    let mut parts = vec![String::new()];
    for piece in &pattern.pieces {
        match piece {
            PatternPiece::Text(text) => {
                if let Some(last) = parts.last_mut() {
                    last.push_str(text);
                }
            }
            PatternPiece::Star => parts.push(String::new()),
            PatternPiece::Parameter(_) => return None,
        }
    }
    Some(if parts.iter().all(String::is_empty) { Glob::All } else { Glob::Wild(parts) })
}

impl Glob {
    /// Whether the pattern takes `name`.
    pub(super) fn matches(&self, name: &str) -> bool {
        match self {
            Glob::Exact(exact) => exact == name,
            Glob::All => true,
            Glob::Wild(parts) => wild(parts, name),
        }
    }
}

/// The first part is a prefix, the last a suffix, those between follow one another.
fn wild(parts: &[String], name: &str) -> bool {
    let [first, middle @ .., last] = parts else { return false };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars() {
        let parts = |text: &str| text.split('*').map(str::to_owned).collect::<Vec<_>>();
        for (pattern, name, matches) in [
            ("Esql.*", "Esql.a", true),
            ("Esql.*", "Esq.a", false),
            ("*name", "host.name", true),
            ("a*a", "a", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
        ] {
            assert_eq!(wild(&parts(pattern), name), matches, "{pattern} {name}");
        }
    }
}
