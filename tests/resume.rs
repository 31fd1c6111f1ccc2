//! `convert --resume` as it is used: a run that was killed or interrupted goes on behind the jobs that it had finished.
#![cfg(unix)]

mod support;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::{Run, convert, copy, says, sound};
use tempfile::TempDir;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/juki-cp932-csv");

/// The sample, with a pipe in place of the input of its last job: a run blocks there as long as nobody writes.
struct Blocked {
    root: TempDir,
}

impl Blocked {
    fn new() -> Blocked {
        let blocked = Blocked { root: tempfile::tempdir().unwrap() };
        copy(Path::new(SAMPLE), &blocked.project());
        // Who looks for duplicates reads a pipe to its end before the first job.
        let settings = blocked.project().join("migration.toml");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(settings, text.replacen("[[job]]", "[cleanse]\nduplicates = \"off\"\n\n[[job]]", 1))
            .unwrap();
        fs::remove_file(blocked.pipe()).unwrap();
        assert!(Command::new("mkfifo").arg(blocked.pipe()).status().unwrap().success());
        blocked
    }

    fn project(&self) -> PathBuf {
        self.root.path().join("project")
    }

    fn pipe(&self) -> PathBuf {
        self.project().join("input/KENSU.csv")
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn partial(&self) -> PathBuf {
        self.root.path().join(".out.utsushi-partial")
    }

    /// A run that has come to its last job and waits there for the rest of its input.
    fn run_to_the_last_job(&self, arguments: &[&str], input: Stdio) -> (Child, File) {
        let mut command = convert(&self.project(), &self.out(), arguments);
        let child = command.stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // Opens once the run has opened it too.
        let mut pipe = File::options().write(true).open(self.pipe()).unwrap();
        let bytes = fs::read(Path::new(SAMPLE).join("input/KENSU.csv")).unwrap();
        // As much as is looked at before the first job, and the header among it.
        for _ in 0..=(256 << 10) / bytes.len() {
            pipe.write_all(&bytes).unwrap();
        }
        let begun = Instant::now();
        while !self.partial().join("data/00_common/control_total.csv").exists() {
            assert!(begun.elapsed() < Duration::from_secs(120), "the run did not come to its last job");
            std::thread::sleep(Duration::from_millis(5));
        }
        (child, pipe)
    }

    /// Puts the file in place of the pipe.
    fn unblock(&self) {
        fs::remove_file(self.pipe()).unwrap();
        fs::copy(Path::new(SAMPLE).join("input/KENSU.csv"), self.pipe()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(convert(&self.project(), &self.out(), arguments).output().unwrap(), self.out())
    }
}

#[test]
fn a_killed_run_is_resumed_with_the_same_bytes_at_any_number_of_threads() {
    for (threads, other) in [("1", "2"), ("2", "1")] {
        let blocked = Blocked::new();
        let (mut child, pipe) = blocked.run_to_the_last_job(&["--threads", threads], Stdio::null());
        child.kill().unwrap();
        child.wait().unwrap();
        drop(pipe);
        assert!(!blocked.out().exists());
        assert_eq!(fs::metadata(blocked.partial()).unwrap().mode() & 0o777, 0o700);
        for file in fs::read_dir(blocked.partial().join(".scratch")).unwrap() {
            assert_eq!(file.unwrap().metadata().unwrap().mode() & 0o777, 0o600);
        }
        blocked.unblock();
        let run = blocked.run(&["--resume", "--threads", other]);
        run.expect(1);
        says(&run.stderr, &["kept from the earlier run: 15 jobs: master, support, resident"]);
        assert!(!run.stderr.contains("again"), "{}", run.stderr);
        sound::check_but_trace(&run.out, &blocked.project());
        sound::no_leftovers(&run.out);
        let info = fs::read_to_string(run.out.join("run.json")).unwrap();
        assert_eq!(info.matches("\"kept\": true").count(), 15);
        let resumed = sound::digests(&run.out);
        blocked.run(&["--overwrite", "--quiet"]).expect(1);
        assert_eq!(resumed, sound::digests(&blocked.out()));
    }
}

#[test]
fn an_interrupted_run_says_how_to_go_on_and_one_that_does_not_clears_it() {
    let blocked = Blocked::new();
    let (child, pipe) = blocked.run_to_the_last_job(&[], Stdio::null());
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    std::thread::sleep(Duration::from_millis(300));
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    says(
        &said,
        &["cancelled", "15 of 16 jobs", ".out.utsushi-partial", "personal data in clear", "--resume"],
    );
    assert_eq!(sound::leftovers(&blocked.out()), [".out.utsushi-partial"], "the lock is gone");
    assert!(!blocked.partial().join("findings.csv").exists(), "half-written files are gone");
    blocked.unblock();
    let run = blocked.run(&[]);
    run.expect(1);
    assert!(!run.stderr.contains("kept"), "{}", run.stderr);
    sound::no_leftovers(&run.out);
    let run = blocked.run(&["--resume", "--overwrite"]);
    run.expect(1);
    says(&run.stderr, &["there is nothing to resume; everything runs"]);
}

#[test]
fn what_came_from_standard_input_is_not_kept_nor_what_stands_behind_it() {
    let blocked = Blocked::new();
    let settings = blocked.project().join("migration.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replacen("[\"input/JUKI01*.csv\"]", "[\"-\"]", 1)).unwrap();
    let stdin = || Stdio::from(File::open(Path::new(SAMPLE).join("input/JUKI01a.csv")).unwrap());
    let (mut child, pipe) = blocked.run_to_the_last_job(&[], stdin());
    child.kill().unwrap();
    child.wait().unwrap();
    drop(pipe);
    blocked.unblock();
    let mut command = convert(&blocked.project(), &blocked.out(), &["--resume", "--progress", "json"]);
    let run = Run::of(command.stdin(stdin()).output().unwrap(), blocked.out());
    run.expect(1);
    let line: serde_json::Value = serde_json::from_str(run.stderr.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["event"], &line["kept"]),
        (&"resumed".into(), &serde_json::json!(["master", "support"]))
    );
    assert_eq!(line["again"]["job"], "resident");
    says(line["again"]["why"].as_str().unwrap(), &["cannot be read twice"]);
}
