//! Same input, same output bytes (all but `run.json`), whatever the threads, the memory, or the way of reading; and
//! whatever the bytes are, a run closes its account or says why it could not.

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use support::{Project, Run, city, convert, copy, sound};

/// A city of 15,000 records in several chunks; the sample's defects stand at its front, in its middle and at its end.
struct City {
    root: tempfile::TempDir,
    bytes: Vec<u8>,
    digests: BTreeMap<String, String>,
}

impl City {
    fn project(&self) -> PathBuf {
        self.root.path().join("city")
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

fn the_city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("city");
        city(&project, 12_000, 7);
        let input = project.join("input/JUKI01.csv");
        let made = fs::read(&input).unwrap();
        let made = lines(&made);
        let sample =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/juki-one-file/input/JUKI01.csv");
        let sample = fs::read(sample).unwrap();
        let dirty = lines(&sample)[1..].concat();
        let (first, second) = made[1..].split_at(6_000);
        let bytes = [made[0], &dirty, &first.concat(), &dirty, &second.concat(), &dirty].concat();
        fs::write(&input, &bytes).unwrap();
        let out = root.path().join("out");
        // The reference: one thread, the least memory.
        let run = Run::of(
            convert(&project, &out, &["--threads", "1", "--memory", "192MiB"]).output().unwrap(),
            out.clone(),
        );
        run.expect(1);
        sound::check(&out, &project);
        assert!(bytes.len() > 5 << 20, "several chunks");
        City { root, bytes, digests: sound::digests(&out) }
    })
}

/// Digests of a run of the city, in a folder of its own.
fn run(project: &Path, arguments: &[&str], input: Stdio) -> (tempfile::TempDir, BTreeMap<String, String>) {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let child = convert(project, &out, arguments).stdin(input).output().unwrap();
    Run::of(child, out.clone()).expect(1);
    let digests = sound::digests(&out);
    (root, digests)
}

#[test]
fn threads_and_memory_change_no_byte() {
    for arguments in [
        ["--threads", "2", "--memory", "192MiB"],
        ["--threads", "3", "--memory", "1GiB"],
        ["--threads", "1", "--memory", "1GiB"],
    ] {
        let (_root, digests) = run(&the_city().project(), &arguments, Stdio::null());
        assert_eq!(digests, the_city().digests, "{arguments:?}");
    }
}

#[test]
fn progress_language_and_verbosity_change_no_byte() {
    let arguments = ["--progress", "json", "-v"];
    let (_root, digests) = run(&the_city().project(), &arguments, Stdio::null());
    assert_eq!(digests, the_city().digests);
}

#[test]
fn replacing_an_earlier_run_gives_the_same_bytes() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    copy(&the_city().out(), &out);
    Run::of(convert(&the_city().project(), &out, &["--overwrite"]).output().unwrap(), out.clone()).expect(1);
    assert_eq!(sound::digests(&out), the_city().digests);
}

/// A copy of the city's project that reads other files.
fn reading(files: &str, parts: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let project = root.path().join("city");
    copy(&the_city().project(), &project);
    fs::remove_file(project.join("input/JUKI01.csv")).unwrap();
    for (name, bytes) in parts {
        fs::write(project.join("input").join(name), bytes).unwrap();
    }
    let settings = fs::read_to_string(project.join("migration.toml")).unwrap();
    assert!(settings.contains("\"input/JUKI01*.csv\""));
    fs::write(project.join("migration.toml"), settings.replace("\"input/JUKI01*.csv\"", files)).unwrap();
    root
}

/// Rows of a table without its columns of this name.
fn without(path: &Path, left_out: &[&str]) -> Vec<Vec<Option<String>>> {
    let (columns, rows) = sound::parquet_table(path);
    let keep = |row: Vec<Option<String>>| {
        columns
            .iter()
            .zip(row)
            .filter(|(name, _)| !left_out.contains(&name.as_str()))
            .map(|(_, cell)| cell)
            .collect()
    };
    rows.into_iter().map(keep).collect()
}

/// The rows are the same byte for byte; in Parquet, where pages end depends on the chunks.
fn same_csv(out: &Path) {
    let digests = sound::digests(out);
    for (name, digest) in
        the_city().digests.iter().filter(|(name, _)| name.starts_with("data/") && name.ends_with(".csv"))
    {
        assert_eq!(digests.get(name), Some(digest), "{name}");
    }
}

/// Whether the message of a finding names the input of another row.
fn names_a_place(row: &[Option<String>]) -> bool {
    ["DUP001", "DUP002", "DUP003", "REF003", "REC015", "REC017"]
        .iter()
        .any(|code| row.contains(&Some((*code).into())))
}

