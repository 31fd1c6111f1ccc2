//! `utsushi verify`: a right delivery is accepted in whatever form it comes; how it is split, ordered or read makes no
//! difference.

mod support;

use std::fs;
use support::cp932;
use support::delivery::{Delivery, Zipped, city, files, zip};

/// Rows of all files of a delivery.
fn rows_of(delivery: &Delivery) -> usize {
    let rows = |path: std::path::PathBuf| support::delivery::Table::read(&path).rows.len();
    files(&delivery.folder()).into_iter().map(rows).sum()
}

#[test]
fn a_run_of_the_city_with_all_businesses_is_accepted() {
    let delivery = Delivery::empty();
    let verified = delivery.verify_path(city(), &["--json"]);
    verified.expect(0, &[]);
    let result = verified.result();
    assert_eq!(result["verdict"]["decision"], "accept");
    assert_eq!(result["delivery"]["kind"], "run");
    assert_eq!(result["businesses"].as_array().unwrap().len(), 24);
    for file in result["files"].as_array().unwrap() {
        assert_eq!((&file["state"], &file["rows"]), (&"checked".into(), &file["old_rows"]), "{file}");
        assert_eq!(file["columns"], file["items"], "{file}");
        assert!(file["beside"].as_str().unwrap().ends_with(".parquet"), "{file}");
    }
    let report: serde_json::Value = serde_json::from_slice(&verified.0.bytes("verify.json")).unwrap();
    assert_eq!((&report["valid"], &report["stats"]["errors"]), (&true.into(), &0.into()));
}

#[test]
fn every_encoding_with_and_without_a_header_is_read() {
    let utf16 = |text: &str, mark: &[u8], little: bool| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() });
        mark.iter().copied().chain(units).collect()
    };
    type Encode = Box<dyn Fn(&str) -> Vec<u8>>;
    let encodings: [(&str, Encode); 6] = [
        ("utf-8", Box::new(|text| text.as_bytes().to_vec())),
        ("utf-8 with a mark", Box::new(|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat())),
        ("cp932", Box::new(cp932::encode)),
        ("utf-16le", Box::new(move |text| utf16(text, b"\xFF\xFE", true))),
        ("utf-16be", Box::new(move |text| utf16(text, b"\xFE\xFF", false))),
        ("utf-16le without a mark", Box::new(move |text| utf16(text, b"", true))),
    ];
    for (name, encode) in &encodings {
        for header in [true, false] {
            for delimiter in [b',', b'\t'] {
                if delimiter == b'\t' && !(header && *name == "cp932") {
                    continue;
                }
                let delivery = Delivery::small();
                for path in files(&delivery.folder()) {
                    let text = support::delivery::Table::read(&path).text(delimiter, header);
                    fs::write(&path, encode(&text)).unwrap();
                }
                let verified = delivery.verify(&[]);
                let codes = if header { vec![] } else { vec!["SET013"; 34] };
                println!("{name}, header {header}");
                verified.expect(0, &codes);
                assert_eq!(verified.result()["delivery"]["rows"], rows_of(&Delivery::small()));
            }
        }
    }
}

#[test]
fn parquet_alone_is_read_with_the_same_rows() {
    let delivery = Delivery::small();
    for business in ["00_common", "01_juki"] {
        support::copy(&city().join("data").join(business), &delivery.path(business));
    }
    delivery.remove_all("csv");
    let verified = delivery.verify(&[]);
    verified.expect(0, &[]);
    assert_eq!(verified.result()["delivery"]["rows"], rows_of(&Delivery::small()));
}

/// The small delivery as a zip with Japanese names in CP932, as Windows makes it.
fn zipped(packed: bool, extension: &str) -> (Delivery, std::path::PathBuf) {
    let delivery = Delivery::small();
    let mut zipped = Vec::new();
    for (folder, name) in [("00_common", "00共通"), ("01_juki", "01住民基本台帳")] {
        for path in files(&city().join("data").join(folder)) {
            if path.extension().is_some_and(|is| is == extension) {
                let file = path.file_name().unwrap().to_str().unwrap();
                zipped.push(Zipped {
                    name: cp932::encode(&format!("納品物\\{name}\\{file}")),
                    bytes: fs::read(&path).unwrap(),
                    packed,
                    flags: 0,
                    mode: 0,
                });
            }
        }
    }
    let path = delivery.root.path().join("納品物.zip");
    fs::write(&path, zip(&zipped)).unwrap();
    (delivery, path)
}

