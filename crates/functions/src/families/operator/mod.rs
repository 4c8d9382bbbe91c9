//! Operators: functions that a query writes with symbols or words of their own.

mod add;
mod arithmetic;
mod comparison;
mod date_shift;
mod divide;
mod in_list;
pub(super) mod like;
mod logic;
pub(super) mod members;
mod modulo;
mod multiply;
mod negate;
mod null_check;
mod predicate;
pub(super) mod relation;
mod rlike;
mod subtract;

use crate::FunctionDef;

pub(super) use arithmetic::overflow;

pub(super) const ALL: &[&FunctionDef] = &[
    &add::ADD,
    &subtract::SUBTRACT,
    &multiply::MULTIPLY,
    &divide::DIVIDE,
    &modulo::MODULO,
    &negate::NEGATE,
    &comparison::EQUAL,
    &comparison::NOT_EQUAL,
    &comparison::LESS,
    &comparison::LESS_OR_EQUAL,
    &comparison::GREATER,
    &comparison::GREATER_OR_EQUAL,
    &in_list::IN,
    &like::LIKE,
    &rlike::RLIKE,
    &null_check::IS_NULL,
    &null_check::IS_NOT_NULL,
    &logic::AND,
    &logic::OR,
    &logic::NOT,
];
