//! A file of fixed width is cut the same way whatever the chunks, and whatever its bytes.

use super::chunks::{Moody, SeenRecord};
use crate::cut::Cutting;
use crate::fixed::FixedFraming;
use crate::framing::trailing_run;
use crate::testing::plain;
use crate::{BrokenKind, Cutter, Format, Header, Records, SourceDefinition, Trailer};
use proptest::prelude::*;
use std::path::Path;

#[derive(PartialEq, Debug, Default)]
struct Seen {
    records: Vec<(SeenRecord, Option<usize>)>,
    /// Declared, records before it, offset, line: in the file.
    trailers: Vec<(Option<u64>, u64, u64, u64)>,
    /// Lines, blank lines, skipped records, bytes of records, of framing, CRLF, LF, CR.
    counts: [u64; 8],
    data: Vec<u8>,
}

fn see(
    definition: &SourceDefinition,
    small: Option<usize>,
    file: &[u8],
    reads: &[usize],
    line_max: usize,
) -> Seen {
    let Format::Fixed(layout) = &definition.format else { panic!() };
    let framing = || {
        let framing = FixedFraming::of(definition, layout);
        FixedFraming { line_max, trailer_max: 6, ..framing }
    };
    let chunk_bytes = small.unwrap_or(1 << 20);
    let reader = Moody(file, reads.to_vec(), 0);
    let mut cutter = Cutter::with(reader, Cutting::Fixed(framing()), chunk_bytes, 0);
    let mut seen = Seen::default();
    let mut records = Records::default();
    while let Some(chunk) = cutter.next_chunk(None).unwrap() {
        assert!(chunk.data.len() <= chunk_bytes + 6 + 2);
        records.clear();
        records.parse_fixed(&framing(), definition, &chunk);
        for (nth, span) in records.spans().iter().enumerate() {
            assert!(span.start < span.end_with_line_end);
            let fields = (0..definition.fields.len()).map(|field| plain(records.field(&chunk, nth, field)));
            let record = SeenRecord {
                start: chunk.offset + u64::from(span.start),
                end: chunk.offset + u64::from(span.end),
                end_with_line_end: chunk.offset + u64::from(span.end_with_line_end),
                line: seen.counts[0] + u64::from(span.line),
                broken: span.broken,
                fields: fields.collect(),
            };
            seen.records.push((record, records.record_type(nth)));
        }
        let before = (seen.records.len() - records.len()) as u64;
        for Trailer { declared, records, offset, line } in records.trailers.iter().copied() {
            let line = seen.counts[0] + u64::from(line);
            let offset = chunk.offset + u64::from(offset);
            seen.trailers.push((declared, before + u64::from(records), offset, line));
        }
        assert_eq!(records.record_bytes + records.framing_bytes, chunk.data.len() as u64);
        let in_spans = records.spans().iter().map(|span| u64::from(span.end_with_line_end - span.start));
        assert_eq!(in_spans.sum::<u64>(), records.record_bytes);
        let ends = records.line_ends;
        let counts = [u64::from(records.lines), u64::from(records.blank_lines), u64::from(records.skipped)];
        let counts = counts.into_iter().chain([records.record_bytes, records.framing_bytes]);
        for (sum, count) in seen.counts.iter_mut().zip(counts.chain([ends.crlf, ends.lf, ends.cr])) {
            *sum += count;
        }
        seen.data.extend_from_slice(&chunk.data);
    }
    assert_eq!(seen.data, file);
    assert_eq!(seen.counts[3] + seen.counts[4], file.len() as u64);
    seen
}

fn definition(length: usize, line_end: &str, kind: &str, typed: bool) -> SourceDefinition {
    let types = match typed {
        true => {
            "[record_type]\nat = 1\nbytes = 1\nvalues = { a = \"one\", b = \"two\", H = \"header\", T = \"trailer\", X = \"skip\" }\n[trailer]\ncount_at = 2\ncount_bytes = 2\n"
        }
        false => "",
    };
    let rest = length - 3;
    let text = format!(
        "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = {length}\nline_end = \"{line_end}\"\n{types}\n\
         [[field]]\nname = \"x\"\nbytes = 1\n[[field]]\nname = \"y\"\nbytes = 2\nkind = \"{kind}\"\n\
         [[field]]\nname = \"z\"\nbytes = {rest}\n"
    );
    SourceDefinition::from_toml(Path::new("x.toml"), &text).unwrap()
}

