//! A file is cut the same way whatever the chunks, and whatever the reader's mood.

use crate::cut::Cutting;
use crate::framing::Framing;
use crate::testing::plain;
use crate::{Broken, Cutter, Header, LineEnd, LineEnds, QuoteRule, Records};
use proptest::prelude::*;
use std::io::Read;
use utsushi_text::Charset;

/// Everything that is said about a file.
#[derive(PartialEq, Debug, Default)]
pub(super) struct Seen {
    pub records: Vec<SeenRecord>,
    pub data: Vec<u8>,
    pub lines: u64,
    pub blank_lines: u64,
    pub record_bytes: u64,
    pub framing_bytes: u64,
    pub line_ends: LineEnds,
}

#[derive(PartialEq, Debug)]
pub(super) struct SeenRecord {
    pub start: u64,
    pub end: u64,
    pub end_with_line_end: u64,
    pub line: u64,
    pub broken: Option<Broken>,
    pub fields: Vec<Vec<u8>>,
}

/// Gives bytes as the numbers say, over and over.
pub(super) struct Moody<'a>(pub &'a [u8], pub Vec<usize>, pub usize);

impl Read for Moody<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.2 += 1;
        let wanted = self.1.get(self.2 % self.1.len().max(1)).copied().unwrap_or(usize::MAX);
        if wanted == 0 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let len = wanted.min(buffer.len());
        self.0.read(&mut buffer[..len])
    }
}

pub(super) fn see(framing: &Framing, bytes: &[u8], chunk_bytes: usize, reads: &[usize]) -> Seen {
    let mut cutter = Cutter::with(Moody(bytes, reads.to_vec(), 0), Cutting::Csv(*framing), chunk_bytes, 0);
    let mut seen = Seen::default();
    let mut records = Records::default();
    let (mut reuse, mut last) = (None, false);
    while let Some(chunk) = cutter.next_chunk(reuse.take()).unwrap() {
        assert!(!last, "a chunk after the last");
        assert!(chunk.data.len() <= chunk_bytes + framing.trailer_max + 2, "a chunk of {}", chunk.data.len());
        assert_eq!(chunk.offset, seen.data.len() as u64);
        records.clear();
        records.parse_csv(framing, None, &Header::default(), &chunk);
        let mut at = 0;
        for (nth, span) in records.spans().iter().enumerate() {
            assert!(at <= span.start && span.start <= span.end && span.end <= span.end_with_line_end);
            assert!(span.start < span.end_with_line_end, "an empty record");
            at = span.end_with_line_end;
            let fields = (0..framing.fields).map(|field| plain(records.field(&chunk, nth, field)));
            seen.records.push(SeenRecord {
                start: chunk.offset + u64::from(span.start),
                end: chunk.offset + u64::from(span.end),
                end_with_line_end: chunk.offset + u64::from(span.end_with_line_end),
                line: seen.lines + u64::from(span.line),
                broken: span.broken,
                fields: fields.collect(),
            });
        }
        assert_eq!(records.record_bytes + records.framing_bytes, chunk.data.len() as u64);
        let in_spans = records.spans().iter().map(|span| span.end_with_line_end - span.start);
        assert_eq!(in_spans.map(u64::from).sum::<u64>(), records.record_bytes);
        seen.lines += u64::from(records.lines);
        seen.blank_lines += u64::from(records.blank_lines);
        seen.record_bytes += records.record_bytes;
        seen.framing_bytes += records.framing_bytes;
        seen.line_ends.merge(records.line_ends);
        seen.data.extend_from_slice(&chunk.data);
        last = chunk.last;
        reuse = Some(chunk.data);
    }
    assert!(last || seen.data.is_empty(), "the last chunk says so");
    seen
}

/// Limits so small that a few bytes reach them. No piece is longer than 24.
pub(super) fn framings() -> impl Strategy<Value = Framing> {
    let delimiters = prop::sample::select(b",|\t".to_vec());
    let quotes = prop::sample::select(vec![QuoteRule::Always, QuoteRule::WhenNeeded, QuoteRule::Never]);
    let line_ends = prop::sample::select(vec![LineEnd::Auto, LineEnd::Crlf, LineEnd::Lf, LineEnd::Cr]);
    (delimiters, quotes, line_ends, any::<bool>(), 1..4_usize, 1..20_usize).prop_map(
        |(delimiter, quote, line_end, multiline, fields, record_max)| Framing {
            whole_characters: false,
            delimiter,
            quote,
            line_end,
            multiline: multiline && quote != QuoteRule::Never,
            fields,
            shadowed: (delimiter == b'|').then_some(Charset::Cp932),
            record_max,
            region_max: 22,
            trailer_max: 5,
        },
    )
}

/// Files in which everything that means something is frequent.
pub(super) fn files() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"a",
        b"b",
        b",",
        b",",
        b"|",
        b"\t",
        b"\"",
        b"\"\"",
        b"\",\"",
        b"\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"\x1A",
        b"\0",
        b"\x83\x7C",
        b"\x81",
        b"\xFF",
        b"1,2\r\n",
        b"\"x\",y\n",
        b"\"x\",\"y\"\n",
        b"long long long ",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn small_chunks_say_the_same_as_one(
        framing in framings(),
        file in files(),
        chunk_bytes in 25..80_usize,
        reads in prop::collection::vec(0..9_usize, 0..8).prop_filter("some bytes", |reads| reads.is_empty() || reads.iter().any(|read| *read > 0)),
    ) {
        let whole = see(&framing, &file, 1 << 20, &[]);
        prop_assert_eq!(&whole.data, &file);
        prop_assert_eq!(whole.record_bytes + whole.framing_bytes, file.len() as u64);
        let chunked = see(&framing, &file, chunk_bytes, &reads);
        prop_assert_eq!(chunked, whole);
    }
}
