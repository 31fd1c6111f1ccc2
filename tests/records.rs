//! Records that the old system has marked as deleted, and other things a source says of its records.

mod support;

use support::cp932::encode;
use support::{GOOD, Project, says};

const FLAGGED: &str = "format = \"csv\"\ncharset = \"cp932\"\nfields = [\"宛名番号\", \"氏名\", \"生年月日\", \"方書\", \"削除\"]\n\
                       [deleted]\nfield = \"削除\"\nvalues = [\"1\", \"9\"]\n";

fn flagged(records: &[&str]) -> Project {
    Project::of_records(records).file("source.toml", FLAGGED)
}

#[test]
fn a_record_marked_as_deleted_is_left_behind_and_counted() {
    let project = flagged(&[
        "0001,山田　太郎,S550401,,0",
        "0002,山田　花子,S550402,,1",
        "0003,山田　次郎,S550403,, 9 ",
    ]);
    let run = project.converted(0);
    assert_eq!(run.values("address_number"), ["0001"]);
    run.finds(&[(0, "MAP011")]);
    let job = &run.manifest()["jobs"][0];
    assert_eq!(job["left_behind"][0]["records"], 2);
    assert_eq!(job["left_behind"][0]["when"], "削除 in [\"1\", \"9\"]");
    assert_eq!(job["targets"][0]["left_behind"], 2);
}

#[test]
fn the_flag_stands_in_the_source_and_no_longer_in_the_job() {
    let project = flagged(&["0001,山田　太郎,S550401,,0"]).edit(
        "migration.toml",
        "source = \"source.toml\"",
        "source = \"source.toml\"\ndeleted = '削除 = \"1\"'",
    );
    says(&project.refused(), &["deleted", "migration.toml:"]);
}

#[test]
fn a_file_that_ends_within_a_record_may_be_cut_off() {
    let whole = encode(&format!("{GOOD}\r\n{}\r\n", GOOD.replace("0001", "0002")));
    let cut = [encode(&format!("{GOOD}\r\n")), encode("0002,山田")].concat();
    Project::of(whole.as_slice()).converted(0).finds(&[]);
    Project::of(cut.as_slice()).converted(1).finds(&[(2, "FMT001"), (0, "FMT014")]);
    // With a line end the record is short, but the file is whole.
    let ended = [cut, b"\r\n".to_vec()].concat();
    Project::of(ended).converted(1).finds(&[(2, "FMT001")]);
}

#[test]
fn bytes_that_are_no_characters_are_told_where_nothing_uses_them() {
    let mapping = "[item]\n\"宛名番号\" = { from = \"宛名番号\" }\n\"世帯番号\" = { constant = \"1\" }\n";
    let records =
        [encode("0001,,"), b"\x82,\xff\xff\r\n".to_vec(), encode("0002,,,"), b"\xfd\r\n".to_vec()].concat();
    let run = Project::of(records).file("mapping.toml", mapping).run(&[]);
    let told = run.findings().into_iter().find(|found| found.code == "MAP012").unwrap();
    assert!(told.message.contains("生年月日: 1, 方書: 2"), "{}", told.message);
}

#[test]
fn the_field_that_tells_the_type_of_a_record_is_of_use() {
    let source = "format = \"csv\"\ncharset = \"cp932\"\nfields = [\"宛名番号\", \"氏名\", \"生年月日\", \"方書\", \"種別\"]\n\
                  [record_type]\nfield = \"種別\"\n[record_type.values]\n\"1\" = \"住民\"\n";
    Project::of_records(&["0001,山田　太郎,S550401,架空荘,1"])
        .file("source.toml", source)
        .converted(0)
        .finds(&[]);
}

#[test]
fn a_name_that_fills_the_vendors_field_was_perhaps_cut_and_one_with_room_was_not() {
    let mapping = "[item]\n\"宛名番号\" = { from = \"宛名番号\" }\n\"世帯番号\" = { constant = \"1\" }\n\
                   \"氏名\" = { from = \"氏名\", steps = [\"trim\"] }\n";
    let fixed = "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = 14\nline_end = \"crlf\"\n\
                 [[field]]\nname = \"宛名番号\"\nbytes = 4\n[[field]]\nname = \"氏名\"\nbytes = 10\n";
    let run = Project::of(encode("0001山田　太郎\r\n0002山田　花　\r\n0003          \r\n0004ｶｸｳ ｲﾁﾛｳ \r\n"))
        .file("source.toml", fixed)
        .file("mapping.toml", mapping)
        .run(&[]);
    let told = |run: &support::Run| -> Vec<u64> {
        let found = run.findings().into_iter().filter(|found| found.code == "REC021");
        found.filter_map(|found| found.record).collect()
    };
    assert_eq!(told(&run), [1], "{:?}", run.findings());
    // In CSV it is known where the definition says so.
    let csv =
        "format = \"csv\"\ncharset = \"cp932\"\nfields = [\"宛名番号\", { name = \"氏名\", bytes = 10 }]\n";
    let records = ["0001,山田　太郎", "0002,山田　花"];
    let project = || Project::of_records(&records).file("mapping.toml", mapping);
    assert_eq!(told(&project().file("source.toml", csv).run(&[])), [1]);
    assert!(told(&project().file("source.toml", csv.replace(", bytes = 10", "")).run(&[])).is_empty());
    says(&project().file("source.toml", csv.replace("= 10", "= 0")).refused(), &["bytes", "source.toml:3"]);
}

