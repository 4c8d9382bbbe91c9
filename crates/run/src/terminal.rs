//! What the two output streams are connected to.

use std::io::{self, IsTerminal as _};

use anstream::{AutoStream, ColorChoice};

use crate::args::Color;

/// The width for text where there is no terminal to ask.
pub(crate) const DEFAULT_WIDTH: usize = 100;

/// Whether text on standard output is colored.
pub(crate) fn color_stdout(color: Color) -> bool {
    is_colored(color, AutoStream::choice(&io::stdout()))
}

/// Whether text on standard error is colored.
pub(crate) fn color_stderr(color: Color) -> bool {
    is_colored(color, AutoStream::choice(&io::stderr()))
}

/// `auto` follows the terminal and the environment (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM`).
fn is_colored(color: Color, environment: ColorChoice) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => environment != ColorChoice::Never,
    }
}

/// The width of the terminal behind standard output in columns; `None` if there is none.
pub(crate) fn width_stdout() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into())
}

/// The width of the terminal behind standard error in columns, or the usual one.
pub(crate) fn width_stderr() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(DEFAULT_WIDTH, |(width, _)| width.0.into())
}

/// Whether standard error is a terminal.
pub(crate) fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}
