//! IP functions.

mod cidr_match;
mod ip_prefix;
mod network_direction;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] =
    &[&cidr_match::CIDR_MATCH, &ip_prefix::IP_PREFIX, &network_direction::NETWORK_DIRECTION];
