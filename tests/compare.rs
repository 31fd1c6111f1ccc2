//! `utsushi compare` end to end: planted differences are found, all of them and nothing else; what is the same is equal whatever its form.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use support::delivery::{Delivery, Zipped, city, zip};
use support::{copy, utsushi};

const RESIDENT: &str = "01_juki/resident.csv";
const HOUSEHOLD: &str = "01_juki/household.csv";

fn compare(a: &Path, b: &Path, arguments: &[&str]) -> Output {
    utsushi().args(["compare", "--lang", "en"]).args(arguments).arg(a).arg(b).output().unwrap()
}

/// Exit status, and the result in `out`.
fn result(a: &Path, b: &Path, out: &Path, arguments: &[&str]) -> (i32, serde_json::Value) {
    let done = compare(a, b, &[&["--overwrite", "--out", out.to_str().unwrap()], arguments].concat());
    let status = done.status.code().unwrap();
    assert!(status < 2, "{}", String::from_utf8_lossy(&done.stderr));
    (status, serde_json::from_slice(&fs::read(out.join("compare.json")).unwrap()).unwrap())
}

/// The lines of `differences.csv`, without the columns of places.
fn differences(out: &Path) -> Vec<[String; 6]> {
    let text = fs::read_to_string(out.join("differences.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let lines = reader.records().map(|line| {
        let line = line.unwrap();
        [0, 2, 3, 5, 7, 9].map(|column| line[column].to_owned())
    });
    lines.collect()
}

fn file<'r>(result: &'r serde_json::Value, id: &str) -> &'r serde_json::Value {
    result["files"].as_array().unwrap().iter().find(|file| file["file"] == id).unwrap()
}

/// The delivery in another charset.
fn encoded(delivery: &Delivery, encode: impl Fn(&str) -> Vec<u8>) -> Delivery {
    let other = Delivery::small();
    for path in support::delivery::files(&other.folder()) {
        let name = path.strip_prefix(other.folder()).unwrap();
        let text = fs::read_to_string(delivery.folder().join(name)).unwrap();
        fs::write(&path, encode(&text)).unwrap();
    }
    other
}

#[test]
fn planted_differences_are_found_and_nothing_else() {
    let a = Delivery::small();
    let rows = a.table(RESIDENT).rows.len();
    let name = a.table(RESIDENT);
    let was = name.rows[3][name.column("name")].clone();
    let b = Delivery::small()
        .set(RESIDENT, 2, "birth_date", "19010101")
        .set(RESIDENT, 4, "name", &was.replace('\u{3000}', ""))
        .set(RESIDENT, 5, "birth_date", "19010102");
    // One row less, and one more.
    let mut table = b.table(RESIDENT);
    let gone = table.rows.remove(6);
    let mut new = gone.clone();
    let key = table.column("address_number");
    new[key] = "999999999999999".into();
    table.rows.push(new);
    table.save(&b.path(RESIDENT));
    let out = a.root.path().join("out");
    assert!(was.contains('\u{3000}'), "the sample's names have a space: {was}");

    let (status, found) = result(&a.folder(), &b.folder(), &out, &[]);
    assert_eq!((status, &found["equal"]), (1, &serde_json::Value::Bool(false)));
    let resident = file(&found, "01.resident");
    assert_eq!(resident["changed"], 3);
    assert_eq!(resident["only"], serde_json::json!([1, 1]));
    assert_eq!(resident["equal"], rows as u64 - 4);
    let others = found["files"].as_array().unwrap().iter().filter(|file| file["file"] != "01.resident");
    assert!(others.clone().count() > 10);
    others.for_each(|file| assert_eq!(file["equal"], file["rows"][0], "{file}"));
    let row = |kind: &str, item: &str, b: &str, a_record: &str, b_record: &str| {
        ["01.resident", kind, item, b, a_record, b_record].map(str::to_owned)
    };
    let masked = "漢".repeat(was.chars().count() - 1);
    let expected = [
        row("changed", "生年月日", "99999999", "2", "2"),
        row("changed", "氏名", &masked, "4", "4"),
        row("changed", "生年月日", "99999999", "5", "5"),
        row("only_a", "", "", "7", ""),
        row("only_b", "", "", "", &rows.to_string()),
    ];
    assert_eq!(differences(&out), expected);
    for name in ["differences.parquet", "report.html"] {
        assert!(fs::metadata(out.join(name)).unwrap().len() > 500, "{name}");
    }
    assert!(!fs::read_to_string(out.join("report.html")).unwrap().contains(&was), "masked");

    let (_, found) = result(&a.folder(), &b.folder(), &out, &["--tolerate", "氏名=whitespace,width"]);
    let resident = file(&found, "01.resident");
    assert_eq!((&resident["changed"], &resident["tolerated"]), (&2.into(), &1.into()));
    assert_eq!(differences(&out)[1][1], "tolerated");

    let clear =
        compare(&a.folder(), &b.folder(), &["--unmask", "--overwrite", "--out", out.to_str().unwrap()]);
    assert_eq!(clear.status.code(), Some(1));
    assert_eq!(differences(&out)[0][3], "19010101");
}

