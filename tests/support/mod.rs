//! What the end-to-end tests share: small projects in temporary folders, and runs of the command.
//!
//! [`sound`] says what must hold of every finished run, [`cp932`] reads and writes CP932 by a table that is not ours.

#![allow(dead_code, unreachable_pub)] // Every test file is a program of its own, and uses its own part of this.

pub mod cp932;
pub mod delivery;
pub mod sound;

use cp932::encode;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// The four fields of a small project.
pub const FIELDS: [&str; 4] = ["宛名番号", "氏名", "生年月日", "方書"];

/// A record that has nothing wrong.
pub const GOOD: &str = "0001,山田　太郎,S550401,架空荘";

const MAPPING: &str = r#"[item]
"宛名番号" = { from = "宛名番号", steps = ["trim"] }
"世帯番号" = { constant = "1" }
"日本人外国人区分" = { constant = "1" }
"氏名" = { from = "氏名", steps = ["trim"] }
"生年月日" = { from = "生年月日", steps = ["wareki"] }
"性別" = { constant = "1" }
"住所" = { constant = "架空市" }
"方書" = { from = "方書" }
"#;

/// A project in a temporary folder, and the place where its runs go.
pub struct Project {
    pub root: Arc<TempDir>,
}

impl Project {
    /// One job that reads `input/*.csv` (CP932, no header) and feeds 01.resident.
    pub fn new() -> Project {
        let project = Project { root: Arc::new(tempfile::tempdir().unwrap()) };
        project.settings("").source("").file("mapping.toml", MAPPING)
    }

    /// The same with one input.
    pub fn of(input: impl AsRef<[u8]>) -> Project {
        Project::new().file("input/a.csv", input)
    }

    /// The same with one input of these records, each with CRLF.
    pub fn of_records(records: &[&str]) -> Project {
        Project::of(encode(&(records.join("\r\n") + "\r\n")))
    }

