//! The programs beside ours, where they are installed.

use std::ffi::OsString;
use std::process::{Command, Stdio};

/// `iconv` and DuckDB.
pub struct Tools {
    /// Its version.
    pub iconv: Option<String>,
    pub duckdb: Option<DuckDb>,
}

/// How DuckDB is started to run the SQL on its standard input.
#[derive(Clone)]
pub struct DuckDb {
    program: OsString,
    args: [&'static str; 2],
    pub version: String,
}

impl DuckDb {
    /// A command that takes SQL on its standard input.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.args);
        command
    }
}

/// The python that `UTSUSHI_PYTHON` names, else `python3`.
pub fn python() -> OsString {
    std::env::var_os("UTSUSHI_PYTHON").unwrap_or_else(|| "python3".into())
}

impl Tools {
    pub fn find() -> Tools {
        let cli = ("duckdb".into(), ["--version", "--version"], ["-batch", "-bail"]);
        let with = |program: OsString| {
            let version = ["-c", "import duckdb; print(duckdb.__version__, '(Python)')"];
            (program, version, ["-c", "import duckdb, sys; duckdb.execute(sys.stdin.buffer.read().decode())"])
        };
        let ways = [cli, with(python()), with("python3".into())].into_iter();
        let mut found = ways.filter_map(|(program, version, args)| {
            let version = first_line(Command::new(&program).args(version))?;
            Some(DuckDb { program, args, version })
        });
        Tools { iconv: first_line(Command::new("iconv").arg("--version")), duckdb: found.next() }
    }

    /// Says which are there.
    pub fn tell(&self) {
        let iconv = self.iconv.as_deref();
        let iconv =
            iconv.unwrap_or("missing, nothing is compared (Linux, macOS and Git for Windows have it)");
        let duckdb = self.duckdb.as_ref().map(|duckdb| duckdb.version.as_str());
        let duckdb = duckdb.unwrap_or("missing: pip install duckdb (UTSUSHI_PYTHON may name its python)");
        println!("iconv: {iconv}\nDuckDB: {duckdb}");
    }
}

/// The first line that a command prints; none if it cannot be run or fails.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).lines().next()?.to_owned())
}
