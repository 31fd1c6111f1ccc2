//! The sample's records in fixed width.

mod common;

use common::*;
use utsushi_inspect::{
    CharsetName, Confidence, DateForm, Doubt, Format, Meaning, RecordCount, Report, Sample, inspect,
};
use utsushi_legacy::{Cutter, Header, Records, SourceDefinition};

/// Fields whose both borders were found.
fn found_whole(report: &Report) -> Vec<usize> {
    let found: Vec<(usize, usize)> = report.fields.iter().filter_map(|field| field.place).collect();
    places().iter().enumerate().filter(|(_, place)| found.contains(place)).map(|(nth, _)| nth).collect()
}

fn at(report: &Report, nth: usize) -> &utsushi_inspect::Field {
    let place = places()[nth];
    report
        .fields
        .iter()
        .find(|field| field.place == Some(place))
        .unwrap_or_else(|| panic!("{nth}: {place:?}"))
}

#[test]
fn the_record_length_is_found_with_and_without_line_ends() {
    let records = fixed_records();
    assert!(records.len() > 900);
    for (between, name) in [(&b""[..], "none"), (b"\r\n", "crlf"), (b"\n", "lf")] {
        let bytes: Vec<u8> = records.iter().flat_map(|record| [record, between].concat()).collect();
        let report = look(bytes);
        let found = fixed(&report);
        assert_eq!((found.length.bytes, found.line_end), (record_length(), name));
        assert_eq!((found.length.confidence, found.records), (Confidence::High, records.len() as u64));
        assert_eq!(report.charset.guess, CharsetName::Cp932);
        let read: SourceDefinition = definition(&report);
        assert_eq!(read.fields.len(), report.fields.len());
        // Every byte is in a field.
        let mut next = 0;
        for (start, bytes) in report.fields.iter().filter_map(|field| field.place) {
            assert_eq!(start, next);
            next += bytes;
        }
        assert_eq!(next, record_length());
    }
}

#[test]
fn most_fields_are_found_where_they_are() {
    let report = look(fixed_records().concat());
    let found = found_whole(&report);
    for nth in [0, 5, 8, 12, 31, 37] {
        assert!(found.contains(&nth), "{nth} not in {found:?}");
    }
    assert!(found.len() >= 20, "{found:?}");
    assert!(matches!(at(&report, 8).meaning(), Some(Meaning::Date { form: DateForm::EraLetter, .. })));
    assert_eq!(at(&report, 31).meaning(), Some(&Meaning::IndividualNumber));
    assert_eq!(at(&report, 5).meaning(), Some(&Meaning::KanaName));
    assert_eq!(at(&report, 37).meaning(), Some(&Meaning::DateTime));
    assert!(report.doubts.contains(&Doubt::GuessedBorders));
}

#[test]
fn few_records_are_enough_for_the_length() {
    let records = fixed_records();
    for count in [20, 50] {
        let report = look(records[..count].concat());
        assert_eq!(fixed(&report).length.bytes, record_length(), "{count}");
    }
}

#[test]
fn full_width_padding_is_no_border_by_itself() {
    let records: Vec<u8> = (0..200_usize)
        .flat_map(|nth| {
            let names = ["山田　太郎", "佐々木　健", "森　一", "長谷川　真由美"];
            let mut record = cp932(&format!("{nth:06}{}", names[nth * nth / 7 % 4]));
            while record.len() < 46 {
                record.extend(b"\x81\x40");
            }
            record.extend(cp932(["男", "女"][nth * nth / 5 % 2]));
            record
        })
        .collect();
    let report = look(records);
    assert_eq!(fixed(&report).length.bytes, 48);
    let places: Vec<_> = report.fields.iter().filter_map(|field| field.place).collect();
    assert_eq!(places, [(0, 6), (6, 40), (46, 2)]);
    assert_eq!(report.fields[1].meaning(), Some(&Meaning::KanjiName));
}

