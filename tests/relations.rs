//! Rules over many rows and files, from the project to findings.csv: what is planted is found once, at its record and
//! with its code, and a clean delivery has no finding.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use support::{Found, Run, convert, sound};
use tempfile::TempDir;

/// Files with the columns and rows of their inputs.
struct Delivery {
    root: TempDir,
    files: BTreeMap<&'static str, (Vec<&'static str>, Vec<Vec<String>>)>,
    order: Vec<&'static str>,
    settings: String,
}

impl Delivery {
    fn new() -> Delivery {
        Delivery {
            root: tempfile::tempdir().unwrap(),
            files: BTreeMap::new(),
            order: Vec::new(),
            settings: "[delivery]\nbase_date = \"2026-03-31\"\n".into(),
        }
    }

    fn file(mut self, id: &'static str, table: &'static str) -> Delivery {
        let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let cells = |line: &'static str| line.split(',').map(str::trim);
        let columns = cells(lines.next().unwrap()).collect();
        let rows = lines.map(|line| cells(line).map(str::to_owned).collect()).collect();
        self.files.insert(id, (columns, rows));
        self.order.push(id);
        self
    }

    /// Replaces the value of a column in a record, from 1.
    fn set(mut self, id: &str, record: usize, column: &str, value: &str) -> Delivery {
        let (columns, rows) = self.files.get_mut(id).unwrap();
        let column = columns.iter().position(|name| *name == column).unwrap();
        rows[record - 1][column] = value.to_owned();
        self
    }

    fn add(mut self, id: &str, row: &str) -> Delivery {
        let row = row.split(',').map(|cell| cell.trim().to_owned()).collect();
        self.files.get_mut(id).unwrap().1.push(row);
        self
    }

    fn project(&self) -> PathBuf {
        let folder = self.root.path().join("project");
        fs::create_dir_all(&folder).unwrap();
        let mut text = format!(
            "lang = \"en\"\n[municipality]\ncode = \"990001\"\nname = \"架空市\"\n[standard]\nname = \"chukan-2.7\"\n{}",
            self.settings
        );
        for id in &self.order {
            let (columns, rows) = &self.files[id];
            let name = id.replace('.', "-");
            let mapping = columns.iter().map(|slug| format!("{slug} = {{ from = \"{slug}\" }}\n"));
            let mapping = format!("[item]\n{}", mapping.collect::<String>());
            let source = format!("format = \"csv\"\ncharset = \"utf-8\"\nfields = {columns:?}\n");
            let input: String = rows.iter().map(|row| row.join(",") + "\r\n").collect();
            for (name, text) in [
                (format!("{name}.map.toml"), mapping),
                (format!("{name}.toml"), source),
                (format!("{name}.csv"), input),
            ] {
                fs::write(folder.join(name), text).unwrap();
            }
            text += &format!(
                "[[job]]\nname = \"{name}\"\nsource = \"{name}.toml\"\nfiles = [\"{name}.csv\"]\n\
                 [[job.target]]\nfile = \"{id}\"\nmapping = \"{name}.map.toml\"\n"
            );
        }
        fs::write(folder.join("migration.toml"), text).unwrap();
        folder
    }

    fn run(&self, exit: i32, arguments: &[&str]) -> Run {
        let project = self.project();
        let out = self.root.path().join(format!("out{}", arguments.join("")));
        let run = Run::of(convert(&project, &out, arguments).output().unwrap(), out);
        run.expect(exit);
        sound::check(&run.out, &project);
        run
    }

    #[track_caller]
    fn finds(&self, exit: i32, expected: &[(&str, u64, &str)]) {
        let found = self.run(exit, &[]).findings();
        let told: Vec<(&str, u64, &str)> = found.iter().map(place).collect();
        assert_eq!(told, expected, "{found:#?}");
    }
}

fn place(found: &Found) -> (&str, u64, &str) {
    (&found.file, found.record.unwrap_or(0), &found.code)
}

