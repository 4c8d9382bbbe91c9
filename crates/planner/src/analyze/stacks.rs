//! For which stack versions an analysis holds: those on which all that it asked of the version has
//! the same answer.

use esql_functions::{Since, StackVersion};

/// Stack versions next to each other, and the one of the analysis among them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stacks {
    stack: StackVersion,
    least: StackVersion,
    /// The first one behind them.
    end: Option<StackVersion>,
}

impl Stacks {
    /// All, as long as nothing is asked.
    pub(super) fn around(stack: StackVersion) -> Stacks {
        Stacks { stack, least: StackVersion { major: 0, minor: 0 }, end: None }
    }

    /// Whether the analysis of one of them is that of `stack`, but for the version that messages name.
    #[must_use]
    pub fn contains(&self, stack: StackVersion) -> bool {
        self.least <= stack && self.end.is_none_or(|end| stack < end)
    }

    /// The version of the analysis, for messages.
    pub(super) fn stack(&self) -> StackVersion {
        self.stack
    }

    /// Whether the stack has something.
    pub(super) fn has(&mut self, since: Since) -> bool {
        for first in since.first {
            // A later line may lack at first what the one before has.
            self.is_at_least(StackVersion { minor: 0, ..*first });
            self.is_at_least(*first);
        }
        since.has(self.stack)
    }

    /// Whether the stack is `version` or newer.
    pub(super) fn is_at_least(&mut self, version: StackVersion) -> bool {
        if version <= self.stack {
            self.least = self.least.max(version);
            return true;
        }
        self.end = Some(self.end.map_or(version, |end| end.min(version)));
        false
    }

    /// Asks for the very version.
    pub(super) fn exactly(&mut self) -> StackVersion {
        self.is_at_least(self.stack);
        self.is_at_least(StackVersion { minor: self.stack.minor.saturating_add(1), ..self.stack });
        self.stack
    }
}

#[cfg(test)]
mod tests {
    use esql_functions::since;

    use super::*;

    #[test]
    fn versions_with_the_same_answers() {
        let versions: Vec<StackVersion> = ["8.10", "8.18", "8.19", "9.0", "9.1", "9.6", "10.0"]
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect();
        for since in [since!(8.11), since!(8.19, 9.1), since!(9.3), since!(preview 9.6)] {
            for &one in &versions {
                let mut stacks = Stacks::around(one);
                assert!(versions.iter().all(|other| stacks.contains(*other)));
                let has = stacks.has(since);
                assert!(stacks.contains(one));
                let others = versions.iter().filter(|other| stacks.contains(**other));
                others
                    .for_each(|other| assert_eq!(since.has(*other), has, "{since} {one} {other}"));
            }
        }
        let mut stacks = Stacks::around(versions[4]);
        assert_eq!(stacks.exactly(), versions[4]);
        assert_eq!(versions.iter().filter(|other| stacks.contains(**other)).count(), 1);
    }
}
