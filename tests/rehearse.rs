//! `utsushi rehearse`: the whole migration without data in the end, and what changed since the last time.

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Project, Run, sound, utsushi};

/// A name and a number that nothing of a history may hold.
const NAME: &str = "秘密　花子";
const NUMBER: &str = "773450198";

fn rehearse(project: &Path, arguments: &[&str]) -> Run {
    let mut command = utsushi();
    command.args(["rehearse", "--progress", "never"]).arg(project).args(arguments);
    Run::of(command.output().unwrap(), project.join("rehearsals"))
}

/// The entries of a history, by number.
fn entries(history: &Path) -> Vec<Value> {
    let mut names: Vec<PathBuf> = fs::read_dir(history).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    names.sort();
    names.iter().map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect()
}

/// Findings by code, file and item, of converting (`conversion`) or verifying (`delivery`).
fn groups(entry: &Value, of: &str) -> BTreeMap<(String, String, String), u64> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let groups = entry[of]["groups"].as_array().unwrap().iter();
    groups
        .map(|one| {
            ((text(&one["code"]), text(&one["file"]), text(&one["item"])), one["count"].as_u64().unwrap())
        })
        .collect()
}

/// Two residents with a date that never was, one with a gaiji that nobody has identified, one in order.
fn dirty() -> Project {
    let mut input = support::cp932::encode(&format!("{NUMBER},{NAME},S550401,架空荘\r\n"));
    for number in ["0002", "0003"] {
        input.extend(support::cp932::encode(&format!("{number},山田　太郎,S550231,架空荘\r\n")));
    }
    input.extend(b"0004,\xF0\x41\x93\x63\x81\x40\x91\xBE\x98\x59,S550401,\r\n");
    Project::of(input)
        .settings("[characters]\nrepertoire = \"mj\"\ngaiji = \"gaiji.csv\"\nunmapped = \"geta\"")
        .file("gaiji.csv", "code,status,mj\nF041,pending,\n")
        .file("lenient.toml", "[verdict]\nconditional = \"accept\"\n")
}

#[test]
fn the_difference_names_exactly_what_was_mended_and_what_became_better() {
    let project = dirty();
    let run = || rehearse(&project.folder(), &["--profile", project.path("lenient.toml").to_str().unwrap()]);
    let first = run();
    first.expect(1);
    assert!(first.stdout.contains("no earlier rehearsal"), "{}", first.stdout);

    let toml = fs::read_to_string(project.path("migration.toml")).unwrap();
    fs::write(project.path("migration.toml"), toml + "corrections = \"corrections.csv\"\n").unwrap();
    let line = |number: &str| format!("{number},生年月日,19550228,市民課,台帳で確認\n");
    let corrections = format!("key,item,value,who,why\n{}{}", line("0002"), line("0003"));
    fs::write(project.path("corrections.csv"), corrections).unwrap();
    let second = run();
    second.expect(1);
    let (_, since) = second.stdout.split_once("since rehearsal 1:\n").unwrap();
    let (since, _) = since.split_once("  time of converting").unwrap();
    assert_eq!(
        since,
        "  edited: migration.toml
  added: corrections.csv
  new (1):
    MAP005 01.resident 生年月日: 0 → 2  A corrected value
  gone (2):
    DAT002 01.resident 生年月日: 2 → 0  A date that never was
    ITM001 01.resident 生年月日 (verifying): 2 → 0  A required item is blank
"
    );

    fs::write(project.path("gaiji.csv"), "code,status,mj\nF041,identified,MJ026191\n").unwrap();
    let third = run();
    third.expect(0);
    let (_, since) = third.stdout.split_once("since rehearsal 2:\n").unwrap();
    assert!(since.starts_with("  edited: gaiji.csv\n"), "{since}");
    assert!(since.contains("gone (1):\n    CHR015 01.resident 氏名: 1 → 0"), "{since}");
    assert!(since.contains("gaiji not identified: 1 → 0"), "{since}");

    let fourth = run();
    fourth.expect(0);
    let (_, since) = fourth.stdout.split_once("since rehearsal 3:\n").unwrap();
    assert!(
        since.starts_with("  inputs, definitions and tables are the same\n  the findings are the same\n"),
        "{since}"
    );

    let history = project.path("rehearsals");
    let page = fs::read_to_string(history.join("history.html")).unwrap();
    let (_, trend) = page.split_once("id=\"errors\"").unwrap();
    assert!(trend.contains(": 1: 3, 2: 1, 3: 0, 4: 0</title>"), "the trend of errors");
    let kept: Vec<u64> = entries(&history).iter().map(|entry| entry["exit"].as_u64().unwrap()).collect();
    assert_eq!(kept, [1, 1, 0, 0]);
    sound::no_leftovers(&history.join("work"));
}

