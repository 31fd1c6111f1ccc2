//! The rules of a record of fixed width, one by one.

use crate::testing::parse;
use crate::{
    BrokenKind, Cutter, Field, FieldProblem, Header, LINE_MAX, LineEnds, Records, SourceDefinition, Trailer,
};
use std::path::Path;
use utsushi_findings::Detail;
use utsushi_text::DecodeProblemKind;

/// Records of ten bytes: four, and six more.
fn ten(keys: &str) -> SourceDefinition {
    read(&format!(
        "record_length = 10\n{keys}\n[[field]]\nname = \"番号\"\nbytes = 4\n[[field]]\nname = \"氏名\"\nbytes = 6"
    ))
}

fn read(text: &str) -> SourceDefinition {
    let text = format!("format = \"fixed\"\ncharset = \"cp932\"\n{text}");
    SourceDefinition::from_toml(Path::new("test.toml"), &text).unwrap()
}

fn rows(definition: &SourceDefinition, bytes: &[u8]) -> Vec<String> {
    parse(definition, bytes).1
}

/// Two types, a header and a trailer.
fn typed() -> SourceDefinition {
    read(
        r#"
            record_length = 8
            [record_type]
            at = 1
            bytes = 2
            [record_type.values]
            "H" = "header"
            "1" = "住民"
            "2" = "住所"
            "3" = "住民"
            "X" = "skip"
            "T" = "trailer"
            [trailer]
            count_at = 3
            count_bytes = 6
            [[field]]
            name = "区分"
            bytes = 2
            [[field]]
            name = "氏名"
            bytes = 6
            of = "住民"
            [[field]]
            name = "町字"
            bytes = 3
            of = "住所"
        "#,
    )
}

#[test]
fn records_follow_each_other_without_line_ends() {
    let (records, found) = parse(&ten(""), b"0001AAAAAA0002BB\r\nBB");
    assert_eq!(found, ["0001␟AAAAAA", "0002␟BB\r\nBB"]);
    assert_eq!((records.record_bytes, records.framing_bytes), (20, 0));
    // Every record is a line.
    assert_eq!((records.spans()[1].line, records.lines), (1, 2));
    assert_eq!(records.line_ends, LineEnds::default());
}

#[test]
fn bytes_left_over_at_the_end_are_one_record_of_the_wrong_length() {
    let (records, found) = parse(&ten(""), b"0001AAAAAA0002BB");
    assert_eq!(found, ["0001␟AAAAAA", "WrongLength { expected: 10, actual: 6 }"]);
    let broken = records.spans()[1].broken.unwrap();
    assert_eq!((broken.code().id(), broken.detail()), ("FMT009", Detail::Counts { expected: 10, actual: 6 }));
}

#[test]
fn ctrl_z_at_the_end_is_framing_only_after_whole_records() {
    for (tail, framing) in [
        (&b"\x1A"[..], 1),
        (b"\x1A\x1A\x1A", 3),
        (b"\r\n\x1A", 3),
        (b"\r\n", 2),
        (b"\x1A\x1A\x1A\x1A\x1A\x1A\x1A\x1A\x1A\x1A\x1A\x1A", 12),
    ] {
        let (records, found) = parse(&ten(""), &[b"0001AAAAAA", tail].concat());
        assert_eq!((found.len(), records.framing_bytes), (1, framing), "{tail:?}");
    }
    // The last byte of a record may be one, too.
    let (records, found) = parse(&ten(""), b"0001AAAAA\x1A");
    assert_eq!((found, records.framing_bytes), (vec!["0001␟AAAAA\u{1A}".to_owned()], 0));
    let (records, found) = parse(&ten(""), b"0001AAAAAA00\x1A");
    assert_eq!((found.len(), records.framing_bytes), (2, 0));
    assert_eq!(rows(&ten(""), b"\x1A").len(), 0);
}

