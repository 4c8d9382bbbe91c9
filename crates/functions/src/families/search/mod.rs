//! Full-text search: functions that the planner turns into others, field by field.

mod kql;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[&kql::KQL];
