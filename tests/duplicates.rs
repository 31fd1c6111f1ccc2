//! Rows that stand twice: which one stays, and what becomes of the others.

mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;
use support::cp932::encode;
use support::{Project, Run, city, convert, says, sound};

const ONE: &str = "0001,山田　太郎,S550401,架空荘";

/// A project with these records and this policy for residents.
fn with(policy: &str, records: &[&str]) -> Project {
    Project::of_records(records).settings(&format!("[cleanse.files]\n\"01.resident\" = \"{policy}\""))
}

/// The lines of `duplicates/01_juki/resident.csv`, as column → value.
fn aside(run: &Run) -> Vec<BTreeMap<String, String>> {
    let (columns, rows) = sound::csv_table(&run.bytes("duplicates/01_juki/resident.csv"));
    let row = |row: Vec<Option<String>>| {
        columns.iter().cloned().zip(row.into_iter().map(Option::unwrap_or_default)).collect()
    };
    rows.into_iter().map(row).collect()
}

fn target(run: &Run) -> serde_json::Value {
    run.manifest()["jobs"][0]["targets"][0].clone()
}

#[test]
fn of_equal_rows_the_first_stays_and_the_run_is_clean() {
    // Written otherwise, and equal after conversion.
    let run =
        Project::of_records(&[ONE, "0002,山田　花子,S550402,", "0001, 山田　太郎 ,昭55.4.1,架空荘", ONE])
            .converted(0);
    assert_eq!(run.values("address_number"), ["0001", "0002"]);
    run.finds(&[(3, "DUP002"), (4, "DUP002")]);
    assert_eq!((&target(&run)["duplicates"], &target(&run)["written"]), (&2.into(), &2.into()));
    assert_eq!(run.manifest()["cleansed"][0]["exact"], 2);
    let aside = aside(&run);
    assert_eq!(aside.len(), 2);
    assert_eq!((aside[0]["record"].as_str(), aside[0]["kept_record"].as_str()), ("3", "1"));
    assert_eq!((aside[0]["name"].as_str(), aside[0]["differences"].as_str()), ("山田　太郎", ""));
    assert!(run.findings().iter().all(|found| found.action == "removed" && found.severity == "info"));
}

#[test]
fn rows_with_one_key_and_different_values_all_stay_without_a_policy() {
    let run = Project::of_records(&[ONE, "0001,山田　太朗,S550401,架空荘", ONE]).converted(1);
    assert_eq!(run.values("name"), ["山田　太郎", "山田　太朗"]);
    run.finds(&[(3, "DUP002"), (2, "DUP001")]);
}

#[test]
fn each_policy_keeps_its_row_and_tells_what_differs() {
    let records = [ONE, "0001,山田　太朗,S550501,", "0001,山田　太朗,S550402,架空荘"];
    for (policy, kept, lost) in [
        ("first", "S550401", [2, 3]),
        ("last", "S550402", [1, 2]),
        ("newest(生年月日)", "S550501", [1, 3]),
        ("most-complete", "S550401", [2, 3]),
    ] {
        let run = with(policy, &records).converted(0);
        let kept = kept.replace("S55", "1980");
        assert_eq!(run.values("birth_date"), [kept.as_str()], "{policy}");
        run.finds(&[(lost[0], "DUP003"), (lost[1], "DUP003")]);
        let aside = aside(&run);
        assert_eq!(aside[0]["policy"], policy);
        assert_eq!(aside.iter().map(|row| row["record"].parse().unwrap()).collect::<Vec<u64>>(), lost);
        assert_eq!(run.manifest()["cleansed"][0]["by_key"], 2);
    }
    let run = with("first", &records).converted(0);
    assert_eq!(
        aside(&run)[0]["differences"],
        "氏名「山田　太朗」→「山田　太郎」 / 生年月日「19800501」→「19800401」 / 方書「」→「架空荘」"
    );
    let told = &run.findings()[0];
    says(&told.message, &["input/a.csv #1", "氏名・生年月日・方書"]);
    assert!(!told.message.contains("山田") && told.value == "9999", "{told:?}");
}

#[test]
fn where_nobody_may_win_all_rows_of_the_key_are_rejected() {
    let run = with(
        "none",
        &[ONE, "0002,山田　花子,S550402,", "0001,山田　太朗,S550401,架空荘", "0002,山田　花子,S550402,", ONE],
    )
    .converted(1);
    assert_eq!(run.values("address_number"), ["0002"]);
    run.finds(&[(1, "DUP004"), (3, "DUP004"), (4, "DUP002"), (5, "DUP004")]);
    says(&run.findings()[1].message, &["#1", "3 rows", "氏名"]);
    assert_eq!(
        run.bytes("rejects/juki.csv"),
        encode(&format!("{ONE}\r\n0001,山田　太朗,S550401,架空荘\r\n{ONE}\r\n"))
    );
    assert_eq!((&target(&run)["rejected"], &target(&run)["duplicates"]), (&3.into(), &1.into()));
}

