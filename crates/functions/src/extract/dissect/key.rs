//! A key of a DISSECT pattern: `%{name}` with its modifiers.

/// What stands between `%{` and `}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) modifier: Modifier,
    /// `->`: the delimiter behind may be repeated.
    pub(super) padded: bool,
}

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    /// It is the field's value; a later key of the same name takes its place.
    Plain,
    /// `+`: it is appended to the field.
    Append,
    /// `+name/2`: it is appended, in this order.
    AppendAt(i16),
    /// `?`, or no name at all: nothing.
    Skip,
    /// `*` or `&`: names and values of fields that only the text knows.
    Reference,
}

/// Reads a key; `None` if it has no name, or several modifiers.
///
/// A modifier counts wherever it stands; for the name, all in front of it is left out.
pub(super) fn parse(text: &str) -> Option<Key> {
    let modifiers: Vec<(usize, char)> =
        text.char_indices().filter(|(_, letter)| "/+*&?".contains(*letter)).collect();
    let behind = |at: usize| text.get(at + 1..).unwrap_or_default();
    let (name, modifier) = match modifiers.as_slice() {
        [] => (text, Modifier::Plain),
        [(at, '+')] => (behind(*at), Modifier::Append),
        [(at, '*' | '&')] => (behind(*at), Modifier::Reference),
        [(at, '?')] => (behind(*at), Modifier::Skip),
        [(plus, '+'), (slash, '/')] => {
            let (order, padded) = unpadded(behind(*slash));
            let all_digits = !order.is_empty() && order.bytes().all(|byte| byte.is_ascii_digit());
            let order = order.parse().ok().filter(|_| all_digits)?;
            let name = text.get(plus + 1..*slash)?.to_owned();
            let modifier = Modifier::AppendAt(order);
            return (!name.is_empty()).then_some(Key { name, modifier, padded });
        }
        _ => return None,
    };
    let (name, padded) = unpadded(name);
    let modifier = match modifier {
        Modifier::Plain if name.is_empty() => Modifier::Skip,
        other => other,
    };
    let nameless = name.is_empty() && modifier != Modifier::Skip;
    (!nameless).then(|| Key { name: name.to_owned(), modifier, padded })
}

/// The text without `->` at its end, and whether that was there.
fn unpadded(text: &str) -> (&str, bool) {
    text.strip_suffix("->").map_or((text, false), |name| (name, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (text, key) in [
            ("a.b", Some(("a.b", Modifier::Plain, false))),
            ("a->", Some(("a", Modifier::Plain, true))),
            ("", Some(("", Modifier::Skip, false))),
            ("->", Some(("", Modifier::Skip, true))),
            ("?a->", Some(("a", Modifier::Skip, true))),
            ("+a", Some(("a", Modifier::Append, false))),
            ("+a/12->", Some(("a", Modifier::AppendAt(12), true))),
            ("x+a", Some(("a", Modifier::Append, false))),
            ("*a", Some(("a", Modifier::Reference, false))),
            ("+", None),
            ("+/1", None),
            ("+a/", None),
            ("+a/x", None),
            ("+a/99999", None),
            ("a/1", None),
            ("+*a", None),
            ("?+a", None),
        ] {
            let found = parse(text);
            let found = found.as_ref().map(|key| (key.name.as_str(), key.modifier, key.padded));
            assert_eq!(found, key, "{text}");
        }
    }
}
