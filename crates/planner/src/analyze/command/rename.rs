//! `RENAME`: a column gets another name in its place; one that had that name is gone.

use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::{NamePattern, Rename};

use super::super::Analyzer;
use super::super::scope::Pipeline;

pub(super) fn rename(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    renames: &[Rename],
) -> Pipeline {
    for Rename { old, new, .. } in renames {
        let (Some(old_name), Some(new_name)) = (exact(cx, old), exact(cx, new)) else { continue };
        let Some(column) = cx.find(&mut pipeline, &old_name, old.span) else { continue };
        if old_name == new_name {
            continue;
        }
        pipeline.scope.retain(|other| other.name != new_name);
        // The id stays: it is the same column under another name.
        for other in &mut pipeline.scope {
            if other.id == column.id {
                other.name.clone_from(&new_name);
            }
        }
        pipeline.hidden.insert(old_name);
    }
    pipeline
}

fn exact(cx: &mut Analyzer<'_>, pattern: &NamePattern) -> Option<String> {
    let exact = pattern.exact();
    if exact.is_none() {
        let text = cx.text(pattern.span).to_owned();
        cx.report(
            Diagnostic::error(
                codes::BAD_VALUE,
                format!("`{text}` is a pattern, and RENAME takes names"),
            )
            .label(pattern.span, "one name is wanted")
            .elastic(format!("Using wildcards [*] in RENAME is not allowed [{text}]")),
        );
    }
    exact
}
