//! What a project decides: what a finding does to its row, what stands for unknown characters, which encoding and
//! which jobs.

mod support;

use support::cp932::{decode, encode};
use support::{GOOD, Project, Run, says, sound};

const BAD_DATE: &str = "0001,山田,S200229,荘";

fn policy(code: &str, disposition: &str, record: &[u8]) -> Run {
    Project::of(record).settings(&format!("[policy]\n{code} = \"{disposition}\"")).converted(1)
}

#[test]
fn a_finding_does_what_the_policy_says() {
    let blanked = policy("DAT002", "blank", &encode(BAD_DATE));
    assert_eq!(
        (blanked.values("birth_date"), &*blanked.findings()[0].action),
        (vec![String::new()], "blanked")
    );
    let rejected = policy("DAT002", "reject", &encode(BAD_DATE));
    assert_eq!((rejected.values("birth_date"), &*rejected.findings()[0].action), (vec![], "rejected"));
    assert_eq!(rejected.bytes("rejects/juki.csv"), encode(BAD_DATE));
}

#[test]
fn keep_is_for_text_alone() {
    let kept = policy("CHR005", "keep", b"0001,A\tB,S550401,");
    assert_eq!((kept.values("name"), &*kept.findings()[0].action), (vec!["A\tB".into()], "kept"));
    let date = policy("DAT002", "keep", &encode(BAD_DATE));
    assert_eq!((date.values("birth_date"), &*date.findings()[0].action), (vec![String::new()], "blanked"));
    let long = format!("0001,{},S550401,", "A".repeat(81));
    assert_eq!(policy("ITM002", "keep", long.as_bytes()).values("name"), ["A".repeat(81)]);
}

#[test]
fn a_row_without_its_key_is_rejected_whatever_the_policy_says() {
    for disposition in ["keep", "blank", "reject"] {
        let run = policy("ITM001", disposition, b",A,S550401,");
        assert_eq!((run.values("name").len(), &*run.findings()[0].action), (0, "rejected"));
    }
}

#[test]
fn undecodable_bytes_may_blank_their_item_but_not_be_kept() {
    let run = policy("CHR001", "blank", b"0001,A\xFD,S550401,a");
    assert_eq!((run.values("name"), run.values("address_building")), (vec![String::new()], vec!["a".into()]));
    let message = Project::of_records(&[GOOD]).settings("[policy]\nCHR001 = \"keep\"").refused();
    says(&message, &["migration.toml:", "CHR001"]);
}

#[test]
fn a_warning_may_be_made_to_reject() {
    let run = policy("DAT003", "reject", b"0001,A,S640401,");
    assert_eq!(
        (run.values("name").len(), run.manifest()["jobs"][0]["rejected_records"].as_u64()),
        (0, Some(1))
    );
}

#[test]
fn a_blanked_warning_is_the_only_finding_of_its_item() {
    // "First cause wins": the blank that the policy made is not also a missing required item.
    let run = Project::of("0001,A,S640401,").settings("[policy]\nDAT003 = \"blank\"").run(&[]);
    run.finds(&[(1, "DAT003")]);
}

#[test]
fn unmapped_says_what_stands_for_a_private_character() {
    // F040 is the first private character of CP932, U+E000.
    let record = [&encode("0001,山")[..], b"\xF0\x40", &encode("田,S550401,荘")[..]].concat();
    for (unmapped, name, action) in [
        ("blank", Some(""), "blanked"),
        ("geta", Some("山〓田"), "replaced"),
        ("keep", Some("山\u{e000}田"), "kept"),
        ("reject", None, "rejected"),
    ] {
        let settings = format!("[characters]\nunmapped = \"{unmapped}\"");
        let run = Project::of(&record).settings(&settings).converted(1);
        run.finds(&[(1, "CHR003")]);
        assert_eq!(run.values("name").first().map(String::as_str), name, "{unmapped}");
        assert_eq!(run.findings()[0].action, action);
        says(&run.findings()[0].message, &["F040"]);
    }
}

#[test]
fn a_character_outside_the_repertoire_obeys_unmapped_too() {
    let project = Project::of("0001,𠮷野,S550401,〜\r\n").source("charset = \"utf-8\"");
    let run = project.settings("[characters]\nunmapped = \"geta\"").converted(1);
    run.finds(&[(1, "CHR004"), (1, "CHR004")]);
    assert_eq!(
        (run.values("name"), run.values("address_building")),
        (vec!["〓野".into()], vec!["〓".into()])
    );
}

/// Characters that encodings treat in their own way, and rows with blanks and quotes.
const TRICKY: &str =
    "0001,髙﨑　ポプラ表,S550401,\"①,～\"\r\n0002,,S550401,\"say \"\"ソ\"\"\"\r\n0003,ｶﾅ纊∥－,S550401,\r\n";