#[test]
fn header_and_trailer_records_are_told_apart_with_the_count() {
    let mut records: Vec<Vec<u8>> =
        fixed_records().iter().map(|record| [b"2", &record[..]].concat()).collect();
    let width = record_length() + 1;
    let filled = |text: String| {
        let mut bytes = text.into_bytes();
        bytes.resize(width, b' ');
        bytes
    };
    let trailer = filled(format!("9{:08}", records.len()));
    records.insert(0, filled("1JUKI01 20240401".to_owned()));
    records.push(trailer);
    for between in ["", "\r\n"] {
        let bytes: Vec<u8> =
            records.iter().flat_map(|record| [record, between.as_bytes()].concat()).collect();
        let report = look(bytes);
        let found = fixed(&report);
        assert_eq!((found.length.bytes, found.ends.header, found.ends.trailer), (width, 1, 1), "{between:?}");
        assert_eq!(found.ends.count, Some(RecordCount { record: 0, at: 1, bytes: 8 }));
        let toml = report.source_toml();
        assert!(toml.contains(r#"values = { "1" = "header", "2" = "データ", "9" = "trailer" }"#), "{toml}");
        assert!(toml.contains("count_at = 2\ncount_bytes = 8"), "{toml}");
        assert!(definition(&report).counts_records());
    }
}

#[test]
fn the_definition_cuts_the_file_into_its_records() {
    let records = fixed_records();
    for between in ["", "\r\n"] {
        let bytes: Vec<u8> =
            records.iter().flat_map(|record| [record, between.as_bytes()].concat()).collect();
        let definition = definition(&look(&bytes[..]));
        let header = Header::read(&definition, &bytes, true).unwrap();
        let mut cutter = Cutter::new(&bytes[..], &definition, header.bytes);
        let mut parsed = Records::default();
        let (mut all, mut broken) = (0, 0);
        while let Some(chunk) = cutter.next_chunk(None).unwrap() {
            parsed.parse(&definition, &header, &chunk);
            all += parsed.spans().len();
            broken += parsed.spans().iter().filter(|span| span.broken.is_some()).count();
        }
        assert_eq!((all, broken), (records.len(), 0));
    }
}

#[test]
fn a_file_that_is_cut_off_is_no_whole_number_of_records() {
    let mut bytes = fixed_records().concat();
    bytes.truncate(bytes.len() - 100);
    let report = look(bytes);
    assert_eq!(fixed(&report).length.bytes, record_length());
    assert!(report.doubts.contains(&Doubt::Remainder(record_length() as u64 - 100)), "{:?}", report.doubts);
    assert!(report.unsure());
}

#[test]
fn a_long_file_is_sampled_between_records_too() {
    let bytes = fixed_records().concat();
    let len = bytes.len();
    let sample = Sample {
        first: bytes[..200_000].to_vec(),
        middle: bytes[500_000..550_000].to_vec(),
        middle_at: 500_000,
        tail: bytes[len - 50_000..].to_vec(),
        size: Some(len as u64),
    };
    let report = inspect(&sample);
    assert_eq!(fixed(&report).length.bytes, record_length());
    assert!(matches!(at(&report, 8).meaning(), Some(Meaning::Date { .. })));
    assert_eq!(fixed(&report).length.remainder, Some(0));
}

#[test]
fn host_files_have_a_record_length_too() {
    let host = |text: &str| -> Vec<u8> {
        text.bytes()
            .map(|byte| match byte {
                b'0'..=b'9' => byte - b'0' + 0xF0,
                b'A'..=b'I' => byte - b'A' + 0xC1,
                b'J'..=b'R' => byte - b'J' + 0xD1,
                b'S'..=b'Z' => byte - b'S' + 0xE2,
                _ => 0x40,
            })
            .collect()
    };
    let names = ["ABE", "KATO TARO", "SUZUKI", "MORI A", "X"];
    let bytes: Vec<u8> = (0..300_usize)
        .flat_map(|nth| host(&format!("{nth:07}{:20}{:>8}", names[nth * nth / 7 % 5], nth * 31)))
        .collect();
    let report = look(bytes);
    assert_eq!((report.charset.guess, fixed(&report).length.bytes), (CharsetName::Ebcdic, 35));
    assert!(report.doubts.contains(&Doubt::ForeignCharset(CharsetName::Ebcdic)));
    definition(&report);
}

#[test]
fn noise_is_unknown_and_its_bytes_are_shown() {
    let mut state = 7_u32;
    let noise: Vec<u8> = (0..50_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let report = look(noise);
    assert_eq!(report.format, Format::Unknown);
    assert!(report.render(utsushi_findings::Lang::En).contains("00000000"));
    definition(&report);
}