/// A record with two places for a child, in CSV.
const CHILDREN: &str = "fields = [\"宛名番号\", \"氏名1\", \"歳1\", \"氏名2\", \"歳2\"]\n\
                        [[group]]\nname = \"児童\"\nfields = { \"氏名\" = [\"氏名1\", \"氏名2\"], \"歳\" = [\"歳1\", \"歳2\"] }\n";

fn children(charset: &str, records: &str) -> Project {
    let source = format!("format = \"csv\"\ncharset = \"{charset}\"\nline_end = \"auto\"\n{CHILDREN}");
    let mapping = "[item]\n\"宛名番号\" = { from = \"宛名番号\" }\n\"世帯番号\" = { constant = \"1\" }\n\
                   \"氏名\" = { from = \"児童.氏名\" }\n";
    let input = match charset {
        "utf-16le" => records.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "cp932" => encode(records),
        _ => records.as_bytes().to_vec(),
    };
    Project::of(input).file("source.toml", source).file("mapping.toml", mapping).edit(
        "migration.toml",
        "mapping = ",
        "each = \"児童\"\nmapping = ",
    )
}

#[test]
fn a_place_for_a_child_padded_with_spaces_of_its_charset_gives_no_row() {
    for charset in ["cp932", "utf-8", "utf-16le"] {
        let run = children(charset, "1,架空　一,　 ,　　,\r\n2,架空　二,,架空　三,　\r\n").run(&[]);
        assert_eq!(run.values("name"), ["架空　一", "架空　二", "架空　三"], "{charset}");
        let unused = run.findings().into_iter().any(|found| found.code == "MAP010");
        assert!(!unused, "{charset}: 歳 holds nothing but spaces");
    }
}

#[test]
fn a_field_of_a_group_that_feeds_nothing_is_told_once_and_its_columns_not_at_all() {
    let run = children("utf-8", "1,架空　一,9,,\r\n2,架空　二,8,架空　三,7\r\n").run(&[]);
    let told: Vec<_> = run.findings().into_iter().filter(|found| found.code == "MAP010").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    says(&told[0].message, &["児童.歳"]);
}

#[test]
fn two_inputs_of_one_name_outside_the_project_are_told_apart() {
    let project = Project::new();
    for (folder, number) in [("east", "0001"), ("west", "0002")] {
        let path = project.root.path().join(folder);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("a.csv"), encode(&format!("{GOOD}\r\n").replace("0001", number))).unwrap();
    }
    let root = project.root.path().to_str().unwrap().to_owned();
    let files = format!("files = ['{root}/east/a.csv', '{root}/west/a.csv']");
    let run = project.edit("migration.toml", "files = [\"input/*.csv\"]", &files).run(&[]);
    run.expect(0);
    let inputs = &run.manifest()["jobs"][0]["inputs"];
    assert_eq!((&inputs[0]["path"], &inputs[1]["path"]), (&"east/a.csv".into(), &"west/a.csv".into()));
}

#[test]
fn corrections_of_a_file_that_no_target_has_and_references_of_one_name_are_told() {
    let project = Project::of_records(&[GOOD])
        .edit(
            "migration.toml",
            "mapping = \"mapping.toml\"",
            "mapping = \"mapping.toml\"\ncorrections = \"corrections.csv\"",
        )
        .file("corrections.csv", "file,key,item,value,who,why\n01.residents,0001,方書,架空館,係長,届出\n");
    says(&project.refused(), &["corrections.csv", "01.residents", "did you mean \"01.resident\""]);
    let table = "[[reference]]\nname = \"towns\"\nfile = \"towns.csv\"\n";
    let project =
        Project::of_records(&[GOOD]).settings(&table.repeat(2)).file("towns.csv", "code,name\n1,a\n");
    says(&project.refused(), &["two references \"towns\""]);
}
