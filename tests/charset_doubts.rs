//! Files that are not wholly in the charset that is declared.

mod support;

use support::cp932::encode;
use support::{Project, says};

const UTF8: &str = "0002,佐藤　花子,S550401,架空荘\r\n";

fn cp932() -> Vec<u8> {
    encode("0001,山田　太郎,S550401,架空荘\r\n")
}

#[test]
fn records_in_utf_8_among_cp932_are_counted_and_the_first_named() {
    let file = [cp932(), UTF8.into(), cp932(), UTF8.into()].concat();
    let run = Project::of(file).run(&[]);
    let mixed: Vec<_> = run.findings().into_iter().filter(|found| found.code == "CHR007").collect();
    assert_eq!(mixed.len(), 1);
    says(&mixed[0].message, &["utf-8: 2 / 4; #2 #4"]);
    assert_eq!(mixed[0].severity, "warning");
}

#[test]
fn records_in_cp932_among_utf_8_are_counted_too() {
    let file = [UTF8.into(), cp932(), UTF8.into()].concat();
    let run = Project::of(file).source("charset = \"utf-8\"").run(&[]);
    let mixed: Vec<_> = run.findings().into_iter().filter(|found| found.code == "CHR007").collect();
    says(&mixed[0].message, &["cp932: 1 / 3; #2"]);
}

#[test]
fn a_declared_shift_jis_with_characters_of_cp932_is_doubted() {
    let file = [cp932(), encode("0002,髙橋　花子,S550401,架空荘①\r\n")].concat();
    let run = Project::of(&file).source("charset = \"shift_jis\"").run(&[]);
    let doubt: Vec<_> = run.findings().into_iter().filter(|found| found.code == "CHR008").collect();
    says(&doubt[0].message, &["cp932: 1 / 2; #2"]);
    let plain = Project::of(cp932()).source("charset = \"shift_jis\"").run(&[]);
    assert!(plain.codes().iter().all(|(_, code)| !code.starts_with("CHR")));
}
