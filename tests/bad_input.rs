//! Bad bytes in good files: each gets a finding at its place, its neighbours come through, and nothing panics.

mod support;

use support::cp932::encode;
use support::{GOOD, Project, says};

/// Two good records with something else, as bytes, between them.
fn between(middle: &[u8]) -> Project {
    let good = |number: &str| encode(&format!("{number},山田　太郎,S550401,架空荘\r\n"));
    Project::of([&good("0001")[..], middle, &good("0003")[..]].concat())
}

/// The record in the middle is rejected for `code`; its neighbours are not.
#[track_caller]
fn rejected(middle: &[u8], code: &str) {
    let run = between(middle).converted(1);
    run.finds(&[(2, code)]);
    assert_eq!(run.values("address_number"), ["0001", "0003"]);
    assert_eq!(run.bytes("rejects/juki.csv"), middle);
    assert_eq!(run.findings()[0].action, "rejected");
}

#[test]
fn clean_input_is_exit_0_without_rejects() {
    let run = Project::of_records(&[GOOD]).converted(0);
    run.finds(&[]);
    assert!(!run.out.join("rejects/juki.csv").exists());
    assert_eq!(run.values("name"), ["山田　太郎"]);
    assert_eq!(run.values("birth_date"), ["19800401"]);
}

#[test]
fn undecodable_bytes_reject_their_record_and_are_named() {
    rejected(b"0002,\x8ER\xFD\x93c,S550401,\r\n", "CHR001");
    let run = between(b"0002,\x8ER\xFD\x93c,S550401,\r\n").run(&[]);
    says(&run.findings()[0].message, &["FD"]);
}

#[test]
fn a_lone_lead_byte_at_a_fields_end_never_eats_the_delimiter() {
    rejected(b"0002,\x8ER\x93,S550401,\r\n", "CHR002");
    // At the end of the record, before the line end, and before a closing quote.
    rejected(b"0002,\x8ER,S550401,\x93\r\n", "CHR002");
    rejected(b"0002,\"\x8ER\x93\",S550401,\r\n", "CHR002");
}

#[test]
fn a_lone_lead_byte_at_the_very_end_of_the_file_is_found() {
    let run = Project::of(b"0001,\x8ER,S550401,\x93").converted(1);
    run.finds(&[(1, "CHR002")]);
    assert_eq!(run.bytes("rejects/juki.csv"), b"0001,\x8ER,S550401,\x93");
}

#[test]
fn a_lead_byte_with_a_byte_that_is_no_trail_is_found() {
    rejected(b"0002,\x8E\x20\x93c,S550401,\r\n", "CHR001");
    rejected(b"0002,\x85\x40,S550401,\r\n", "CHR001");
}

#[test]
fn a_wrong_number_of_fields_rejects_the_record() {
    rejected(b"0002,A,S550401\r\n", "FMT001");
    rejected(b"0002,A,S550401,,\r\n", "FMT001");
    rejected(b"0002\r\n", "FMT001");
    rejected(b"\x1A\r\n", "FMT001");
}

#[test]
fn an_unclosed_quote_costs_one_record_and_no_neighbour() {
    rejected(b"0002,\"A,S550401,\r\n", "FMT002");
    rejected(b"0002,A,S550401,\"\r\n", "FMT002");
    rejected(b"0002,A,S550401,\"a\"\"\r\n", "FMT002");
}

#[test]
fn text_after_a_closing_quote_rejects_the_record() {
    rejected(b"0002,\"A\"B,S550401,\r\n", "FMT003");
}

#[test]
fn a_quote_inside_an_unquoted_field_is_a_character() {
    let run = between(b"0002,A\"B,S550401,\r\n").converted(0);
    assert_eq!(run.values("name")[1], "A\"B");
}

#[test]
fn nul_and_other_control_characters_blank_their_item() {
    for control in ["\0", "\t", "\x0b", "\x1b", "\x7f", "\x1a"] {
        let run = between(format!("0002,A{control}B,S550401,a\r\n").as_bytes()).converted(1);
        run.finds(&[(2, "CHR005")]);
        assert_eq!(run.values("name")[1], "", "{control:?}");
        assert_eq!(run.values("address_building")[1], "a");
    }
}

#[test]
fn nul_in_a_key_rejects_the_record() {
    rejected(b"00\x002,A,S550401,\r\n", "CHR005");
}

#[test]
fn a_file_of_nul_is_one_rejected_record() {
    let run = Project::of([0; 100_000]).converted(1);
    run.finds(&[(1, "FMT001")]);
}

#[test]
fn a_blank_key_rejects_the_record_whatever_blank_means() {
    for blank in ["", "  ", "\"\"", "　"] {
        rejected(&encode(&format!("{blank},A,S550401,\r\n")), "ITM001");
    }
}

#[test]
fn an_empty_file_is_an_error_about_the_file() {
    for empty in [&b""[..], b"\x1a", b"\xef\xbb\xbf"] {
        let run = Project::of(empty).source("charset = \"utf-8\"").converted(1);
        run.finds(&[(0, "SET001")]);
        assert_eq!(run.values("name").len(), 0);
        assert_eq!(run.manifest()["jobs"][0]["records"], 0);
    }
}

#[test]
fn blank_lines_alone_are_an_empty_file_too() {
    Project::of("\r\n\r\n").converted(1).finds(&[(0, "FMT005"), (0, "SET001")]);
}