#[test]
fn only_what_is_tolerated_is_equal_and_said() {
    let a = Delivery::small();
    let table = a.table(RESIDENT);
    let was = &table.rows[3][table.column("name")];
    let b = Delivery::small().set(RESIDENT, 4, "name", &was.replace('\u{3000}', " "));
    assert_eq!(compare(&a.folder(), &b.folder(), &[]).status.code(), Some(1));
    let done = compare(&a.folder(), &b.folder(), &["--tolerate", "*=width"]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert!(said.starts_with("equal but for what is tolerated") && said.contains("1 tolerated"), "{said}");
}

#[test]
fn the_same_rows_are_equal_in_any_form_and_on_any_machine() {
    let a = Delivery::small();
    let equal = |b: &Path, arguments: &[&str]| {
        let done = compare(&a.folder(), b, arguments);
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{}: {said}", b.display());
        assert!(said.starts_with("equal:"), "{said}");
    };
    equal(&a.folder(), &[]);
    // As Parquet.
    let parquet = Delivery::empty();
    for business in ["00_common", "01_juki"] {
        copy(&city().join("data").join(business), &parquet.path(business));
    }
    parquet.remove_all("csv");
    equal(&parquet.folder(), &["--threads", "1", "--memory", "192MiB"]);
    // In UTF-16 and in CP932.
    let utf16 = encoded(&a, |text| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    });
    equal(&utf16.folder(), &[]);
    // As a zip of Parquet, on both sides.
    let zipped = |delivery: &Delivery| {
        let files = support::delivery::files(&delivery.folder());
        let files: Vec<Zipped> = files
            .iter()
            .map(|path| Zipped {
                name: path.strip_prefix(delivery.folder()).unwrap().to_str().unwrap().into(),
                bytes: fs::read(path).unwrap(),
                packed: true,
                flags: 0x800,
                mode: 0,
            })
            .collect();
        let path = delivery.root.path().join("delivery.zip");
        fs::write(&path, zip(&files)).unwrap();
        path
    };
    let packed: PathBuf = zipped(&parquet);
    equal(&packed, &[]);
    let both = compare(&packed, &packed, &[]);
    assert_eq!(both.status.code(), Some(0), "{}", String::from_utf8_lossy(&both.stderr));
    // In another order, and one file alone.
    let b = Delivery::small();
    let mut table = b.table(RESIDENT);
    table.rows.reverse();
    table.save(&b.path(RESIDENT));
    equal(&b.folder(), &[]);
    let alone = compare(&a.path(RESIDENT), &parquet.path("01_juki/resident.parquet"), &[]);
    assert_eq!(alone.status.code(), Some(0), "{}", String::from_utf8_lossy(&alone.stderr));
}

