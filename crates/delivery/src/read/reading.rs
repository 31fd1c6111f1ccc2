//! Reading the rows of one file, piece by piece.

use super::member::MemberReader;
use super::parquet_form::{next_rows, texts};
use super::{CsvForm, Delivery, Form, FoundPart, ParquetForm};
use arrow::array::{Array, RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use std::io::Read;
use std::sync::Arc;
use utsushi_findings::{CHR001, CHR002, Code, Detail, Problem};
use utsushi_layout::{Column, FileLayout, Rows};
use utsushi_legacy::{
    Broken, BrokenKind, ByteOrder, Chunk, Cutter, FieldProblem, HEADER_MAX, Header, LineEnds, Records,
    SourceDefinition, Transcoder, original_len,
};
use utsushi_store::{Scratch, Sha256Stream};
use utsushi_text::{Charset, DecodeProblemKind, trim_end};

/// Rows that are read before the next column is turned to.
const AT_ONCE: usize = 256;

/// Some records of a file.
#[derive(Debug)]
pub enum Piece {
    /// Of a CSV.
    Csv(Chunk),
    /// Of a Parquet.
    Parquet(RecordBatch),
}

/// A file that is ready to be read.
#[derive(Debug)]
pub struct Reading {
    /// Its layout.
    pub layout: Arc<FileLayout>,
    /// Its place among the files of the delivery.
    pub member: usize,
    /// Which column each item is in.
    columns: Vec<Option<usize>>,
    how: How,
}

#[derive(Debug)]
enum How {
    Csv { source: Box<SourceDefinition>, header: Header, order: Option<ByteOrder> },
    Parquet(ParquetForm),
}

/// What the pieces of a file come from.
pub enum Stream {
    /// A CSV.
    Csv(Box<Cutter<Transcoder<Hashing>>>),
    /// A Parquet.
    Parquet(Box<ParquetRecordBatchReader>),
}

/// Where the records of a piece stand, and which of them are none. Places count from the piece's beginning.
#[derive(Debug, Default)]
pub struct Places {
    /// Line and byte offset of each record.
    pub records: Vec<(u32, u32)>,
    /// Records that could not be cut into fields.
    pub broken: Vec<(u32, Broken)>,
    /// Physical lines.
    pub lines: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Lines without a byte.
    pub blank_lines: u64,
    /// What ended lines.
    pub line_ends: LineEnds,
    /// Whether the file ends within a record.
    pub cut_off: bool,
}

impl Reading {
    /// Gets a file ready.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn new(delivery: &Delivery, layout: &Arc<FileLayout>, part: &FoundPart) -> Result<Reading, String> {
        let (columns, how) = match &part.form {
            Form::Csv(form) => (form.columns.of_items(layout), csv(delivery, part.member, form)?),
            Form::Parquet(form) => (form.columns.of_items(layout), How::Parquet(form.clone())),
        };
        Ok(Reading { layout: Arc::clone(layout), member: part.member, columns, how })
    }

    /// Whether reading it to its end also gives its SHA-256.
    pub fn hashes(&self) -> bool {
        matches!(self.how, How::Csv { .. })
    }

    /// Which items the file has columns for.
    pub fn mapped(&self) -> Vec<bool> {
        self.columns.iter().map(Option::is_some).collect()
    }

    /// Lines and bytes before the first record.
    pub fn before(&self) -> (u64, u64) {
        match &self.how {
            How::Csv { header, order, .. } => {
                // In UTF-16 a header of ASCII has two bytes a character; the mark two instead of three.
                let bytes = match order {
                    Some(_) if header.bom => (header.bytes as u64 - 3) * 2 + 2,
                    Some(_) => header.bytes as u64 * 2,
                    None => header.bytes as u64,
                };
                (header.lines, bytes)
            }
            How::Parquet(_) => (0, 0),
        }
    }

    /// Starts reading.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&self, delivery: &Delivery, scratch: &Scratch) -> Result<Stream, String> {
        self.stream(delivery, scratch, true)
    }

    /// As [`Reading::open`], where nobody asks for the SHA-256.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open_unhashed(&self, delivery: &Delivery, scratch: &Scratch) -> Result<Stream, String> {
        self.stream(delivery, scratch, false)
    }

    fn stream(&self, delivery: &Delivery, scratch: &Scratch, hashed: bool) -> Result<Stream, String> {
        match &self.how {
            How::Csv { source, header, order } => {
                let reader = delivery.read(self.member).map_err(told)?;
                let reader = Hashing { reader, hash: hashed.then(Sha256Stream::new) };
                let cutter = Cutter::new(Transcoder::new(reader, *order), source, header.bytes);
                Ok(Stream::Csv(Box::new(cutter)))
            }
            How::Parquet(form) => Ok(Stream::Parquet(Box::new(form.rows(delivery, self.member, scratch)?))),
        }
    }

    /// Fills `rows` with the records of a piece that have fields. `records` is a buffer.
    pub fn fill(&self, piece: &Piece, records: &mut Records, rows: &mut Rows) -> Places {
        self.fill_of(piece, records, rows, None)
    }

    /// As [`Reading::fill`], with these records of the piece alone, in order.
    ///
    /// # Errors
    /// Why they cannot be taken out of the piece.
    pub fn fill_some(
        &self,
        piece: &Piece,
        wanted: &[u32],
        records: &mut Records,
        rows: &mut Rows,
    ) -> Result<Places, String> {
        match piece {
            Piece::Csv(_) => Ok(self.fill_of(piece, records, rows, Some(wanted))),
            Piece::Parquet(batch) => {
                let part = take_record_batch(batch, &UInt32Array::from(wanted.to_vec()));
                let part = Piece::Parquet(part.map_err(|error| error.to_string())?);
                let places = self.fill_of(&part, records, rows, None);
                rows.renumber(wanted);
                Ok(places)
            }
        }
    }

    fn fill_of(
        &self,
        piece: &Piece,
        records: &mut Records,
        rows: &mut Rows,
        wanted: Option<&[u32]>,
    ) -> Places {
        match (piece, &self.how) {
            (Piece::Csv(chunk), How::Csv { source, header, order }) => {
                records.parse(source, header, chunk);
                let places = places(chunk, records, order.is_some());
                let whole = |record: &u32| {
                    records.spans().get(*record as usize).is_some_and(|span| span.broken.is_none())
                };
                match wanted {
                    None => rows.begin((0..records.len() as u32).filter(whole)),
                    Some(wanted) => rows.begin(wanted.iter().copied().filter(whole)),
                }
                self.fill_rows((source, chunk, records), rows);
                places
            }
            (Piece::Parquet(batch), _) => {
                rows.begin(0..batch.num_rows() as u32);
                for (index, column) in self.columns.iter().enumerate() {
                    let mut values = rows.take(index);
                    let texts = column.and_then(|column| texts(batch, column, &self.layout.items[index]));
                    match texts {
                        Some(texts) => {
                            (0..texts.len()).for_each(|row| {
                                values.push(if texts.is_null(row) { "" } else { texts.value(row) })
                            });
                        }
                        None => values.push_blanks(batch.num_rows()),
                    }
                    rows.put(index, values);
                }
                let all = batch.num_rows();
                Places {
                    records: (0..all as u32).map(|row| (row, 0)).collect(),
                    lines: all as u64,
                    ..Places::default()
                }
            }
            _ => Places::default(),
        }
    }

    /// Some rows after the other, so that what is read stays in the processor's cache, and column by column.
    fn fill_rows(&self, (source, chunk, records): (&SourceDefinition, &Chunk, &Records), rows: &mut Rows) {
        // Text that is checked as a whole need not be checked field by field.
        let utf8 = source.charset == Charset::Utf8;
        let text = std::str::from_utf8(&chunk.data).ok().filter(|_| utf8);
        let mut columns: Vec<Column> = (0..self.columns.len()).map(|item| rows.take(item)).collect();
        // An item without a column stays without rows: every value of it is blank, and a file of few columns and short
        // rows would otherwise cost twenty times its size.
        let fed = columns.iter_mut().zip(&self.columns).filter(|(_, column)| column.is_some());
        fed.for_each(|(column, _)| column.reserve(rows.len()));
        for start in (0..rows.len()).step_by(AT_ONCE) {
            let end = rows.len().min(start + AT_ONCE);
            for (item, column) in columns.iter_mut().enumerate() {
                let Some(field) = self.columns[item] else { continue };
                // Most items are blank in most rows: those are written down together.
                let mut blanks = 0;
                for row in start..end {
                    let value = records.field(chunk, rows.records()[row] as usize, field);
                    if value.bytes.is_empty() {
                        blanks += 1;
                        continue;
                    }
                    if blanks > 0 {
                        column.push_blanks(std::mem::take(&mut blanks));
                    }
                    if let Some(value) =
                        text.filter(|_| !value.doubled_quotes).and_then(|text| within(text, value.bytes))
                    {
                        column.push(value);
                        continue;
                    }
                    match source.decode(field, &value, column.buffer()) {
                        Ok(()) => column.commit(),
                        Err(problem) => {
                            column.discard();
                            column.push_blanks(1);
                            let mut bytes = Vec::new();
                            value.undouble_into(&mut bytes);
                            let (code, detail) = undecodable(&problem, &bytes);
                            rows.report(column, (row, item), code, detail, None);
                        }
                    }
                }
                column.push_blanks(blanks);
            }
        }
        for (item, column) in columns.into_iter().enumerate() {
            rows.put(item, column);
        }
    }
}

