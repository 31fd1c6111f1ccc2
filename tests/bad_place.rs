//! Bad places: inputs that are missing, unreadable or change, outputs that cannot be written, disks that fill.

mod support;

use std::fs;
use support::{GOOD, Project, Run, convert, says, sound};

#[test]
fn a_missing_input_is_named() {
    let project = Project::new().edit("migration.toml", "input/*.csv", "input/JUKI99.csv");
    says(&project.refused(), &["input/JUKI99.csv", "not found"]);
    says(&Project::new().refused(), &["migration.toml:", "no file matches \"input/*.csv\""]);
}

#[test]
fn a_folder_given_for_a_file_is_named() {
    let project = Project::of_records(&[GOOD]).edit("migration.toml", "input/*.csv", "input");
    says(&project.refused(), &["input", "is a folder"]);
}

#[test]
fn a_missing_project_says_where_to_begin() {
    let root = tempfile::tempdir().unwrap();
    for project in [root.path().join("none"), root.path().to_owned()] {
        let out = root.path().join("out");
        let run = Run::of(convert(&project, &out, &[]).output().unwrap(), out);
        run.expect(2);
        says(&run.stderr, &["not found", "migration.toml"]);
        assert!(!run.out.exists());
    }
}

#[test]
fn a_file_read_twice_is_refused() {
    let project = Project::of_records(&[GOOD]).edit(
        "migration.toml",
        "[\"input/*.csv\"]",
        "[\"input/a.csv\", \"input/*.csv\"]",
    );
    says(&project.refused(), &["a.csv", "twice"]);
}

/// What lies in a folder, with its bytes.
fn content(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    sound::files(folder)
        .into_iter()
        .map(|file| (file.clone(), fs::read(folder.join(file)).unwrap()))
        .collect()
}

#[test]
fn an_output_folder_that_is_not_empty_is_left_alone() {
    let project = Project::of_records(&[GOOD]);
    fs::create_dir(project.out()).unwrap();
    fs::write(project.out().join("photo.jpg"), "precious").unwrap();
    for arguments in [&[][..], &["--overwrite"]] {
        let run = project.run(arguments);
        run.expect(2);
        says(&run.stderr, &["out"]);
        assert_eq!(content(&project.out()), [("photo.jpg".into(), b"precious".to_vec())]);
        sound::no_leftovers(&project.out());
    }
}

#[test]
fn an_earlier_run_is_replaced_only_when_asked() {
    let project = Project::of_records(&[GOOD]);
    let first = project.converted(0).manifest();
    let before = content(&project.out());
    let project = project.file("input/a.csv", "0002,A,S550401,\r\n");
    let run = project.run(&[]);
    run.expect(2);
    says(&run.stderr, &["--overwrite"]);
    assert_eq!(content(&project.out()), before);
    project.run(&["--overwrite"]).expect(0);
    sound::check(&project.out(), &project.folder());
    assert_ne!(sound::manifest(&project.out()), first);
}

#[test]
fn a_run_that_fails_leaves_the_earlier_one_as_it_was() {
    let project = Project::of_records(&[GOOD]);
    project.converted(0);
    let before = content(&project.out());
    let failing = project
        .source("charset = \"utf-8\"")
        .settings("[policy]\nCHR005 = \"keep\"\n[delivery]\nencoding = \"cp932\"")
        .file("input/a.csv", "0001,\u{85},S550401,\r\n");
    failing.run(&["--overwrite"]).expect(2);
    assert_eq!(content(&failing.out()), before);
    sound::no_leftovers(&failing.out());
}

#[test]
fn an_empty_output_folder_is_used() {
    let project = Project::of_records(&[GOOD]);
    fs::create_dir(project.out()).unwrap();
    project.converted(0);
}

#[test]
fn a_file_in_place_of_the_output_folder_is_left_alone() {
    let project = Project::of_records(&[GOOD]);
    fs::write(project.out(), "precious").unwrap();
    for arguments in [&[][..], &["--overwrite"]] {
        project.run(arguments).expect(2);
        assert_eq!(fs::read(project.out()).unwrap(), b"precious");
        sound::no_leftovers(&project.out());
    }
}