#[test]
fn a_zip_with_names_in_cp932_is_read_without_unpacking() {
    for (packed, extension) in [(true, "csv"), (false, "csv"), (true, "parquet")] {
        let (delivery, path) = zipped(packed, extension);
        let verified = delivery.verify_path(&path, &[]);
        verified.expect(0, &[]);
        let result = verified.result();
        assert_eq!(
            (&result["delivery"]["kind"], &result["delivery"]["rows"]),
            (&"zip".into(), &rows_of(&Delivery::small()).into())
        );
        assert_eq!(result["files"][0]["parts"][0]["path"], format!("00共通/town_master.{extension}"));
    }
}

/// A delivery with some defects, to see that they are found alike.
fn faulty() -> Delivery {
    Delivery::small()
        .set("01_juki/resident.csv", 3, "individual_number", "123456789012")
        .set("01_juki/resident.csv", 9, "name", "")
        .set("01_juki/support_measure.csv", 2, "department_code", "999")
        .again("00_common/town_master.csv", 4)
}

#[test]
fn a_file_in_parts_and_in_another_order_has_the_same_findings() {
    let whole = faulty();
    let expected = whole.verify(&[]);
    let name = "01_juki/resident.csv";
    let table = whole.table(name);
    let delivery = faulty().remove(name);
    for (part, rows) in table.rows.chunks(13).enumerate() {
        let mut rows = rows.to_vec();
        rows.reverse();
        let part_of = support::delivery::Table { columns: table.columns.clone(), rows };
        part_of.save(&delivery.path(&format!("01_juki/resident_{}.csv", part + 1)));
    }
    let parts = delivery.verify(&[]);
    assert_eq!(parts.codes(), expected.codes());
    assert!(parts.codes().len() >= 4);
    let file = |result: serde_json::Value| {
        let files = result["files"].as_array().unwrap().clone();
        files.into_iter().find(|file| file["file"] == "01.resident").unwrap()
    };
    let (one, three) = (file(expected.result()), file(parts.result()));
    assert_eq!((&one["rows"], &one["findings"]), (&three["rows"], &three["findings"]));
    assert_eq!(three["parts"].as_array().unwrap().len(), table.rows.len().div_ceil(13));
}

#[test]
fn threads_and_memory_make_no_difference() {
    let delivery = faulty();
    let bytes = |arguments: &[&str]| {
        let verified = delivery.verify(arguments);
        verified.0.expect(1);
        ["findings.csv", "findings.parquet", "verification.json"].map(|name| verified.0.bytes(name))
    };
    let one = bytes(&["--threads", "1", "--memory", "192MiB"]);
    assert!(one == bytes(&["--threads", "2"]));
    assert!(one == bytes(&["--threads", "3", "--memory", "1GiB"]));
}

#[test]
fn the_draft_is_read_back_and_the_sheet_is_compared() {
    let delivery = Delivery::small();
    let run = |arguments: &[&str]| {
        let mut command = support::utsushi();
        command.arg("verify").arg(delivery.folder()).args(arguments).args(["--lang", "en"]);
        support::Run::of(command.output().unwrap(), delivery.root.path().join("none"))
    };
    run(&["--init"]).expect(0);
    let text = fs::read_to_string(delivery.path("delivery.toml")).unwrap();
    assert!(text.contains("layout = \"01.resident\"") && text.contains("charset = \"utf-8\""), "{text}");
    // It is not written twice without being asked.
    run(&["--init"]).expect(2);
    delivery.verify(&[]).expect(0, &[]);
    let sheet = delivery.root.path().join("totals.xlsx");
    run(&["--totals-sheet", sheet.to_str().unwrap(), "--base-date", "2026-04-01"]).expect(0);
    // Nothing is filled in yet.
    delivery.verify(&["--totals", sheet.to_str().unwrap()]).expect(0, &[]);
}

#[test]
fn the_result_is_not_written_into_the_delivery() {
    let delivery = Delivery::small();
    let mut command = support::utsushi();
    command.arg("verify").arg(delivery.folder()).arg("--out").arg(delivery.path("result"));
    let run = support::Run::of(command.output().unwrap(), delivery.path("result"));
    run.expect(2);
    assert!(!delivery.path("result").exists());
}
