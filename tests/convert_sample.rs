//! One file of residents with planted errors, from its bytes to a run's folder, and the promises that must hold there.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use support::{Found, Run, convert, copy, cp932, sound, utsushi};

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/juki-one-file")
}

fn input() -> Vec<u8> {
    fs::read(sample().join("input/JUKI01.csv")).unwrap()
}

/// One run for all tests that only look at it.
fn run() -> &'static Run {
    static RUN: OnceLock<(tempfile::TempDir, Run)> = OnceLock::new();
    &RUN.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        let run = Run::of(convert(&sample(), &out, &[]).output().unwrap(), out);
        (root, run)
    })
    .1
}

/// A line of the README's table: record, code, severity, vendor's field.
fn planted() -> Vec<(u64, String, String, String)> {
    let text = fs::read_to_string(sample().join("README.md")).unwrap();
    let mut rows = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, record, code, severity, field, ..] = cells.as_slice()
            && let Ok(record) = record.parse()
        {
            rows.push((record, code.to_string(), severity.to_string(), field.to_string()));
        }
    }
    assert!(rows.len() >= 24, "the table of planted defects was not read");
    rows
}

/// The sample's records: number, offset, bytes with the line end, and fields where commas have no other meaning.
fn records() -> Vec<(u64, usize, Vec<u8>)> {
    let (mut records, mut offset) = (Vec::new(), 0);
    for (line, bytes) in input().split_inclusive(|byte| *byte == b'\n').enumerate() {
        if line > 0 && bytes != b"\r\n" {
            records.push((records.len() as u64 + 1, offset, bytes.to_vec()));
        }
        offset += bytes.len();
    }
    records
}

fn column(name: &str) -> Vec<String> {
    let (columns, rows) = sound::data(&run().out).swap_remove(1).1;
    let index = columns.iter().position(|column| column == name).unwrap();
    rows.into_iter().map(|mut row| row.swap_remove(index).unwrap_or_default()).collect()
}

#[test]
fn the_sample_is_dirty_and_the_summary_says_how_much() {
    let run = run();
    run.expect(1);
    let records = planted().into_iter().filter(|(.., severity, _)| severity != "info").count();
    assert!(
        run.stdout.starts_with(&format!("done; {records} of 1,000 records need attention")),
        "{}",
        run.stdout
    );
    assert_eq!(run.manifest()["jobs"][0]["attention"], records);
    assert_eq!(run.stderr, "");
}

