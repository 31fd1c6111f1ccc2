//! A mapping as a whole: conditions, references, corrections.

use crate::testing::{compile, layout, map, map_corrected, standard};
use crate::{Corrections, Mapper, Reference, References, Workspace};
use std::path::Path;
use std::sync::Arc;
use utsushi_layout::Rows;
use utsushi_legacy::{Cutter, Header, Records, SourceDefinition};
use utsushi_text::Charset;

fn values(items: &str, lines: &str, item: &str) -> Vec<String> {
    map(&compile(items).unwrap(), lines.as_bytes(), item).0
}

fn said(items: &str) -> String {
    compile(items).unwrap_err()
}

#[test]
fn the_first_case_that_holds_feeds_the_item() {
    let items = r#"
        '氏名' = { cases = [
            { when = '区分 = "9"', constant = '不明' },
            { when = '日 is not blank', from = '日', steps = ['trim', 'kana'] },
            { from = '値', default = '空' },
        ] }"#;
    let lines = "1,山田,,9\n2,山田, ｱ ,1\n3,山田,,1\n4,,,1\n";
    assert_eq!(values(items, lines, "氏名"), ["不明", "ア", "山田", "空"]);
    let tables = "[[item.'氏名'.cases]]\nwhen = '区分 = \"1\"'\nfrom = '値'\n";
    assert_eq!(values(tables, "1,山田,,1\n2,山田,,2\n", "氏名"), ["山田", ""]);
}

#[test]
fn an_item_with_a_condition_has_a_constant_otherwise() {
    let items =
        "'性別' = { when = '区分 = \"1\"', from = '値', steps = [{ code = 'sex' }], otherwise = '9' }";
    let (values, findings) = map(&compile(items).unwrap(), "1,男,,1\n2,女,,2\n3,女,,1\n".as_bytes(), "性別");
    assert_eq!(values, ["1", "9", ""]);
    assert_eq!(findings, [("MAP001".to_owned(), layout().item_index("性別").unwrap(), 2)]);
}

#[test]
fn a_case_looks_at_the_row_of_a_repeating_group() {
    let text = "format = 'csv'\ncharset = 'utf-8'\nfields = ['番号', '名1', '区1', '名2', '区2']\n\
        [[group]]\nname = '児'\nfields.'名' = ['名1', '名2']\nfields.'区' = ['区1', '区2']\n";
    let source = SourceDefinition::from_toml(Path::new("s.toml"), text).unwrap();
    let mapping = "[item]\n'宛名番号' = { from = '番号' }\n\
        '氏名' = { when = '`児.区` = \"1\"', from = '児.名', otherwise = '-' }\n";
    let mapper = Mapper::compile(Path::new("m.toml"), mapping, &source, standard(), &layout()).unwrap();
    let mapper = mapper.for_each(source.group_index("児").unwrap());
    let chunk =
        Cutter::new("1,一郎,1,二郎,2\n2,三郎,2,四郎,1\n".as_bytes(), &source, 0).next_chunk(None).unwrap();
    let (mut records, chunk) = (Records::default(), chunk.unwrap());
    records.parse(&source, &Header::default(), &chunk);
    let mut rows = Rows::new(layout(), Arc::default());
    rows.begin_repeated([(0, 1), (0, 2), (1, 1), (1, 2)]);
    mapper.map(&chunk, &records, &mut rows, &mut Workspace::default());
    let name = rows.column(layout().item_index("氏名").unwrap());
    assert_eq!([0, 1, 2, 3].map(|row| name.get(row)), ["一郎", "-", "-", "四郎"]);
}

#[test]
fn bytes_that_are_no_character_are_one_finding_however_the_item_is_fed() {
    let items = "'氏名' = { from = '値', steps = ['trim'] }\n'住所' = { from = '値', steps = ['kana'] }\n\
        '方書' = { from = ['日', '値'], steps = [{ concat = '' }] }\n\
        '続柄' = { cases = [{ from = '値', default = 'x' }] }";
    let (names, findings) = map(&compile(items).unwrap(), b"1,a\xFF,b,\n2,a,b,\n", "氏名");
    assert_eq!(names, ["", "a"]);
    let found: Vec<(&str, u32)> = findings.iter().map(|(code, _, row)| (&**code, *row)).collect();
    assert_eq!(found, [("CHR001", 0); 4]);
}

