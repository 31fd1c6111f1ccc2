//! `resume`: whatever stopped a run, one that goes on behind its finished jobs gives the same bytes; and what has changed
//! runs again, with its reason said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use utsushi_findings::{Lang, Problems};
use utsushi_layout::{Library, Masking};
use utsushi_pipeline::{Observer, Options, Project, Resumed, convert};
use utsushi_store::MemoryBudget;

/// Stops the run when this job begins, and remembers what was resumed.
#[derive(Default)]
struct Watch {
    stop_at: Option<String>,
    cancelled: AtomicBool,
    resumed: Mutex<Option<Resumed>>,
}

impl Observer for Watch {
    fn resumed(&self, found: &Resumed) {
        *self.resumed.lock().unwrap() = Some(found.clone());
    }
    fn job(&self, name: &str, _: Option<u64>) {
        if self.stop_at.as_deref() == Some(name) {
            self.cancelled.store(true, Ordering::Relaxed);
        }
    }
    fn progress(&self, _: u64, _: u64) {}
    fn job_done(&self) {}
}

#[derive(Clone)]
struct How {
    resume: bool,
    threads: usize,
    memory: &'static str,
    stop_at: Option<&'static str>,
    check_only: bool,
    unmask: bool,
    disk: Option<u64>,
}

const PLAIN: How = How {
    resume: false,
    threads: 2,
    memory: "384MiB",
    stop_at: None,
    check_only: false,
    unmask: false,
    disk: None,
};

const RESUME: How = How { resume: true, ..PLAIN };

fn stopped(at: &'static str) -> How {
    How { stop_at: Some(at), ..PLAIN }
}

struct City {
    root: TempDir,
    folder: PathBuf,
}

/// What a run with `resume` kept, and of the first job that it did not keep the name and the reason.
type Found = (Vec<String>, Option<(String, String)>);