/// The part of `text` that `bytes` is, which must be bytes of it.
fn within<'t>(text: &'t str, bytes: &[u8]) -> Option<&'t str> {
    let start = (bytes.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    text.get(start..start.checked_add(bytes.len())?)
}

fn undecodable(problem: &FieldProblem, bytes: &[u8]) -> (Code, Detail) {
    let FieldProblem::Bytes(wrong) = problem else { return (Code(&CHR001), Detail::None) };
    let end = (wrong.offset + wrong.len).min(bytes.len());
    let hex: String =
        bytes.get(wrong.offset..end).unwrap_or_default().iter().map(|byte| format!("{byte:02X}")).collect();
    let code = match wrong.kind {
        DecodeProblemKind::LoneLead => &CHR002,
        DecodeProblemKind::Undefined => &CHR001,
    };
    (Code(code), Detail::Text(hex.into()))
}

/// A problem in one line, as the text of a remark.
fn told(problem: Problem) -> String {
    let text = problem.to_string();
    trim_end(text.lines().next().unwrap_or_default()).to_owned()
}

fn csv(delivery: &Delivery, member: usize, form: &CsvForm) -> Result<How, String> {
    let source = form.source().map_err(|problems| problems.to_string())?;
    let mut reader = delivery.read(member).map_err(told)?;
    let mut first = Vec::new();
    let want = HEADER_MAX as u64 + 1;
    (&mut reader).take(want).read_to_end(&mut first).map_err(|error| told(reader.problem(&error)))?;
    let at_eof = (first.len() as u64) < want;
    let order = source.utf16.map(|utf16| utf16.byte_order(&first)).transpose().map_err(told)?;
    let transcoded = order.map(|order| order.beginning(&first, at_eof));
    let header = Header::read(&source, transcoded.as_deref().unwrap_or(&first), at_eof).map_err(told)?;
    Ok(How::Csv { source: Box::new(source), header, order })
}

