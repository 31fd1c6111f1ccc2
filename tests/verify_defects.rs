//! What is planted in a delivery is found once, with its code, and nothing else is said.

mod support;

use std::fs;
use support::delivery::{Delivery, Table, city};

const RESIDENT: &str = "01_juki/resident.csv";
const LEDGER: &str = "01_juki/support_measure.csv";

#[test]
fn each_planted_value_is_found_once() {
    for (file, record, column, value, code) in [
        (RESIDENT, 2, "name", "", "ITM001"),
        (RESIDENT, 2, "address_building", &*"町".repeat(130), "ITM002"),
        (RESIDENT, 2, "postal_code", "123-4567", "ITM003"),
        (RESIDENT, 2, "name_preference", "9", "COD001"),
        (RESIDENT, 2, "name_furigana_date", "20250230", "DAT002"),
        (RESIDENT, 2, "individual_number", "123456789012", "NUM001"),
        (RESIDENT, 2, "name", "大谷\0賢一", "CHR005"),
        (RESIDENT, 2, "name", "大谷\u{1F600}", "CHR004"),
        (RESIDENT, 2, "previous_address", "架空県\u{E000}", "SET023"),
        (RESIDENT, 2, "protected_flag", "1", "SET022"),
        (LEDGER, 4, "end_date", "20000101", "REC001"),
        (LEDGER, 3, "department_code", "999", "REF002"),
    ] {
        let delivery = Delivery::small().set(file, record, column, value);
        let verified = delivery.verify(&[]);
        println!("{code}");
        verified.expect(1, &[code]);
        let found = verified.0.codes();
        assert_eq!(found[0].0, record as u64, "{code}");
    }
}

#[test]
fn a_protected_person_without_the_flag_is_refused() {
    let delivery = Delivery::small()
        .set(LEDGER, 4, "support_status", "2")
        .set(LEDGER, 4, "start_date", "20260101")
        .set(LEDGER, 4, "end_date", "20261231");
    let verified = delivery.verify(&[]);
    // Besides, the ledger no longer has the figures that were delivered with it.
    verified.expect(1, &["SET002", "SET002", "SET021"]);
    let result = verified.result();
    assert_eq!(result["verdict"]["decision"], "refuse");
    assert_eq!(result["verdict"]["reasons"][0]["rule"], "SET021");
    assert_eq!(
        (&result["support"]["active_rows"], &result["support"]["without_flag"]),
        (&3.into(), &1.into())
    );
}

#[test]
fn each_planted_defect_of_a_file_is_found_once() {
    let small = Delivery::small;
    let columns = |change: fn(&mut Vec<String>)| {
        let delivery = small();
        let mut table = delivery.table(RESIDENT);
        change(&mut table.columns);
        table.rows.iter_mut().for_each(change);
        table.save(&delivery.path(RESIDENT));
        delivery
    };
    let text = |delivery: &Delivery| fs::read(delivery.path(RESIDENT)).unwrap();
    let without_rows = {
        let delivery = small();
        let table = delivery.table("00_common/operator_master.csv");
        Table { rows: Vec::new(), ..table.clone() }.save(&delivery.path("00_common/operator_master.csv"));
        let rows = table.rows.len() as i64;
        delivery.stated("00.operator_master", -rows)
    };
    let same = small();
    let copy = text(&same);
    let bad = String::from_utf8(text(&same)).unwrap();
    let third = bad.match_indices("\r\n").nth(2).unwrap().0;
    let at = third + bad[third..].find('　').unwrap();
    let bad = [&bad.as_bytes()[..at], b"\xE3\x80", &bad.as_bytes()[at + 3..]].concat();
    let cases: Vec<(Delivery, i32, Vec<&str>)> = vec![
        (small().remove("01_juki/alias_history.csv"), 1, vec!["SET005"]),
        (small().write("01_juki/謎.csv", "a,b,c\r\n1,2,3\r\n"), 1, vec!["SET006"]),
        (small().write("01_juki/resident (2).csv", copy), 1, vec!["SET007"]),
        (small().write(RESIDENT, ""), 1, vec!["SET001"]),
        (small().write(RESIDENT, (0..=255).cycle().take(20_000).collect::<Vec<u8>>()), 1, vec!["SET008"]),
        (columns(|row| row.swap(0, 1)), 1, vec!["SET012"]),
        (columns(|row| drop(row.remove(3))), 1, vec!["SET009"]),
        (columns(|row| drop(row.pop())), 1, vec!["SET010"]),
        (columns(|row| row.push("謎".into())), 1, vec!["SET011"]),
        (small().stated("01.resident", 3), 1, vec!["SET002"]),
        (small().again("00_common/town_master.csv", 4).stated("00.town_master", 1), 1, vec!["DUP001"]),
        (small().write(RESIDENT, bad), 1, vec!["CHR001"]),
        (small().write("README.txt", "納品物の説明"), 0, vec![]),
    ];
    for (delivery, exit, codes) in cases {
        println!("{codes:?}");
        delivery.verify(&[]).expect(exit, &codes);
    }
    let codes = without_rows.verify(&[]).codes();
    assert_eq!(codes.iter().filter(|code| *code == "SET031").count(), 1, "{codes:?}");
}

