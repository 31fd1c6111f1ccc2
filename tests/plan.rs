//! `utsushi plan`: how long and how much room, and whether that will do.

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{Project, Run, city, utsushi};

fn plan(project: &Path, out: &Path, arguments: &[&str]) -> Run {
    let mut command = utsushi();
    command.args(["plan", "--progress", "never"]).arg(project).arg("--out").arg(out).args(arguments);
    Run::of(command.output().unwrap(), out.to_owned())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stdout))
}

#[test]
fn without_a_history_the_largest_job_is_measured_and_nothing_is_left() {
    let root = tempfile::tempdir().unwrap();
    let (project, out) = (root.path().join("city"), root.path().join("place/out"));
    city(&project, 2_000, 1);
    let run = plan(&project, &out, &["--json"]);
    run.expect(0);
    let told = json(&run);
    let bytes = told["forecast"]["rests_on"]["measured_bytes"].as_u64().unwrap();
    let job = &told["forecast"]["jobs"][0];
    assert_eq!(job["bytes"], bytes, "the job is short enough to be measured whole");
    assert!(
        job["time"]["seconds"].as_f64().unwrap() > 0.0
            && told["forecast"]["verify"]["seconds"].as_f64().unwrap() > 0.0
    );
    assert!(
        told["forecast"]["disk"]["peak_bytes"].as_u64().unwrap()
            >= told["forecast"]["disk"]["output_bytes"].as_u64().unwrap()
    );
    assert!(told["free_bytes"].as_u64().unwrap() > 0);
    assert!(!root.path().join("place").exists() && !project.join("rehearsals").exists());

    let late = plan(&project, &out, &["--window", "1s"]);
    if late.code == Some(1) {
        assert!(late.stdout.contains("fit into 1.00 s"), "{}", late.stdout);
    }
}

#[test]
fn a_history_is_scaled_by_the_bytes_and_a_window_too_short_is_no_yes() {
    let project = Project::of_records(&[support::GOOD]);
    let mut rehearse = utsushi();
    assert!(
        rehearse
            .args(["rehearse", "--quiet"])
            .arg(project.folder())
            .output()
            .unwrap()
            .status
            .code()
            .is_some()
    );
    let history = project.path("rehearsals");
    let entry = fs::read_dir(&history).unwrap().map(|entry| entry.unwrap().path());
    let entry = entry.into_iter().find(|path| path.extension().is_some_and(|ext| ext == "json")).unwrap();
    // The same machine, an input a thousand times as long, and an hour.
    let mut told: Value = serde_json::from_slice(&fs::read(&entry).unwrap()).unwrap();
    let bytes = told["jobs"][0]["bytes"].as_u64().unwrap();
    told["jobs"][0]["bytes"] = (bytes * 1_000).into();
    told["disk"]["input_bytes"] = (bytes * 1_000).into();
    told["jobs"][0]["seconds"] = 3_600_000.0.into();
    told["seconds"]["convert"] = 3_600_000.0.into();
    told["seconds"]["verify"] = 0.0.into();
    fs::write(&entry, told.to_string()).unwrap();

    let run = plan(&project.folder(), &project.out(), &["--json", "--window", "8h"]);
    run.expect(0);
    let told = json(&run);
    assert_eq!(told["forecast"]["rests_on"]["rehearsals"], serde_json::json!([1]));
    let seconds = told["forecast"]["total"]["seconds"].as_f64().unwrap();
    assert!((seconds - 3_600.0).abs() < 0.001, "{seconds}");
    let short = plan(&project.folder(), &project.out(), &["--window", "59m"]);
    short.expect(1);
    assert!(short.stdout.contains("does not fit into 59 min 00 s"), "{}", short.stdout);

    // A disk that is too small.
    let mut told: Value = serde_json::from_slice(&fs::read(&entry).unwrap()).unwrap();
    told["disk"]["peak_bytes"] = (u64::MAX / 2).into();
    fs::write(&entry, told.to_string()).unwrap();
    let full = plan(&project.folder(), &project.out(), &[]);
    full.expect(1);
    assert!(full.stdout.contains("not enough room"), "{}", full.stdout);
}

#[test]
fn where_there_is_nothing_to_measure_that_is_said() {
    let project = Project::of("");
    let run = plan(&project.folder(), &project.out(), &[]);
    run.expect(2);
    assert!(run.stderr.contains("nothing to measure"), "{}", run.stderr);
    assert!(!project.out().exists());
}
