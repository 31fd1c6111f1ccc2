//! Record types and groups in CSV.

use crate::testing::{chunk, definition, parse};
use crate::{Header, Records, SourceDefinition, Trailer};
use std::path::Path;
use utsushi_findings::Lang;

const TYPES: &str = r##"
    [record_type]
    field = "f0"
    values = { "H" = "header", "1" = "住民", "2" = "世帯", "T" = "trailer", "#" = "skip" }
    [trailer]
    count_field = "f1"
"##;

fn typed() -> SourceDefinition {
    read(&format!("fields = [\"f0\", \"f1\", \"f2\"]\n{TYPES}")).unwrap()
}

fn read(text: &str) -> Result<SourceDefinition, String> {
    let text = format!("format = \"csv\"\ncharset = \"cp932\"\n{text}");
    SourceDefinition::from_toml(Path::new("s.toml"), &text)
        .map_err(|problems| problems.iter().map(|problem| problem.render(Lang::En)).collect())
}

#[test]
fn headers_and_trailers_may_have_any_number_of_fields() {
    let definition = typed();
    let file = b"H,20240401\n1,a,b\n\"2\",c,d\n9,e,f\n#,x,y\n1,short\n1 ,g,h\n\"T\",\"0005\",x,y\nT,x,1\n";
    let (records, found) = parse(&definition, file);
    assert_eq!(
        found,
        [
            "1␟a␟b",
            "2␟c␟d",
            "UnknownType { bytes: [57, 0, 0, 0], len: 1 }",
            "FieldCount { expected: 3, actual: 2 }",
            "1 ␟g␟h"
        ]
    );
    let types: Vec<_> = (0..5).map(|record| records.record_type(record)).collect();
    assert_eq!(types, [Some(0), Some(1), None, None, Some(0)]);
    assert_eq!(
        records.trailers,
        [
            Trailer { declared: Some(5), records: 5, offset: 52, line: 7 },
            Trailer { declared: None, records: 5, offset: 67, line: 8 },
        ]
    );
    assert_eq!(records.skipped, 1);
    assert_eq!(records.record_bytes + records.framing_bytes, file.len() as u64);
}

#[test]
fn types_are_found_by_name_whatever_the_order_of_columns() {
    let definition = read(&format!("header = 1\nfields = [\"f0\", \"f1\", \"f2\"]\n{TYPES}")).unwrap();
    let file = b"f2,f1,f0\na,b,1\nc,1,T\n";
    let header = Header::read(&definition, file, true).unwrap();
    let mut cutter = crate::Cutter::new(&file[..], &definition, header.bytes);
    let chunk = cutter.next_chunk(None).unwrap().unwrap();
    let mut records = Records::default();
    records.parse(&definition, &header, &chunk);
    assert_eq!((records.len(), records.record_type(0)), (1, Some(0)));
    assert_eq!(records.trailers[0].declared, Some(1));
    assert_eq!(records.field(&chunk, 0, 0).bytes, b"1");
}

#[test]
fn groups_are_other_names_for_columns() {
    let definition = read(
        "fields = [\"番号\", \"児童氏名1\", \"児童生年月日1\", \"児童氏名2\", \"児童生年月日2\"]\n\
         [[group]]\nname = \"児童\"\nfields = { \"氏名\" = [\"児童氏名1\", \"児童氏名2\"], \"生年月日\" = [\"児童生年月日1\", \"児童生年月日2\"] }",
    )
    .unwrap();
    let birth = definition.field_index("児童.生年月日").unwrap();
    assert_eq!((birth, definition.times(birth), definition.groups()[0].fields.len()), (6, 2, 2));
    let file = b"1,a,\"b\"\"\",c,d\r\n";
    let chunk = chunk(&definition, file).unwrap();
    let mut records = Records::default();
    records.parse(&definition, &Header::default(), &chunk);
    let text = |field: usize, occurrence: usize| {
        let mut text = String::new();
        definition.decode(field, &records.field_in(&chunk, 0, field, occurrence), &mut text).unwrap();
        text
    };
    assert_eq!([text(birth, 0), text(birth, 1), text(birth, 2)], ["b\"", "d", ""]);
    assert_eq!([text(5, 0), text(5, 1), text(7, 0)], ["a", "c", ""]);
    assert_eq!(records.field(&chunk, 0, birth).bytes, b"b\"\"");
    assert_eq!(text(0, 1), "");
}

#[test]
fn what_is_wrong_with_types_and_groups_is_told() {
    let problem = |text: &str| read(&format!("fields = [\"番号\", \"区分\"]\n{text}")).unwrap_err();
    let types = "[record_type]\nvalues = { 1 = \"x\" }\n";
    assert!(problem(types).contains("[record_type] needs field"));
    let text = problem(&format!("{types}at = 1\nfield = \"区分\""));
    assert!(text.starts_with("s.toml:6:1: unknown key at"), "{text}");
    assert!(problem(&format!("{types}field = \"番后\"")).contains("not among fields"));
    assert!(
        problem(&format!("{types}field = \"区分\"\n[trailer]\ncount_field = \"番号\""))
            .contains("needs a \"trailer\"")
    );
    let group = |fields: &str| problem(&format!("[[group]]\nname = \"g\"\nfields = {fields}"));
    assert!(group("{}").contains("empty"));
    assert!(group("{ a = [\"番号\"], b = [] }").contains("\"g.b\" should have 1 fields and has 0"));
    assert!(group("{ a = [\"x\"] }").contains("\"x\" is not among fields"));
    assert!(!definition(1, "").has_trailer());
}