#[test]
fn a_line_of_another_length_is_one_reject_and_the_next_is_fine() {
    let (records, found) =
        parse(&ten("line_end = \"auto\""), b"0001AAAAAA\r\n0002B\r\n\n0003CCCCCCC\n0004DDDDDD\r0005EEEEEE");
    assert_eq!(
        found,
        [
            "0001␟AAAAAA",
            "WrongLength { expected: 10, actual: 5 }",
            "WrongLength { expected: 10, actual: 11 }",
            "0004␟DDDDDD",
            "0005␟EEEEEE",
        ]
    );
    assert_eq!((records.blank_lines, records.framing_bytes), (1, 1));
    assert_eq!(records.line_ends, LineEnds { crlf: 2, lf: 2, cr: 1 });
    assert_eq!(records.spans()[2].line, 3);
    let (records, found) = parse(&ten("line_end = \"crlf\""), b"0001AA\nAAA\r\n0002BBBBBB\r\n\x1A");
    assert_eq!(found, ["0001␟AA\nAAA", "0002␟BBBBBB"]);
    assert_eq!(records.framing_bytes, 1);
}

#[test]
fn a_line_longer_than_a_mebibyte_is_rejected_in_pieces() {
    for kind in ["", "kind = \"packed\""] {
        let mut data = b"0001AAAAAA\n".to_vec();
        data.resize(data.len() + 2 * LINE_MAX + 7, b'x');
        data.extend_from_slice(b"\n0002BBBBBB\n");
        let definition = read(&format!(
            "record_length = 10\nline_end = \"lf\"\n[[field]]\nname = \"a\"\nbytes = 4\n{kind}"
        ));
        let mut cutter = Cutter::new(&data[..], &definition, 0);
        let mut records = Records::default();
        let mut seen = vec![];
        while let Some(chunk) = cutter.next_chunk(None).unwrap() {
            records.parse(&definition, &Header::default(), &chunk);
            let lens = records.spans().iter().map(|span| span.end_with_line_end - span.start);
            seen.extend(
                lens.zip(records.spans().iter().map(|span| span.broken.map(|broken| broken.code().id()))),
            );
        }
        let long = Some("FMT004");
        let mebibyte = LINE_MAX as u32;
        assert_eq!(seen, [(11, None), (mebibyte, long), (mebibyte, long), (8, long), (11, None)]);
    }
}

#[test]
fn packed_digits_that_look_like_line_ends_end_no_line() {
    let definition = read(
        r#"
            record_length = 6
            line_end = "auto"
            [[field]]
            name = "a"
            bytes = 3
            kind = "packed"
            [[field]]
            name = "b"
            bytes = 3
        "#,
    );
    // 0D as the digits 0 and D: -10. 0A is +0, and the 1A is no ^Z.
    let file = b"\x00\x01\x0Dabc\r\n\x00\x00\x0Adef\na\nbghi\n\x00\x0D\n\x00\x00\x0Dabc\r";
    let (records, found) = parse(&definition, file);
    assert_eq!(
        found,
        [
            "\0\u{1}\r␟abc",
            "\0\0\n␟def",
            // A line end anywhere else is one, though the next stands where the record should end.
            "WrongLength { expected: 6, actual: 1 }",
            "WrongLength { expected: 6, actual: 4 }",
            "WrongLength { expected: 6, actual: 1 }",
            "\0\0\r␟abc",
        ]
    );
    assert_eq!(records.record_bytes, file.len() as u64);
    let value = records.spans()[0];
    let mut text = String::new();
    definition.decode(0, &field(&file[value.start as usize..3]), &mut text).unwrap();
    assert_eq!(text, "-10");
}

#[test]
fn packed_digits_at_the_end_of_the_last_record_are_no_trailer() {
    let definition = read(
        "record_length = 4\nline_end = \"auto\"\n[[field]]\nname = \"a\"\nbytes = 1\n[[field]]\nname = \"b\"\nbytes = 3\nkind = \"packed\"",
    );
    let (records, found) = parse(&definition, b"a\x00\x00\x1A\r\n\x1A\x1A\r\n");
    assert_eq!((found.len(), records.record_bytes, records.framing_bytes), (1, 6, 4));
    assert_eq!(records.spans()[0].broken, None);
}