fn places(chunk: &Chunk, records: &Records, transcoded: bool) -> Places {
    let spans = records.spans();
    let mut places = Places {
        records: spans.iter().map(|span| (span.line, span.start)).collect(),
        broken: Vec::new(),
        lines: records.lines.into(),
        bytes: chunk.data.len() as u64,
        blank_lines: records.blank_lines.into(),
        line_ends: records.line_ends,
        cut_off: false,
    };
    if transcoded {
        let (mut at, mut before) = (0u32, 0usize);
        for (place, span) in places.records.iter_mut().zip(spans) {
            at += original_len(&chunk.data[before..span.start as usize]) as u32;
            before = span.start as usize;
            place.1 = at;
        }
        places.bytes = original_len(&chunk.data) as u64;
    }
    for (record, span) in spans.iter().enumerate() {
        if let Some(broken) = span.broken {
            places.broken.push((record as u32, broken));
        }
    }
    if let Some(last) = spans.last().filter(|_| chunk.last) {
        let short = match last.broken.map(|broken| broken.kind) {
            Some(BrokenKind::FieldCount { expected, actual }) => actual < expected,
            Some(BrokenKind::UnclosedQuote) => true,
            _ => false,
        };
        places.cut_off = short && last.end == last.end_with_line_end;
    }
    places
}

impl Stream {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// Why the file cannot be read on.
    pub fn piece(&mut self) -> Result<Option<Piece>, String> {
        match self {
            Stream::Csv(cutter) => match cutter.next_chunk(None) {
                Ok(chunk) => Ok(chunk.map(Piece::Csv)),
                Err(error) => Err(error.to_string()),
            },
            Stream::Parquet(reader) => Ok(next_rows(reader)?.map(Piece::Parquet)),
        }
    }

    /// Makes sure that what was read is the whole file. Its SHA-256, where it was read from its first byte to its last.
    ///
    /// # Errors
    /// It changed meanwhile.
    pub fn finish(self) -> Result<Option<[u8; 32]>, String> {
        match self {
            Stream::Csv(cutter) => {
                let Hashing { reader, hash } = cutter.into_reader().into_inner();
                reader.finish().map_err(told)?;
                Ok(hash.map(Sha256Stream::finish))
            }
            Stream::Parquet(_) => Ok(None),
        }
    }
}

/// A file whose SHA-256 is taken while it is read, so that it need not be read twice.
pub struct Hashing {
    reader: MemberReader,
    hash: Option<Sha256Stream>,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&buffer[..read]);
        }
        Ok(read)
    }
}