#[test]
fn conditions_are_told_what_is_wrong_with_them_at_their_place() {
    for (items, expected) in [
        ("'氏名' = { from = '値', otherwise = 'x' }", "m.toml:3:34: otherwise needs when or cases"),
        ("'氏名' = { when = '区部 = \"1\"', from = '値' }", "m.toml:3:17: the condition names \"区部\""),
        ("'氏名' = { from = '値', cases = [{ from = '値' }] }", "only otherwise and note"),
        ("'氏名' = { cases = [] }", "cases is empty"),
        ("'氏名' = { cases = [{ from = '値' }, { from = '日' }] }", "nothing can follow"),
        ("'氏名' = { cases = [{ from = '値' }], otherwise = 'x' }", "nothing can follow"),
        ("'氏名' = { cases = [{ from = '値', otherwise = 'x' }] }", "cannot stand inside a case"),
        ("'氏名' = { cases = [{ when = '区分 = \"1\"' }] }", "needs from or constant"),
        ("'性別' = { when = '区分 = \"1\"', from = '値', otherwise = '8' }", "not in the code table"),
    ] {
        let said = said(items);
        assert!(said.contains(expected), "{items}: {said}");
    }
}

#[test]
fn a_key_in_error_is_told_once_and_not_called_unmapped() {
    let said = said("'宛名番号' = { from = '番后' }");
    assert_eq!(said.matches("m.toml").count(), 1, "{said}");
}

#[test]
fn a_lookup_answers_as_of_the_day() {
    let items = "'住所' = { from = '値', steps = [{ lookup = { reference = 'towns', key = 'code', value = 'name', \
        valid_from = 'from', valid_to = 'to', as_of = '日' } }] }";
    let mapper = compile(items).unwrap();
    let lines = "1,001,H300101,\n2,001,20200101,\n3,001,,\n4,009,R010501,\n5, 002 ,,\n6,,,\n7,001,S200101,\n\
        8,001,昭和40年,\n9,001,平成31年,\n10,001,不明,\n";
    let (values, findings) = map(&mapper, lines.as_bytes(), "住所");
    assert_eq!(values, ["中央", "本町", "", "", "", "", "", "中央", "", ""]);
    let rows: Vec<u32> =
        findings.iter().map(|(code, _, row)| (code == "MAP004").then_some(*row).unwrap()).collect();
    assert_eq!(rows, [2, 3, 6, 8, 9]);
    assert_eq!(mapper.unused_fields(4), [3]);
}

#[test]
fn a_number_without_a_new_one_rejects_its_row() {
    let items = "'宛名番号' = { from = '番号', steps = [{ renumber = 'atena' }] }";
    let (values, findings) = map(&compile(items).unwrap(), b"1,,,\n3,,,\n7,,,\n2,,,\n", "宛名番号");
    assert_eq!(values, ["1001", "", "", "1002"]);
    assert_eq!(
        findings.iter().map(|(code, item, row)| (&**code, *item, *row)).collect::<Vec<_>>(),
        [("MAP004", 0, 1), ("MAP004", 0, 2)]
    );
}

