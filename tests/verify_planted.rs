//! What only shows when rows are looked at together, or beside what a clerk filled in: each planted once, found once, and
//! nothing else. (Single values and single files: `verify_defects.rs`.)

mod support;

use sha2::Digest;
use std::fs;
use support::delivery::{Delivery, city};

/// The small delivery with one more business.
fn with(business: &str) -> Delivery {
    let delivery = Delivery::small();
    support::copy(&city().join("data").join(business), &delivery.path(business));
    delivery.remove_all("parquet");
    delivery
}

#[test]
fn histories_are_looked_at_as_a_whole() {
    for (file, record, column, value, code, told) in [
        // The first person of the file has two rows: #2 until 2018-05-06, #1 from that day on.
        ("alias_history", 2, "end_date", "20190101", "REC015", 1),
        ("alias_history", 2, "latest_flag", "1", "REC013", 2),
        ("alias_history", 1, "latest_flag", "0", "REC013", 2),
        ("household_history", 1, "latest_flag", "0", "REC013", 1),
        ("resident_history", 2, "name", "中山　亮太", "REF008", 2),
    ] {
        println!("{file} {column} {value}");
        let delivery = Delivery::small().set(&format!("01_juki/{file}.csv"), record, column, value);
        let verified = delivery.verify(&[]);
        verified.expect(1, &[code]);
        assert_eq!(verified.0.codes()[0].0, told);
    }
}

/// A sheet of figures with one line filled in.
fn sheet(delivery: &Delivery, figure: &str, expected: &str, day: &str) -> String {
    let names = [
        "file",
        "file name",
        "figure",
        "group",
        "broken down by",
        "sum of",
        "day",
        "expected",
        "report",
        "where to look",
    ];
    let values = ["01.resident", "", figure, "", "", "", day, expected, "住民基本台帳年報", ""];
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, (name, value)) in names.into_iter().zip(values).enumerate() {
        page.write_string(0, column as u16, name).unwrap();
        page.write_string(1, column as u16, value).unwrap();
    }
    let path = delivery.root.path().join("totals.xlsx");
    book.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_figure_that_was_filled_in_is_compared() {
    let delivery = Delivery::small();
    let rows = delivery.table("01_juki/resident.csv").rows.len();
    for (figure, expected, day, exit, codes) in [
        ("件数", rows.to_string(), "20260401", 0, &[][..]),
        ("件数", (rows + 1).to_string(), "20260401", 1, &["SET029"]),
        // No such figure, and one of another day.
        ("犬の数", rows.to_string(), "20260401", 1, &["SET030"]),
        ("件数", rows.to_string(), "20250401", 1, &["SET030"]),
    ] {
        println!("{figure} {expected} {day}");
        let path = sheet(&delivery, figure, &expected, day);
        let verified = delivery.verify(&["--totals", &path]);
        verified.expect(exit, codes);
    }
    let path = sheet(&delivery, "件数", &(rows + 1).to_string(), "");
    assert_eq!(delivery.verify(&["--totals", &path]).result()["verdict"]["decision"], "refuse");
    let profile = delivery.root.path().join("profile.toml");
    fs::write(&profile, "[tolerance]\ntotal = \"1\"\n").unwrap();
    delivery.verify(&["--totals", &path, "--profile", profile.to_str().unwrap()]).expect(0, &[]);
}

#[test]
fn a_figure_of_common_practice_that_differs_is_a_warning() {
    let delivery = with("02_inkan");
    delivery.verify(&[]).expect(0, &[]);
    let name = "00_common/control_total.csv";
    let table = delivery.table(name);
    let (named, count) = (table.column("total_name"), table.column("total_count"));
    let row = table.rows.iter().position(|row| row[named] == "印鑑登録抹消件数").unwrap();
    let more = (table.rows[row][count].parse::<u64>().unwrap() + 1).to_string();
    let delivery = delivery.set(name, row + 1, "total_count", &more);
    let verified = delivery.verify(&[]);
    verified.expect(1, &["SET003"]);
    assert_eq!(verified.result()["verdict"]["decision"], "conditional");
}