#[test]
fn headers_are_lines_or_records() {
    let definition = ten("header = 2\nline_end = \"auto\"");
    let file = b"any\r\nthing at all\n0001AAAAAA";
    let header = Header::read(&definition, file, true).unwrap();
    assert_eq!((header.bytes, header.lines, header.order), (18, 2, None));
    let definition = ten("header = 1");
    let file = b"HEADER    0001AAAAAA\x1A";
    let header = Header::read(&definition, file, true).unwrap();
    assert_eq!((header.bytes, header.lines, header.raw), (10, 1, 0..10));
    assert!(Header::read(&definition, b"HEAD", true).is_err());
    assert_eq!(Header::read(&definition, b"\x1A", true).unwrap().bytes, 0);
    assert!(Header::read(&definition, b"HEAD", false).is_err());
}

#[test]
fn headers_and_trailers_are_framing_and_types_are_told() {
    let definition = typed();
    let file = [
        &b"H 202404"[..],
        b"1 \x8E\x52\x93\x63  ",
        b"2 abcdef",
        b"X 000000",
        b"3 \x8D\xB2\x93\xA1  ",
        b"T 000003",
    ]
    .concat();
    let (records, found) = parse(&definition, &file);
    assert_eq!(found.len(), 3);
    let types: Vec<_> = (0..4).map(|record| records.record_type(record)).collect();
    assert_eq!(types, [Some(0), Some(1), Some(0), None]);
    assert_eq!(definition.record_types(), ["住民", "住所"]);
    assert_eq!(definition.record_type_index("住所"), Some(1));
    assert!(definition.has_trailer() && definition.counts_records());
    assert_eq!(records.trailers, [Trailer { declared: Some(3), records: 3, offset: 40, line: 5 }]);
    assert_eq!((records.record_bytes, records.framing_bytes, records.skipped), (24, 24, 1));
    let chunk = crate::testing::chunk(&definition, &file).unwrap();
    let bytes = |record, field| records.field(&chunk, record, field).bytes;
    assert_eq!([bytes(0, 0), bytes(1, 0)], [b"1 ", b"2 "]);
    // A field of another type is empty.
    assert_eq!([bytes(0, 2), bytes(1, 1)], [b"", b""]);
    assert_eq!(bytes(1, 2), b"abc");
    assert_eq!(definition.fields[2].place.unwrap().at, 2);
}

#[test]
fn an_unknown_type_breaks_its_record_and_tells_its_bytes() {
    let definition = typed();
    let file = [&b"9\xE0 abcde"[..], b"T       ", b"T    12 ", b"TT      ", b"T x     "].concat();
    let (records, _) = parse(&definition, &file);
    let broken = records.spans()[0].broken.unwrap();
    assert_eq!(broken.kind, BrokenKind::UnknownType { bytes: [b'9', 0xE0, 0, 0], len: 2 });
    assert_eq!((broken.code().id(), broken.detail()), ("FMT011", Detail::Text("39E0".into())));
    assert_eq!(records.record_type(0), None);
    // A count that is blank or unreadable is none.
    let declared: Vec<_> = records.trailers.iter().map(|trailer| trailer.declared).collect();
    assert_eq!((records.len(), declared), (2, vec![None, Some(12), None]));
    let detail = crate::Broken { kind: BrokenKind::unknown_type(b"12345") }.detail();
    assert_eq!(detail, Detail::Text("31323334…".into()));
}