#[test]
fn a_rejected_row_never_wins() {
    for policy in ["last", "newest(生年月日)", "most-complete", "none"] {
        let run = with(policy, &[ONE, "0001,山田　太郎,S560231,架空荘"]).edit(
            "migration.toml",
            "[[job]]",
            "[policy]\nDAT001 = \"reject\"\nDAT002 = \"reject\"\n[[job]]",
        );
        let run = run.converted(1);
        assert_eq!(run.values("birth_date"), ["19800401"], "{policy}");
        assert_eq!((&target(&run)["rejected"], &target(&run)["duplicates"]), (&1.into(), &0.into()));
    }
}

#[test]
fn two_values_that_were_blanked_are_not_the_same() {
    let run = Project::of_records(&[
        "0001,山田　太郎,S550231,架空荘",
        "0001,山田　太郎,S550230,架空荘",
        "0001,山田　太郎,S550231,架空荘",
    ])
    .converted(1);
    assert_eq!(run.values("address_number"), ["0001", "0001"]);
    let codes: Vec<String> = run.codes().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes.iter().filter(|code| *code == "DUP002").count(), 1, "{codes:?}");
}

#[test]
fn nobody_looks_where_the_project_says_off() {
    for settings in ["[cleanse]\nduplicates = \"off\"", "[cleanse.files]\n\"01.resident\" = \"off\""] {
        let run = Project::of_records(&[ONE, ONE]).settings(settings).converted(1);
        run.finds(&[(2, "DUP001")]);
    }
}

#[test]
fn a_mistake_in_the_section_is_told_with_its_place() {
    for (settings, parts) in [
        ("[cleanse]\nduplicates = \"first\"", ["exact or off", "migration.toml:"]),
        ("[cleanse.files]\n\"01.residents\" = \"first\"", ["01.resident", "migration.toml:"]),
        ("[cleanse.files]\n\"01.resident\" = \"newest(誕生日)\"", ["誕生日", "migration.toml:"]),
        ("[cleanse.files]\n\"01.resident\" = \"newset(生年月日)\"", ["newest", "migration.toml:"]),
        ("[cleanse]\nduplicate = \"off\"", ["duplicates", "migration.toml:"]),
    ] {
        says(&Project::of_records(&[ONE]).settings(settings).refused(), &parts);
    }
}

#[test]
fn corrections_are_applied_before_rows_are_compared() {
    let run = Project::of_records(&[ONE, "0001,山田　太朗,S550401,架空荘"])
        .file("corrections.csv", "key,item,value,who,why\n0001,氏名,山田　太郎,市民課,戸籍で確認\n")
        .edit(
            "migration.toml",
            "mapping = \"mapping.toml\"",
            "mapping = \"mapping.toml\"\ncorrections = \"corrections.csv\"",
        )
        .converted(0);
    assert_eq!(run.values("name"), ["山田　太郎"]);
}

