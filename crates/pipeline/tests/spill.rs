//! What is left when a run ends in the middle of writing fingerprints to scratch.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tempfile::TempDir;
use utsushi_findings::Lang;
use utsushi_layout::Library;
use utsushi_pipeline::{Observer, Options, Pass, Project, convert};
use utsushi_store::MemoryBudget;

/// Tells the test of this name that it is the process to be killed.
const CHILD: &str = "UTSUSHI_TEST_KILLED_WHILE_SPILLING";

/// So little that the fingerprints of every chunk go to scratch.
const LITTLE: u64 = 1 << 20;

/// A project of several chunks, where every twentieth record comes twice and every thirtieth once more with another name.
fn project() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("project");
    fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write(
        "migration.toml",
        "lang = 'en'\n[municipality]\ncode = '990001'\nname = '架空市'\n[standard]\nname = 'chukan-2.7'\n\
         [cleanse.files]\n'01.resident' = 'last'\n[[job]]\nname = 'juki'\nsource = 'source.toml'\nfiles = ['a.csv']\n\
         [[job.target]]\nfile = '01.resident'\nmapping = 'mapping.toml'\n",
    );
    write("source.toml", "format = 'csv'\ncharset = 'utf-8'\nfields = ['番号', '氏名', '予備']\n");
    write(
        "mapping.toml",
        "[item]\naddress_number = { from = '番号', steps = ['trim'] }\nname = { from = '氏名' }\n",
    );
    let spare = "x".repeat(200);
    let mut lines = String::new();
    for number in 0..25_000 {
        writeln!(lines, "{number:015},架空　太郎,{spare}").unwrap();
        if number % 20 == 0 {
            writeln!(lines, "{:015},架空　太郎,{spare}", number / 2).unwrap();
        }
        if number % 30 == 0 {
            writeln!(lines, "{number:015},架空　花子,{spare}").unwrap();
        }
    }
    write("a.csv", &lines);
    root
}

/// Looks on, and kills the process once fingerprints stand in scratch where it is to.
#[derive(Default)]
struct Watch {
    kill: Option<PathBuf>,
    passes: AtomicU64,
}

impl Observer for Watch {
    fn job(&self, _: &str, _: Option<u64>) {}
    fn progress(&self, _: u64, _: u64) {}
    fn job_done(&self) {}

    fn pass(&self, pass: Pass, _: Option<u64>) {
        self.passes.fetch_add(u64::from(pass == Pass::Keys), Ordering::Relaxed);
    }

    fn pass_progress(&self, _: u64) {
        if let Some(root) = &self.kill
            && files(root).keys().any(|name| name.ends_with("/fingerprints"))
        {
            let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
        }
    }
}

fn run(root: &Path, memory: u64, disk_limit: Option<u64>, kill: bool) -> Result<(), String> {
    let project = Project::load(&root.join("project"), &Library::Embedded, &[]).unwrap();
    let watch = Watch { kill: kill.then(|| root.to_owned()), ..Watch::default() };
    let cancelled = AtomicBool::new(false);
    let options = Options {
        out: root.join("out"),
        overwrite: false,
        check_only: false,
        resume: false,
        memory: MemoryBudget::too_small(memory),
        cancelled: &cancelled,
        reports: &|_, _| Ok(Vec::new()),
        disk_limit,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let done = pool.install(|| convert(&project, &options, &watch));
    assert_eq!(watch.passes.load(Ordering::Relaxed), 1);
    let said = |problem: &utsushi_findings::Problem| problem.render(Lang::En);
    done.map(|_| ()).map_err(|problems| problems.iter().map(said).collect())
}

/// Every file under a folder, but for the input and the one with the clock.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if name.starts_with("project") || name.ends_with("run.json") {
                continue;
            }
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => drop(found.insert(name, fs::read(entry.path()).unwrap_or_default())),
            }
        }
    }
    found
}

/// What a run leaves that nobody stops and that needs no scratch.
fn expected(root: &Path) -> BTreeMap<String, Vec<u8>> {
    run(root, 384 << 20, None, false).unwrap();
    let expected = files(root);
    fs::remove_dir_all(root.join("out")).unwrap();
    expected
}

#[test]
fn killed_while_spilling() {
    if let Some(root) = std::env::var_os(CHILD) {
        run(Path::new(&root), LITTLE, None, true).unwrap();
        return;
    }
    let root = project();
    let root = root.path();
    let expected = expected(root);
    let mut child = Command::new(std::env::current_exe().unwrap());
    let status = child.args(["--exact", "killed_while_spilling"]).env(CHILD, root).output().unwrap().status;
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9));
    assert!(!root.join("out").exists(), "something looks finished");
    run(root, LITTLE, None, false).unwrap();
    assert!(files(root) == expected, "the next run left other files than one that nobody stopped");
}

#[test]
fn a_disk_that_fills_while_fingerprints_spill_is_told_and_leaves_nothing() {
    let root = project();
    let root = root.path();
    let expected = expected(root);
    let said = run(root, LITTLE, Some(200_000), false).unwrap_err();
    assert!(said.contains("no space left") && said.contains("fingerprints"), "{said}");
    assert!(!root.join("out").exists(), "something looks finished");
    assert_eq!(files(root).len(), 0, "{:?}", files(root).keys());
    run(root, LITTLE, None, false).unwrap();
    assert!(files(root) == expected, "the next run left other files");
}