/// Two households of a city that does not exist, in five files that agree.
fn clean() -> Delivery {
    Delivery::new()
        .file(
            "01.resident",
            "address_number,household_number,nationality_kind,name,birth_date,sex,address,town_code,change_date,removal_date,household_head_kind,individual_number
             1,71,1,架空　太郎,19800401,1,架空市中央一丁目,00000000001,20150401,,1,123456789018
             2,71,1,架空　花子,19820401,2,架空市中央一丁目,00000000001,20150401,,2,234567890121
             3,72,2,ＫＡＫＵ　ＩＲＯ,19900401,1,架空市中央二丁目,00000000002,20200401,,1,345678901234",
        )
        .file(
            "01.resident_history",
            "address_number,history_number,latest_flag,cancelled_flag,start_date,end_date,name,birth_date
             1,1,0,0,20000401,20150401,架空　太朗,19800401
             1,2,0,1,20100401,20120401,架空　太朗,19800401
             1,3,1,0,20150401,,架空　太郎,19800401
             2,1,1,0,20150401,,架空　花子,19820401
             3,1,1,0,20200401,,ＫＡＫＵ　ＩＲＯ,19900401",
        )
        .file(
            "01.household",
            "household_number,household_head_address_number,member_count,removal_date
             71,1,2,
             72,3,1,",
        )
        .file(
            "01.koseki_display",
            "address_number,koseki_place,koseki_head_name
             1,架空市中央一丁目,架空　太郎
             2,架空市中央一丁目,架空　太郎",
        )
        .file(
            "00.town_master",
            "town_code,valid_from,valid_to,town_name
             00000000001,20000101,20101231,旧中央一丁目
             00000000001,20110101,,中央一丁目
             00000000002,20000101,,中央二丁目",
        )
}

#[test]
fn a_delivery_that_agrees_has_no_finding() {
    clean().finds(0, &[]);
}

#[test]
fn each_break_is_found_once_at_its_record() {
    let (resident, history, household) = ("01.resident", "01.resident_history", "01.household");
    let (koseki, town) = ("01.koseki_display", "00.town_master");
    clean().set(resident, 3, "town_code", "00000000009").finds(1, &[(resident, 3, "REF001")]);
    clean().set(town, 3, "valid_from", "20210101").finds(1, &[(resident, 3, "REF004")]);
    clean().set(resident, 2, "individual_number", "123456789018").finds(1, &[(resident, 2, "REC017")]);
    clean().set(resident, 2, "household_head_kind", "1").finds(0, &[(resident, 2, "REC020")]);
    clean().set(household, 1, "member_count", "3").finds(0, &[(household, 1, "REF011")]);
    clean().set(household, 2, "household_head_address_number", "9").finds(1, &[(household, 2, "REF001")]);
    clean().set(history, 3, "name", "架空　太朗").finds(1, &[(history, 3, "REF008")]);
    clean().set(history, 2, "cancelled_flag", "0").finds(1, &[(history, 2, "REC015")]);
    clean().set(history, 5, "latest_flag", "0").finds(1, &[(history, 5, "REC013")]);
    clean().add(koseki, "3,架空市中央一丁目,架空　太郎").finds(1, &[(koseki, 3, "REF006")]);
    clean().add(koseki, "1,架空市中央二丁目,架空　太郎").finds(1, &[(koseki, 3, "DUP001")]);
    clean().add(town, "00000000001,20050101,20080101,中央三丁目").finds(1, &[(town, 4, "REC015")]);
}

#[test]
fn what_comes_of_a_rejected_row_is_a_warning_that_names_it() {
    let town = clean().set("00.town_master", 3, "valid_from", "20210231");
    let found = town.run(1, &[]).findings();
    let told: Vec<(&str, u64, &str)> = found.iter().map(place).collect();
    assert_eq!(told, [("00.town_master", 3, "DAT002"), ("01.resident", 3, "REF003")]);
    assert!(found[1].message.contains("00-town_master.csv #3: rejected"), "{}", found[1].message);
}