#[test]
fn every_planted_defect_is_found_at_its_record_and_nothing_else() {
    let found = run().findings();
    let mut expected: Vec<(u64, String, String)> = Vec::new();
    for (record, code, severity, field) in planted() {
        if severity == "info" {
            let at = |found: &&Found| found.code == code && found.record.is_none_or(|found| found == record);
            assert!(found.iter().any(|found| at(&found)), "{code} at {record}");
            continue;
        }
        // A broken key is found in both standard files, if the record is one for both.
        let times = if field == "宛名番号" { 2 } else { 1 };
        expected.extend(vec![(record, code, severity); times]);
    }
    let told = found.iter().filter(|found| found.severity != "info" && found.code != "REF003");
    let told: Vec<_> =
        told.map(|found| (found.record.unwrap_or(0), found.code.clone(), found.severity.clone())).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_row_whose_other_half_was_rejected_says_so_as_a_warning() {
    // Of these records one of the two standard files rejected its row and the other took it.
    let found = run().findings();
    let told: BTreeSet<(u64, &str, &str)> = found
        .iter()
        .filter(|found| found.code == "REF003")
        .map(|found| (found.record.unwrap_or(0), found.file.as_str(), found.severity.as_str()))
        .collect();
    let koseki = [17, 48, 81].map(|record| (record, "01.koseki_display", "warning"));
    let expected = koseki.into_iter().chain([(113, "01.resident", "warning")]).collect();
    assert_eq!(told, expected);
}

#[test]
fn findings_name_the_place_of_their_record() {
    let records = records();
    for found in run().findings().iter().filter(|found| found.record.is_some()) {
        let (_, offset, _) = &records[found.record.unwrap() as usize - 1];
        assert_eq!(found.offset, Some(*offset as u64), "{found:?}");
    }
}

#[test]
fn the_run_is_sound_accounts_digests_rejects_traces() {
    sound::check(&run().out, &sample());
    let bytes = run().manifest()["jobs"][0]["inputs"][0]["bytes"].as_u64();
    assert_eq!(bytes, Some(input().len() as u64));
}

#[test]
fn every_row_traces_back_to_its_record_line_and_offset() {
    let records = records();
    let lines = |offset: usize| input()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1;
    for (name, (_, rows)) in sound::data(&run().out) {
        let (_, trace) = sound::parquet_table(&run().out.join(format!("trace/{name}.parquet")));
        let mut last = 0;
        for (row, place) in rows.iter().zip(&trace) {
            let [input, record, line, offset, occurrence] = place.as_slice() else { panic!("{place:?}") };
            assert_eq!((input.as_deref(), occurrence.as_deref()), (Some("input/JUKI01.csv"), Some("1")));
            let number = |cell: &Option<String>| cell.as_ref().unwrap().parse::<usize>().unwrap();
            let (_, at, bytes) = &records[number(record) - 1];
            assert_eq!((number(offset), number(line)), (*at, lines(*at)), "{name} record {record:?}");
            assert_eq!(bytes.split(|byte| *byte == b',').next(), row[0].as_ref().map(String::as_bytes));
            assert!(number(record) > last, "{name}: rows stand in the order of the records");
            last = number(record);
        }
    }
}

#[test]
fn an_item_in_error_is_blank_and_its_row_stays() {
    let layout = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/chukan-2.7/01_juki/resident.csv"),
    );
    let slugs: BTreeMap<String, String> = layout
        .unwrap()
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[1].to_owned(), cells[2].to_owned()))
        .collect();
    let (_, trace) = sound::parquet_table(&run().out.join("trace/01_juki/resident.parquet"));
    let mut looked_at = 0;
    for found in run().findings().iter().filter(|found| found.file == "01.resident") {
        let row = trace.iter().position(|place| place[1] == found.record.map(|record| record.to_string()));
        assert_eq!(row.is_none(), found.action == "rejected", "{found:?}");
        if let Some(row) = row {
            let value = &column(&slugs[&found.item])[row];
            assert_eq!(value.is_empty(), found.action == "blanked", "{found:?}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 15, "{looked_at}");
}

#[test]
fn the_rejects_fed_back_are_rejected_again_for_the_same_reasons() {
    let root = tempfile::tempdir().unwrap();
    let project = root.path().join("again");
    copy(&sample(), &project);
    fs::remove_file(project.join("input/JUKI01.csv")).unwrap();
    fs::write(project.join("input/JUKI01.csv"), run().bytes("rejects/juki.csv")).unwrap();
    let out = root.path().join("out");
    let again = Run::of(convert(&project, &out, &[]).output().unwrap(), out.clone());
    again.expect(1);
    sound::check(&out, &project);
    assert_eq!(again.bytes("rejects/juki.csv"), run().bytes("rejects/juki.csv"));
    let reasons = |run: &Run| -> Vec<_> {
        run.findings()
            .into_iter()
            .filter(|found| found.action == "rejected")
            .map(|found| (found.code, found.file, found.item, found.value, found.message))
            .collect()
    };
    assert_eq!(reasons(&again), reasons(run()));
}

#[test]
fn corrected_rejects_are_taken() {
    let root = tempfile::tempdir().unwrap();
    let project = root.path().join("corrected");
    copy(&sample(), &project);
    // The undecodable byte of the first rejected record becomes a space; only that record is fed back.
    let rejects = run().bytes("rejects/juki.csv");
    let mut lines = rejects.split_inclusive(|byte| *byte == b'\n');
    let (header, mut record) = (lines.next().unwrap(), lines.next().unwrap().to_vec());
    for byte in record.iter_mut().filter(|byte| **byte == 0xfd) {
        *byte = b' ';
    }
    fs::write(project.join("input/JUKI01.csv"), [header, &record].concat()).unwrap();
    let out = root.path().join("out");
    let again = Run::of(convert(&project, &out, &[]).output().unwrap(), out.clone());
    again.expect(0);
    assert_eq!(again.values("address_number").len(), 1);
}

/// Names and numbers of the sample's people, as the findings would show them.
fn personal() -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for (_, _, bytes) in records() {
        let text = cp932::decode(bytes.trim_ascii_end());
        let fields: Vec<&str> = text.split(',').collect();
        // 氏名, 氏名カナ, 世帯主氏名, 筆頭者 …, 個人番号 and 住民票コード of records that commas cut as they are.
        if fields.len() == 40 {
            values.extend([4, 5, 11, 21, 31, 32].map(|field| fields[field].to_owned()));
        }
    }
    values.retain(|value| value.chars().count() >= 4 && !value.contains('\u{fffd}'));
    assert!(values.len() > 2_000, "{}", values.len());
    values
}

#[track_caller]
fn nobody_is_in(text: &str, place: &str) {
    for value in personal() {
        // A masked number is nines.
        let only_nines = value.bytes().all(|byte| byte == b'9');
        assert!(only_nines || !text.contains(&value), "{place} holds \"{value}\"");
    }
}

fn told(run: &Run) -> Vec<(String, String)> {
    let text = |name: &str| (name.to_owned(), String::from_utf8(run.bytes(name)).unwrap());
    let (_, findings) = sound::parquet_table(&run.out.join("findings.parquet"));
    let findings = findings.into_iter().flatten().flatten().collect::<Vec<_>>().join("\n");
    vec![
        text("findings.csv"),
        text("rejects/rejects.csv"),
        text("manifest.json"),
        text("datapackage.json"),
        text("run.json"),
        ("findings.parquet".into(), findings),
        ("standard output".into(), run.stdout.clone()),
        ("standard error".into(), run.stderr.clone()),
    ]
}

#[test]
fn nothing_that_people_only_read_holds_a_name_or_a_number() {
    for (place, text) in told(run()) {
        nobody_is_in(&text, &place);
    }
    assert!(run().bytes("findings.csv").starts_with(b"\xef\xbb\xbf"));
    assert!(run().bytes("rejects/rejects.csv").starts_with(b"\xef\xbb\xbf"));
}

#[test]
fn sensitive_items_stay_masked_even_when_unmasked() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let run = Run::of(convert(&sample(), &out, &["--unmask", "-v"]).output().unwrap(), out);
    let found = run.findings();
    let sensitive = ["個人番号", "住民票コード", "本籍", "筆頭者"];
    let of = |item: &'static str| {
        found.iter().filter(move |found| found.item == item).map(|found| found.value.as_str())
    };
    assert!(
        of("住所").chain(of("生年月日")).any(|value| !value.contains(['漢', '9'])),
        "--unmask shows values"
    );
    assert!(sensitive.iter().flat_map(|item| of(item)).count() >= 4);
    for value in sensitive.iter().flat_map(|item| of(item)) {
        assert!(value.chars().all(|c| "漢カA9　".contains(c)), "{value}");
    }
    let numbers: Vec<String> = personal().into_iter().filter(|value| value.len() >= 10).collect();
    let numbers: Vec<&String> = numbers
        .iter()
        .filter(|value| {
            value.bytes().all(|byte| byte.is_ascii_digit()) && !value.bytes().all(|byte| byte == b'9')
        })
        .collect();
    assert!(numbers.len() > 1_500);
    for (place, text) in told(&run) {
        // Address numbers are no secret, and as long as individual numbers: only whole words count.
        let words: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
        for number in &numbers {
            assert!(!words.contains(number.as_str()), "{place} holds {number}");
        }
    }
}