#[test]
fn a_header_alone_is_an_empty_file() {
    let header = "宛名番号,氏名,生年月日,方書";
    for end in ["", "\r\n", "\r\n\x1a"] {
        let run = Project::of(encode(&format!("{header}{end}"))).source("header = 1").converted(1);
        run.finds(&[(0, "SET001")]);
    }
    Project::of("").source("header = 1").converted(1).finds(&[(0, "SET001")]);
}

#[test]
fn one_empty_part_of_a_split_export_is_told_and_the_others_are_read() {
    let project =
        Project::of_records(&[GOOD]).file("input/b.csv", "").file("input/c.csv", "0002,A,S550401,\r\n");
    let run = project.converted(1);
    run.finds(&[(0, "SET001")]);
    assert_eq!(run.values("address_number"), ["0001", "0002"]);
}

#[test]
fn rejects_have_the_header_even_if_the_first_file_is_empty() {
    let header = encode("宛名番号,氏名,生年月日,方書\r\n");
    let project =
        Project::of("").file("input/b.csv", [&header[..], b"0001\r\n"].concat()).source("header = 1");
    let run = project.converted(1);
    assert_eq!(run.bytes("rejects/juki.csv"), [&header[..], b"0001\r\n"].concat());
}

/// Two files whose only record is rejected and ends without a line end; the rejects must be two records again, the
/// same as before.
#[track_caller]
fn rejects_of_two_files_stay_apart(line_end: &str, tail: &str) {
    let record = [b"0001,\xFD,S550401,", &encode(tail)[..]].concat();
    let source = format!("line_end = \"{line_end}\"");
    let project = Project::of(&record).file("input/b.csv", &record).source(&source);
    let run = project.converted(1);
    run.finds(&[(1, "CHR001"), (1, "CHR001")]);
    let again = Project::of(run.bytes("rejects/juki.csv")).source(&source).converted(1);
    again.finds(&[(1, "CHR001"), (2, "CHR001")]);
}

#[test]
fn rejected_records_of_two_files_stay_two_records() {
    rejects_of_two_files_stay_apart("auto", "荘");
    rejects_of_two_files_stay_apart("crlf", "荘");
}

#[test]
fn rejected_records_of_two_files_stay_two_records_with_lf() {
    rejects_of_two_files_stay_apart("lf", "荘");
}

#[test]
fn rejected_records_of_two_files_stay_two_records_with_cr() {
    rejects_of_two_files_stay_apart("cr", "荘");
}

#[test]
fn rejected_records_of_two_files_stay_two_records_after_a_line_end_that_is_data() {
    // Where CRLF is declared, a lone LF at the end of a file ends no record.
    let record = b"0001,\xFD,S550401,a\n";
    let source = "line_end = \"crlf\"";
    let run = Project::of(record).file("input/b.csv", record).source(source).converted(1);
    let rejected = |run: &support::Run| run.codes().iter().filter(|(_, code)| code == "CHR001").count();
    assert_eq!(rejected(&run), 2);
    let again = Project::of(run.bytes("rejects/juki.csv")).source(source).converted(1);
    assert_eq!(rejected(&again), 2, "{:?}", again.codes());
}

#[test]
fn utf8_declared_as_cp932_is_refused_before_the_first_record() {
    let message = Project::of("0001,山田　太郎,S550401,架空荘いろは\r\n").refused();
    says(&message, &["input/a.csv", "UTF-8", "charset = \"utf-8\""]);
}

#[test]
fn cp932_declared_as_utf8_is_a_finding_on_each_record() {
    let run = Project::of_records(&[GOOD, "0002,A,S550401,"]).source("charset = \"utf-8\"").converted(1);
    run.finds(&[(1, "CHR001"), (1, "CHR001"), (0, "CHR007")]);
    assert_eq!(run.values("address_number"), ["0002"]);
}

#[test]
fn a_line_that_never_ends_is_rejected_in_pieces_of_bounded_size() {
    let middle = [vec![b'x'; 3 << 20], b"\r\n".to_vec()].concat();
    let run = between(&middle).converted(1);
    assert!(run.findings().iter().all(|found| found.code == "FMT004"), "{:?}", run.codes());
    assert_eq!(run.values("address_number"), ["0001", "0003"]);
    assert_eq!(run.bytes("rejects/juki.csv"), middle);
}

#[test]
fn the_first_cause_wins_in_one_item_and_every_item_has_its_own() {
    let long = "山".repeat(90);
    let run = Project::of_records(&[&format!("0001,{long}\t山,S991399,\t")]).converted(1);
    run.finds(&[(1, "CHR005"), (1, "DAT002"), (1, "CHR005")]);
}

#[test]
fn a_record_wrong_in_two_items_is_rejected_once() {
    let run = Project::of(b"0001,\xFD,S550401,\xFD\r\n").converted(1);
    run.finds(&[(1, "CHR001"), (1, "CHR001")]);
    assert_eq!(run.bytes("rejects/juki.csv"), b"0001,\xFD,S550401,\xFD\r\n");
    assert_eq!(run.manifest()["jobs"][0]["rejected_records"], 1);
}

#[test]
fn undecodable_bytes_are_told_whatever_wants_the_field() {
    // Not mapped, but asked for by the condition: a byte that nobody can read must not route a record in silence.
    let project = Project::of(b"0001,A,S550401,\xFD\r\n0002,A,S550401,a\r\n")
        .edit("mapping.toml", "\"方書\" = { from = \"方書\" }\n", "")
        .edit("migration.toml", "mapping = ", "when = '方書 = \"a\"'\nmapping = ");
    let run = project.converted(1);
    assert!(run.codes().contains(&(1, "CHR001".into())), "{:?}", run.codes());
}