#[test]
fn threads_and_memory_make_no_difference() {
    let many = |mut delivery: Delivery| {
        for n in 10..3_000 {
            let row = format!(
                "{n},{},1,架空　太郎,19800401,1,架空市,0000000000{},20150401,,{},",
                71 + n / 3,
                n % 4,
                n % 3
            );
            delivery = delivery.add("01.resident", &row);
        }
        delivery
    };
    let delivery = many(clean());
    let one = delivery.run(1, &["--threads", "1", "--memory", "192MiB"]);
    let two = delivery.run(1, &["--threads", "2"]);
    assert_eq!(sound::digests(&one.out), sound::digests(&two.out));
    assert!(one.findings().len() > 2_000);
}

#[test]
fn rules_that_were_not_run_are_named_in_the_manifest() {
    let mut delivery = clean();
    delivery.settings.clear();
    let manifest = delivery.run(0, &[]).manifest();
    let rules = manifest["standard"]["rules_not_run"].as_array().unwrap().clone();
    let has = |file: &str, rule: &str, why: &str| {
        rules.iter().any(|one| one["file"] == file && one["rule"] == rule && one["why"] == why)
    };
    assert!(has("01.resident", "relation", "file_not_delivered"));
    assert!(has("01.resident", "unique", "item_not_mapped"));
    assert!(has("01.resident", "not_before", "no_base_date"));
    for layout in manifest["standard"]["layouts"].as_array().unwrap() {
        let named = rules.iter().filter(|rule| rule["file"] == layout["file"]).count();
        assert_eq!(layout["rules_not_run"], named, "{layout}");
    }
    let totals = manifest["control_totals"].as_array().unwrap();
    let resident = totals.iter().find(|totals| totals["file"] == "01.resident").unwrap();
    assert_eq!((&resident["totals"][0]["name"], &resident["totals"][0]["rows"]), (&"件数".into(), &3.into()));
}

#[test]
fn a_day_that_is_none_is_refused_with_its_place() {
    for wrong in ["2026-02-30", "20260331", "2026-03-00", "delivery", ""] {
        let mut delivery = clean();
        delivery.settings = format!("[delivery]\nbase_date = \"{wrong}\"\n");
        let out = delivery.root.path().join("out");
        let run = Run::of(convert(&delivery.project(), &out, &[]).output().unwrap(), out);
        run.expect(2);
        assert!(
            run.stderr.contains("migration.toml:8:13") && run.stderr.contains("base_date"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn persons_under_support_measures_stay_hidden_even_when_unmasked() {
    let long = |name: &str| name.repeat(130);
    // Only the ledger, which comes last, says that person 2 is protected.
    let delivery = clean()
        .set("01.resident", 1, "address", &long("見"))
        .set("01.resident", 2, "address", &long("隠"))
        .set("01.resident_history", 4, "birth_date", "19820231")
        .set("01.resident_history", 5, "birth_date", "19900231")
        .file(
            "01.support_measure",
            "address_number,application_number,history_number,latest_flag,support_person_kind,support_status
             2,A1,1,1,1,2",
        );
    let run = delivery.run(1, &["--unmask"]);
    let found = run.findings();
    let value = |file: &str, record: u64| {
        let found = found.iter().find(|found| found.file == file && found.record == Some(record));
        found.map(|found| found.value.clone()).unwrap_or_default()
    };
    assert!(value("01.resident", 1).starts_with('見'));
    assert!(value("01.resident", 2).starts_with('漢'));
    assert_eq!(value("01.resident_history", 5), "19900231");
    assert_eq!(value("01.resident_history", 4), "99999999");
    for name in ["findings.csv", "findings.parquet", "report.html", "rejects/rejects.csv", "manifest.json"] {
        let text = String::from_utf8_lossy(&run.bytes(name)).into_owned();
        assert!(!text.contains("隠隠") && !text.contains("19820231"), "{name}");
    }
}