#[test]
fn a_record_that_cannot_be_cut_is_told_with_its_place() {
    for (change, code) in [
        ((|line: &str| format!("{line},1")) as fn(&str) -> String, "FMT001"),
        (|line| line.replacen(",1,", ",\"1,", 1), "FMT002"),
    ] {
        let delivery = Delivery::small();
        let text = String::from_utf8(fs::read(delivery.path(RESIDENT)).unwrap()).unwrap();
        let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
        lines[3] = change(&lines[3]);
        let delivery = delivery.write(RESIDENT, lines.join("\r\n"));
        let found = delivery.verify(&[]).0.codes();
        assert_eq!(found.iter().filter(|found| found.1 == code).collect::<Vec<_>>(), [&(3, code.to_owned())]);
        assert_eq!(delivery.verify(&[]).result()["verdict"]["decision"], "refuse");
    }
}

#[test]
fn images_and_their_index_are_compared_where_images_were_delivered() {
    let with_images = || {
        let mut delivery = Delivery::small();
        let name = "00_common/image_index.csv";
        let mut table = delivery.table(name);
        for record in 1..=table.rows.len() {
            let bytes = format!("image {record}");
            table.set(record, "file_path", &format!("images/{record}.tif"));
            table.set(record, "sha256", &sha256(bytes.as_bytes()));
            table.set(record, "page_count", "1");
            table.set(record, "page_number", "0001");
            delivery = delivery.write(&format!("images/{record}.tif"), bytes);
        }
        table.save(&delivery.path(name));
        delivery
    };
    with_images().verify(&[]).expect(0, &[]);
    with_images().remove("images/3.tif").verify(&[]).expect(1, &["SET025"]);
    with_images().write("images/99.tif", "x").verify(&[]).expect(1, &["SET026"]);
    with_images().write("images/3.tif", "x").verify(&[]).expect(1, &["SET027"]);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_file_of_a_run_that_was_changed_or_removed_is_found() {
    let delivery = Delivery::empty();
    support::copy(city(), &delivery.folder());
    fs::remove_file(delivery.path("trace/01_juki/resident.parquet")).unwrap();
    let changed = delivery.path("data/01_juki/resident.csv");
    let text = fs::read_to_string(&changed).unwrap();
    fs::write(&changed, text.replacen("方書", "方所", 1)).unwrap();
    fs::remove_file(delivery.path("data/01_juki/household.parquet")).unwrap();
    delivery.verify(&[]).expect(1, &["SET004", "SET016", "SET017"]);
}

#[test]
fn csv_and_parquet_side_by_side_have_as_many_rows() {
    let delivery = Delivery::small();
    let parquet = fs::read(city().join("data/01_juki/household.parquet")).unwrap();
    let delivery = delivery
        .write("01_juki/resident.parquet", fs::read(city().join("data/01_juki/resident.parquet")).unwrap());
    delivery.verify(&[]).expect(0, &[]);
    // Rows of another file under this name.
    let delivery = delivery.write("01_juki/resident.parquet", parquet);
    let verified = delivery.verify(&[]);
    assert!(verified.codes().contains(&"SET014".to_owned()), "{:?}", verified.codes());
}

#[test]
fn a_profile_changes_what_is_found_and_what_it_means() {
    let delivery = Delivery::small().set(RESIDENT, 2, "name_furigana_date", "20250631");
    let profile = |text: &str| {
        let path = delivery.root.path().join("profile.toml");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    delivery.verify(&["--profile", &profile("[checks]\nDAT002 = \"off\"\n")]).expect(0, &[]);
    delivery.verify(&["--profile", &profile("[checks]\nDAT002 = \"info\"\n")]).expect(0, &["DAT002"]);
    delivery.verify(&["--profile", &profile("[tolerance.cases]\nDAT002 = 1\n")]).expect(0, &["DAT002"]);
    delivery.verify(&["--profile", &profile("[verdict]\nconditional = \"accept\"\n")]).expect(0, &["DAT002"]);
    let strict = delivery.verify(&[
        "--profile",
        &profile("[verdict]\nrefuse_on = [\"error\"]\n[require]\nbusinesses = [2]\n"),
    ]);
    strict.0.expect(1);
    assert_eq!(strict.result()["verdict"]["decision"], "refuse");
    assert!(strict.codes().iter().filter(|code| *code == "SET004").count() > 3);
    let wrong = delivery.verify(&["--profile", &profile("[checks]\nDAT02 = \"off\"\n")]);
    wrong.0.expect(2);
    assert!(
        wrong.0.stderr.contains("profile.toml:2:1") && wrong.0.stderr.contains("DAT002"),
        "{}",
        wrong.0.stderr
    );
}
