//! The program `esql-run`.

use std::process::ExitCode;

fn main() -> ExitCode {
    esql_run::main()
}
