//! IP functions.

mod cidr_match;
mod ip_prefix;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[&cidr_match::CIDR_MATCH, &ip_prefix::IP_PREFIX];