#[test]
fn standard_input_gives_the_same_as_a_file() {
    let project = reading("\"-\"", &[]);
    // A file as standard input, and a pipe.
    let file = fs::File::open(the_city().project().join("input/JUKI01.csv")).unwrap();
    let (from_file, digests) = run(&project.path().join("city"), &[], file.into());
    let mut feeder = std::process::Command::new(if cfg!(windows) { "cmd" } else { "cat" });
    feeder.args(if cfg!(windows) { vec!["/c", "type"] } else { vec![] });
    let mut feeder =
        feeder.arg(the_city().project().join("input/JUKI01.csv")).stdout(Stdio::piped()).spawn().unwrap();
    let pipe = feeder.stdout.take().unwrap();
    let (_root, from_pipe) = run(&project.path().join("city"), &[], pipe.into());
    feeder.wait().unwrap();
    assert_eq!(digests, from_pipe);
    let out = from_file.path().join("out");
    sound::check(&out, &project.path().join("city"));
    same_csv(&out);
    for name in ["trace/01_juki/resident.parquet", "trace/01_juki/koseki_display.parquet", "findings.parquet"]
    {
        let rows = |out: &Path| {
            let rows = without(&out.join(name), &["input"]).into_iter();
            rows.filter(|row| !names_a_place(row)).collect::<Vec<_>>()
        };
        assert_eq!(rows(&out), rows(&the_city().out()), "{name}");
    }
    for name in ["rejects/juki.csv", "data/01_juki/resident.parquet"] {
        assert_eq!(digests[name], the_city().digests[name], "{name}");
    }
}

#[test]
fn a_split_export_gives_the_same_rows_as_the_whole() {
    let all = lines(&the_city().bytes);
    let (header, records) = all.split_first().unwrap();
    let (first, rest) = records.split_at(700);
    let (second, third) = rest.split_at(10_000);
    let part = |records: &[&[u8]]| [*header, &records.concat()].concat();
    let parts =
        [("JUKI01_1.csv", part(first)), ("JUKI01_2.csv", part(second)), ("JUKI01_3.csv", part(third))];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let project = reading("\"input/JUKI01*.csv\"", &parts);
    let (root, digests) = run(&project.path().join("city"), &["--memory", "192MiB"], Stdio::null());
    let out = root.path().join("out");
    sound::check(&out, &project.path().join("city"));
    same_csv(&out);
    assert_eq!(digests["rejects/juki.csv"], the_city().digests["rejects/juki.csv"]);
    let codes = |out: &Path| {
        let places = ["input", "record", "line", "offset"];
        let rows = without(&out.join("findings.parquet"), &places);
        // Blank lines are told once per file.
        rows.into_iter()
            .filter(|row| !row.contains(&Some("FMT005".into())) && !names_a_place(row))
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&out), codes(&the_city().out()));
}

/// Bytes that mean something to a reader of CSV, and all others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => "[0-9]{1,6},[A-Z]{0,4},S[0-9]{6},[a-z]{0,3}\r\n".prop_map(String::into_bytes),
        3 => prop::sample::select(vec![&b"\r\n"[..], b"\n", b"\r", b",", b"\"", b"\"\"", b"|", b"\\", b"\t", b"\x1a", b"\0", b"\xef\xbb\xbf"])
            .prop_map(<[u8]>::to_vec),
        2 => prop::sample::select(vec![&b"\x8eR\x93c"[..], b"\x83\x7c", b"\x95\x5c", b"\x81\x40", b"\x81", b"\xf0\x40", b"\xfd", b"\xb1\xde", b"\xfc"])
            .prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => (any::<u8>(), 100..3_000_usize).prop_map(|(byte, length)| vec![byte; length]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A source definition, not always one that fits the bytes.
fn source() -> impl Strategy<Value = String> {
    let of = |words: &'static [&'static str]| prop::sample::select(words.to_vec());
    (
        of(&["cp932", "utf-8"]),
        of(&[",", ",", "|", "\\\\", "tab", "1"]),
        of(&["when-needed", "always", "never"]),
        of(&["auto", "auto", "crlf", "lf", "cr"]),
        of(&["", "header = 1\nheader_names = \"ignore\"", "header = 2\nheader_names = \"ignore\"", "header = 1"]),
        of(&["", "", "multiline = true", "multiline = true\nmax_record = 40"]),
    )
        .prop_map(|(charset, delimiter, quote, line_end, header, multiline)| {
            let multiline = if quote == "never" { "" } else { multiline };
            format!(
                "charset = \"{charset}\"\ndelimiter = \"{delimiter}\"\nquote = \"{quote}\"\nline_end = \"{line_end}\"\n\
                 {header}\n{multiline}"
            )
        })
}

#[test]
fn whatever_the_bytes_a_run_closes_its_account_or_says_why_not() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let settings = prop::sample::select(vec![
        "",
        "[characters]\nunmapped = \"keep\"\n[policy]\nCHR005 = \"keep\"\nITM002 = \"keep\"",
        "[characters]\nunmapped = \"geta\"\n[delivery]\nencoding = \"cp932\"",
        "[characters]\nunmapped = \"keep\"\n[policy]\nCHR001 = \"blank\"\nCHR002 = \"blank\"\n[delivery]\nencoding = \"utf-16\"",
    ]);
    let outcome =
        TestRunner::new(config).run(&(bytes(), bytes(), source(), settings), |(a, b, source, settings)| {
            let project = Project::of(&a).file("input/b.csv", &b).source(&source).settings(settings);
            let run = project.run(&["--threads", "1"]);
            match run.code {
                Some(0 | 1) => sound::check(&run.out, &project.folder()),
                Some(2) => {
                    prop_assert!(!run.out.exists() && sound::leftovers(&run.out).is_empty());
                    prop_assert!(run.stderr.contains("input/"), "names no file: {}", run.stderr);
                    // Only what the header or the charset says can make a run of readable files impossible.
                    prop_assert!(
                        run.stderr.contains("header") || run.stderr.contains("UTF-8"),
                        "{}",
                        run.stderr
                    );
                }
                other => prop_assert!(false, "exit {other:?}: {}", run.stderr),
            }
            Ok(())
        });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
