//! The sample's records in other delimited forms.

mod common;

use common::*;
use utsushi_inspect::{CharsetName, Doubt, Format, Quoting, Sample, inspect};

#[test]
fn other_delimiters_are_found() {
    let rows = records();
    for (text, delimiter) in [("\t", b'\t'), ("|", b'|'), (";", b';')] {
        let report = look(cp932(&joined(&rows, text, "\r\n")));
        let found = delimited(&report);
        assert_eq!((found.delimiter, found.columns), (delimiter, 40));
        // A tab was planted in one value.
        assert!(found.uneven <= 1);
        assert_eq!(report.fields[4].name, "氏名");
        definition(&report);
    }
}

#[test]
fn without_a_header_fields_are_numbered() {
    let report = look(cp932(&joined(&records()[1..], ",", "\r\n")));
    let found = delimited(&report);
    assert_eq!((found.header.lines, found.columns), (0, 40));
    assert_eq!((&report.fields[4].name[..], report.fields[4].named), ("項目5", false));
    assert_eq!(definition(&report).fields.len(), 40);
}

#[test]
fn line_ends_are_told() {
    for (line_end, name) in [("\n", "lf"), ("\r", "cr"), ("\r\n", "crlf")] {
        let report = look(cp932(&joined(&records(), ",", line_end)));
        assert_eq!((report.framing.name(), delimited(&report).columns), (name, 40));
        definition(&report);
    }
}

#[test]
fn other_charsets_are_read_all_the_same() {
    let text = joined(&records(), ",", "\r\n");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&b"\xFF\xFE"[..], &utf16].concat();
    for (bytes, charset) in [
        (text.clone().into_bytes(), CharsetName::Utf8),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), CharsetName::Utf8),
        (utf16, CharsetName::Utf16Le),
        (marked, CharsetName::Utf16Le),
    ] {
        let report = look(bytes);
        assert_eq!(report.charset.guess, charset);
        assert_eq!((delimited(&report).columns, &report.fields[0].name[..]), (40, "宛名番号"));
        assert_eq!(definition(&report).fields.len(), 40);
    }
}

#[test]
fn utf_16_goes_into_the_definition_as_it_is() {
    let utf16: Vec<u8> = joined(&records(), ",", "\r\n").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let report = look(utf16);
    assert!(!report.doubts.contains(&Doubt::ForeignCharset(CharsetName::Utf16Be)));
    assert!(report.source_toml().contains("charset = \"utf-16be\""));
    assert_eq!(definition(&report).charset_name(), "utf-16be");
}

#[test]
fn quoting_is_told() {
    let quoted = |row: &Vec<String>| {
        row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\r\n"
    };
    let rows = records();
    let report = look(cp932(&rows.iter().map(quoted).collect::<String>()));
    assert_eq!(delimited(&report).quoting, Quoting::Always);
    definition(&report);
    // The header may be without quotes.
    let data: String = rows[1..].iter().map(quoted).collect();
    let report = look(cp932(&(rows[0].join(",") + "\r\n" + &data)));
    assert_eq!((delimited(&report).quoting, delimited(&report).header.lines), (Quoting::Always, 1));
    let inches: String = (0..50).map(|nth| format!("{nth},\"x,{}\r\n", nth * nth)).collect();
    assert_eq!(delimited(&look(inches)).quoting, Quoting::Never);
}

#[test]
fn line_ends_inside_quotes_are_told() {
    let text: String = (0..60)
        .map(|nth| match nth % 3 {
            0 => format!("{nth:04},\"メモ\r\n二行目,つづき\",{}\r\n", nth % 7),
            _ => format!("{nth:04},なし,{}\r\n", nth % 7),
        })
        .collect();
    let report = look(cp932(&text));
    let found = delimited(&report);
    assert_eq!((found.columns, found.records, found.multiline, found.uneven), (3, 60, 20, 0));
    definition(&report);
}

#[test]
fn a_title_line_and_a_trailer_are_told() {
    let text = format!("住民一覧\r\n{}合計,997\r\n\x1A", joined(&records(), ",", "\r\n"));
    let report = look(cp932(&text));
    let found = delimited(&report);
    assert_eq!((found.header.lines, found.last_line, report.framing.control_z), (2, Some(2), 1));
    assert_eq!(report.fields[0].name, "宛名番号");
    definition(&report);
}

#[test]
fn repeated_and_empty_names_still_make_a_definition() {
    let rows: String = (0..30).map(|nth| format!("{nth:04},{:03},{:02},A\n", nth * 3, nth % 9)).collect();
    let report = look(cp932(&format!("番号,コード,コード,\n{rows}")));
    assert!(report.doubts.contains(&Doubt::UnusableNames));
    let names: Vec<String> = definition(&report).fields.into_iter().map(|field| field.name).collect();
    assert_eq!(names, ["番号", "コード", "コード_2", "項目4"]);
}

#[test]
fn tiny_files_are_no_trouble() {
    for bytes in [&b""[..], b"\n", b"\r\n\r\n", b"\x1A", b"\xEF\xBB\xBF"] {
        let report = look(bytes);
        assert_eq!((&report.format, report.fields.len()), (&Format::Empty, 0), "{bytes:?}");
        definition(&report);
    }
    for bytes in
        [&b"x"[..], b"\0", b"\x81", b"\"", b",", b"1,2", b"1,2\r\n", b"a\nb", "氏名,住所\n".as_bytes()]
    {
        definition(&look(bytes));
    }
    let report = look(cp932("宛名番号,氏名,生年月日\r\n"));
    assert_eq!((delimited(&report).header.lines, report.records()), (1, 0));
    let report = look(cp932("0001,山田　太郎,S550401\r\n"));
    assert_eq!((delimited(&report).header.lines, report.records()), (0, 1));
    assert!(report.doubts.contains(&Doubt::FewRecords(1)));
}

#[test]
fn a_long_file_is_sampled_at_three_places() {
    let text = cp932(&joined(&records(), ",", "\r\n").repeat(3));
    let cut = |from: usize, to: usize| text[from..to].to_vec();
    let len = text.len();
    let sample = Sample {
        first: cut(0, 100_000),
        middle: cut(500_001, 520_003),
        middle_at: 500_001,
        tail: cut(len - 20_001, len),
        size: Some(len as u64),
    };
    let report = inspect(&sample);
    let found = delimited(&report);
    assert_eq!((found.columns, found.uneven, report.looked_at), (40, 0, 100_000 + 20_002 + 20_001));
    assert!(report.records() > 300);
}
