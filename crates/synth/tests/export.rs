//! Rules of the small export, whatever its size.

use proptest::prelude::*;
use std::collections::HashSet;
use std::path::Path;
use utsushi_synth::{Content, Format, INPUT, JukiOptions, PROJECT, Summary, write_juki};
use utsushi_text::Charset;
use utsushi_value::{Reading, is_individual_number, read_date};

fn options(records: u64, seed: u64) -> JukiOptions {
    JukiOptions {
        records,
        seed,
        format: Format::Csv,
        content: Content::Residents,
        dirt: None,
        duplicates: None,
        errors: false,
    }
}

fn make(options: JukiOptions) -> (Vec<u8>, Summary) {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let summary = write_juki(&out, &options, false, &|_| {}, &|| false).unwrap();
    (std::fs::read(out.join(INPUT)).unwrap(), summary)
}

/// Header and records as fields, unquoted.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut text = String::new();
    Charset::Cp932.decode_into(bytes, &mut text).unwrap();
    let lines = text.strip_suffix("\r\n").unwrap().split("\r\n");
    lines
        .map(|line| {
            let mut quoted = false;
            let cut = line.split(|c| {
                quoted ^= c == '"';
                c == ',' && !quoted
            });
            cut.map(|field| match field.strip_prefix('"').and_then(|field| field.strip_suffix('"')) {
                Some(inside) => inside.replace("\"\"", "\""),
                None => field.to_owned(),
            })
            .collect()
        })
        .collect()
}

/// Pairs of a column of the table `file` and its reading as the export writes it.
fn pairs(file: &str) -> HashSet<(String, String)> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/names").join(file)).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split(',').collect();
            let (written, kana) =
                if file == "foreign.csv" { (columns[2], columns[3]) } else { (columns[0], columns[1]) };
            let mut half = String::new();
            let large: String = kana
                .chars()
                .map(|c| match "ァィゥェォッャュョ".contains(c) {
                    true => char::from_u32(c as u32 + 1).unwrap(),
                    false => c,
                })
                .collect();
            utsushi_text::kana_to_half_width(&large, &mut half);
            (written.to_owned(), half)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn there_are_exactly_as_many_records_as_asked_for(records in 0u64..12_000, seed: u64) {
        let (bytes, summary) = make(options(records, seed));
        let table = table(&bytes);
        prop_assert_eq!(table.len() as u64, records + 1);
        prop_assert_eq!(summary.records, records);
        prop_assert_eq!(summary.bytes, bytes.len() as u64);
        let households: HashSet<&str> = table[1..].iter().map(|record| record[1].as_str()).collect();
        prop_assert_eq!(households.len() as u64, summary.households);
        prop_assert!(table.iter().all(|record| record.len() == 40));
    }

    #[test]
    fn more_records_of_one_seed_begin_with_the_same_households(fewer in 1u64..6000, more in 0u64..6000, seed: u64) {
        let (few, _) = make(options(fewer, seed));
        prop_assert!(make(options(fewer + more, seed)).0.starts_with(&few));
    }

    #[test]
    fn the_number_of_threads_changes_nothing(records in 0u64..15_000, seed: u64, threads in 1usize..5, errors: bool) {
        let options = JukiOptions { errors, ..options(records, seed) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        prop_assert!(pool.install(|| make(options)) == make(options));
    }
}

#[test]
fn every_record_keeps_the_rules_of_its_fields() {
    let (bytes, _) = make(options(30_000, 42));
    let table = table(&bytes);
    let (header, records) = table.split_first().unwrap();
    let at = |name: &str| header.iter().position(|field| field == name).unwrap();
    let families = pairs("surnames.csv");
    let given: HashSet<_> = pairs("male.csv").union(&pairs("female.csv")).cloned().collect();
    let foreign = pairs("foreign.csv");
    let mut keys = HashSet::new();
    for record in records {
        let value = |name: &str| record[at(name)].as_str();
        assert!(keys.insert(value("宛名番号")), "{record:?}");
        let (name, kana) =
            (value("氏名").split_once('　').unwrap(), value("氏名カナ").split_once(' ').unwrap());
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        if value("住民区分") == "1" {
            assert!(
                families.contains(&pair(name.0, kana.0)) && given.contains(&pair(name.1, kana.1)),
                "{record:?}"
            );
            assert!(!value("本籍").is_empty() && value("国籍・地域").is_empty());
        } else {
            let whole = foreign.iter().any(|(family, reading)| {
                let rest =
                    |text: &str, part: &str| Some(text.strip_prefix(part)?.strip_prefix(' ')?.to_owned());
                let written = value("氏名").strip_prefix(&format!("{family}　")).map(str::to_owned);
                written
                    .zip(rest(value("氏名カナ"), reading))
                    .is_some_and(|(written, kana)| foreign.contains(&(written, kana)))
            });
            assert!(whole, "{record:?}");
            assert!(value("本籍").is_empty() && !value("国籍・地域").is_empty());
        }
        for name in ["生年月日", "住民となった年月日", "住定年月日", "異動年月日", "届出年月日"]
        {
            assert!(
                matches!(read_date(value(name)), Ok(Reading::Date(date)) if !date.notes.out_of_era),
                "{record:?}"
            );
        }
        match value("個人番号") {
            "" => assert_ne!(value("消除年月日"), ""),
            number => assert_eq!(is_individual_number(number), Ok(())),
        }
        assert!(matches!(value("住民票コード").len(), 0 | 11));
    }
    let eras: HashSet<char> =
        records.iter().filter_map(|record| record[at("生年月日")].chars().next()).collect();
    assert!("MTSHR".chars().all(|era| eras.contains(&era)), "{eras:?}");
}

// The benchmark of DESIGN.md "Speed": records of 391 bytes.
#[test]
fn a_record_has_about_391_bytes() {
    let (bytes, summary) = make(options(50_000, 7));
    let average = bytes.len() as u64 / summary.records;
    assert!((381..=401).contains(&average), "{average}");
}

#[test]
fn the_head_of_a_household_is_one_who_is_there() {
    let table = table(&make(options(10_000, 3)).0);
    let mut heads = std::collections::HashMap::new();
    // The last household may be cut.
    let last = table[table.len() - 1][1].clone();
    for record in table[1..].iter().filter(|record| record[1] != last && record[29].is_empty()) {
        let heads: &mut (u32, HashSet<&str>, &str) = heads.entry(record[1].as_str()).or_default();
        heads.1.insert(&record[11]);
        if record[10] == "世帯主" {
            heads.0 += 1;
            heads.2 = &record[4];
        }
    }
    for (household, (count, named, head)) in heads {
        assert_eq!((count, named), (1, HashSet::from([head])), "{household}");
    }
}

#[test]
fn a_cancelled_run_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    assert!(write_juki(&out, &options(100, 1), false, &|_| {}, &|| true).is_err());
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_project_is_replaced_only_when_asked_to() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let write = |overwrite| write_juki(&out, &options(10, 1), overwrite, &|_| {}, &|| false);
    assert!(write(false).is_ok() && write(false).is_err() && write(true).is_ok());
    for (path, text) in PROJECT {
        assert_eq!(std::fs::read_to_string(out.join(path)).unwrap(), *text);
    }
}
