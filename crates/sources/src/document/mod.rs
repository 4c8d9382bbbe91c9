//! Documents: the forms in which files hold them, and what stands around them.

mod bulk;
mod form;
mod hit;
mod shape;
mod split;

pub(crate) use form::Form;
pub(crate) use shape::{IndexName, Row, Shape, Shapes, slot};
pub(crate) use split::{Documents, Sieve};
