//! The built `esql-run`, as people use it.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long one run may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A path to `esql-run`.
pub(crate) struct Tool {
    path: PathBuf,
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Tool {
    pub(crate) fn new(path: PathBuf) -> Self {
        Tool { path }
    }

    /// The one in the folder of the running program.
    pub(crate) fn beside_this() -> Result<Self, String> {
        let path = std::env::current_exe()
            .map_err(|error| error.to_string())?
            .with_file_name(format!("esql-run{}", std::env::consts::EXE_SUFFIX));
        if path.exists() {
            Ok(Tool { path })
        } else {
            Err(format!("{} is not built", path.display()))
        }
    }

    /// Runs it in `folder`. Its output goes through files there, so that no pipe can fill up.
    pub(crate) fn run(
        &self,
        folder: &Path,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<Ran, String> {
        let text = |error: std::io::Error| error.to_string();
        let (out, err) = (folder.join("stdout"), folder.join("stderr"));
        let mut child = Command::new(&self.path)
            .args(arguments)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(File::create(&out).map_err(text)?)
            .stderr(File::create(&err).map_err(text)?)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        let since = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().map_err(text)? {
                break status;
            }
            if since.elapsed() > PATIENCE {
                child.kill().map_err(text)?;
                child.wait().map_err(text)?;
                return Err(format!("not done after {} s", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let read =
            |path| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Ran { status, out: read(&out).map_err(text)?, err: read(&err).map_err(text)? })
    }
}
