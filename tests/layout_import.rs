//! `utsushi layout import`: specification workbooks in the arrangements people use, made here since the official ones
//! cannot be shipped.

mod support;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;
use std::path::{Path, PathBuf};
use support::{Run, utsushi};

fn layout(arguments: &[&str]) -> Run {
    Run::of(utsushi().arg("layout").args(arguments).output().unwrap(), PathBuf::new())
}

fn json(arguments: &[&str]) -> Value {
    let run = layout(arguments);
    run.expect(0);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The files of 住民基本台帳 as this program knows them.
fn files() -> Vec<Value> {
    let list = json(&["list", "juki", "--json"]);
    let files = list["businesses"][0]["files"].as_array().unwrap();
    files.iter().map(|file| json(&["show", file["file"].as_str().unwrap(), "--json"])).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn wide(text: &str) -> String {
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    text.chars().map(wide).collect()
}

fn put(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        sheet.write(row, column as u16, *cell).unwrap();
    }
}

fn word(item: &Value) -> &'static str {
    match text(item, "type") {
        "text" => "全角文字",
        "kana" => "全角カナ",
        "ascii" => "半角英数字",
        "code" => "コード",
        "date" => "日付",
        "decimal" => "小数",
        _ => "数字",
    }
}

fn yes(item: &Value, key: &str) -> &'static str {
    if item[key].as_bool().unwrap() { "○" } else { "" }
}

