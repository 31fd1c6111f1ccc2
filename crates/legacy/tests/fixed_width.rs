//! Files of fixed width that Python wrote (`fixtures/make.py`), read with the values that Python knows.

use std::path::Path;
use utsushi_legacy::{Cutter, Header, Records, SourceDefinition};

const FIELDS: &str = r#"
    format = "fixed"
    charset = "cp932"
    record_length = 96
    [record_type]
    at = 1
    bytes = 1
    [record_type.values]
    "H" = "header"
    "1" = "住民"
    "2" = "世帯"
    "T" = "trailer"
    [trailer]
    count_at = 2
    count_bytes = 8
    [[field]]
    name = "番号"
    at = 2
    bytes = 15
    [[field]]
    name = "氏名"
    bytes = 20
    of = "住民"
    [[field]]
    name = "所得"
    bytes = 5
    kind = "zoned"
    of = "住民"
    [[field]]
    name = "面積"
    bytes = 5
    kind = "zoned"
    decimals = 2
    of = "住民"
    [[field]]
    name = "割合"
    bytes = 4
    kind = "packed"
    decimals = 1
    of = "住民"
    [[field]]
    name = "件数"
    bytes = 6
    kind = "number"
    of = "住民"
    [[field]]
    name = "住所"
    bytes = 30
    of = "世帯"
    [[group]]
    name = "児童"
    of = "住民"
    at = 57
    times = 3
    bytes = 11
    [[group.field]]
    name = "名"
    bytes = 8
    [[group.field]]
    name = "月額"
    bytes = 3
    kind = "packed"
"#;

/// What every field of every record says, as the fixture's table does.
fn read(line_end: &str, file: &[u8]) -> (Records, String) {
    let text = format!("line_end = \"{line_end}\"\n{FIELDS}");
    let definition = SourceDefinition::from_toml(Path::new("fixture.toml"), &text).unwrap();
    let header = Header::read(&definition, file, true).unwrap();
    let mut cutter = Cutter::new(file, &definition, header.bytes);
    let chunk = cutter.next_chunk(None).unwrap().unwrap();
    assert!(chunk.last);
    let mut records = Records::default();
    records.parse(&definition, &header, &chunk);
    let mut table = String::new();
    for record in 0..records.len() {
        let record_type = records.record_type(record);
        for (nth, field) in definition.fields.iter().enumerate() {
            let has_it = field.record_type.is_none() || field.record_type == record_type;
            if field.group.is_some() || record_type.is_none() || !has_it {
                continue;
            }
            let value = records.field(&chunk, record, nth);
            table += &format!("{record}\t{}\t0\t", field.name);
            definition.decode(nth, &value, &mut table).unwrap();
            table.push('\n');
        }
        let groups = definition.groups().iter().filter(|_| record_type == Some(0));
        for (group, occurrence) in groups.flat_map(|group| (0..group.times).map(move |nth| (group, nth))) {
            for &nth in &group.fields {
                let value = records.field_in(&chunk, record, nth, occurrence);
                table += &format!("{record}\t{}\t{occurrence}\t", definition.fields[nth].name);
                definition.decode(nth, &value, &mut table).unwrap();
                table.push('\n');
            }
        }
    }
    assert_eq!(records.record_bytes + records.framing_bytes, file.len() as u64);
    (records, table)
}

#[test]
fn a_host_file_says_what_python_wrote() {
    let (records, table) = read("none", include_bytes!("fixtures/host.dat"));
    assert_eq!(table, include_str!("fixtures/host.tsv"));
    assert_eq!(records.trailers[0].declared, Some(records.len() as u64));
    assert_eq!(records.framing_bytes, 2 * 96 + 1);
}

#[test]
fn a_file_with_line_ends_says_the_same_around_a_line_cut_short() {
    for line_end in ["auto", "crlf"] {
        let (records, table) = read(line_end, include_bytes!("fixtures/pc.dat"));
        assert_eq!(table, include_str!("fixtures/pc.tsv"));
        assert_eq!(records.spans()[1].broken.unwrap().code().id(), "FMT009");
        assert_eq!(records.trailers[0].declared, Some(records.len() as u64 - 1));
        assert_eq!(records.line_ends.crlf, 9);
    }
}