#[test]
fn an_output_below_a_file_is_refused() {
    let project = Project::of_records(&[GOOD]);
    let file = project.root.path().join("file");
    fs::write(&file, "x").unwrap();
    let run = Run::of(convert(&project.folder(), &file.join("out"), &[]).output().unwrap(), file.join("out"));
    run.expect(2);
    says(&run.stderr, &["file"]);
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

#[test]
fn an_output_folder_that_holds_the_input_is_refused() {
    let project = Project::of_records(&[GOOD]);
    project.converted(0);
    // Rejects and data of an earlier run are an input now, and must not be replaced while they are read.
    fs::write(project.out().join("again.csv"), "0001,A,S550401,\r\n").unwrap();
    let project = project.edit("migration.toml", "input/*.csv", "../out/again.csv");
    let run = project.run(&["--overwrite"]);
    run.expect(2);
    says(&run.stderr, &["again.csv", "inside the output folder"]);
    assert!(project.out().join("again.csv").exists());
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::{Read, Write};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Command, Stdio};

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs as somebody whom the system refuses things: root is refused nothing.
    fn run_as_nobody(project: &Project) -> Option<Run> {
        let mut command = project.command(&[]);
        if fs::metadata(project.root.path()).unwrap().uid() == 0 {
            // Nobody needs a program and folders within reach.
            let program = project.root.path().join("utsushi");
            fs::copy(env!("CARGO_BIN_EXE_utsushi"), &program).unwrap();
            for path in [project.root.path(), &project.folder(), &project.path("input"), &program] {
                allow(path, 0o755);
            }
            for file in ["migration.toml", "source.toml", "mapping.toml"] {
                allow(&project.path(file), 0o644);
            }
            let arguments: Vec<_> = command.get_args().map(|argument| argument.to_owned()).collect();
            command = Command::new(program);
            command.args(arguments).uid(65534).gid(65534).current_dir("/");
        }
        match command.output() {
            Ok(output) => Some(Run::of(output, project.out())),
            Err(error) => {
                eprintln!("skipped: cannot run as nobody ({error})");
                None
            }
        }
    }

    #[test]
    fn an_unreadable_input_is_named() {
        let project = Project::of_records(&[GOOD]);
        allow(&project.path("input/a.csv"), 0o000);
        let Some(run) = run_as_nobody(&project) else { return };
        run.expect(2);
        says(&run.stderr, &["input/a.csv", "permission denied"]);
    }

    #[test]
    fn an_output_folder_that_may_not_be_written_is_named() {
        let project = Project::of_records(&[GOOD]);
        allow(&project.path("input/a.csv"), 0o644);
        allow(project.root.path(), 0o555);
        let Some(run) = run_as_nobody(&project) else { return };
        allow(project.root.path(), 0o755);
        run.expect(2);
        says(&run.stderr, &["permission denied", project.root.path().to_str().unwrap()]);
        assert!(!run.out.exists());
        sound::no_leftovers(&run.out);
    }

    /// Runs with the output on a disk of its own, of this size, that only this process and its children can see.
    fn run_on_a_disk_of(size: &str, project: &Project) -> Option<String> {
        let disk = project.root.path().join("disk");
        fs::create_dir(&disk).unwrap();
        let script = "mount -t tmpfs -o size=$1 tmpfs \"$2\" || exit 99
            shift; disk=$1; shift
            \"$@\"; code=$?
            ls -A \"$disk\"; exit $code";
        let mut command = convert(&project.folder(), &disk.join("out"), &["-q"]);
        command.stderr(Stdio::null());
        let mut outer = Command::new("unshare");
        outer.args(["-m", "sh", "-c", script, "sh", size]).arg(&disk).arg(command.get_program());
        match outer.args(command.get_args()).output() {
            Ok(output) if output.status.code() == Some(2) => {
                let left = String::from_utf8(output.stdout).unwrap();
                assert_eq!(left, "", "left on the full disk");
                Some(String::from_utf8(output.stderr).unwrap())
            }
            Ok(output) if matches!(output.status.code(), Some(0 | 1)) => panic!("it fitted on {size}"),
            other => {
                eprintln!("skipped: no disk of our own can be mounted ({other:?})");
                None
            }
        }
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_half_written_is_removed() {
        // Too small for the data, for the findings, for the very first file.
        for size in ["1m", "200k", "8k"] {
            let records = "0001,ランダムでない氏名,S550401,架空荘\r\n0002,\u{0}A,S550401,\r\n".repeat(15_000);
            let project = Project::of(records).source("charset = \"utf-8\"");
            let Some(message) = run_on_a_disk_of(size, &project) else { return };
            says(&message, &["no space left"]);
        }
    }

    /// A project whose first input waits, so that something can happen to the second one; what the run said.
    fn while_it_runs(second: &[u8], change: impl FnOnce(&Path)) -> Run {
        let project = Project::new().file("input/b.csv", second);
        let pipe = project.path("input/a.csv");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let child = project.command(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut writer = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        // More than a header may have: the project is loaded when this is read, and the run waits for more.
        writer.write_all(&b"0001,A,S550401,\r\n".repeat(20_000)).unwrap();
        let partial = project.root.path().join(".out.utsushi-partial");
        for _ in 0..2_000 {
            if partial.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(partial.exists(), "the run did not begin");
        change(&project.path("input/b.csv"));
        drop(writer);
        let run = Run::of(child.wait_with_output().unwrap(), project.out());
        Run { root: Some(project.root), ..run }
    }

    #[test]
    fn a_pipe_and_a_file_are_read_one_after_the_other() {
        let run = while_it_runs(b"0002,A,S550401,\r\n", |_| {});
        // The pipe's records are one record many times, and are read twice.
        run.expect(0);
        assert!(run.findings().iter().all(|found| found.code == "DUP002"));
        assert_eq!(run.values("name").len(), 2);
        assert_eq!(run.manifest()["jobs"][0]["records"], 20_001);
    }

    #[track_caller]
    fn refused_for_a_change(run: &Run) {
        run.expect(2);
        says(&run.stderr, &["input/b.csv"]);
        assert!(!run.out.exists());
        sound::no_leftovers(&run.out);
    }

    #[test]
    fn a_file_replaced_between_its_header_and_its_turn_is_refused() {
        let run = while_it_runs(b"0002,A,S550401,\r\n", |file| {
            fs::remove_file(file).unwrap();
            fs::write(file, "\u{feff}0003,B,S550401,\r\n0004,B,S550401,\r\n").unwrap();
        });
        refused_for_a_change(&run);
    }

    #[test]
    fn a_file_removed_before_its_turn_is_refused() {
        let run = while_it_runs(b"0002,A,S550401,\r\n", |file| fs::remove_file(file).unwrap());
        refused_for_a_change(&run);
    }

    /// A run over some 40 MB that is stopped for a moment while it reads, and what then happened to its input.
    fn while_it_reads(change: impl FnOnce(&Path)) -> Option<Run> {
        let project =
            Project::of("0001,A,S550401,0123456789012345678901234567890123456789\r\n".repeat(700_000));
        let mut child = project
            .command(&["--progress", "json", "--threads", "1", "--memory", "192MiB"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut stderr = child.stderr.take().unwrap();
        let mut byte = [0];
        while !said.contains("\"progress\"") && stderr.read(&mut byte).unwrap() == 1 {
            said.push(char::from(byte[0]));
        }
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-STOP", &id]).status().unwrap().success());
        let ended = child.try_wait().unwrap().is_some();
        change(&project.path("input/a.csv"));
        assert!(ended || Command::new("kill").args(["-CONT", &id]).status().unwrap().success());
        stderr.read_to_string(&mut said).unwrap();
        let code = child.wait().unwrap().code();
        assert!(!said.contains("mistake in utsushi"), "{said}");
        let out = project.out();
        (!ended).then_some(Run { code, stdout: String::new(), stderr: said, out, root: Some(project.root) })
    }

    fn open(file: &Path) -> fs::File {
        fs::OpenOptions::new().append(true).open(file).unwrap()
    }

    #[test]
    fn a_file_that_shrinks_while_it_is_read_is_an_error_and_no_crash() {
        let Some(run) = while_it_reads(|file| open(file).set_len(30_000_000).unwrap()) else { return };
        run.expect(2);
        says(&run.stderr, &["input/a.csv", "while it was read"]);
        assert!(!run.out.exists());
        sound::no_leftovers(&run.out);
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_is_an_error() {
        let Some(run) = while_it_reads(|file| open(file).write_all(b"0002,A,S550401,\r\n").unwrap()) else {
            return;
        };
        run.expect(2);
        says(&run.stderr, &["input/a.csv", "grew while it was read"]);
        assert!(!run.out.exists());
        sound::no_leftovers(&run.out);
    }
}