#[test]
fn cp932_and_utf8_of_the_same_rows_are_equal() {
    let household = |delivery: Delivery| delivery;
    let (a, b) = (household(Delivery::empty()), household(Delivery::empty()));
    let text = Delivery::small().table(HOUSEHOLD).text(b',', true);
    let a = a.write(HOUSEHOLD, &text);
    let b = b.write(HOUSEHOLD, support::cp932::encode(&text));
    let done = compare(&a.folder(), &b.folder(), &[]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
}

#[test]
fn threads_and_memory_change_nothing_that_is_written() {
    let a = Delivery::small();
    let b =
        Delivery::small().set(RESIDENT, 2, "birth_date", "19010101").again(RESIDENT, 3).again(RESIDENT, 3);
    let bytes = |threads: &str, memory: &str| {
        let out = a.root.path().join("out");
        result(&a.folder(), &b.folder(), &out, &["--threads", threads, "--memory", memory]);
        let names = ["compare.json", "differences.csv", "differences.parquet", "report.html"];
        names.map(|name| fs::read(out.join(name)).unwrap())
    };
    assert!(bytes("1", "192MiB") == bytes("4", "1GiB"));
}

#[test]
fn a_doubled_key_a_missing_item_and_a_missing_file_are_named() {
    let a = Delivery::small().again(RESIDENT, 3);
    let b = Delivery::small().remove(HOUSEHOLD);
    let mut table = b.table(RESIDENT);
    let at = table.column("birth_date");
    table.columns.remove(at);
    table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    table.save(&b.path(RESIDENT));
    let out = a.root.path().join("out");
    let (status, found) = result(&a.folder(), &b.folder(), &out, &[]);
    assert_eq!(status, 1);
    let resident = file(&found, "01.resident");
    assert_eq!(resident["doubled_keys"], serde_json::json!([1, 0]));
    assert_eq!(resident["only"], serde_json::json!([1, 0]));
    assert_eq!(resident["changed"], 0, "the missing item is told once, not in every row");
    assert_eq!(resident["only_items"][0][0]["item"], "birth_date");
    assert!(resident["only_items"][0][0]["filled"].as_u64().unwrap() > 100 || table.rows.len() < 100);
    let household = file(&found, "01.household");
    assert_eq!(household["there"], serde_json::json!([true, false]));
    assert_eq!(household["only"][0], household["rows"][0]);
}

#[test]
fn what_cannot_be_read_is_never_equal() {
    let a = Delivery::small();
    // The same broken line on both sides.
    let text = a.table(HOUSEHOLD).text(b',', true) + "too,few\r\n";
    let (a, b) = (a.write(HOUSEHOLD, &text), Delivery::small().write(HOUSEHOLD, &text));
    let out = a.root.path().join("out");
    let (status, found) = result(&a.folder(), &b.folder(), &out, &[]);
    assert_eq!(status, 1);
    assert_eq!(file(&found, "01.household")["broken_lines"], serde_json::json!([1, 1]));
    // A Parquet that is none.
    let b = Delivery::small().remove(HOUSEHOLD).write("01_juki/household.parquet", b"PAR1 no PAR1");
    let (status, found) = result(&a.folder(), &b.folder(), &out, &[]);
    assert_eq!(status, 1);
    assert_eq!(file(&found, "01.household")["unreadable_files"][1][0], "01_juki/household.parquet");
}

#[test]
fn what_cannot_be_run_says_why_and_leaves_nothing() {
    let a = Delivery::small();
    let out = a.root.path().join("out");
    let empty = Delivery::empty();
    fs::write(empty.root.path().join("broken.zip"), b"PK\x03\x04 no zip").unwrap();
    let refused = |b: &Path, arguments: &[&str], words: &str| {
        let done = compare(&a.folder(), b, &[&["--out", out.to_str().unwrap()], arguments].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!out.exists());
    };
    refused(&empty.path("nowhere"), &[], "not found");
    refused(&empty.folder(), &[], "no standard file");
    refused(&empty.root.path().join("broken.zip"), &[], "zip");
    refused(&a.folder(), &["--tolerate", "name"], "item=tolerance");
    refused(&a.folder(), &["--tolerate", "no_such_item=mj"], "no_such_item");
    refused(&a.folder(), &["--memory", "1MiB"], "192MiB");
    let inside = a.path("result");
    let done = compare(&a.folder(), &a.folder(), &["--out", inside.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!inside.exists());
}