#[test]
fn the_manifest_has_no_clock_and_no_place() {
    let root = tempfile::tempdir().unwrap();
    let project = root.path().join("elsewhere");
    copy(&sample(), &project);
    // From another place, under another name, called in another way, into another folder, later.
    let out = root.path().join("別の出力");
    let mut command = utsushi();
    command.current_dir(&project).args(["convert", "migration.toml", "--out", "../別の出力"]);
    let there = Run::of(command.output().unwrap(), out.clone());
    there.expect(1);
    assert_eq!(sound::digests(&out), sound::digests(&run().out));
}

#[test]
fn check_only_finds_the_same_and_writes_no_data() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let checked = Run::of(convert(&sample(), &out, &["--check-only"]).output().unwrap(), out.clone());
    checked.expect(1);
    sound::check_but_trace(&out, &sample());
    assert!(!out.join("data").exists() && !out.join("trace").exists());
    for name in ["findings.csv", "findings.parquet", "rejects/juki.csv", "rejects/rejects.csv"] {
        assert_eq!(checked.bytes(name), run().bytes(name), "{name}");
    }
    assert_eq!(checked.manifest()["jobs"], run().manifest()["jobs"]);
}

#[test]
fn the_language_of_the_files_is_the_projects_not_the_screens() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let mut japanese = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"));
    japanese.args(["--lang", "ja", "convert"]).arg(sample()).arg("--out").arg(&out);
    let there = Run::of(japanese.output().unwrap(), out.clone());
    assert!(there.stdout.starts_with("完了"), "{}", there.stdout);
    assert_eq!(sound::digests(&out), sound::digests(&run().out));
}
