//! Ctrl-C: the first asks the query to stop, the second ends the process.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the first Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Begins to listen, and gives the flag that a query is to watch. Where no handler can be
/// installed, Ctrl-C just ends the process as usual.
pub(crate) fn listen() -> &'static AtomicBool {
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    });
    &INTERRUPTED
}