    pub fn folder(&self) -> PathBuf {
        self.root.path().join("project")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    /// Writes a file of the project.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Project {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Writes `migration.toml` with these lines before its job.
    pub fn settings(self, lines: &str) -> Project {
        let text = format!(
            "lang = \"en\"\n[municipality]\ncode = \"990001\"\nname = \"架空市\"\n[standard]\nname = \"chukan-2.7\"\n{lines}\n\
             [[job]]\nname = \"juki\"\nsource = \"source.toml\"\nfiles = [\"input/*.csv\"]\n\
             [[job.target]]\nfile = \"01.resident\"\nmapping = \"mapping.toml\"\n"
        );
        self.file("migration.toml", text)
    }

    /// Writes `source.toml` with these lines.
    pub fn source(self, lines: &str) -> Project {
        let charset = if lines.contains("charset") { "" } else { "charset = \"cp932\"" };
        self.file("source.toml", format!("format = \"csv\"\n{charset}\n{lines}\nfields = {FIELDS:?}\n"))
    }

    /// Replaces a part of a file, which must be there.
    pub fn edit(self, name: &str, from: &str, to: &str) -> Project {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        self.file(name, text.replacen(from, to, 1))
    }

    /// `utsushi convert` of this project, with more arguments.
    pub fn command(&self, arguments: &[&str]) -> Command {
        convert(&self.folder(), &self.out(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let run = Run::of(self.command(arguments).output().unwrap(), self.out());
        Run { root: Some(Arc::clone(&self.root)), ..run }
    }

    /// Runs, and looks whether the run is sound.
    pub fn converted(&self, exit: i32) -> Run {
        let run = self.run(&[]);
        run.expect(exit);
        sound::check(&run.out, &self.folder());
        run
    }

    /// Runs, and makes sure that it could not and left nothing; what it said.
    pub fn refused(&self) -> String {
        self.refused_with(&[])
    }

    pub fn refused_with(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        run.expect(2);
        assert!(!run.out.exists(), "an output folder was left: {}", run.stderr);
        sound::no_leftovers(&run.out);
        assert!(!run.stderr.trim().is_empty(), "nothing was said");
        run.stderr
    }
}

pub fn utsushi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_utsushi"));
    command.args(["--lang", "en"]).stdin(Stdio::null());
    command
}

pub fn convert(project: &Path, out: &Path, arguments: &[&str]) -> Command {
    let mut command = utsushi();
    command.arg("convert").arg(project).arg("--out").arg(out).args(arguments);
    command
}

/// The residents of a city that does not exist, one file, made by the command itself.
pub fn city(folder: &Path, records: u64, seed: u64) {
    let made = utsushi()
        .args([
            "synth",
            "juki",
            "--only",
            "resident",
            "--records",
            &records.to_string(),
            "--seed",
            &seed.to_string(),
            "--out",
        ])
        .arg(folder)
        .output()
        .unwrap();
    Run::of(made, PathBuf::new()).expect(0);
}

/// Copies a folder of files and folders.
pub fn copy(from: &Path, to: &Path) {
    for file in sound::files(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

/// What a run came to.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub out: PathBuf,
    /// The folder it lies in stays as long as somebody looks at it.
    pub root: Option<Arc<TempDir>>,
}

/// One line of `findings.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    pub input: String,
    pub record: Option<u64>,
    pub line: Option<u64>,
    pub offset: Option<u64>,
    pub file: String,
    pub item: String,
    pub code: String,
    pub severity: String,
    pub action: String,
    pub value: String,
    pub message: String,
}

impl Run {
    pub fn of(output: Output, out: PathBuf) -> Run {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Run {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            out,
            root: None,
        };
        assert!(!run.stderr.contains("mistake in utsushi"), "a panic: {}", run.stderr);
        run
    }

    pub fn expect(&self, exit: i32) {
        assert_eq!(self.code, Some(exit), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
    }

    pub fn manifest(&self) -> serde_json::Value {
        sound::manifest(&self.out)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The lines of `findings.csv`.
    pub fn findings(&self) -> Vec<Found> {
        let (columns, rows) = sound::csv_table(&self.bytes("findings.csv"));
        let found = |row: &Vec<Option<String>>| {
            let row: BTreeMap<&str, String> = columns
                .iter()
                .map(String::as_str)
                .zip(row.iter().map(|cell| cell.clone().unwrap_or_default()))
                .collect();
            Found {
                input: row["input"].clone(),
                record: row["record"].parse().ok(),
                line: row["line"].parse().ok(),
                offset: row["offset"].parse().ok(),
                file: row["file"].clone(),
                item: row["item"].clone(),
                code: row["code"].clone(),
                severity: row["severity"].clone(),
                action: row["action"].clone(),
                value: row["value"].clone(),
                message: row["message"].clone(),
            }
        };
        rows.iter().map(found).collect()
    }

    /// Record and code of every finding, in order; record 0 where it is about a file.
    pub fn codes(&self) -> Vec<(u64, String)> {
        self.findings().into_iter().map(|found| (found.record.unwrap_or(0), found.code)).collect()
    }

    /// Asserts which findings there are, as `record code`.
    pub fn finds(&self, expected: &[(u64, &str)]) {
        let expected: Vec<(u64, String)> =
            expected.iter().map(|(record, code)| (*record, code.to_string())).collect();
        assert_eq!(self.codes(), expected, "{:#?}", self.findings());
    }

    /// The values of one item of 01.resident, in order of row; a blank is empty.
    pub fn values(&self, item: &str) -> Vec<String> {
        let (columns, rows) = sound::parquet_table(&self.out.join("data/01_juki/resident.parquet"));
        let index = columns.iter().position(|column| column == item).unwrap();
        rows.into_iter().map(|mut row| row.swap_remove(index).unwrap_or_default()).collect()
    }
}

/// Text that must be in a message.
#[track_caller]
pub fn says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "\"{part}\" is not in: {message}");
    }
}
