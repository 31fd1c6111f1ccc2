//! The rules of a record, one by one.

use crate::testing::{chunk, cp932, definition, parse};
use crate::{Broken, BrokenKind, Header, LINE_MAX, LineEnds, Records};
use utsushi_findings::Detail;

fn rows(fields: usize, keys: &str, bytes: &[u8]) -> Vec<String> {
    parse(&definition(fields, keys), bytes).1
}

#[test]
fn a_line_is_a_record_and_the_last_needs_no_line_end() {
    assert_eq!(rows(3, "", b"1,2,3\r\n4,,6"), ["1␟2␟3", "4␟␟6"]);
}

#[test]
fn a_quoted_field_may_hold_delimiters_and_doubled_quotes() {
    assert_eq!(rows(2, "", b"\"a,b\",\"c\"\"d\"\"\"\n\"\",x\n"), ["a,b␟c\"d\"", "␟x"]);
}

#[test]
fn a_quote_further_on_in_an_unquoted_field_is_data() {
    assert_eq!(rows(2, "", b"a\"b\",c\"\nd,\"e\"\n"), ["a\"b\"␟c\"", "d␟e"]);
}

#[test]
fn text_after_a_closing_quote_is_a_misplaced_quote() {
    assert_eq!(rows(2, "", b"1,\"a\"b\n2,c\n"), ["MisplacedQuote { at: 5 }", "2␟c"]);
}

#[test]
fn a_line_end_ends_a_record_even_inside_quotes() {
    assert_eq!(rows(2, "", b"1,\"a\r\n2,b\r\n"), ["UnclosedQuote", "2␟b"]);
    assert_eq!(rows(2, "", b"1,\"a"), ["UnclosedQuote"]);
    assert_eq!(rows(1, "", b"\""), ["UnclosedQuote"]);
}

#[test]
fn always_means_every_field_even_an_empty_one() {
    let keys = "quote = \"always\"";
    assert_eq!(
        rows(2, keys, b"\"1\",\"\"\n\"2\",\n3,\"x\"\n4,5\n"),
        ["1␟", "MisplacedQuote { at: 4 }", "MisplacedQuote { at: 0 }", "MisplacedQuote { at: 0 }"]
    );
}

#[test]
fn never_means_quotes_are_data() {
    assert_eq!(rows(2, "quote = \"never\"", b"\"a\",\"b\n"), ["\"a\"␟\"b"]);
}

#[test]
fn the_first_cause_is_told_and_all_fields_are_counted() {
    assert_eq!(
        rows(3, "", b"1,2\n1,2,3,4,5\n1,\"2\"\n\"1\",2,3,4\n1,\"2\"x\n"),
        [
            "FieldCount { expected: 3, actual: 2 }",
            "FieldCount { expected: 3, actual: 5 }",
            "FieldCount { expected: 3, actual: 2 }",
            "FieldCount { expected: 3, actual: 4 }",
            "MisplacedQuote { at: 5 }",
        ]
    );
}

#[test]
fn a_broken_record_keeps_its_span_and_has_empty_fields() {
    let definition = definition(2, "");
    let chunk = chunk(&definition, b"1,2\r\n\"x\r\n3,4\r\n").unwrap();
    let mut records = Records::default();
    records.parse(&definition, &Header::default(), &chunk);
    let span = records.spans()[1];
    assert_eq!((span.start, span.end, span.end_with_line_end, span.line), (5, 7, 9, 1));
    assert_eq!(span.broken, Some(Broken { kind: BrokenKind::UnclosedQuote }));
    assert_eq!(records.field(&chunk, 1, 0).bytes, b"");
    assert_eq!(records.field(&chunk, 1, 1).bytes, b"");
    assert_eq!(records.field(&chunk, 2, 1).bytes, b"4");
    let column: Vec<&[u8]> = records.column(&chunk, 0).map(|field| field.bytes).collect();
    assert_eq!(column, [&b"1"[..], b"", b"3"]);
    assert_eq!(records.field(&chunk, 9, 0).bytes, b"");
    assert_eq!(records.field(&chunk, 0, 9).bytes, b"");
}

