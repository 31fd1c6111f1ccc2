//! Unusual files that are right: delimiters, quotes, line ends, headers, marks. Every form gives the same rows.

mod support;

use support::cp932::encode;
use support::{GOOD, Project, Run, says, sound};

const HEADER: &str = "宛名番号,氏名,生年月日,方書";

#[track_caller]
fn reads(run: &Run, numbers: &[&str]) {
    assert_eq!(run.values("address_number"), numbers);
}

/// Two good records and what follows them.
fn two(end: &str, last: &str) -> Vec<u8> {
    encode(&format!("0001,山田　太郎,S550401,架空荘{end}0002,ポプラ,S550401,表{last}"))
}

#[test]
fn any_line_end_is_read_and_none_is_needed_at_the_end() {
    for end in ["\r\n", "\n", "\r"] {
        for last in [end, "", "\x1a", &format!("{end}\x1a")] {
            let run = Project::of(two(end, last)).converted(0);
            run.finds(&[]);
            reads(&run, &["0001", "0002"]);
            assert_eq!(run.values("address_building"), ["架空荘", "表"], "{end:?} {last:?}");
        }
    }
}

#[test]
fn mixed_line_ends_are_read_with_a_warning() {
    let run =
        Project::of(b"0001,A,S550401,\r\n0002,A,S550401,\n0003,A,S550401,\r0004,A,S550401,").converted(0);
    run.finds(&[(0, "FMT008")]);
    reads(&run, &["0001", "0002", "0003", "0004"]);
}

#[test]
fn other_line_ends_than_the_declared_are_data() {
    let run = Project::of("0001,A\nB,S550401,\r\n").source("line_end = \"crlf\"").converted(1);
    run.finds(&[(1, "CHR005")]);
    reads(&run, &["0001"]);
}

#[test]
fn blank_lines_are_counted_and_are_no_records() {
    let run = Project::of("\r\n0001,A,S550401,\r\n\r\n\r\n0002,A,S550401,\r\n\r\n").converted(0);
    run.finds(&[(0, "FMT005")]);
    says(&run.findings()[0].message, &["4 blank lines"]);
    reads(&run, &["0001", "0002"]);
    let (_, trace) = sound::parquet_table(&run.out.join("trace/01_juki/resident.parquet"));
    let places: Vec<[&str; 3]> =
        trace.iter().map(|row| [1, 2, 3].map(|cell| row[cell].as_deref().unwrap())).collect();
    assert_eq!(places, [["1", "2", "2"], ["2", "5", "23"]]);
}

#[test]
fn an_end_of_file_mark_in_the_middle_is_data() {
    let run = Project::of("0001,A,S550401,\r\n\x1a0002,A,S550401,\r\n").converted(1);
    run.finds(&[(2, "CHR005")]);
}

#[test]
fn a_byte_order_mark_in_a_cp932_file_is_a_warning() {
    let run = Project::of([b"\xef\xbb\xbf", &encode(GOOD)[..]].concat()).converted(0);
    run.finds(&[(0, "FMT007")]);
    reads(&run, &["0001"]);
    let with_header = [b"\xef\xbb\xbf", &encode(&format!("{HEADER}\r\n{GOOD}"))[..]].concat();
    Project::of(with_header).source("header = 1").converted(0).finds(&[(0, "FMT007")]);
}

#[test]
fn a_byte_order_mark_in_a_utf8_file_is_no_finding() {
    let text = format!("\u{feff}{HEADER}\r\n{GOOD}\r\n0002\r\n");
    let run = Project::of(&text).source("charset = \"utf-8\"\nheader = 1").converted(1);
    run.finds(&[(2, "FMT001")]);
    assert_eq!(run.values("name"), ["山田　太郎"]);
    assert_eq!(run.bytes("rejects/juki.csv"), format!("{HEADER}\r\n0002\r\n").as_bytes());
}

#[test]
fn columns_in_another_order_are_matched_by_name_with_a_warning() {
    let text = "方書,生年月日,宛名番号,氏名\r\n架空荘,S550401,0001,山田\r\n荘,S550401,,無名\r\n";
    let project = Project::of(encode(text)).source("header = 1");
    let run = project.run(&[]);
    run.expect(1);
    sound::check_but_trace(&run.out, &project.folder());
    run.finds(&[(2, "ITM001"), (0, "FMT006")]);
    assert_eq!(
        (run.values("name"), run.values("address_building")),
        (vec!["山田".into()], vec!["架空荘".into()])
    );
    assert_eq!(run.bytes("rejects/juki.csv"), encode("方書,生年月日,宛名番号,氏名\r\n荘,S550401,,無名\r\n"));
}

#[test]
fn a_header_lacking_a_column_is_refused_by_name() {
    let message = Project::of(encode("宛名番号,氏名,方書\r\n0001,A,\r\n")).source("header = 1").refused();
    says(&message, &["input/a.csv:1: ", "missing: 生年月日"]);
}