#[test]
fn wrong_lookups_are_told_with_what_was_meant() {
    let lookup = |settings: &str| {
        said(&format!("'住所' = {{ from = '値', steps = [{{ lookup = {{ {settings} }} }}] }}"))
    };
    for (settings, expected) in [
        ("reference = 'town', key = 'code', value = 'name'", "did you mean \"towns\"?"),
        ("reference = 'towns', key = 'kode', value = 'name'", "did you mean \"code\"?"),
        ("reference = 'towns', value = 'name'", "needs key"),
        ("reference = 'towns', key = 'code', value = 'name', as_of = '日'", "as_of goes with"),
        ("reference = 'towns', key = 'code', value = 'name', valid_from = 'from'", "as_of goes with"),
        (
            "reference = 'towns', key = 'code', value = 'name', as_of = '日付', valid_from = 'from'",
            "not among the fields",
        ),
        (
            "reference = 'towns', key = 'code', value = 'name', valid_from = 'name', as_of = '日'",
            "towns.csv:2: the period",
        ),
        ("reference = 'towns', key = 'code', value = 'name'", "towns.csv:3: has the same key as line 2"),
        ("refrence = 'towns'", "did you mean \"reference\"?"),
    ] {
        let said = lookup(settings);
        assert!(said.contains(expected), "{settings}: {said}");
    }
    assert!(
        said("'住所' = { from = '値', steps = [{ renumber = 'towns' }] }").contains("has not two columns")
    );
    let codes = said("'性別' = { from = '値', steps = [{ renumber = 'atena' }] }");
    assert!(codes.contains("\"1001\" is not in the code table"), "{codes}");
    let inside = compile("'性別' = { from = '値', steps = [{ renumber = 'atena' }, { code = 'sex' }] }");
    assert!(inside.is_ok());
}

#[test]
fn keys_with_one_answer_may_stand_twice() {
    let mut references = References::new();
    let text = "k,v\n1,a\n1,a\n2,b\n2,c\n";
    references.add("r", Reference::from_csv(Path::new("r.csv"), text.as_bytes(), Charset::Utf8).unwrap());
    let mapping = "[item]\n'宛名番号' = { from = '番号', steps = [{ renumber = 'r' }] }";
    let said = Mapper::compile_with(
        Path::new("m.toml"),
        mapping,
        &crate::testing::source(),
        standard(),
        &layout(),
        &references,
    );
    assert_eq!(said.unwrap_err().to_string(), "r.csv:5: has the same key as line 4, and another value");
}

#[test]
fn a_correction_stands_instead_of_what_the_vendor_wrote() {
    let mapper =
        compile("'生年月日' = { from = '日', steps = ['wareki'] }\n'氏名' = { from = '値' }").unwrap();
    let text =
        "key,item,value,who,why\n2,生年月日,19450301,佐藤,戸籍\n9,氏名,x,佐藤,戸籍\n3,氏名,,佐藤,重複\n";
    let corrections = Corrections::from_csv(Path::new("c.csv"), text.as_bytes(), &layout()).unwrap();
    let lines = "1,山田,S19450229,\n2,鈴木,S200229,\n3,高橋,S200301,\n2,鈴木,S200301,\n";
    let (values, findings) = map_corrected(&mapper, lines.as_bytes(), "生年月日", &corrections);
    assert_eq!(values, ["", "19450301", "19450301", "19450301"]);
    let (birth_date, name) = (layout().item_index("生年月日").unwrap(), layout().item_index("氏名").unwrap());
    let found: Vec<(&str, usize, u32)> =
        findings.iter().map(|(code, item, row)| (&**code, *item, *row)).collect();
    assert_eq!(
        found,
        [
            ("DAT001", birth_date, 0),
            ("MAP005", birth_date, 1),
            ("MAP005", name, 2),
            ("MAP005", birth_date, 3)
        ]
    );
    assert_eq!(
        map_corrected(&mapper, lines.as_bytes(), "氏名", &corrections).0,
        ["山田", "鈴木", "", "鈴木"]
    );
    assert_eq!(corrections.applied(), 6);
    assert_eq!(corrections.unapplied().map(|correction| correction.line).collect::<Vec<_>>(), [3]);
}

#[test]
fn every_transform_has_its_example_in_the_catalogue() {
    for transform in crate::TRANSFORMS {
        assert!(transform.example.contains(transform.name), "{}", transform.name);
        assert!(transform.example.contains('→'), "{}", transform.name);
        assert!(!transform.summary.ja.is_empty() && !transform.summary.en.is_empty());
    }
}
