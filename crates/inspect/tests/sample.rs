//! The sample's vendor file, as it is.

mod common;

use common::*;
use utsushi_findings::Lang;
use utsushi_inspect::{CharsetName, Confidence, DateForm, Doubt, Meaning, Quoting};
use utsushi_legacy::Header;

#[test]
fn the_sample_is_described_as_its_own_definition_describes_it() {
    let report = look(residents());
    assert_eq!((report.charset.guess, report.charset.confidence), (CharsetName::Cp932, Confidence::High));
    assert_eq!(report.framing.name(), "crlf");
    let found = delimited(&report);
    assert_eq!((found.delimiter, found.columns, found.quoting), (b',', 40, Quoting::WhenNeeded));
    assert_eq!((found.header.lines, found.header.confidence), (1, Confidence::High));
    assert_eq!(found.multiline, 0);
    let expected = utsushi_legacy::SourceDefinition::from_toml(
        "juki01.toml".as_ref(),
        include_str!("../../../tests/fixtures/juki-one-file/source/juki01.toml"),
    )
    .unwrap();
    let mut read = definition(&report);
    for (field, known) in read.fields.iter_mut().zip(&expected.fields) {
        assert_eq!(field.name, known.name);
        field.note.clone_from(&known.note);
    }
    assert_eq!(read, expected);
}

#[test]
fn the_definition_reads_the_header_of_the_file() {
    let bytes = residents();
    let header = Header::read(&definition(&look(&bytes[..])), &bytes, true).unwrap();
    assert_eq!((header.lines, header.order), (1, None));
}

#[test]
fn fields_are_recognised() {
    let report = look(residents());
    let meaning = |name: &str| field(&report, name).meaning().unwrap().clone();
    for name in ["生年月日", "住民となった年月日", "住定年月日", "異動年月日", "届出年月日", "消除年月日"]
    {
        let Meaning::Date { form, .. } = meaning(name) else { panic!("{name}: {:?}", meaning(name)) };
        assert_eq!(form, DateForm::EraLetter, "{name}");
    }
    for (name, expected) in [
        ("個人番号", Meaning::IndividualNumber),
        ("氏名カナ", Meaning::KanaName),
        ("氏名", Meaning::KanjiName),
        ("世帯主氏名", Meaning::KanjiName),
        ("郵便番号", Meaning::PostalCode),
        ("電話番号", Meaning::Phone),
        ("更新日時", Meaning::DateTime),
        ("本籍", Meaning::Address),
        ("前住所", Meaning::Address),
        ("性別", Meaning::Code),
        ("住民区分", Meaning::Code),
        ("続柄", Meaning::Code),
    ] {
        let found = field(&report, name);
        assert_eq!(found.meaning(), Some(&expected), "{name}: {:?}", found.guesses);
    }
    let kana = field(&report, "氏名カナ");
    assert!(kana.kinds.half_kana * 100 > kana.filled * 98);
    assert!(field(&report, "住民票コード").is_unique());
    assert_eq!(field(&report, "宛名番号").characters, (15, 15));
}

#[test]
fn nobodys_data_is_in_the_report() {
    let report = look(residents());
    let said =
        [report.render(Lang::Ja), report.render(Lang::En), report.source_toml(), format!("{report:?}")];
    for row in records().iter().skip(1) {
        for at in [0, 4, 5, 8, 11, 12, 13, 15, 19, 20, 31, 32, 37, 39] {
            let value = &row[at];
            // What is only nines is its own shape.
            assert!(
                value.bytes().all(|byte| byte == b'9') || said.iter().all(|text| !text.contains(&value[..])),
                "{at} {value}"
            );
        }
    }
}

#[test]
fn rare_codes_are_not_listed() {
    let mut text = String::from("番号,性別,区分\n");
    for nth in 0..100 {
        text += &format!("{nth:04},{},{}\n", if nth == 7 { "9" } else { "1" }, nth % 2);
    }
    let report = look(text);
    assert_eq!(field(&report, "性別").codes, [("1".to_owned(), 99)]);
    assert_eq!(field(&report, "区分").codes, [("0".to_owned(), 50), ("1".to_owned(), 50)]);
}

#[test]
fn planted_defects_are_doubts() {
    let report = look(residents());
    assert!(report.doubts.iter().any(|doubt| matches!(doubt, Doubt::BadBytes(_))), "{:?}", report.doubts);
    assert!(report.doubts.iter().any(|doubt| matches!(doubt, Doubt::Uneven(_))));
    assert!(report.doubts.iter().any(|doubt| matches!(doubt, Doubt::Misquoted(_))));
}