#[test]
fn a_blank_line_is_framing_unless_records_have_one_field() {
    let (records, rows) = parse(&definition(2, ""), b"\r\n1,2\r\n\n\r3,4\n\n");
    assert_eq!(rows, ["1␟2", "3␟4"]);
    assert_eq!((records.blank_lines, records.framing_bytes, records.record_bytes), (4, 5, 9));
    assert_eq!(records.lines, 6);
    let (records, rows) = parse(&definition(1, ""), b"a\n\nb\n");
    assert_eq!(rows, ["a", "", "b"]);
    assert_eq!(records.blank_lines, 0);
}

#[test]
fn auto_takes_every_kind_of_line_end_and_counts_them() {
    let (records, rows) = parse(&definition(2, ""), b"1,2\r\n3,4\n5,6\r7,8");
    assert_eq!(rows, ["1␟2", "3␟4", "5␟6", "7␟8"]);
    assert_eq!(records.line_ends, LineEnds { crlf: 1, lf: 1, cr: 1 });
}

#[test]
fn a_declared_line_end_makes_the_others_data() {
    let data = b"1,a\nb\r\n2,c\rd\r\n";
    assert_eq!(rows(2, "line_end = \"crlf\"", data), ["1␟a\nb", "2␟c\rd"]);
    assert_eq!(rows(2, "line_end = \"lf\"", b"1,a\r\n2,b\n"), ["1␟a\r", "2␟b"]);
    assert_eq!(rows(2, "line_end = \"cr\"", b"1,a\r\n2,b\r"), ["1␟a", "\n2␟b"]);
}

#[test]
fn lines_are_numbered_within_the_chunk() {
    let (records, _) = parse(&definition(2, ""), b"1,2\n\n3,4\n\"x\n5,6\n");
    let lines: Vec<u32> = records.spans().iter().map(|span| span.line).collect();
    assert_eq!(lines, [0, 2, 3, 4]);
    let (records, _) = parse(&definition(2, "multiline = true"), b"1,\"a\nb\"\n\n3,4\n");
    let lines: Vec<u32> = records.spans().iter().map(|span| span.line).collect();
    assert_eq!((lines, records.lines), (vec![0, 3], 4));
}

#[test]
fn a_delimiter_may_be_the_second_byte_of_a_character() {
    let mut data = cp932("1|ポスト|表\\ソ|ボ\r\n");
    assert!(data.iter().filter(|byte| **byte == b'|').count() > 3);
    let definition = definition(4, "delimiter = \"|\"");
    let (_, rows) = parse(&definition, &data);
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].contains("FieldCount"), "{rows:?}");
    // The comma is never one: a kanji cut in half does not eat it.
    data = cp932("あ,い\n");
    data.remove(1);
    assert_eq!(parse(&self::definition(2, ""), &data).1.len(), 1);
    assert!(!parse(&self::definition(2, ""), &data).1[0].contains("FieldCount"));
}

#[test]
fn tab_and_other_bytes_delimit() {
    assert_eq!(rows(2, "delimiter = \"\\t\"", b"1,0\t2\n"), ["1,0␟2"]);
    assert_eq!(rows(2, "delimiter = \"tab\"", b"1\t\"2\"\n"), ["1␟2"]);
    assert_eq!(rows(2, "delimiter = \";\"", b"1;2\n"), ["1␟2"]);
    assert_eq!(rows(2, "delimiter = \"\\u0000\"", b"1\x002\n"), ["1␟2"]);
}

#[test]
fn nul_is_a_byte_like_any_other() {
    assert_eq!(rows(2, "", b"\0,a\0\n"), ["\0␟a\0"]);
}

#[test]
fn ctrl_z_is_a_trailer_only_where_nothing_else_follows() {
    let (records, rows) = parse(&definition(2, ""), b"1,2\r\n\x1A\x1A\r\n\x1A");
    assert_eq!((rows, records.framing_bytes), (vec!["1␟2".to_owned()], 5));
    let (records, rows) = parse(&definition(2, ""), b"1,2\x1A");
    assert_eq!((rows, records.framing_bytes), (vec!["1␟2".to_owned()], 1));
    let (records, rows) = parse(&definition(2, ""), b"1,\x1A\n3,4\n");
    assert_eq!(rows, ["1␟\x1A", "3␟4"]);
    assert_eq!(records.framing_bytes, 0);
    let (records, rows) = parse(&definition(2, ""), b"\x1A");
    assert_eq!((rows.len(), records.framing_bytes), (0, 1));
}

