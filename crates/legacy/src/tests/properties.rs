//! Whatever the bytes.

use super::chunks::{files, framings, see};
use super::plainly;
use crate::framing::Framing;
use crate::testing::{chunk, definition, plain};
use crate::{Cutter, Header, Records, SourceDefinition, looks_like_utf8};
use proptest::prelude::*;
use std::path::Path;

const DIALECTS: [&str; 6] = [
    "",
    "quote = \"always\"\nline_end = \"crlf\"",
    "quote = \"never\"\ndelimiter = \"\\\\\"",
    "multiline = true\nmax_record = 9",
    "header = 1\nline_end = \"cr\"",
    "header = 2\nheader_names = \"ignore\"\ncharset = \"utf-8\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop_oneof![prop::collection::vec(any::<u8>(), 0..300), files()],
        dialect in 0..DIALECTS.len(),
        fields in 1..5_usize,
        at_eof: bool,
    ) {
        let definition = definition(fields, DIALECTS[dialect]);
        let _ = looks_like_utf8(&bytes);
        let header = Header::read(&definition, &bytes, at_eof).unwrap_or_default();
        prop_assert!(header.bytes <= bytes.len());
        let mut cutter = Cutter::new(&bytes[..], &definition, header.bytes);
        let mut rest = bytes.len() - header.bytes;
        while let Some(chunk) = cutter.next_chunk(None).unwrap() {
            let mut records = Records::default();
            records.parse(&definition, &header, &chunk);
            prop_assert_eq!(records.record_bytes + records.framing_bytes, chunk.data.len() as u64);
            rest -= chunk.data.len();
        }
        prop_assert_eq!(rest, 0);
    }

    #[test]
    fn no_text_makes_a_definition_panic(text in "\\PC{0,80}", key in "[a-z_]{1,12}") {
        let _ = SourceDefinition::from_toml(Path::new("x.toml"), &text);
        let _ = SourceDefinition::from_toml(Path::new("x.toml"), &format!("{key} = {text}\nfields = [\"{text}\"]"));
    }

    #[test]
    fn no_numbers_make_a_definition_panic(
        numbers in prop::collection::vec(prop_oneof![-1..70_i64, any::<i64>()], 9),
        kinds in prop::collection::vec(prop::sample::select(vec!["text", "zoned", "packed", "number", "x"]), 2),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let text = format!(
            "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = {}\nheader = {}\n[[field]]\nname = \"a\"\nat = {}\n\
             bytes = {}\nkind = \"{}\"\n[[group]]\nname = \"g\"\nat = {}\ntimes = {}\nbytes = {}\n[[group.field]]\n\
             name = \"b\"\nat = {}\nbytes = {}\nkind = \"{}\"\n",
            numbers[0], numbers[1], numbers[2], numbers[3], kinds[0], numbers[4], numbers[5], numbers[6], numbers[7],
            numbers[8], kinds[1],
        );
        if let Ok(definition) = SourceDefinition::from_toml(Path::new("x.toml"), &text) {
            let header = Header::read(&definition, &bytes, true).unwrap_or_default();
            let mut cutter = Cutter::new(&bytes[header.bytes..], &definition, 0);
            let mut records = Records::default();
            while let Some(chunk) = cutter.next_chunk(None).unwrap() {
                records.parse(&definition, &header, &chunk);
                let places = (0..records.len()).flat_map(|record| (0..3).map(move |field| (record, field)));
                for (record, field) in places {
                    for occurrence in [0, 1, 69, usize::MAX] {
                        let value = records.field_in(&chunk, record, field, occurrence);
                        let _ = definition.decode(field, &value, &mut String::new());
                    }
                }
            }
        }
    }

    #[test]
    fn records_are_what_a_plain_loop_finds(framing in framings(), file in files()) {
        let framing = Framing { multiline: false, record_max: 1 << 20, ..framing };
        let (records, framing_bytes) = plainly::records(&framing, &file);
        let seen = see(&framing, &file, 1 << 21, &[]);
        prop_assert_eq!(seen.framing_bytes, framing_bytes as u64);
        let seen: Vec<plainly::Line> = seen
            .records
            .into_iter()
            .map(|record| {
                let fields = match record.broken {
                    Some(broken) => Err(broken.kind),
                    None => Ok(record.fields),
                };
                (record.start as usize, record.end_with_line_end as usize, fields)
            })
            .collect();
        prop_assert_eq!(seen, records);
    }

    #[test]
    fn well_formed_csv_is_read_as_the_csv_crate_reads_it(
        table in prop::collection::vec(prop::collection::vec("[a-cあ漢ｱ,\" \t;]{0,4}", 3), 0..12),
        broken_lines: bool,
        always: bool,
        terminator in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let mut table = table;
        if broken_lines {
            for (nth, field) in table.iter_mut().flatten().enumerate().filter(|(nth, _)| nth % 4 == 0) {
                field.push_str(if nth % 8 == 0 { "\r\n" } else { "x\ny" });
            }
        }
        let mut writer = csv::WriterBuilder::new()
            .terminator(if terminator == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF })
            .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .from_writer(vec![]);
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&file[..]);
        let expected: Vec<Vec<Vec<u8>>> = reader
            .byte_records()
            .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
            .collect();
        let quote = if always { "quote = \"always\"" } else { "" };
        let definition = definition(3, &format!("charset = \"utf-8\"\nmultiline = {broken_lines}\n{quote}"));
        let mut records = Records::default();
        let mut found: Vec<Vec<Vec<u8>>> = vec![];
        if let Some(chunk) = chunk(&definition, &file) {
            records.parse(&definition, &Header::default(), &chunk);
            for record in 0..records.len() {
                found.push((0..3).map(|field| plain(records.field(&chunk, record, field))).collect());
            }
        }
        prop_assert_eq!(found, expected);
    }
}