#[test]
fn every_encoding_delivers_the_same_rows() {
    let rows = |run: &Run| sound::data(&run.out)[0].1.clone();
    let plain = Project::of(encode(TRICKY)).converted(1);
    let text = String::from_utf8(plain.bytes("data/01_juki/resident.csv")).unwrap();
    for (encoding, begins) in [
        ("utf-8", &b"add"[..]),
        ("utf-8-bom", b"\xef\xbb\xbfadd"),
        ("utf-16", b"\xff\xfea\0d\0d\0"),
        ("cp932", b"add"),
    ] {
        let settings = format!("[delivery]\nencoding = \"{encoding}\"");
        let run = Project::of(encode(TRICKY)).settings(&settings).converted(1);
        assert_eq!(rows(&run), rows(&plain), "{encoding}");
        let bytes = run.bytes("data/01_juki/resident.csv");
        assert!(bytes.starts_with(begins), "{encoding}");
        if encoding == "cp932" {
            assert_eq!(decode(&bytes), text);
        }
        assert_eq!(run.bytes("data/01_juki/resident.parquet"), plain.bytes("data/01_juki/resident.parquet"));
    }
}

#[test]
fn what_cp932_cannot_hold_is_a_finding_and_no_failure() {
    let project = Project::of("0001,𠮷野,S550401,〜−\r\n0002,A,S550401,ok\r\n").source("charset = \"utf-8\"");
    let run = project.settings("[delivery]\nencoding = \"cp932\"").converted(1);
    run.finds(&[(1, "CHR004"), (1, "CHR004")]);
    let message = Project::of_records(&[GOOD])
        .settings("[characters]\nunmapped = \"keep\"\n[delivery]\nencoding = \"cp932\"")
        .refused();
    says(&message, &["migration.toml:", "cannot stand together"]);
}

#[test]
fn keeping_what_the_output_encoding_lacks_is_refused_before_the_run() {
    // U+0085, which CP932 does not have, would be known only when its row is written.
    let project = Project::of("0001,A,S550401,\r\n0002,A\u{85}B,S550401,\r\n").source("charset = \"utf-8\"");
    let project = project.settings("[policy]\nCHR005 = \"keep\"\n[delivery]\nencoding = \"cp932\"");
    says(&project.refused(), &["migration.toml", "cp932", "keep"]);
    // Nor the folders that would have been made for it.
    let deep = project.root.path().join("new/deeper/out");
    let run = Run::of(support::convert(&project.folder(), &deep, &[]).output().unwrap(), deep);
    run.expect(2);
    assert!(!project.root.path().join("new").exists());
}

const TWO_JOBS: &str = "[[job]]\nname = \"more\"\nsource = \"source.toml\"\nfiles = [\"more.csv\"]\n\
                        [[job.target]]\nfile = \"01.resident\"\nmapping = \"mapping.toml\"\n";

fn two_jobs() -> Project {
    let project = Project::of_records(&[GOOD, "x"]).settings("");
    let text = std::fs::read_to_string(project.path("migration.toml")).unwrap();
    project.file("migration.toml", text + TWO_JOBS).file("more.csv", "0009,B,S550401,\r\ny\r\n")
}

#[test]
fn two_jobs_may_feed_one_file_each_with_its_own_account() {
    let run = two_jobs().converted(1);
    assert_eq!(run.values("address_number"), ["0001", "0009"]);
    for (job, name) in [(0, "juki"), (1, "more")] {
        let account = &run.manifest()["jobs"][job];
        assert_eq!((account["name"].as_str(), account["records"].as_u64()), (Some(name), Some(2)));
        assert_eq!(account["targets"][0]["written"], 1);
    }
    assert_eq!(
        (run.bytes("rejects/juki.csv"), run.bytes("rejects/more.csv")),
        (b"x\r\n".to_vec(), b"y\r\n".to_vec())
    );
    assert_eq!(run.manifest()["control_totals"][0]["rows"], 2);
}

#[test]
fn one_job_of_two_can_be_run() {
    let project = two_jobs();
    let run = project.run(&["--job", "more"]);
    run.expect(1);
    sound::check(&run.out, &project.folder());
    assert_eq!(run.values("address_number"), ["0009"]);
}

#[test]
fn a_job_that_is_not_asked_for_needs_no_input() {
    let project = two_jobs();
    std::fs::remove_file(project.path("input/a.csv")).unwrap();
    project.run(&["--job", "more"]).expect(1);
}

#[test]
fn records_that_no_target_wants_are_counted_and_told() {
    let project = Project::of_records(&[GOOD, "0002,A,S550401,"]);
    let run =
        project.edit("migration.toml", "mapping = ", "when = '方書 is not blank'\nmapping = ").converted(0);
    run.finds(&[(0, "MAP002")]);
    assert_eq!(run.manifest()["jobs"][0]["unrouted"], 1);
    assert_eq!(run.values("address_number"), ["0001"]);
}