impl City {
    fn of(folder: &str) -> City {
        City { root: tempfile::tempdir().unwrap(), folder: PathBuf::from(folder) }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn partial(&self) -> PathBuf {
        self.root.path().join(".out.utsushi-partial")
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), bytes).unwrap();
    }

    fn run_into(&self, out: &Path, how: &How) -> Result<Found, String> {
        let said = |problems: Problems| {
            problems.iter().map(|problem| problem.render(Lang::En)).collect::<Vec<_>>().join("\n")
        };
        let mut project = Project::load(&self.folder, &Library::Embedded, &[]).map_err(said)?;
        if how.unmask {
            project.set_masking(Masking::Off);
        }
        let watch = Watch { stop_at: how.stop_at.map(str::to_owned), ..Watch::default() };
        let options = Options {
            out: out.to_owned(),
            overwrite: false,
            check_only: how.check_only,
            resume: how.resume,
            memory: MemoryBudget::parse(how.memory).unwrap(),
            cancelled: &watch.cancelled,
            reports: &|_, _| Ok(Vec::new()),
            disk_limit: how.disk,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(how.threads).build().unwrap();
        pool.install(|| convert(&project, &options, &watch)).map_err(said)?;
        let found = watch.resumed.into_inner().unwrap();
        assert_eq!(found.is_some(), how.resume);
        let found = found.unwrap_or_default();
        Ok((found.kept, found.again.map(|(job, why)| (job, why.render(Lang::En)))))
    }

    fn run(&self, how: &How) -> Result<Found, String> {
        self.run_into(&self.out(), how)
    }

    /// What a run that nobody stops writes.
    fn whole(&self, how: &How) -> BTreeMap<String, Vec<u8>> {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        self.run_into(&out, &How { resume: false, stop_at: None, disk: None, ..how.clone() }).unwrap();
        contents(&out)
    }

    /// Runs to the end, compares with a run that nobody stopped, and takes the run away.
    #[track_caller]
    fn resumes(&self, how: &How) -> Found {
        let found = self.run(how).unwrap();
        let (mut all, mut expected) = (contents(&self.out()), self.whole(how));
        for name in expected.keys().chain(all.keys()) {
            assert!(all.get(name) == expected.get(name), "{name} is another");
        }
        all.clear();
        expected.clear();
        assert_eq!(names(self.root.path()).iter().filter(|name| name.starts_with(".out")).count(), 0);
        let run = fs::read_to_string(self.out().join("run.json")).unwrap();
        assert_eq!(run.matches("\"kept\": true").count(), found.0.len());
        fs::remove_dir_all(self.out()).unwrap();
        found
    }
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Every file of a folder, but for the one with the clock.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "run.json" {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// Four jobs: the first and the third feed one file, with keys that stand in both; the second and the fourth refer to it.
/// Every job has records that are rejected and values that are wrong; the first has several chunks.
fn four_jobs() -> City {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("project");
    fs::create_dir(&folder).unwrap();
    let city = City { root, folder };
    let job = |name: &str, file: &str| {
        format!(
            "[[job]]\nname = '{name}'\nsource = 'source.toml'\nfiles = ['{name}*.csv']\n\
             [[job.target]]\nfile = '{file}'\nmapping = '{name}.toml'\n"
        )
    };
    let jobs = [
        job("first", "01.resident"),
        job("second", "01.koseki_display"),
        job("third", "01.resident"),
        job("fourth", "01.household"),
    ];
    let head = "[municipality]\ncode = '990001'\nname = 'test'\n[standard]\nname = 'chukan-2.7'\n";
    city.write("migration.toml", format!("{head}{}", jobs.concat()));
    city.write("source.toml", "format = 'csv'\ncharset = 'utf-8'\nfields = ['a', 'b', 'c']\n");
    let resident = "[item]\naddress_number = { from = 'a' }\nhousehold_number = { from = 'a' }\nname = { from = 'b' }\n\
         birth_date = { from = 'c', steps = ['wareki'] }\n";
    city.write("first.toml", resident);
    city.write("third.toml", resident);
    city.write("second.toml", "[item]\naddress_number = { from = 'a' }\nkoseki_place = { from = 'b' }\n");
    city.write("fourth.toml", "[item]\nhousehold_number = { from = 'a' }\n");
    let filler = "架空市架空町大字架空字架空".repeat(4);
    let rows = |from: u32, to: u32, filler: &str| {
        let row = |n: u32| match n % 100 {
            7 => format!("{n:08},山田{filler}\r\n"),
            8 => ",山田,S550401\r\n".to_owned(),
            9 => format!("{n:08},山田,S559901\r\n"),
            _ => format!("{n:08},山田{filler},S550401\r\n"),
        };
        (from..to).map(row).collect::<String>()
    };
    city.write("first.csv", rows(1, 9_000, &filler));
    city.write("second.csv", rows(50, 400, ""));
    city.write("third1.csv", rows(8_900, 9_200, ""));
    city.write("third2.csv", rows(1, 40, ""));
    city.write("fourth.csv", rows(8_000, 9_500, ""));
    city
}

#[test]
fn wherever_a_run_is_stopped_the_one_that_resumes_gives_the_same_bytes() {
    let city = four_jobs();
    for (count, at) in ["first", "second", "third", "fourth"].into_iter().enumerate() {
        for (threads, other) in [(1, 2), (2, 1)] {
            let said = city.run(&How { threads, ..stopped(at) }).unwrap_err();
            assert!(said.contains("cancelled"), "{said}");
            assert!(!city.out().exists());
            assert_eq!(said.contains("--resume"), count > 0, "{said}");
            assert_eq!(city.partial().exists(), count > 0, "only finished jobs are kept");
            if count > 0 {
                assert!(
                    said.contains(&format!("{count} of 4 jobs")) && said.contains("personal data"),
                    "{said}"
                );
            }
            let memory = if threads == 1 { "192MiB" } else { "1GiB" };
            let found = city.resumes(&How { threads: other, memory, ..RESUME });
            assert_eq!((found.0.len(), found.1), (count, None));
        }
    }
}

#[test]
fn the_project_of_these_tests_has_what_is_hard_to_resume() {
    let city = four_jobs();
    city.run(&PLAIN).unwrap();
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(city.out().join("manifest.json")).unwrap()).unwrap();
    let codes = manifest["findings"]["codes"].as_object().unwrap();
    // Keys in two jobs, references from one job into another, rows of a kept job that others refer to.
    for code in ["DUP001", "REF001", "FMT001"] {
        assert!(codes.contains_key(code), "{code} is not among {codes:?}");
    }
    assert!(
        manifest["jobs"].as_array().unwrap().iter().all(|job| job["rejected_records"].as_u64() > Some(0))
    );
    assert!(fs::metadata(city.folder.join("first.csv")).unwrap().len() > 1 << 20, "several chunks");
}

#[test]
fn a_resumed_run_that_is_stopped_too_is_resumed_again() {
    let city = four_jobs();
    city.run(&stopped("second")).unwrap_err();
    let said = city.run(&How { resume: true, ..stopped("fourth") }).unwrap_err();
    assert!(said.contains("3 of 4 jobs"), "{said}");
    // Stopped again before anything new is finished: what was kept is still there.
    city.run(&How { resume: true, ..stopped("first") }).unwrap_err();
    assert_eq!(city.resumes(&RESUME).0, ["first", "second", "third"]);
}

#[test]
fn a_run_that_does_not_resume_clears_what_was_left_and_nothing_left_is_no_obstacle() {
    let city = four_jobs();
    assert_eq!(city.resumes(&RESUME), (Vec::new(), None));
    city.run(&stopped("third")).unwrap_err();
    city.resumes(&PLAIN);
    city.run(&stopped("third")).unwrap_err();
    city.run(&stopped("first")).unwrap_err();
    assert!(!city.partial().exists());
}

/// Stops the run in its last job, changes something, and says what was kept.
/// Duplicates are not looked for: else jobs that feed one file rest on each other.
#[track_caller]
fn changed(how: &How, change: impl FnOnce(&City)) -> Found {
    let city = four_jobs();
    let settings = city.folder.join("migration.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replacen("[[job]]", "[cleanse]\nduplicates = \"off\"\n\n[[job]]", 1)).unwrap();
    city.run(&stopped("fourth")).unwrap_err();
    change(&city);
    city.resumes(how)
}