fn definitions() -> impl Strategy<Value = SourceDefinition> {
    let line_ends = prop::sample::select(vec!["none", "auto", "crlf", "lf", "cr"]);
    let kinds = prop::sample::select(vec!["text", "packed"]);
    (4..9_usize, line_ends, kinds, any::<bool>())
        .prop_map(|(length, line_end, kind, typed)| definition(length, line_end, kind, typed))
}

/// Files of which many records have the right length.
fn files(long: bool) -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"a",
        b"b",
        b"H",
        b"T",
        b"X",
        b"12",
        b"abcde\r\n",
        b"axx\n",
        b"bxyz\n",
        b"a\r\nxx\r\n",
        b"b\x01\x0Dxy\n",
        b"a\n\rxyz\r",
        b"\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"\x1A",
        b"\x1A",
        b"\0",
        b"\x81",
        b"long long long ",
    ];
    let pieces = pieces[..pieces.len() - usize::from(!long)].to_vec();
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

/// The same without packed digits and types, a byte at a time.
fn plainly(length: usize, line_end: Option<crate::LineEnd>, data: &[u8]) -> Vec<(usize, usize, Option<u32>)> {
    let mut records = vec![];
    let mut at = 0;
    let Some(line_end) = line_end else {
        let mut end = data.len();
        let run = trailing_run(data, 6);
        for border in (0..data.len()).rev().filter(|at| at % length == 0 && *at >= run) {
            if data[border] == 0x1A || data.len() - border < length {
                end = border;
            }
        }
        while at < end {
            let next = end.min(at + length);
            records.push((at, next, (next - at != length).then_some((next - at) as u32)));
            at = next;
        }
        return records;
    };
    let run = trailing_run(data, 6);
    let content = (run..data.len()).find(|at| data[*at] == 0x1A).unwrap_or(data.len());
    let data = &data[..content];
    while at < content {
        let end = (at..content).find(|at| line_end.len_at(data, *at) > 0).unwrap_or(content);
        let after = end + if end < content { line_end.len_at(data, end) } else { 0 };
        if end > at {
            records.push((at, after, (end - at != length).then_some((end - at) as u32)));
        }
        at = after;
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn small_chunks_say_the_same_as_one(
        definition in definitions(),
        file in prop_oneof![3 => files(true), 1 => prop::collection::vec(any::<u8>(), 0..200)],
        chunk_bytes in 25..80_usize,
        reads in prop::collection::vec(1..9_usize, 0..8),
    ) {
        let whole = see(&definition, None, &file, &[], 22);
        prop_assert_eq!(see(&definition, Some(chunk_bytes), &file, &reads, 22), whole);
    }

    #[test]
    fn records_are_what_a_plain_loop_finds(
        length in 4..9_usize,
        line_end in prop::sample::select(vec!["none", "auto", "crlf", "lf", "cr"]),
        file in files(false),
    ) {
        let definition = definition(length, line_end, "text", false);
        let Format::Fixed(layout) = &definition.format else { panic!() };
        let expected = plainly(length, layout.line_end, &file);
        // No line is too long for the plain loop.
        prop_assume!(expected.iter().all(|(start, end, _)| end - start <= 60));
        let seen = see(&definition, None, &file, &[], 60);
        let seen: Vec<_> = seen.records.iter().map(|(record, _)| {
            let actual = record.broken.map(|broken| match broken.kind {
                BrokenKind::WrongLength { actual, .. } => actual,
                other => panic!("{other:?}"),
            });
            (record.start as usize, record.end_with_line_end as usize, actual)
        }).collect();
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn whatever_was_cut_can_be_decoded_or_not(
        bytes in prop::collection::vec(any::<u8>(), 1..12),
        kind in prop::sample::select(vec!["text", "zoned", "packed", "number"]),
        charset in prop::sample::select(vec!["cp932", "utf-8"]),
    ) {
        let text = format!(
            "format = \"fixed\"\ncharset = \"{charset}\"\nrecord_length = {}\nheader = 1\n[[field]]\nname = \"x\"\nbytes = {}\nkind = \"{kind}\"\nzero_is_blank = true",
            bytes.len(), bytes.len(),
        );
        let definition = SourceDefinition::from_toml(Path::new("x.toml"), &text).unwrap();
        let _ = Header::read(&definition, &bytes, true);
        let mut text = String::from("前");
        let _ = definition.decode(0, &crate::Field { bytes: &bytes, doubled_quotes: false }, &mut text);
        prop_assert!(text.starts_with('前'));
    }
}
