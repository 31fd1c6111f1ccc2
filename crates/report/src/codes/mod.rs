//! The worksheet of `map codes`: every vendor value of a code table with the standard code to fill in, as xlsx or CSV,
//! and what somebody filled in read back.

mod read;
mod write;

pub use read::{Filled, read_codes_csv, read_codes_xlsx};
pub use write::{codes_csv, codes_xlsx};

use utsushi_findings::{Both, Lang};

/// What stands for a standard value that is blank on purpose: an empty cell is one that nobody filled.
pub const BLANK: &str = "\"\"";

/// One line: a vendor's value.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodeLine {
    /// The job.
    pub job: String,
    /// The mapping, relative to the project; empty for a field that goes through no table.
    pub mapping: String,
    /// The table in it.
    pub table: String,
    /// Vendor fields.
    pub fields: String,
    /// Standard items.
    pub items: String,
    /// The value as it goes into the table.
    pub value: String,
    /// How often it came.
    pub count: u64,
    /// The standard value so far; `Some("")` is a blank on purpose.
    pub standard: Option<String>,
}

/// The standard's values of one table: mapping, table, values with their names.
pub type StandardCodes = (String, String, Vec<(String, String)>);

const COLUMNS: [(&str, Both); 10] = [
    ("job", Both { ja: "ジョブ", en: "job" }),
    ("mapping", Both { ja: "対応付け", en: "mapping" }),
    ("table", Both { ja: "対応表", en: "table" }),
    ("fields", Both { ja: "元の項目", en: "fields" }),
    ("items", Both { ja: "標準の項目", en: "items" }),
    ("value", Both { ja: "値", en: "value" }),
    ("count", Both { ja: "件数", en: "count" }),
    ("standard", Both { ja: "標準コード", en: "standard" }),
    ("name", Both { ja: "標準コードの名称", en: "name" }),
    ("state", Both { ja: "状態", en: "state" }),
];

fn state(line: &CodeLine, lang: Lang) -> &'static str {
    match (&line.standard, line.table.is_empty()) {
        (_, true) => lang.pick("対応表なし", "no table"),
        (Some(_), _) if line.count == 0 => lang.pick("対応済み (値なし)", "mapped, not found"),
        (Some(_), _) => lang.pick("対応済み", "mapped"),
        (None, _) => lang.pick("未対応", "not mapped"),
    }
}

fn shown(line: &CodeLine) -> &str {
    match line.standard.as_deref() {
        Some("") => BLANK,
        Some(code) => code,
        None => "",
    }
}

fn name<'a>(line: &CodeLine, standards: &'a [StandardCodes]) -> &'a str {
    let codes = standards.iter().find(|(mapping, table, _)| *mapping == line.mapping && *table == line.table);
    let mut codes = codes.iter().flat_map(|(.., codes)| codes);
    codes.find(|(code, _)| Some(code) == line.standard.as_ref()).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn lines() -> Vec<CodeLine> {
        let line = |value: &str, standard: Option<&str>| CodeLine {
            mapping: "mapping/a.toml".into(),
            table: "sex".into(),
            value: value.into(),
            standard: standard.map(str::to_owned),
            ..CodeLine::default()
        };
        let mut lines =
            vec![line("=1+1", Some("1")), line("01", Some("")), line(" x,\"y", Some("9")), line("?", None)];
        lines.push(CodeLine { value: "free".into(), ..CodeLine::default() });
        lines
    }

    #[test]
    fn what_was_written_is_read_back_from_both_forms() {
        let standards = vec![(
            "mapping/a.toml".to_owned(),
            "sex".to_owned(),
            vec![("1".to_owned(), "男".to_owned()), ("9".to_owned(), "適用不能".to_owned())],
        )];
        for lang in [Lang::Ja, Lang::En] {
            let csv = codes_csv(&lines(), &standards, lang);
            assert!(csv.starts_with(b"\xEF\xBB\xBF"));
            let xlsx = codes_xlsx(&lines(), &standards, lang).unwrap();
            for read in [
                read_codes_csv(Path::new("c.csv"), &csv).unwrap(),
                read_codes_xlsx(Path::new("c.xlsx"), &xlsx).unwrap(),
            ] {
                let read: Vec<(&str, &str, u64)> = read
                    .iter()
                    .map(|line| (line.value.as_str(), line.standard.as_str(), line.line))
                    .collect();
                assert_eq!(read, [("=1+1", "1", 2), ("01", "", 3), (" x,\"y", "9", 4)]);
            }
        }
    }

    #[test]
    fn any_other_file_is_told_as_one() {
        let path = Path::new("c");
        for bytes in [b"".as_slice(), b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04", b"value,standard\n\"1"] {
            assert!(read_codes_csv(path, bytes).is_err());
            assert!(read_codes_xlsx(path, bytes).is_err());
        }
    }
}