#[test]
fn groups_repeat_in_a_record() {
    let definition = read(
        r#"
            record_length = 20
            [[field]]
            name = "番号"
            bytes = 2
            [[group]]
            name = "児童"
            at = 3
            times = 3
            bytes = 6
            [[group.field]]
            name = "氏名"
            bytes = 4
            [[group.field]]
            name = "月額"
            at = 5
            bytes = 2
            kind = "packed"
        "#,
    );
    let file = b"01\x8E\x52\x20\x20\x01\x0Cabcd\x02\x3D        ";
    let chunk = crate::testing::chunk(&definition, file).unwrap();
    let mut records = Records::default();
    records.parse(&definition, &Header::default(), &chunk);
    let name = definition.field_index("児童.氏名").unwrap();
    let amount = definition.field_index("児童.月額").unwrap();
    let [group] = definition.groups() else { panic!() };
    assert_eq!(
        (group.times, &group.fields[..], definition.times(name), definition.times(0)),
        (3, &[1, 2][..], 3, 1)
    );
    let text = |field: usize, occurrence: usize| {
        let mut text = String::new();
        let value = records.field_in(&chunk, 0, field, occurrence);
        definition.decode(field, &value, &mut text).unwrap();
        text
    };
    assert_eq!([text(name, 0), text(name, 1), text(name, 2), text(name, 3)], ["山", "abcd", "", ""]);
    assert_eq!([text(amount, 0), text(amount, 1), text(amount, 2)], ["10", "-23", ""]);
    assert_eq!(records.field(&chunk, 0, amount).bytes, b"\x01\x0C");
    assert_eq!(records.field_in(&chunk, 0, 0, 1).bytes, b"");
}

fn field(bytes: &[u8]) -> Field<'_> {
    Field { bytes, doubled_quotes: false }
}

fn decode(keys: &str, bytes: &[u8]) -> Result<String, FieldProblem> {
    let definition = read(&format!("record_length = 60\n[[field]]\nname = \"a\"\nbytes = 60\n{keys}"));
    let mut text = String::new();
    definition.decode(0, &field(bytes), &mut text).map(|()| text)
}

#[test]
fn text_is_without_its_padding() {
    assert_eq!(decode("", b"\x8E\x52\x81\x40\x93\x63\x81\x40\x81\x40  ").unwrap(), "山　田");
    assert_eq!(decode("", b"\x83\x40\x83\x40").unwrap(), "ァァ");
    assert_eq!(decode("", b"      ").unwrap(), "");
}

#[test]
fn a_character_cut_in_half_is_told() {
    let problem = |bytes: &[u8]| match decode("", bytes) {
        Err(FieldProblem::Bytes(problem)) => (problem.offset, problem.kind),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(b"\x8E\x52\x93"), (2, DecodeProblemKind::LoneLead));
    assert_eq!(problem(b"\x8E\x52\x93  "), (2, DecodeProblemKind::Undefined));
}

#[test]
fn blank_may_mean_zero_and_zero_may_mean_blank() {
    let zero = "blank_is_zero = true";
    let blank = "zero_is_blank = true";
    for (keys, bytes, expected) in [
        ("kind = \"zoned\"", &b"   "[..], ""),
        ("kind = \"zoned\"", b"000", "0"),
        ("kind = \"zoned\"\ndecimals = 2\nblank_is_zero = true", b"   ", "0.00"),
        ("kind = \"zoned\"\nzero_is_blank = true", b"00p", ""),
        ("kind = \"packed\"\nzero_is_blank = true", b"\x00\x0C", ""),
        ("kind = \"packed\"\nblank_is_zero = true", b"\x20\x20", "0"),
        ("kind = \"number\"\nzero_is_blank = true", b"  0", ""),
        (zero, b"   ", "0"),
        (zero, b"12 ", "12"),
        (blank, b"00000000", ""),
        (blank, b"000 ", ""),
        (blank, b"00010000", "00010000"),
        (blank, b"   ", ""),
    ] {
        assert_eq!(decode(keys, bytes).unwrap(), expected, "{keys} {bytes:?}");
    }
    // A field that its record does not have is not zero.
    assert_eq!(decode(zero, b"").unwrap(), "");
}

#[test]
fn what_is_no_number_is_told_with_its_text() {
    let definition =
        read("record_length = 9\n[[field]]\nname = \"a\"\nbytes = 9\nkind = \"zoned\"\nblank_is_zero = true");
    let mut text = String::from("前");
    assert_eq!(definition.decode(0, &field(b"12X"), &mut text), Err(FieldProblem::Number));
    assert_eq!(text, "前12X");
    assert_eq!(decode("kind = \"packed\"", b"\x12\x34"), Err(FieldProblem::Number));
    assert_eq!(decode("kind = \"number\"", b"1-2"), Err(FieldProblem::Number));
    assert!(matches!(decode("kind = \"number\"", b"1\xFF"), Err(FieldProblem::Bytes(_))));
}