fn again(job: &str, why: &str) -> Option<(String, String)> {
    Some((job.to_owned(), why.to_owned()))
}

#[test]
fn where_duplicates_are_looked_for_a_job_rests_on_the_others_that_feed_its_file() {
    let city = four_jobs();
    city.run(&stopped("fourth")).unwrap_err();
    city.write("third3.csv", "00000001,山田,S550401\r\n");
    assert_eq!(city.resumes(&RESUME), (Vec::new(), again("first", "third3.csv (third) is new")));
}

#[test]
fn what_has_changed_runs_again_from_there_and_the_reason_is_said() {
    let input = changed(&RESUME, |city| {
        // Of the same size; and the time proves nothing either.
        let path = city.folder.join("second.csv");
        let text = fs::read_to_string(&path).unwrap().replacen("山田", "山本", 1);
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, text).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    });
    assert_eq!(input, (vec!["first".to_owned()], again("second", "second.csv changed")));
    let more = changed(&RESUME, |city| city.write("third3.csv", "00000001,山田,S550401\r\n"));
    assert_eq!((more.0.len(), more.1), (2, again("third", "third3.csv is new")));
    let mapping = changed(&RESUME, |city| {
        let steps = "steps = ['trim', 'wareki']";
        let text = fs::read_to_string(city.folder.join("third.toml")).unwrap();
        city.write("third.toml", text.replace("steps = ['wareki']", steps));
    });
    assert_eq!((mapping.0.len(), mapping.1), (2, again("third", "third.toml changed")));
    let project = changed(&RESUME, |city| {
        let text = fs::read_to_string(city.folder.join("migration.toml")).unwrap();
        city.write("migration.toml", format!("lang = 'en'\n{text}"));
    });
    assert_eq!(project, (Vec::new(), again("first", "migration.toml changed")));
    // The last job feeds one item more: rules over many rows may run that did not.
    let mapped = changed(&RESUME, |city| {
        city.write(
            "fourth.toml",
            "[item]\nhousehold_number = { from = 'a' }\nhousehold_head_name = { from = 'b' }\n",
        );
    });
    assert_eq!(mapped, (Vec::new(), again("first", "the mappings of the project feed other items")));
    let unmask = changed(&How { unmask: true, ..RESUME }, |_| {});
    assert_eq!(unmask, (Vec::new(), again("first", "--unmask is set otherwise")));
    let check = changed(&How { check_only: true, ..RESUME }, |_| {});
    assert_eq!(check, (Vec::new(), again("first", "--check-only is set otherwise")));
    let last = changed(&RESUME, |city| city.write("fourth.csv", "00000001,山田,S550401\r\n"));
    assert_eq!((last.0.len(), last.1), (3, None), "the last job has not been finished");
}

