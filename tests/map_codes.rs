//! `map codes`: the worksheet of code values, filled in and read back.

mod support;

use std::fs;
use std::path::Path;
use support::{Project, Run, says, utsushi};

/// 方書 stands for a code of sex here.
fn coded() -> Project {
    Project::of_records(&[
        "0001,山田　太郎,S550401, 男 ",
        "0002,山田　花子,S550402,女",
        "0003,山田　葵,S550403,不",
        "0004,山田　光,S550404,",
    ])
    .edit(
        "mapping.toml",
        "\"性別\" = { constant = \"1\" }",
        "\"性別\" = { from = \"方書\", steps = [\"trim\", { code = \"sex\" }] }",
    )
    .edit(
        "mapping.toml",
        "\"方書\" = { from = \"方書\" }\n",
        "\n# 業者の値\n[code.sex]\n\"男\" = \"1\" # 男性\n\"X\" = \"\"\n",
    )
}

fn codes(project: &Project, arguments: &[&str]) -> Run {
    let output = utsushi().args(["map", "codes"]).arg(project.folder()).args(arguments).output().unwrap();
    Run::of(output, project.out())
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_worksheet_filled_in_and_read_back_maps_every_value() {
    let project = coded();
    let sheet = project.path("codes.csv");
    let shown = sheet.to_str().unwrap();
    let run = codes(&project, &["--out", shown]);
    run.expect(1);
    says(&run.stdout, &["mapping.toml [code.sex]", "4 values, 2 not mapped (2 times)"]);
    let listed = text(&sheet);
    says(
        &listed,
        &["方書,性別,X,0,\"\"\"\"\"\",", "方書,性別,男,1,1,男,", "方書,性別,女,1,,,", "方書,性別,不,1,,,"],
    );
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&sheet).unwrap()) & 0o777, 0o600);
    // The file is not overwritten unasked, and the same again is the same.
    codes(&project, &["--out", shown]).expect(2);
    codes(&project, &["--out", shown, "--overwrite", "--threads", "1", "--memory", "192MiB"]).expect(1);
    assert_eq!(text(&sheet), listed);
    let before = text(&project.path("mapping.toml"));
    fs::write(&sheet, listed.replace("性別,女,1,,", "性別,女,1,2,").replace("性別,不,1,,", "性別,不,1,0,"))
        .unwrap();
    let read = codes(&project, &["--read", shown]);
    read.expect(0);
    says(&read.stdout, &["2 entries changed"]);
    let after = text(&project.path("mapping.toml"));
    says(&after, &["# 業者の値", "\"男\" = \"1\" # 男性", "\"女\" = \"2\"", "\"不\" = \"0\""]);
    assert_eq!(text(&project.path("mapping.toml.bak")), before);
    codes(&project, &["--out", shown, "--overwrite"]).expect(0);
    // Nothing new: nothing is written, and the old file stays the one before.
    codes(&project, &["--read", shown]).expect(0);
    assert_eq!(text(&project.path("mapping.toml.bak")), before);
}

#[test]
fn a_wrong_line_is_told_with_its_row_and_nothing_is_written() {
    let project = coded();
    let sheet = project.path("codes.csv");
    let shown = sheet.to_str().unwrap();
    codes(&project, &["--out", shown]).expect(1);
    let before = text(&project.path("mapping.toml"));
    let listed = text(&sheet);
    for (wrong, said) in [
        (
            listed.replace("性別,女,1,,", "性別,女,1,2,").replace("性別,不,1,,", "性別,不,1,7,"),
            "\"7\" is no code of \"性別\"",
        ),
        (listed.replace("sex,方書,性別,女,1,,", "seks,方書,性別,女,1,2,"), "no code table [code.seks]"),
        (listed.clone() + "juki,mapping.toml,sex,方書,性別,男,1,2,,\r\n", "another code"),
        (listed.replace("標準コード", "コード").replace("standard", "code"), "no column standard"),
    ] {
        fs::write(&sheet, wrong).unwrap();
        let run = codes(&project, &["--read", shown]);
        run.expect(2);
        says(&run.stderr, &["codes.csv:", said]);
        assert_eq!(text(&project.path("mapping.toml")), before);
        assert!(!project.path("mapping.toml.bak").exists());
    }
}

#[test]
fn an_xlsx_goes_the_same_way_and_all_lists_fields_without_a_table() {
    let project = coded();
    let sheet = project.path("codes.xlsx");
    let shown = sheet.to_str().unwrap();
    let run = codes(&project, &["--out", shown, "--all"]);
    run.expect(1);
    says(&run.stdout, &["3 fields without a code table are listed too"]);
    let first = fs::read(&sheet).unwrap();
    codes(&project, &["--out", shown, "--all", "--overwrite"]).expect(1);
    assert!(first == fs::read(&sheet).unwrap(), "the same values give the same bytes");
    codes(&project, &["--read", shown]).expect(0);
    assert!(!project.path("mapping.toml.bak").exists(), "nobody filled in anything");
}