#[test]
fn columns_in_another_order_are_found_by_definition() {
    let definition = definition(3, "header = 1");
    let file = b"f2,f0,f1\nc,a,b\n";
    let header = Header::read(&definition, file, true).unwrap();
    let mut cutter = crate::Cutter::new(&file[..], &definition, header.bytes);
    let chunk = cutter.next_chunk(None).unwrap().unwrap();
    assert_eq!(chunk.offset, 9);
    let mut records = Records::default();
    records.parse(&definition, &header, &chunk);
    let fields: Vec<&[u8]> = (0..3).map(|field| records.field(&chunk, 0, field).bytes).collect();
    assert_eq!(fields, [b"a", b"b", b"c"]);
    assert_eq!(records.field(&chunk, 0, 3).bytes, b"");
}

#[test]
fn multiline_records_hold_quoted_line_ends() {
    let (records, rows) = parse(&definition(2, "multiline = true"), b"1,\"a\r\nb\"\r\n2,c\r\n");
    assert_eq!(rows, ["1␟a\r\nb", "2␟c"]);
    assert_eq!(records.line_ends, LineEnds { crlf: 2, lf: 0, cr: 0 });
}

#[test]
fn a_quote_that_never_closes_costs_the_lines_to_the_next_good_one() {
    let keys = "multiline = true";
    assert_eq!(rows(2, keys, b"1,\"a\nx\n\ny,z,w\n2,b\n3,c\n"), ["UnclosedQuote", "2␟b", "3␟c"]);
    assert_eq!(rows(2, keys, b"1,\"a\n2,\"b\"\n3,c\n"), ["MisplacedQuote { at: 8 }", "2␟b", "3␟c"]);
    assert_eq!(rows(2, keys, b"1,\"a\nx\ny"), ["UnclosedQuote"]);
}

#[test]
fn a_multiline_record_over_the_limit_is_one_reject_to_the_next_good_line() {
    let keys = "multiline = true\nmax_record = 10";
    let (records, found) = parse(&definition(2, keys), b"1,\"aaaaaaaa\nbbbbbbbbbb\"\n2,b\n");
    assert_eq!(found, ["TooLong { limit: 10, actual: 24 }", "2␟b"]);
    assert_eq!(records.spans()[0].end_with_line_end, 24);
    // Closed, and within the limit to the byte.
    assert_eq!(rows(2, keys, b"1,\"aa\naaa\"\n2,b\n"), ["1␟aa\naaa", "2␟b"]);
}

#[test]
fn a_line_longer_than_a_mebibyte_is_rejected_in_pieces_and_the_next_line_is_read() {
    let mut data = b"1,2\n".to_vec();
    data.resize(data.len() + 2 * LINE_MAX + 7, b'x');
    data.extend_from_slice(b"\n3,4\n");
    let definition = definition(2, "");
    let mut cutter = crate::Cutter::new(&data[..], &definition, 0);
    let mut records = Records::default();
    let mut seen = vec![];
    while let Some(chunk) = cutter.next_chunk(None).unwrap() {
        records.parse(&definition, &Header::default(), &chunk);
        for span in records.spans() {
            let start = chunk.offset + u64::from(span.start);
            seen.push((
                start,
                span.end_with_line_end - span.start,
                span.broken.map(|broken| broken.detail()),
            ));
        }
    }
    let limit = LINE_MAX as u64;
    let counts = |actual| Some(Detail::Counts { expected: limit, actual });
    assert_eq!(
        seen,
        [
            (0, 4, None),
            (4, LINE_MAX as u32, counts(limit + 1)),
            (4 + limit, LINE_MAX as u32, counts(2 * limit)),
            (4 + 2 * limit, 8, counts(2 * limit + 8)),
            (12 + 2 * limit, 4, None),
        ]
    );
}

#[test]
fn codes_and_details_are_those_of_the_catalogue() {
    let broken = |kind| Broken { kind };
    let count = broken(BrokenKind::FieldCount { expected: 40, actual: 39 });
    assert_eq!(count.code().id(), "FMT001");
    assert_eq!(count.detail(), Detail::Counts { expected: 40, actual: 39 });
    assert_eq!(broken(BrokenKind::UnclosedQuote).code().id(), "FMT002");
    assert_eq!(broken(BrokenKind::MisplacedQuote { at: 1 }).code().id(), "FMT003");
    let long = broken(BrokenKind::TooLong { limit: 1, actual: 2 });
    assert_eq!(long.code().id(), "FMT004");
}