#[test]
fn standard_input_is_read_twice_by_way_of_a_copy() {
    let project = Project::of_records(&[ONE]).edit("migration.toml", "input/*.csv", "-");
    let mut child = project
        .command(&[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&encode(&format!("{ONE}\r\n{ONE}\r\n"))).unwrap();
    let run = Run::of(child.wait_with_output().unwrap(), project.out());
    run.expect(0);
    run.finds(&[(2, "DUP002")]);
    sound::no_leftovers(&run.out);
}

/// A city in several chunks, with one record in fifty twice and one in fifty twice with another address.
fn doubled(root: &std::path::Path) -> std::path::PathBuf {
    let folder = root.join("city");
    city(&folder, 8_000, 5);
    let path = folder.join("input/JUKI01.csv");
    let bytes = std::fs::read(&path).unwrap();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut made = bytes.clone();
    for line in lines[1..].iter().step_by(50) {
        made.extend_from_slice(line);
    }
    for line in lines[26..].iter().step_by(50) {
        // The last field is 予備1, which feeds nothing; the postal code is the thirteenth.
        let mut fields: Vec<Vec<u8>> = line.split(|byte| *byte == b',').map(<[u8]>::to_vec).collect();
        fields[12] = b"9999999".to_vec();
        made.extend_from_slice(&fields.join(&b','));
    }
    std::fs::write(&path, made).unwrap();
    folder
}

#[test]
fn threads_and_memory_change_nothing_for_any_policy() {
    let root = tempfile::tempdir().unwrap();
    let folder = doubled(root.path());
    let toml = std::fs::read_to_string(folder.join("migration.toml")).unwrap();
    for (nth, policy) in
        ["exact", "first", "last", "newest(異動年月日)", "most-complete", "none"].into_iter().enumerate()
    {
        let text = format!("{toml}\n[cleanse.files]\n\"01.resident\" = \"{policy}\"\n");
        std::fs::write(folder.join("migration.toml"), text).unwrap();
        let run = |name: &str, arguments: &[&str]| {
            let out = root.path().join(format!("out{nth}{name}"));
            let run = Run::of(convert(&folder, &out, arguments).output().unwrap(), out);
            assert!(run.code != Some(2), "{}", run.stderr);
            sound::check(&run.out, &folder);
            run
        };
        let one = run("a", &["--threads", "1", "--memory", "192MiB"]);
        let two = run("b", &["--threads", "2", "--memory", "1GiB"]);
        assert_eq!(one.bytes("manifest.json"), two.bytes("manifest.json"), "{policy}");
        let told = &one.manifest()["cleansed"];
        let of = |key: &str| {
            told.as_array().unwrap().iter().find(|file| file["file"] == "01.resident").unwrap()[key].as_u64()
        };
        let expected = match policy {
            "exact" => (160, 0, 0),
            "none" => (160, 0, 320),
            _ => (160, 160, 0),
        };
        assert_eq!(
            (of("exact"), of("by_key"), of("rejected")),
            (Some(expected.0), Some(expected.1), Some(expected.2)),
            "{policy}"
        );
    }
}

/// A project whose records are removed ones, with a rule that leaves some behind.
fn removed(kept_until: &str, records: &[&str]) -> Project {
    let rule = format!(
        "[delivery]\nbase_date = \"2026-03-31\"\n[[left_behind]]\nname = \"古い除票\"\njob = \"juki\"\nwhen = '方書 = \"9\"'\nground = \"一覧 第3項\"\n{kept_until}\napproved_by = \"市民課長\""
    );
    let mapping = "[item]\n\"宛名番号\" = { from = \"宛名番号\" }\n\"除票番号\" = { from = \"宛名番号\" }\n\"除票区分\" = { constant = \"1\" }\n\
                   \"氏名\" = { from = \"氏名\" }\n\"消除年月日\" = { from = \"生年月日\", steps = [\"wareki\"] }\n";
    Project::of_records(records)
        .settings(&rule)
        .edit("migration.toml", "01.resident", "01.removed_resident")
        .file("mapping.toml", mapping)
}

// 住民基本台帳法施行令第34条第1項.
#[test]
fn no_rule_leaves_behind_what_the_law_keeps() {
    let records = ["1,A,H260619,9", "2,B,H260620,9", "3,C,,9", "4,D,R010501,"];
    let run = removed("kept_until = \"2020-03-31\"", &records).run(&[]);
    run.expect(1);
    let told = run.findings().into_iter().find(|found| found.code == "MAP013").unwrap();
    says(&told.message, &["古い除票", "施行令第34条", "2; ", "input/a.csv #2, input/a.csv #3"]);
    let rule = &run.manifest()["jobs"][0]["left_behind"][0];
    assert_eq!((&rule["records"], &rule["refused"]), (&1.into(), &2.into()));
    assert_eq!(rule["kept_until"], "2020-03-31");
    assert_eq!((&target(&run)["left_behind"], &target(&run)["read"]), (&1.into(), &4.into()));
}

#[test]
fn explaining_a_record_says_that_the_law_keeps_it() {
    let records = ["1,A,H260619,9", "2,B,H260620,9"];
    let project = removed("kept_until = \"2020-03-31\"", &records);
    let explained = |record: &str| {
        let mut command = support::utsushi();
        command.args(["explain-record", "--lang", "en"]).arg(project.folder()).arg(record);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    says(&explained("1"), &["left behind (古い除票)"]);
    let kept = explained("2");
    says(
        &kept,
        &[
            "kept by law (floor: 住民基本台帳法施行令第34条第1項), though left_behind 古い除票 holds",
            "消除年月日",
        ],
    );
    assert!(!kept.contains("left behind ("), "{kept}");
}

#[test]
fn a_rule_needs_a_time_until_which_its_records_were_kept_and_it_must_be_over() {
    for (kept_until, says_so) in [
        ("", "kept_until"),
        ("kept_until = \"いつか\"", "kept_until"),
        ("kept_until = \"2026-03-31\"", "2026-03-31"),
    ] {
        says(&removed(kept_until, &["1,A,H260619,9"]).refused(), &[says_so, "migration.toml:"]);
    }
    let run = removed("kept_until = \"none\"", &["1,A,H260619,9"]).run(&[]);
    assert_eq!(run.manifest()["jobs"][0]["left_behind"][0]["records"], 1);
}

#[test]
fn the_passes_before_tell_how_far_they_are() {
    let project = with("first", &["1,A,,", "2,B,,", "1,C,,"]);
    let run = project.run(&["--progress", "json"]);
    let size = project.path("input/a.csv").metadata().unwrap().len();
    let lines = run.stderr.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let told: Vec<_> = lines
        .filter(|line| matches!(line["event"].as_str(), Some("pass" | "pass_done")))
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (text("event"), text("pass"), line["bytes"].as_u64(), line["total_bytes"].as_u64())
        })
        .collect();
    let line = |event: &str, pass: &str, bytes| (event.into(), pass.into(), Some(bytes), Some(size));
    let expected = [
        line("pass", "keys", 0),
        line("pass_done", "keys", size),
        line("pass", "duplicates", 0),
        line("pass_done", "duplicates", size),
    ];
    assert_eq!(told, expected);
}
