//! A progress bar on standard error, for scans that take longer than a moment.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a scan goes on before a bar appears.
const DELAY: Duration = Duration::from_millis(500);

/// How often the bar is drawn at most, a second.
const FRAMES: u8 = 10;

/// A bar that appears after [`DELAY`] if standard error is a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// A bar for `total` bytes; without a total it shows only what is done. If not `visible` it
    /// never appears.
    pub(crate) fn new(total: Option<u64>, visible: bool) -> Option<Progress> {
        if !visible {
            return None;
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => {
                "{bar:40} {decimal_bytes} of {decimal_total_bytes}  {decimal_bytes_per_sec}  {eta} left"
            }
            None => "{spinner} {decimal_bytes}  {decimal_bytes_per_sec}",
        };
        // The template is constant; a wrong one leaves indicatif's own.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Some(Progress { bar, started: Instant::now() })
    }

    /// Shows that `bytes` have been read.
    pub(crate) fn update(&self, bytes: u64) {
        if self.bar.is_hidden() && self.started.elapsed() >= DELAY {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(FRAMES));
        }
        self.bar.set_position(bytes);
    }
}

/// Takes the bar off the screen.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