/// A cover, a list, a sheet per file with labels above the table, and the codes on a sheet of their own.
fn sheet_per_file(path: &Path, files: &[Value]) {
    let mut book = Workbook::new();
    put(book.add_worksheet().set_name("表紙").unwrap(), 3, &["", "中間標準レイアウト仕様", "V2.7"]);
    let list = book.add_worksheet().set_name("移行ファイル一覧").unwrap();
    put(list, 2, &["No.", "移行ファイル名", "説明", "データ項目の改定"]);
    for (index, file) in files.iter().enumerate() {
        let name = format!("{}ファイル", text(file, "name"));
        put(list, 3 + index as u32, &[&(index + 1).to_string(), &name, text(file, "description")]);
    }
    for (index, file) in files.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(format!("{:02}", index + 1)).unwrap();
        put(
            sheet,
            0,
            &["業務名", "住民基本台帳", "移行ファイル名", &format!("{}ファイル", text(file, "name"))],
        );
        put(
            sheet,
            3,
            &["", "項番", "データ項目名", "型", "桁数", "小数", "必須", "主キー", "コード", "備考"],
        );
        for (line, item) in file["items"].as_array().unwrap().iter().enumerate() {
            let row = 4 + line as u32;
            sheet.write(row, 1, item["number"].as_f64().unwrap()).unwrap();
            sheet.write(row, 4, item["digits"].as_f64().unwrap()).unwrap();
            let decimals = item["decimals"].as_f64().unwrap();
            if decimals > 0.0 {
                sheet.write(row, 5, decimals).unwrap();
            }
            for (column, cell) in [
                (2, text(item, "name")),
                (3, word(item)),
                (6, yes(item, "required")),
                (7, yes(item, "key")),
                (8, text(item, "code_table")),
                (9, text(item, "notes")),
            ] {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    codes(&mut book, files);
    book.save(path).unwrap();
}

fn codes(book: &mut Workbook, files: &[Value]) {
    let sheet = book.add_worksheet().set_name("コード表").unwrap();
    put(sheet, 1, &["コード名", "コード値", "名称"]);
    let mut row = 2;
    let mut seen = std::collections::BTreeSet::new();
    for item in files.iter().flat_map(|file| file["items"].as_array().unwrap()) {
        let table = text(item, "code_table");
        if table.is_empty() || !seen.insert(table) {
            continue;
        }
        let entries = item["codes"].as_array().unwrap();
        for (index, code) in entries.iter().enumerate() {
            let name = if index == 0 { table } else { "" };
            put(sheet, row, &[name, &wide(text(code, "value")), text(code, "name")]);
            row += 1;
        }
    }
}

/// Everything on one sheet: the file's name in merged cells, titles in two rows, sizes as COBOL pictures.
fn one_sheet(path: &Path, files: &[Value]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("データ項目一覧").unwrap();
    put(sheet, 0, &["住民基本台帳 移行データ項目一覧"]);
    let format = Format::new();
    for (column, title) in [(0, "移行ファイル名"), (1, "Ｎｏ．"), (2, "データ項\n目名")] {
        sheet.merge_range(2, column, 3, column, title, &format).unwrap();
    }
    sheet.merge_range(2, 3, 2, 4, "属性", &format).unwrap();
    put(sheet, 3, &["", "", "", "型", "桁数", "必須", "ＫＥＹ", "コード"]);
    let mut row = 4;
    for file in files {
        let first = row;
        for item in file["items"].as_array().unwrap() {
            let digits = item["digits"].as_u64().unwrap();
            let decimals = item["decimals"].as_u64().unwrap();
            let picture = match text(item, "type") {
                "text" => format!("N({digits})"),
                "kana" => "カナ".to_owned(),
                "ascii" => format!("Ｘ（{digits}）"),
                "decimal" => format!("S9({})V9({decimals})", digits - decimals),
                "date" => "日付".to_owned(),
                "code" => format!("X({digits})"),
                _ => format!("9({digits})"),
            };
            let number = wide(&item["number"].to_string());
            let size = if picture.ends_with([')', '）']) {
                String::new()
            } else {
                format!("{}桁", wide(&digits.to_string()))
            };
            put(
                sheet,
                row,
                &[
                    "",
                    &number,
                    text(item, "name"),
                    &picture,
                    &size,
                    yes(item, "required"),
                    yes(item, "key"),
                    text(item, "code_table"),
                ],
            );
            row += 1;
        }
        let name = text(file, "name");
        match row - first {
            1 => put(sheet, first, &[name]),
            _ => {
                sheet.merge_range(first, 0, row - 1, 0, name, &format).unwrap();
            }
        }
    }
    codes(&mut book, files);
    book.save(path).unwrap();
}

/// Several tables below each other, each with its name in a line of its own.
fn stacked(path: &Path, files: &[Value]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("住民基本台帳").unwrap();
    let mut row = 0;
    for (index, file) in files.iter().enumerate() {
        put(sheet, row, &[&format!("({}) {}ファイル", index + 1, text(file, "name"))]);
        put(sheet, row + 1, &["項目番号", "項目名称", "属性", "桁", "必須区分", "PK", "コード一覧", "説明"]);
        row += 2;
        for item in file["items"].as_array().unwrap() {
            let digits = match item["decimals"].as_u64().unwrap() {
                0 => item["digits"].to_string(),
                decimals => format!("{},{decimals}", item["digits"]),
            };
            put(
                sheet,
                row,
                &[
                    &item["number"].to_string(),
                    text(item, "name"),
                    word(item),
                    &digits,
                    yes(item, "required"),
                    yes(item, "key"),
                    text(item, "code_table"),
                    text(item, "notes"),
                ],
            );
            row += 1;
        }
        row += 2;
    }
    codes(&mut book, files);
    book.save(path).unwrap();
}

struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new() -> Case {
        Case { dir: tempfile::tempdir().unwrap() }
    }

    fn book(&self) -> PathBuf {
        self.dir.path().join("spec.xlsx")
    }

    fn layouts(&self) -> String {
        self.dir.path().join("layouts").to_str().unwrap().to_owned()
    }

    fn import(&self) -> Run {
        layout(&["import", self.book().to_str().unwrap(), "--standard", "official", "--out", &self.layouts()])
    }

    fn show(&self, file: &str) -> Value {
        json(&["show", file, "--json", "--standard", "official", "--layouts", &self.layouts()])
    }
}

/// What must be the same of an item whatever the workbook looks like.
fn facts(item: &Value) -> Value {
    let mut facts = item.as_object().unwrap().clone();
    for key in ["source", "notes", "number", "code_table", "bytes"] {
        facts.remove(key);
    }
    Value::Object(facts)
}

#[test]
fn workbooks_in_three_arrangements_give_the_items_they_were_made_from() {
    let files = files();
    for (name, make) in [
        ("sheet per file", sheet_per_file as fn(&Path, &[Value])),
        ("one sheet", one_sheet),
        ("stacked", stacked),
    ] {
        let case = Case::new();
        make(&case.book(), &files);
        let run = case.import();
        // The workbook has no 03: two rules look there, and nothing else is left unattached.
        let left: Vec<&str> =
            run.stdout.lines().filter(|line| line.starts_with("rule not carried over")).collect();
        let of_03 = left.iter().all(|line| line.ends_with("there is no 03.address_number_map"));
        assert!(run.code == Some(1) && left.len() == 2 && of_03, "{name}: {}{}", run.stdout, run.stderr);
        for file in &files {
            let imported = case.show(text(file, "file"));
            let facts_of =
                |file: &Value| file["items"].as_array().unwrap().iter().map(facts).collect::<Vec<_>>();
            let (was, is) = (facts_of(file), facts_of(&imported));
            for (was, is) in was.iter().zip(&is) {
                assert_eq!(was, is, "{name}: {}", text(file, "file"));
            }
            assert_eq!(was.len(), is.len(), "{name}");
        }
        let check = layout(&["check", "--standard", "official", "--layouts", &case.layouts()]);
        check.expect(0);
        let rules =
            |folder: &Path| std::fs::read_to_string(folder.join("01_juki/resident.rules.toml")).unwrap();
        let own = rules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/chukan-2.7"));
        let theirs = rules(&Path::new(&case.layouts()).join("official"));
        assert_eq!(own.matches("severity =").count(), theirs.matches("severity =").count(), "{name}");
    }
}

#[test]
fn what_is_not_understood_and_what_lost_its_place_is_listed_with_its_cell() {
    let mut files = files();
    files.truncate(1);
    let items = files[0]["items"].as_array_mut().unwrap();
    items.retain(|item| text(item, "slug") != "removal_date");
    items.iter_mut().find(|item| text(item, "slug") == "postal_code").unwrap()["name"] = "郵便番号等".into();
    let case = Case::new();
    sheet_per_file(&case.book(), &files);
    let run = case.import();
    run.expect(1);
    assert!(run.stdout.contains("role without an item: resident.rules.toml removal_date"), "{}", run.stdout);
    assert!(run.stdout.contains("rule not carried over: 01_juki/resident.rules.toml"), "{}", run.stdout);
    let renames = std::fs::read_to_string(Path::new(&case.layouts()).join("official/renames.csv")).unwrap();
    assert_eq!(renames, "file,old,new\n01.resident,郵便番号,郵便番号等\n");

    let case = Case::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("住民").unwrap();
    put(sheet, 0, &["業務名", "住民基本台帳", "移行ファイル名", "住民情報ファイル"]);
    put(sheet, 1, &["項番", "項目名", "型", "桁数"]);
    put(sheet, 2, &["1", "宛名番号", "数字", "15"]);
    put(sheet, 3, &["2", "氏名", "謎の型", "可変"]);
    put(sheet, 4, &["3", "", "数字", "3"]);
    put(book.add_worksheet().set_name("何か").unwrap(), 0, &["これは", "表でない"]);
    book.save(case.book()).unwrap();
    let run = case.import();
    run.expect(1);
    for place in ["spec.xlsx [住民]!C4", "spec.xlsx [住民]!D4", "spec.xlsx [住民]!C5", "spec.xlsx [何か]!A1"]
    {
        assert!(run.stdout.contains(&format!("not understood: {place}")), "{place}: {}", run.stdout);
    }
}

#[test]
fn what_is_no_workbook_or_names_no_business_is_refused() {
    let case = Case::new();
    std::fs::write(case.book(), b"PK\x03\x04 damaged").unwrap();
    let run = case.import();
    run.expect(2);
    assert!(run.stderr.contains("spec.xlsx: cannot be read as xlsx"), "{}", run.stderr);
    assert!(!Path::new(&case.layouts()).join("official").exists());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    put(sheet, 0, &["項番", "項目名", "型", "桁数"]);
    put(sheet, 1, &["1", "何か", "数字", "15"]);
    book.save(case.book()).unwrap();
    let run = case.import();
    run.expect(2);
    assert!(run.stderr.contains("--business 1"), "{}", run.stderr);
}

/// A mapping written for the standard that ships goes on working with the imported one, where an item has a new name.
#[test]
fn a_project_converts_with_the_imported_standard_and_old_names() {
    let mut files = files();
    let items = files[0]["items"].as_array_mut().unwrap();
    items.iter_mut().find(|item| text(item, "slug") == "address").unwrap()["name"] = "現住所".into();
    let case = Case::new();
    sheet_per_file(&case.book(), &files);
    let run = case.import();
    assert!(run.stdout.contains("\"現住所\" is taken for \"住所\""), "{}", run.stdout);
    let project = support::Project::of_records(&[support::GOOD]);
    let settings = std::fs::read_to_string(project.path("migration.toml")).unwrap();
    std::fs::write(project.path("migration.toml"), settings.replace("chukan-2.7", "official")).unwrap();
    let run = Run::of(
        support::convert(&project.folder(), &project.out(), &["--layouts", &case.layouts()])
            .output()
            .unwrap(),
        project.out(),
    );
    run.expect(0);
    let data = std::fs::read_to_string(project.out().join("data/01_juki/resident.csv")).unwrap();
    assert!(data.contains("現住所") || data.contains("address"), "{data}");
    assert!(data.contains("架空市"), "{data}");
    // And what was written is accepted by the same standard, but for the files that one job cannot make.
    let verified = project.folder().join("verified");
    let mut verify = support::utsushi();
    verify.arg("verify").arg(project.out()).arg("--out").arg(&verified).args(["--layouts", &case.layouts()]);
    let run = Run::of(verify.output().unwrap(), verified);
    let said = &run.stdout;
    assert!(said.starts_with("verdict: ACCEPT WITH CONDITIONS") && said.contains("0 errors"), "{said}");
    assert!(said.contains("SET005        18"), "{said}");
}
