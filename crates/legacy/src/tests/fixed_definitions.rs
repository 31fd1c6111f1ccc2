//! Definitions of fixed width as people write them, and mistype them.

use crate::{FieldKind, FixedLayout, Format, LineEnd, Padding, Place, SourceDefinition};
use std::path::Path;
use utsushi_findings::Lang;

fn read(text: &str) -> Result<SourceDefinition, String> {
    SourceDefinition::from_toml(Path::new("s.toml"), text).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|problem| problem.render(Lang::En)).collect();
        problems.join("\n")
    })
}

const LEAST: &str = "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = 20\n";

/// What is wrong with these lines, which begin on line 4.
fn problem(lines: &str) -> String {
    read(&format!("{LEAST}{lines}\n")).unwrap_err()
}

#[test]
fn what_is_not_said_is_the_common_case() {
    let definition =
        read(&format!("{LEAST}[[field]]\nname = \"a\"\nbytes = 3\n[[field]]\nname = \"b\"\nbytes = 17"))
            .unwrap();
    let expected = FixedLayout { record_length: 20, line_end: None, header: 0, padding: Padding::Both };
    assert_eq!(definition.format, Format::Fixed(expected));
    assert_eq!(definition.fields[1].place, Some(Place { at: 3, bytes: 17, stride: 0 }));
    assert_eq!((definition.fields[1].kind, definition.fields[1].record_type), (FieldKind::Text, None));
    assert!(definition.record_types().is_empty() && definition.groups().is_empty());
    assert!(!definition.has_trailer());
}

#[test]
fn every_key_is_read() {
    let text = r#"
format = "fixed"
charset = "cp932"
record_length = 100
line_end = "crlf"
header = 1
padding = "8140"
[record_type]
at = 1
bytes = 2
values = { "H" = "header", "1" = "住民", "住" = "世帯", "T" = "trailer" }
[trailer]
count_at = 3
count_bytes = 4
count_kind = "packed"
[[field]]
name = "a"
note = "地区コード"
at = 2
bytes = 4
kind = "zoned"
decimals = 2
zero_is_blank = true
[[field]]
name = "b"
bytes = 4
of = "世帯"
blank_is_zero = true
[[field]]
name = "c"
bytes = 4
of = "住民"
[[field]]
name = "d"
bytes = 4
of = "世帯"
[[group]]
name = "児童"
of = "世帯"
at = 41
times = 2
bytes = 30
[[group.field]]
name = "氏名"
at = 11
bytes = 20
"#;
    let definition = read(text).unwrap();
    let expected =
        FixedLayout { record_length: 100, line_end: Some(LineEnd::Crlf), header: 1, padding: Padding::Full };
    assert_eq!(definition.format, Format::Fixed(expected));
    assert_eq!(definition.record_types(), ["住民", "世帯"]);
    let at: Vec<usize> = definition.fields.iter().map(|field| field.place.unwrap().at).collect();
    assert_eq!(at, [1, 5, 5, 9, 50]);
    let [a, b, .., name] = &definition.fields[..] else { panic!() };
    assert_eq!((a.kind, a.decimals, a.zero_is_blank, &a.note[..]), (FieldKind::Zoned, 2, true, "地区コード"));
    assert_eq!((b.record_type, b.blank_is_zero), (Some(1), true));
    assert_eq!((&name.name[..], name.group, name.record_type), ("児童.氏名", Some(0), Some(1)));
    assert_eq!(name.place, Some(Place { at: 50, bytes: 20, stride: 30 }));
    assert_eq!(definition.group_index("児童"), Some(0));
}

