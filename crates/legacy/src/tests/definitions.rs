//! The source definition as people write it, and mistype it.

use crate::{CsvDialect, Format, HeaderNames, LineEnd, QuoteRule, SourceDefinition};
use std::path::Path;
use utsushi_findings::Lang;
use utsushi_text::Charset;

fn read(text: &str) -> Result<SourceDefinition, String> {
    SourceDefinition::from_toml(Path::new("s.toml"), text).map_err(|problems| {
        problems.iter().map(|problem| problem.render(Lang::En)).collect::<Vec<_>>().join("\n")
    })
}

const LEAST: &str = "format = \"csv\"\ncharset = \"cp932\"\nfields = [\"宛名番号\"]\n";

fn problem(line: &str) -> String {
    read(&format!("{LEAST}{line}\n")).unwrap_err()
}

#[test]
fn what_is_not_said_is_the_common_case() {
    let definition = read(LEAST).unwrap();
    assert_eq!(definition.charset, Charset::Cp932);
    assert_eq!(
        definition.format,
        Format::Csv(CsvDialect {
            delimiter: b',',
            quote: QuoteRule::WhenNeeded,
            line_end: LineEnd::Auto,
            header: 0,
            header_names: HeaderNames::Match,
            multiline: false,
            max_record: 65536,
        })
    );
}

#[test]
fn every_key_is_read() {
    let text = r#"
format = "csv"
charset = "utf-8"
delimiter = "\t"
quote = "always"
line_end = "crlf"
header = 2
header_names = "ignore"
multiline = true
max_record = 1048576
fields = ["宛名番号", { name = "予備1", note = "地区コード" }, { name = "予備2" }]
"#;
    let definition = read(text).unwrap();
    assert_eq!(
        definition.format,
        Format::Csv(CsvDialect {
            delimiter: b'\t',
            quote: QuoteRule::Always,
            line_end: LineEnd::Crlf,
            header: 2,
            header_names: HeaderNames::Ignore,
            multiline: true,
            max_record: 1 << 20,
        })
    );
    assert_eq!(definition.fields[1].note, "地区コード");
    assert_eq!(definition.field_index("予備2"), Some(2));
    assert_eq!(definition.field_index("予備3"), None);
}

#[test]
fn all_problems_are_told_at_once_with_their_places() {
    let text = "format = \"cvs\"\ncharset = \"SJIS\"\ndelimter = \";\"\nheadr = 1\nquote = \"allways\"\n\
                header = 10\nfields = [\"a\", \"b\", \"a\", \"\"]\n";
    let problems = read(text).unwrap_err();
    for (place, word) in [
        ("s.toml:1:10: ", "did you mean \"csv\""),
        ("s.toml:2:11: ", "did you mean \"cp932\""),
        ("s.toml:3:1: ", "did you mean \"delimiter\""),
        ("s.toml:4:1: ", "did you mean \"header\""),
        ("s.toml:5:9: ", "did you mean \"always\""),
        ("s.toml:6:10: ", "from 0 to 9"),
        ("s.toml:7:21: ", "1 and 3"),
        ("s.toml:7:26: ", "field 4 is empty"),
    ] {
        assert!(problems.contains(place) && problems.contains(word), "{place}{word}\n{problems}");
    }
}

#[test]
fn a_delimiter_is_one_byte_that_means_nothing_else() {
    for delimiter in ["", ",,", "、", "\\\"", "\\n", "\\r", "\\u001A", "comma"] {
        let text = problem(&format!("delimiter = \"{delimiter}\""));
        assert!(text.starts_with("s.toml:4:13: "), "{delimiter}: {text}");
    }
    assert!(read(&format!("{LEAST}delimiter = \"|\"")).is_ok());
}

#[test]
fn keys_that_need_another_key_say_so() {
    assert!(problem("max_record = 100").contains("multiline = true"));
    assert!(problem("header_names = \"match\"").contains("header = 1"));
    assert!(problem("multiline = true\nquote = \"never\"").contains("cannot go with"));
    assert!(problem("multiline = true\nmax_record = 0").contains("from 1 to 1048576"));
    assert!(problem("multiline = true\nmax_record = 1048577").contains("from 1 to 1048576"));
}

#[test]
fn fields_are_names_or_tables_and_nothing_else() {
    let fields = |fields: &str| read(&format!("format = \"csv\"\ncharset = \"cp932\"\nfields = {fields}"));
    assert!(fields("[]").unwrap_err().starts_with("s.toml:3:10: "));
    assert!(fields("[{ nme = \"a\" }]").unwrap_err().contains("name"));
    assert!(fields("[{ note = \"a\" }]").unwrap_err().contains("name"));
    assert!(fields("[1]").unwrap_err().starts_with("s.toml:3:"));
    assert!(read("format = \"csv\"\ncharset = \"cp932\"").unwrap_err().contains("fields"));
    assert!(read("format = ").unwrap_err().starts_with("s.toml:1:"));
}

#[test]
fn every_charset_is_taken_and_a_near_miss_is_told() {
    let read = |charset: &str| read(&format!("format = \"csv\"\ncharset = \"{charset}\"\nfields = [\"a\"]"));
    for charset in ["cp932", "shift_jis", "shift_jisx0213", "euc-jp", "eucjp-ms", "utf-8"] {
        assert!(read(charset).is_ok_and(|source| source.charset.name() == charset), "{charset}");
    }
    for charset in ["utf-16", "utf-16le", "utf-16be"] {
        assert!(read(charset).is_ok_and(|source| source.charset_name() == charset), "{charset}");
    }
    let said = read("utf16").unwrap_err();
    assert!(said.contains("utf-16"), "{said}");
}
