//! `utsushi explain-record`: one record, step by step.

mod support;

use support::{Project, Run, says};

fn explained(project: &Project, arguments: &[&str], exit: i32) -> String {
    let mut command = support::utsushi();
    command.args(["explain-record", "--lang", "en"]).arg(project.folder()).args(arguments);
    let run = Run::of(command.output().unwrap(), project.out());
    run.expect(exit);
    assert!(!project.out().exists());
    run.stdout + &run.stderr
}

fn project() -> Project {
    Project::of_records(&["0001,山田　太郎,S550401,", "0002,佐藤  花子,S5504XX,", "0003"]).edit(
        "mapping.toml",
        "steps = [\"trim\"] }\n\"生年月日\"",
        "steps = [\"trim\", { normalize = { spaces = \"full\", runs = \"one\" } }] }\n\"生年月日\"",
    )
}

#[test]
fn every_step_of_a_record_is_shown_masked_and_in_clear_only_if_asked() {
    let masked = explained(&project(), &["2"], 0);
    says(&masked, &["input/a.csv, record 2 (line 2, offset 26)", "氏名: [漢漢", "wareki DAT0"]);
    assert!(!masked.contains("佐藤") && !masked.contains("5504"), "{masked}");
    let clear = explained(&project(), &["2", "--unmask"], 0);
    says(&clear, &["氏名: [佐藤  花子]", "→ normalize (spaces runs): [佐藤　花子]"]);
}

#[test]
fn a_broken_record_and_one_that_is_not_there_are_told() {
    says(&explained(&project(), &["3"], 0), &["FMT001"]);
    says(&explained(&project(), &["4"], 2), &["the file has 3"]);
}
