//! A killed run leaves nothing that looks finished, and the next run clears what it left.
#![cfg(unix)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use support::{Run, city, convert, sound};

const KILLS: u32 = 100;

struct City {
    root: tempfile::TempDir,
    /// How long a whole run takes on this machine just now.
    time: Duration,
}

/// A city in several chunks, and the same with one resident less.
fn the_city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        city(&root.path().join("city"), 6_000, 3);
        let out = root.path().join("out");
        let begun = Instant::now();
        Run::of(convert(&root.path().join("city"), &out, &[]).output().unwrap(), out).expect(0);
        City { time: begun.elapsed(), root }
    })
}

fn project() -> PathBuf {
    the_city().root.path().join("city")
}

/// A run that nobody waits for, with no output.
fn start(out: &Path, arguments: &[&str]) -> Child {
    convert(&project(), out, arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, child: &Child) {
    // It may have ended by itself.
    let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
}

/// Moments from the very beginning of a run to a little behind its end; the same at every try.
fn moments(count: u32, seed: u64) -> impl Iterator<Item = Duration> {
    let mut state = seed;
    (0..count).map(move |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        the_city().time.mul_f64((state >> 40) as f64 / (1 << 24) as f64 * 1.1)
    })
}

/// Whether a whole run lies there; half a one is a failure.
#[track_caller]
fn whole(out: &Path) -> bool {
    if !out.exists() {
        return false;
    }
    let manifest = sound::manifest(out);
    let outputs = manifest["outputs"].as_array().unwrap();
    for output in outputs {
        let bytes = std::fs::read(out.join(output["path"].as_str().unwrap())).unwrap();
        assert_eq!(output["sha256"], sound::sha256(&bytes), "{output}");
    }
    assert_eq!(sound::files(out).len(), outputs.len() + 2);
    true
}

#[test]
fn a_kill_at_a_hundred_moments_leaves_nothing_that_looks_finished() {
    let root = tempfile::tempdir().unwrap();
    let (mut finished, mut left) = (0, 0);
    for (index, moment) in moments(KILLS, 11).enumerate() {
        // Every tenth begins anew; the others find what the ones before them left.
        let out = root.path().join(format!("out{}", index / 10));
        let mut child = start(&out, &[]);
        std::thread::sleep(moment);
        send("-KILL", &child);
        child.wait().unwrap();
        if whole(&out) {
            finished += 1;
            std::fs::remove_dir_all(&out).unwrap();
        } else {
            left += usize::from(!sound::leftovers(&out).is_empty());
        }
    }
    assert!(left >= KILLS as usize / 5, "only {left} kills met a run at work ({finished} had finished)");
    for index in 0..KILLS / 10 {
        let out = root.path().join(format!("out{index}"));
        Run::of(convert(&project(), &out, &[]).output().unwrap(), out.clone()).expect(0);
        assert!(whole(&out));
        if index == 0 {
            assert_eq!(sound::digests(&out), sound::digests(&the_city().root.path().join("out")));
        }
    }
    sound::no_leftovers(&root.path().join("out0"));
}

#[test]
fn a_kill_while_replacing_leaves_the_old_run_or_the_new_one() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    // The old run is another one: of the sample.
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/juki-one-file");
    let old_run =
        |out: &Path| Run::of(convert(&sample, out, &["--overwrite"]).output().unwrap(), out.into()).expect(1);
    old_run(&out);
    let old = sound::digests(&out);
    let new = sound::digests(&the_city().root.path().join("out"));
    // Half of the kills come near the end, where one folder takes the place of the other.
    let all =
        moments(20, 5).chain(moments(20, 6).map(|moment| the_city().time.mul_f64(0.7) + moment.mul_f64(0.3)));
    for moment in all {
        let mut child = start(&out, &["--overwrite"]);
        std::thread::sleep(moment);
        send("-KILL", &child);
        child.wait().unwrap();
        let hidden = root.path().join(".out.utsushi-old");
        // Between two renames the old one is whole under its hidden name; the next run puts it back.
        let there = if whole(&out) { &out } else { &hidden };
        let digests = sound::digests(there);
        assert!(digests == old || digests == new, "neither the old run nor the new one");
        if digests == new || there == &hidden {
            old_run(&out);
        }
    }
    Run::of(convert(&project(), &out, &["--overwrite"]).output().unwrap(), out.clone()).expect(0);
    assert_eq!(sound::digests(&out), new);
    sound::no_leftovers(&out);
}

#[test]
fn a_refused_run_puts_back_what_a_killed_one_was_replacing() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    // As a kill between the two renames leaves it.
    let hidden = root.path().join(".out.utsushi-old");
    support::copy(&the_city().root.path().join("out"), &hidden);
    let run = Run::of(convert(&project(), &out, &[]).output().unwrap(), out.clone());
    run.expect(2);
    assert_eq!(sound::digests(&out), sound::digests(&the_city().root.path().join("out")));
    sound::no_leftovers(&out);
}

/// Interrupts a run while it works; what it said and its exit.
fn interrupted(signal: &str, out: &Path) -> Option<(Option<i32>, String)> {
    // A late signal meets a run that has ended: try again, earlier.
    for part in [0.5, 0.3, 0.2, 0.1] {
        let child = start(out, &["--threads", "1", "--memory", "192MiB"]);
        let begun = Instant::now();
        // Not before the signal's handler is there, which is before the folder is.
        let partial = out.with_file_name(".out.utsushi-partial");
        while !partial.exists() && begun.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(the_city().time.mul_f64(part));
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        if output.status.code() != Some(0) {
            return Some((output.status.code(), String::from_utf8(output.stderr).unwrap()));
        }
        std::fs::remove_dir_all(out).unwrap();
    }
    None
}

#[test]
fn an_interrupted_run_is_exit_2_says_so_and_leaves_nothing() {
    for signal in ["-INT", "-TERM", "-INT"] {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        let (code, said) = interrupted(signal, &out).expect("no signal met a run at work");
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("cancelled"), "{said}");
        assert!(!out.exists());
        sound::no_leftovers(&out);
    }
}

#[test]
fn two_runs_into_one_folder_do_not_meet() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let children: Vec<Child> = (0..3).map(|_| start(&out, &[])).collect();
    let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let codes: Vec<_> = outputs.iter().map(|output| output.status.code()).collect();
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 1, "{codes:?}");
    for output in outputs.iter().filter(|output| output.status.code() != Some(0)) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("another run") || said.contains("not empty"), "{said}");
    }
    assert_eq!(sound::digests(&out), sound::digests(&the_city().root.path().join("out")));
    sound::no_leftovers(&out);
}