#[test]
fn a_gaiji_of_the_list_has_its_glyph_in_the_delivery() {
    let name = "00_common/gaiji_list.csv";
    let mut delivery = Delivery::small().write("fonts/EUDC.TTE", "a font");
    for record in 1..=delivery.table(name).rows.len() {
        delivery = delivery.set(name, record, "font_file_name", "EUDC.TTE");
    }
    delivery.verify(&[]).expect(0, &[]);
    let delivery = delivery.set(name, 4, "font_file_name", "OLD.TTE").set(name, 4, "glyph_image_name", "");
    delivery.verify(&[]).expect(1, &["SET024"]);
}

#[test]
fn pages_of_an_image_add_up() {
    let name = "00_common/image_index.csv";
    let with_pages = |pages: &str| {
        let mut delivery = Delivery::small().again(name, 1).stated("00.image_index", 1);
        let rows = delivery.table(name).rows.len();
        for record in 1..=rows {
            let bytes = format!("image {record}");
            let sha256: String =
                sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let second = record == rows;
            let page_count = if second || record == 1 { pages } else { "1" };
            delivery = delivery
                .set(name, record, "file_path", &format!("images/{record}.tif"))
                .set(name, record, "sha256", &sha256)
                .set(name, record, "page_number", if second { "0002" } else { "0001" })
                .set(name, record, "page_count", page_count)
                .write(&format!("images/{record}.tif"), bytes);
        }
        delivery
    };
    with_pages("2").verify(&[]).expect(0, &[]);
    with_pages("3").verify(&[]).expect(1, &["SET028"]);
}

#[test]
fn masters_belong_to_the_delivery() {
    let delivery = Delivery::small();
    fs::remove_dir_all(delivery.path("00_common")).unwrap();
    let verified = delivery.verify(&[]);
    verified.expect(1, &["SET032"]);
    let result = verified.result();
    assert_eq!(result["verdict"]["decision"], "conditional");
    assert_eq!(result["verdict"]["reasons"][0]["rule"], "warning:SET");
    assert!(result["groups"][0]["examples"][0]["message"].as_str().unwrap().contains("町字マスタ"));
    let profile = delivery.root.path().join("profile.toml");
    fs::write(&profile, "[checks]\nSET032 = \"info\"\n").unwrap();
    delivery.verify(&["--profile", profile.to_str().unwrap()]).expect(0, &["SET032"]);
}

#[test]
fn characters_of_mj_plus_need_their_table() {
    let name = "01_juki/resident.csv";
    let delivery = Delivery::small().set(name, 2, "name", "大谷　\u{F0000}");
    let declare = |text: &str| fs::write(delivery.path("delivery.toml"), text).unwrap();
    fs::write(delivery.root.path().join("gj.csv"), "gj,ucs\nGJ000001,F0000\n").unwrap();
    declare("[characters]\nrepertoire = \"mj-plus\"\ngj = \"../gj.csv\"\ngj_version = \"2026-08\"\n");
    let verified = delivery.verify(&[]);
    assert_eq!(verified.result()["repertoire"], "mj-plus");
    assert!(!verified.codes().iter().any(|code| code.starts_with("CHR")), "{:?}", verified.codes());
    // Without it the delivery is looked at as MJ, and that is said.
    declare("[characters]\nrepertoire = \"mj-plus\"\n");
    let result = delivery.verify(&[]).result();
    let not_run = result["standard"]["rules_not_run"].as_array().unwrap();
    assert!(not_run.iter().any(|rule| rule["why"] == "no_table"), "{not_run:?}");
    declare("[characters]\nrepertoire = \"mj-plus\"\ngj = \"../none.csv\"\ngj_version = \"1\"\n");
    delivery.verify(&[]).0.expect(2);
    declare("[characters]\nrepertoire = \"mj\"\ngj = \"../gj.csv\"\n");
    delivery.verify(&[]).0.expect(2);
}

#[test]
fn a_file_that_is_cut_off_leads_the_summary() {
    let delivery = Delivery::small();
    let name = "01_juki/resident.csv";
    let bytes = fs::read(delivery.path(name)).unwrap();
    let delivery = delivery.write(name, &bytes[..bytes.len() * 2 / 3]);
    let verified = delivery.verify(&[]);
    let text = &verified.0.stdout;
    let codes = text.lines().skip_while(|line| !line.starts_with("findings:")).skip(1);
    let first: Vec<&str> = codes.take(2).collect();
    assert!(first[0].contains("FMT014") && first[1].contains(name), "{text}");
}
