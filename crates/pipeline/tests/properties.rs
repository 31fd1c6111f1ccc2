//! What must hold of a run whatever the input: the account closes, threads and memory make no difference, and a run
//! that fails leaves nothing.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use utsushi_findings::Problems;
use utsushi_layout::Library;
use utsushi_pipeline::{Observer, Options, Outcome, Project, convert};
use utsushi_store::MemoryBudget;

struct Silent;

impl Observer for Silent {
    fn job(&self, _: &str, _: Option<u64>) {}
    fn progress(&self, _: u64, _: u64) {}
    fn job_done(&self) {}
}

/// A project of three fields feeding both standard files.
fn project(folder: &Path, input: &[u8]) {
    let write = |name: &str, text: &[u8]| std::fs::write(folder.join(name), text).unwrap();
    write(
        "migration.toml",
        br#"
[municipality]
code = "990001"
name = "test"
[standard]
name = "chukan-2.7"
[[job]]
name = "juki"
source = "source.toml"
files = ["in*.csv"]
[[job.target]]
file = "01.resident"
mapping = "resident.toml"
[[job.target]]
file = "01.koseki_display"
mapping = "koseki.toml"
when = 'b is not blank'
"#,
    );
    write("source.toml", b"format = 'csv'\ncharset = 'cp932'\nfields = ['a', 'b', 'c']\n");
    write(
        "resident.toml",
        "[item]\naddress_number = { from = 'a' }\nname = { from = 'b' }\nbirth_date = { from = 'c', steps = ['wareki'] }\n"
            .as_bytes(),
    );
    write(
        "koseki.toml",
        b"[item]\naddress_number = { from = 'a', steps = ['trim'] }\nkoseki_place = { from = 'b' }\n",
    );
    write("in1.csv", input);
}

fn run(
    folder: &Path,
    out: &Path,
    threads: usize,
    memory: &str,
    disk: Option<u64>,
) -> Result<Outcome, Problems> {
    let project = Project::load(folder, &Library::Embedded, &[])?;
    let cancelled = AtomicBool::new(false);
    let options = Options {
        out: out.to_owned(),
        overwrite: false,
        check_only: false,
        resume: false,
        memory: MemoryBudget::parse(memory)?,
        cancelled: &cancelled,
        reports: &|_, _| Ok(Vec::new()),
        disk_limit: disk,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| convert(&project, &options, &Silent))
}

/// Every file of a folder, but for the one with the clock.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "run.json" {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn lines() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        "[0-9]{0,6}".prop_map(String::into_bytes),
        "[12]".prop_map(String::into_bytes),
        Just("日本".as_bytes().to_vec()),
        Just(b"\x93\xfa\x96\x7b".to_vec()),
        Just(b"S550401".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    let line = proptest::collection::vec(field, 1..5).prop_map(|fields| fields.join(&b","[..]));
    proptest::collection::vec(line, 0..40).prop_map(|lines| lines.join(&b"\r\n"[..]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_the_bytes_every_record_is_accounted_for(
        input in lines(),
        policy in prop::sample::select(vec![
            "off", "exact", "first", "last", "newest(birth_date)", "most-complete", "none",
        ]),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("project");
        std::fs::create_dir(&folder).unwrap();
        project(&folder, &input);
        let toml = folder.join("migration.toml");
        let text = std::fs::read_to_string(&toml).unwrap();
        std::fs::write(&toml, format!("{text}[cleanse.files]\n\"01.resident\" = \"{policy}\"\n")).unwrap();
        let out = dir.path().join("out");
        let outcome = run(&folder, &out, 2, "384MiB", None).unwrap();
        for job in &outcome.manifest.jobs {
            prop_assert_eq!(job.records, job.routed + job.unrouted + job.broken);
            prop_assert!(job.targets.iter().all(|account| account.closes(job.records)));
            let read = &job.inputs[0];
            prop_assert_eq!(read.record_bytes.unwrap() + read.framing_bytes.unwrap(), input.len() as u64);
        }
        let rows = std::fs::read(out.join("data/01_juki/resident.csv")).unwrap();
        let rows = csv::Reader::from_reader(&*rows).into_records().filter_map(Result::ok).count() as u64;
        prop_assert_eq!(rows, outcome.manifest.jobs[0].targets[0].written);
        let again = dir.path().join("again");
        run(&folder, &again, 1, "192MiB", None).unwrap();
        prop_assert!(contents(&out) == contents(&again));
    }
}

/// Enough records for several rounds, some of them wrong.
fn many(records: usize) -> Vec<u8> {
    let mut input = Vec::new();
    for record in 0..records {
        let wrong = if record % 97 == 0 { ",too,many" } else { "" };
        let date = if record % 31 == 0 { "S200229" } else { "S550401" };
        input
            .extend_from_slice(format!("{record},{},{date}{wrong}\r\n", "x".repeat(record % 200)).as_bytes());
    }
    input
}

#[test]
fn threads_and_memory_make_no_difference() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("project");
    std::fs::create_dir(&folder).unwrap();
    project(&folder, &many(120_000));
    run(&folder, &dir.path().join("1"), 1, "192MiB", None).unwrap();
    for (name, threads, memory) in [("2", 2, "384MiB"), ("3", 5, "2GiB")] {
        run(&folder, &dir.path().join(name), threads, memory, None).unwrap();
        assert!(
            contents(&dir.path().join("1")) == contents(&dir.path().join(name)),
            "{threads} threads, {memory}"
        );
    }
}

#[test]
fn a_full_disk_is_a_clear_problem_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("project");
    std::fs::create_dir(&folder).unwrap();
    project(&folder, &many(20_000));
    let out = dir.path().join("place/out");
    for limit in [0, 10, 1_000, 100_000, 1_000_000] {
        let said = run(&folder, &out, 2, "384MiB", Some(limit)).unwrap_err().to_string();
        assert!(said.contains("no space left"), "{limit}: {said}");
        assert!(!dir.path().join("place").exists(), "{limit} bytes left something behind");
    }
    run(&folder, &out, 2, "384MiB", None).unwrap();
}