#[test]
fn a_header_with_a_slip_is_refused_with_what_was_meant() {
    let message = Project::of(encode("宛名番号,氏各,生年月日,方書\r\n")).source("header = 1").refused();
    says(&message, &["did you mean \"氏名\""]);
}

#[test]
fn a_record_in_place_of_the_header_is_refused_and_not_quoted() {
    let message = Project::of_records(&[GOOD]).source("header = 1").refused();
    says(&message, &["header = 0"]);
    assert!(!message.contains("山田"), "{message}");
}

#[test]
fn files_of_one_job_with_columns_in_different_order_are_refused() {
    let swapped = encode("氏名,宛名番号,生年月日,方書\r\nA,0001,S550401,\r\n");
    let first = encode(&format!("{HEADER}\r\n{GOOD}\r\n"));
    let message = Project::of(first).file("input/b.csv", swapped).source("header = 1").refused();
    says(&message, &["input/b.csv", "order"]);
}

#[test]
fn a_delimiter_is_no_delimiter_as_the_second_byte_of_a_character() {
    // ポ is 83 7C, and 7C is |; 表 is 95 5C, and 5C is \.
    assert_eq!((encode("ポ"), encode("表")), (vec![0x83, 0x7c], vec![0x95, 0x5c]));
    for (delimiter, key) in [("|", "|"), ("\\", "\\\\"), ("\t", "tab"), (";", ";"), ("@", "@")] {
        let text = ["0001", "ポプラ表ソ", "S550401", "ポ表"].join(delimiter) + "\r\n";
        let run = Project::of(encode(&text)).source(&format!("delimiter = \"{key}\"")).converted(0);
        assert_eq!(run.values("name"), ["ポプラ表ソ"], "{delimiter:?}");
        assert_eq!(run.values("address_building"), ["ポ表"]);
    }
}

#[test]
fn quoted_fields_may_hold_delimiters_and_doubled_quotes() {
    let run = Project::of("\"0001\",\"A,B\",S550401,\"say \"\"yes\"\"\"\r\n").converted(0);
    assert_eq!(
        (run.values("name"), run.values("address_building")),
        (vec!["A,B".into()], vec!["say \"yes\"".into()])
    );
}

#[test]
fn quote_always_refuses_an_unquoted_field() {
    let text = "\"0001\",\"A\",\"S550401\",\"\"\r\n\"0002\",A,\"S550401\",\"\"\r\n";
    let run = Project::of(text).source("quote = \"always\"").converted(1);
    run.finds(&[(2, "FMT003")]);
}

#[test]
fn quote_never_takes_quotes_as_characters() {
    let run = Project::of("0001,\"A,S550401,\"\r\n").source("quote = \"never\"").converted(0);
    assert_eq!((run.values("name"), run.values("address_building")), (vec!["\"A".into()], vec!["\"".into()]));
}

#[test]
fn with_multiline_a_quoted_field_may_hold_line_ends() {
    let text = "0001,A,S550401,\"a\r\nb\nc\"\r\n0002,A,S550401,\r\n";
    let project = Project::of(text).source("multiline = true").settings("[policy]\nCHR005 = \"keep\"");
    let run = project.converted(1);
    run.finds(&[(1, "CHR005")]);
    assert_eq!(run.values("address_building"), ["a\r\nb\nc", ""]);
    // Without it, the same file is two broken pieces and one good record, and nothing is lost.
    let plain = Project::of(text).converted(1);
    reads(&plain, &["0002"]);
    assert_eq!(plain.manifest()["jobs"][0]["broken"], 3);
}

#[test]
fn with_multiline_an_unclosed_quote_is_one_reject_up_to_the_next_record() {
    let mut text = "0001,A,S550401,\"never closed\r\n".to_owned();
    for number in 2..2_000 {
        text += &format!("{number:04},A,S550401,x\r\n");
    }
    let run = Project::of(&text).source("multiline = true\nmax_record = 1000").converted(1);
    let codes: Vec<String> = run.codes().into_iter().map(|(_, code)| code).collect();
    assert!(codes.iter().all(|code| ["FMT002", "FMT003", "FMT004"].contains(&code.as_str())), "{codes:?}");
    assert_eq!((codes.len(), run.values("name").len()), (1, 1_998));
}

#[test]
fn records_at_the_borders_of_chunks_are_read_like_all_others() {
    // Records of many lengths, so that chunks of about a MiB end at every place in a record.
    let mut text = String::new();
    for number in 1..=60_000 {
        text += &format!(
            "{number:06},{},S550401,\"荘\"\"{}\"\r\n",
            "山".repeat(number % 7),
            "x".repeat(number % 41)
        );
    }
    let run = Project::of(encode(&text)).run(&["--check-only"]);
    let expected: Vec<(u64, &str)> =
        (1..=60_000).filter(|n| n % 7 == 0).map(|n| (n, "ITM001")).take(1_000).collect();
    run.finds(&expected);
}
