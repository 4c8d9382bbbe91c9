//! Rule tests: finding them, running them, telling what came out.

mod format;
mod new;
mod plan;
mod runner;
mod text;
mod watch;

pub(crate) use new::new_tests;
pub(crate) use plan::Plan;
pub(crate) use runner::{Results, run};
pub(crate) use watch::watch;
