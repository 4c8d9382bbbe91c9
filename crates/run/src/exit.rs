//! Exit codes, as those of grep.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// There is an answer, and it has rows.
    Rows,
    /// There is an answer without rows.
    NoRows,
    /// Rules are as they should be.
    Clean,
    /// Something is to be done about rules; standard output says what.
    Findings,
    /// There is no answer; standard error says why.
    Error,
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Rows | Exit::Clean => 0,
            Exit::NoRows | Exit::Findings => 1,
            Exit::Error => 2,
            // 128 and the number of SIGINT, as shells have it.
            Exit::Interrupted => 130,
        })
    }
}