#[test]
fn all_problems_are_told_at_once_with_their_places() {
    let text = r#"format = "fixed"
charset = "cp932"
record_length = 20
line_end = "crfl"
fields = ["a"]
[record_type]
at = 1
bytes = 1
values = { "H" = "header", "12" = "住民", "1 " = "Trailer", "1" = "" }
feild = "a"
[[field]]
name = "a"
bytes = 21
kind = "zonned"
[[field]]
name = "a"
at = 20
bytes = 2
of = "住人"
[[field]]
name = "b"
at = 1
bytes = 2
decimals = 1
pad = "x"
[[group]]
name = "g"
at = 11
times = 3
bytes = 4
"#;
    let problems = read(text).unwrap_err();
    for (place, word) in [
        ("s.toml:4:12: ", "did you mean \"crlf\""),
        ("s.toml:5:1: ", "did you mean \"field\""),
        ("s.toml:9:28: ", "longer than 1 bytes"),
        ("s.toml:9:48: ", "did you mean \"trailer\""),
        ("s.toml:9:59: ", "stands twice"),
        ("s.toml:9:65: ", "the name of a record type is empty"),
        ("s.toml:10:1: ", "unknown key feild"),
        ("s.toml:13:9: ", "from 1 to 20"),
        ("s.toml:14:8: ", "did you mean \"zoned\""),
        ("s.toml:16:8: ", "two fields are called \"a\": 1 and 2"),
        ("s.toml:18:9: ", "bytes 20 to 21, beyond record_length = 20"),
        ("s.toml:19:6: ", "not in record_type.values"),
        ("s.toml:24:12: ", "decimals goes only with"),
        ("s.toml:25:1: ", "unknown key pad"),
        ("s.toml:26:1: ", "no [[group.field]]"),
        ("s.toml:30:9: ", "bytes 11 to 22, beyond record_length = 20"),
    ] {
        let told = problems.split("\ns.toml").any(|told| {
            let told = if told.starts_with("s.toml") { told.to_owned() } else { format!("s.toml{told}") };
            told.starts_with(place) && told.contains(word)
        });
        assert!(told, "{place}{word}\n{problems}");
    }
}

#[test]
fn what_must_go_together_is_told() {
    assert!(problem("").starts_with("s.toml:1:1: there is no [[field]]"));
    let field = "[[field]]\nname = \"a\"\nbytes = 1\n";
    assert!(problem(&format!("{field}of = \"x\"")).contains("not in record_type.values"));
    assert!(
        problem(&format!("{field}[trailer]\ncount_at = 1\ncount_bytes = 1")).contains("needs a \"trailer\"")
    );
    assert!(problem(&format!("{field}[trailer]\ncount_at = 1")).contains("needs count_at and count_bytes"));
    assert!(
        problem(&format!("{field}[record_type]\nvalues = {{ a = \"x\" }}")).contains("needs at and bytes")
    );
    let types = "[record_type]\nat = 1\nbytes = 1\nvalues = ";
    assert!(problem(&format!("{field}{types}{{ H = \"header\" }}")).contains("names no type"));
    let rules = "blank_is_zero = true\nzero_is_blank = true";
    assert!(problem(&format!("{field}{rules}")).starts_with("s.toml:8:17: blank_is_zero cannot go with"));
    assert!(problem(&format!("{field}decimals = 19\nkind = \"packed\"")).contains("from 0 to 18"));
    let of = "of = \"x\"\n[[field]]\nname = \"b\"\nbytes = 1\n";
    assert!(problem(&format!("{field}{of}{types}{{ a = \"x\" }}")).contains("\"b\" needs at"));
    assert!(read("format = \"fixed\"\ncharset = \"cp932\"\n").unwrap_err().contains("record_length"));
    let most = format!("format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = 65536\nheader = 4\n{field}");
    assert!(read(&most).unwrap_err().contains("256 KiB"));
    assert!(problem(&format!("delimiter = \",\"\n{field}")).contains("cannot stand here"));
}

#[test]
fn groups_and_fields_have_names_of_their_own() {
    let group =
        "[[group]]\nname = \"g\"\nat = 1\ntimes = 2\nbytes = 5\n[[group.field]]\nname = \"a\"\nbytes = 5\n";
    assert!(read(&format!("{LEAST}{group}")).is_ok());
    assert!(problem(&format!("{group}{group}")).contains("two groups are called \"g\""));
    assert!(
        problem(&format!("[[field]]\nname = \"g.a\"\nbytes = 1\n{group}"))
            .contains("two fields are called \"g.a\"")
    );
    assert!(
        problem(&group.replace("\"a\"\nbytes = 5", "\"a\"\nat = 2\nbytes = 5")).contains("beyond bytes = 5")
    );
    assert!(problem(&group.replace("\"a\"", "\" \"")).contains("the name of a field is empty"));
}
