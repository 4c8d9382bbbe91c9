//! `&` and `~` inside a sequence or a repetition, where an operand fits only a few strings.
//!
//! That is how they mostly come about: unescaped, in a pattern whose author meant the character,
//! as in `.*(2>&1|~/.ssh).*`. An intersection then leaves those of the strings that fit the other
//! operands, and a complement can be written out character by character.

use std::collections::BTreeMap;

use super::{Ast, Class, ClassItem, Matcher, PatternError, unsupported};

/// How many strings an operand may fit.
const MAX_STRINGS: usize = 256;

/// The pattern without set operators.
pub(super) fn resolve(ast: &Ast) -> Result<Ast, PatternError> {
    let all =
        |asts: &[Ast]| -> Result<Vec<Ast>, PatternError> { asts.iter().map(resolve).collect() };
    Ok(match ast {
        Ast::Sequence(asts) => Ast::Sequence(all(asts)?),
        Ast::Alternatives(asts) => Ast::Alternatives(all(asts)?),
        Ast::Repeat { inner, min, max } => {
            Ast::Repeat { inner: Box::new(resolve(inner)?), min: *min, max: *max }
        }
        Ast::Intersection(asts) => intersection(&all(asts)?)?,
        Ast::Complement(inner) => {
            let strings = strings(&resolve(inner)?).ok_or_else(|| {
                unsupported("a complement `~` of many strings inside a sequence or a repetition")
            })?;
            complement(&strings.iter().map(String::as_str).collect::<Vec<_>>())
        }
        other => other.clone(),
    })
}

/// The strings that fit all operands.
fn intersection(asts: &[Ast]) -> Result<Ast, PatternError> {
    let mut common = asts.iter().find_map(strings).ok_or_else(|| {
        unsupported("an intersection `&` of many strings inside a sequence or a repetition")
    })?;
    for ast in asts {
        let operand = Matcher::new(ast)?;
        common.retain(|text| operand.is_match(text));
    }
    Ok(match common.len() {
        0 => Ast::Nothing,
        _ => Ast::Alternatives(common.into_iter().map(Ast::Text).collect()),
    })
}

/// All strings that a pattern without set operators fits; `None` if they are many.
fn strings(ast: &Ast) -> Option<Vec<String>> {
    let found = match ast {
        Ast::Nothing => Vec::new(),
        Ast::Text(text) => vec![text.clone()],
        Ast::Class(Class { negated: false, items }) => {
            let mut found = Vec::new();
            for item in items {
                let ClassItem::Range(from, to) = item else { return None };
                found.extend((*from..=*to).take(MAX_STRINGS + 1).map(String::from));
            }
            found
        }
        Ast::Alternatives(asts) => asts.iter().map(strings).collect::<Option<Vec<_>>>()?.concat(),
        Ast::Sequence(asts) => {
            let parts = asts.iter().map(strings).collect::<Option<Vec<_>>>()?;
            parts.iter().try_fold(vec![String::new()], |heads, tails| product(&heads, tails))?
        }
        Ast::Repeat { inner, min, max: Some(max) } => {
            let inner = strings(inner)?;
            let (mut power, mut found) = (vec![String::new()], Vec::new());
            for count in 0..=*max {
                if count >= *min {
                    found.extend(power.iter().cloned());
                }
                if found.len() > MAX_STRINGS {
                    return None;
                }
                power = product(&power, &inner)?;
            }
            found
        }
        _ => return None,
    };
    (found.len() <= MAX_STRINGS).then_some(found)
}

fn product(heads: &[String], tails: &[String]) -> Option<Vec<String>> {
    if heads.len() * tails.len() > MAX_STRINGS {
        return None;
    }
    let mut joined = Vec::with_capacity(heads.len() * tails.len());
    for head in heads {
        joined.extend(tails.iter().map(|tail| [head.as_str(), tail].concat()));
    }
    Some(joined)
}

/// Everything but these strings: what ends too early, what leaves all of them at some character,
/// and what goes on behind the end of the longest.
fn complement(strings: &[&str]) -> Ast {
    if strings.is_empty() {
        return Ast::AnyString;
    }
    let mut branches: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for string in strings {
        let mut chars = string.chars();
        if let Some(first) = chars.next() {
            branches.entry(first).or_default().push(chars.as_str());
        }
    }
    let items: Vec<ClassItem> = branches.keys().map(|&char| ClassItem::Range(char, char)).collect();
    let others = match items.as_slice() {
        [] => Ast::AnyChar,
        _ => Ast::Class(Class { negated: true, items }),
    };
    let mut alternatives = vec![Ast::Sequence(vec![others, Ast::AnyString])];
    if !strings.contains(&"") {
        alternatives.push(Ast::Text(String::new()));
    }
    for (first, rests) in branches {
        alternatives.push(Ast::Sequence(vec![Ast::Text(first.into()), complement(&rests)]));
    }
    Ast::Alternatives(alternatives)
}