#[test]
fn no_value_of_a_record_stands_in_the_history() {
    let project = dirty();
    rehearse(&project.folder(), &[]).expect(1);
    let history = project.path("rehearsals");
    let names: Vec<String> = sound::files(&history).iter().map(|path| path.display().to_string()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    for name in names {
        let text = fs::read_to_string(history.join(&name)).unwrap();
        for value in [NAME, "秘密", "山田", NUMBER, "架空荘", "S550401", "19800401"] {
            assert!(!text.contains(value), "{name} holds {value}");
        }
    }
}

#[test]
fn a_kept_rehearsal_is_a_run_with_its_verification() {
    let project = dirty();
    let keep = project.root.path().join("kept");
    let keep = keep.to_str().unwrap();
    rehearse(&project.folder(), &["--keep", keep]).expect(1);
    sound::check(&Path::new(keep).join("run"), &project.folder());
    assert!(Path::new(keep).join("verify/verification.json").is_file());
    let refused = rehearse(&project.folder(), &["--keep", keep]);
    refused.expect(2);
    assert_eq!(entries(&project.path("rehearsals")).len(), 1, "nothing is appended after exit 2");
    rehearse(&project.folder(), &["--keep", keep, "--overwrite"]).expect(1);
    assert_eq!(entries(&project.path("rehearsals")).len(), 2);
}

#[test]
fn what_cannot_run_leaves_no_history_and_no_history_lies_among_inputs() {
    let project = dirty();
    rehearse(&project.folder(), &["--profile", "nowhere.toml"]).expect(2);
    assert!(!project.path("rehearsals").exists());
    let among = rehearse(&project.folder(), &["--history", project.path("input").to_str().unwrap()]);
    among.expect(2);
    assert!(among.stderr.contains("--history"), "{}", among.stderr);
    assert_eq!(fs::read_dir(project.path("input")).unwrap().count(), 1);
}

#[test]
fn a_killed_rehearsal_leaves_no_entry_and_the_next_one_clears_what_it_left() {
    let root = tempfile::tempdir().unwrap();
    let project = root.path().join("city");
    support::city(&project, 3_000, 1);
    let history = project.join("rehearsals");
    let mut running = utsushi().args(["rehearse", "--quiet"]).arg(&project).spawn().unwrap();
    let begun = std::time::Instant::now();
    let run = history.join(".work.utsushi-partial/.run.utsushi-partial");
    while !run.exists() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(run.exists(), "it was killed while it ran");
    assert!(entries(&history).is_empty());
    assert!(rehearse(&project, &[]).code.is_some_and(|code| code < 2));
    let left: Vec<String> = sound::files(&history).iter().map(|path| path.display().to_string()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_broken_or_newer_entry_is_named_and_the_others_count() {
    let project = dirty();
    rehearse(&project.folder(), &[]).expect(1);
    let history = project.path("rehearsals");
    fs::write(history.join("0002-x.json"), "{\"utsushi\": {\"version\": \"9.0\", \"manifest\": 2}}").unwrap();
    fs::write(history.join("0003-x.json"), b"\xFF\xFE{").unwrap();
    let run = rehearse(&project.folder(), &[]);
    run.expect(1);
    assert!(run.stderr.contains("0002-x.json was skipped") && run.stderr.contains("0003-x.json was skipped"));
    assert!(
        run.stdout.contains("rehearsal 4:") && run.stdout.contains("since rehearsal 1:"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_sample_accounts_for_every_record_and_finds_nothing_that_the_whole_has_not() {
    let root = tempfile::tempdir().unwrap();
    let city = root.path().join("city");
    let mut made = utsushi();
    made.args(["synth", "juki", "--records", "600", "--dirt", "0.05", "--seed", "3", "--out"]).arg(&city);
    assert!(made.output().unwrap().status.success());
    rehearse(&city, &[]).expect(1);
    rehearse(&city, &["--sample", "30%", "--threads", "1"]).expect(1);
    rehearse(&city, &["--sample", "30%", "--threads", "2", "--memory", "1GiB"]).expect(1);
    let entries = entries(&city.join("rehearsals"));
    let [whole, sample, again] = entries.as_slice() else { panic!("{} entries", entries.len()) };
    for of in ["conversion", "delivery"] {
        let (all, some) = (groups(whole, of), groups(sample, of));
        assert_eq!(some, groups(again, of), "neither threads nor memory make a difference");
        for (group, count) in &some {
            // A file that is there without a row in the sample, and one of which rows are missing, count as files.
            let there = all.get(group).copied().unwrap_or(0);
            assert!(*count <= there, "{group:?}: {count} in the sample, {there} in all");
        }
        assert!(some.keys().any(|group| group.0.starts_with("REF")), "{of}: references are judged");
    }
    let (mut left, mut read) = (0, 0);
    for (of_all, of_some) in whole["jobs"].as_array().unwrap().iter().zip(sample["jobs"].as_array().unwrap())
    {
        let number = |job: &Value, name: &str| job[name].as_u64().unwrap();
        let (records, out) = (number(of_some, "records"), number(of_some, "left_out"));
        assert_eq!(records + out, number(of_all, "records"), "{of_some}");
        assert_eq!(number(of_some, "full_bytes"), number(of_all, "bytes"));
        (left, read) = (left + out, read + records);
    }
    assert!(read > left / 10 && left > read, "{read} of {}", read + left);
    assert_eq!(whole["read"], sample["read"], "the inputs are named as they are, whole");
    assert!(!sample["sample"]["not_judged"].as_array().unwrap().is_empty());
}