#[test]
fn what_was_damaged_is_not_kept_nor_what_stands_behind_it() {
    let log = |job: usize| format!(".scratch/job-log-{job}");
    let torn = changed(&RESUME, |city| {
        let path = city.partial().join(log(1));
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    });
    assert_eq!(torn, (vec!["first".to_owned()], again("second", "its log is damaged")));
    let gone = changed(&RESUME, |city| fs::remove_file(city.partial().join(log(0))).unwrap());
    assert_eq!(gone, (Vec::new(), None));
    for (file, job, kept) in [
        ("data/01_juki/koseki_display.csv", "second", 1),
        ("trace/01_juki/resident.parquet", "third", 2),
        ("rejects/first.csv", "first", 0),
    ] {
        let tampered = changed(&RESUME, |city| {
            let path = city.partial().join(file);
            let mut bytes = fs::read(&path).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            fs::write(&path, bytes).unwrap();
        });
        assert_eq!(
            (tampered.0.len(), tampered.1),
            (kept, again(job, &format!("{file} is not as it was written")))
        );
    }
}

#[test]
fn a_disk_that_fills_leaves_the_finished_jobs_and_no_more() {
    let city = four_jobs();
    let (mut kept, mut too_small, mut enough) = (0, 0u64, 16 << 20);
    // Half the way each time, so that the last runs fail where there is nearly enough.
    while enough - too_small > 2_000 {
        let limit = (too_small + enough) / 2;
        let Err(said) = city.run(&How { disk: Some(limit), ..PLAIN }) else {
            fs::remove_dir_all(city.out()).unwrap();
            enough = limit;
            continue;
        };
        too_small = limit;
        assert!(said.contains("no space left"), "{said}");
        assert_eq!(said.contains("--resume"), city.partial().exists(), "{said}");
        if city.partial().exists() {
            // Half-written files are gone: the space is free again.
            assert!(!city.partial().join("findings.parquet").exists());
            let found = city.resumes(&RESUME);
            assert!(!found.0.is_empty() && found.1.is_none());
            kept = kept.max(found.0.len());
        }
    }
    assert_eq!(kept, 3, "no run failed in its last job");
}

#[test]
fn findings_alone_are_resumed_too() {
    let city = four_jobs();
    city.run(&How { check_only: true, ..stopped("fourth") }).unwrap_err();
    let found = city.resumes(&How { check_only: true, ..RESUME });
    assert_eq!((found.0.len(), found.1), (3, None));
}

#[test]
fn the_whole_register_of_a_city_is_resumed() {
    let city = City::of(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/juki-cp932-csv"));
    let project = Project::load(&city.folder, &Library::Embedded, &[]).unwrap();
    let names: Vec<&'static str> = project.jobs.iter().map(|job| &*job.name.clone().leak()).collect();
    for count in [9, names.len() - 1] {
        for unmask in [false, true] {
            city.run(&How { unmask, ..stopped(names[count]) }).unwrap_err();
            let found = city.resumes(&How { unmask, threads: 1, ..RESUME });
            assert_eq!((found.0.len(), found.1), (count, None));
        }
    }
}
