//! All functions by name.

use std::sync::LazyLock;

use esql_data::DataType;
use rustc_hash::FxHashMap;

use crate::families;
use crate::{Family, FunctionDef};

/// Every row, family by family.
pub fn all() -> impl Iterator<Item = &'static FunctionDef> {
    families::ALL.iter().flat_map(|family| family.iter().copied())
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static FunctionDef>> = LazyLock::new(|| {
    let names = |def: &'static FunctionDef| {
        std::iter::once(def.name).chain(def.aliases.iter().copied()).map(move |name| (name, def))
    };
    all().flat_map(names).collect()
});

/// The function that a query calls `name`, in any case. Operators and internal functions are not
/// found like this.
#[must_use]
pub fn find(name: &str) -> Option<&'static FunctionDef> {
    let def = *BY_NAME.get(name.to_ascii_lowercase().as_str())?;
    (def.symbol.is_none() && def.family != Family::Internal).then_some(def)
}

/// The operator or internal function of this exact name; the planner knows them.
#[must_use]
pub fn builtin(name: &str) -> Option<&'static FunctionDef> {
    BY_NAME.get(name).copied()
}

/// The conversion that `::type` calls.
#[must_use]
pub fn conversion(ty: DataType) -> Option<&'static FunctionDef> {
    all().find(|def| def.converts_to == Some(ty))
}

/// The names that a query can call, for completion and "did you mean".
pub fn names() -> impl Iterator<Item = &'static str> {
    all().filter(|def| def.symbol.is_none() && def.family != Family::Internal).map(|def| def.name)
}
