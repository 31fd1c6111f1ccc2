//! A file into chunks that begin and end between records.

use crate::fixed::{FixedFramer, FixedFraming};
use crate::framer::{Framer, Piece, State};
use crate::framing::{Framing, QUOTE};
use crate::index::Index;
use crate::walk::Walker;
use crate::{BrokenKind, Format, LineEnd, QuoteRule, SourceDefinition};
use std::io::{self, Read};
use std::ops::Range;

/// Bytes of a chunk: 1.25 MiB, or as much less as the last record border before it takes.
pub const CHUNK_BYTES: usize = crate::LINE_MAX + (256 << 10);

/// No chunk is longer, in bytes: a CRLF may go a byte over the border, and the last chunk also holds the trailer.
pub const CHUNK_BYTES_MAX: usize = CHUNK_BYTES + crate::TRAILER_MAX + 2;

/// Lines with a quote in a chunk that are looked at one by one; where there are more, a walk is faster.
const QUOTED_LINES: usize = 400;

/// Some bytes of a file. Only a [`Cutter`] makes them; by default there are none.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Where in the file `data` begins, in bytes; headers and byte order mark count.
    pub offset: u64,
    /// The bytes.
    pub data: Vec<u8>,
    /// Whether the file ends with them.
    pub last: bool,
    /// Bytes of `data` before the trailer of ^Z.
    pub(crate) content: usize,
    /// What is known at its beginning.
    pub(crate) state: State,
    /// Pieces of it that were decided by bytes which may lie beyond it.
    pub(crate) decided: Vec<Piece>,
}

impl Chunk {
    /// A chunk of some of its records alone: `records` are their places in [`data`](Chunk::data), line ends included, in
    /// order. They must be whole records of this chunk; they are parsed as they were, but number and line begin anew.
    pub fn pick(&self, records: impl IntoIterator<Item = Range<usize>>) -> Chunk {
        let mut data = Vec::new();
        for record in records {
            data.extend_from_slice(self.data.get(record).unwrap_or_default());
        }
        let (content, state) = (data.len(), State::Record);
        Chunk { offset: self.offset, data, last: true, content, state, decided: vec![] }
    }
}

/// Cuts a file into chunks.
///
/// Where chunks begin depends on the file's bytes alone, not on how the reader hands them out. Every chunk begins
/// and ends between records, so that chunks can be parsed side by side. Together they are the file from the header's
/// end on, byte for byte.
///
/// Memory does not grow with the file: at most [`CHUNK_BYTES`] and what is needed to find a record's end after them
/// are held (64 KiB; with `multiline` `max_record` more, and where a record is broken 1 MiB). A line longer than [`LINE_MAX`](crate::LINE_MAX) is
/// cut into pieces, each of them one rejected record.
#[derive(Debug)]
pub struct Cutter<R> {
    reader: R,
    cutting: Cutting,
    chunk_bytes: usize,
    to_skip: usize,
    offset: u64,
    /// What was read and not yet handed out.
    buffer: Vec<u8>,
    at_eof: bool,
    state: State,
    index: Index,
}

impl<R: Read> Cutter<R> {
    /// Cuts what `reader` gives, which must stand at the beginning of the file. `header_bytes_to_skip` is
    /// [`Header::bytes`](crate::Header::bytes): those are in no chunk.
    pub fn new(reader: R, definition: &SourceDefinition, header_bytes_to_skip: usize) -> Self {
        Cutter::with(reader, Cutting::of(definition), CHUNK_BYTES, header_bytes_to_skip)
    }

    /// `chunk_bytes` must be more than the longest piece.
    pub(crate) fn with(reader: R, cutting: Cutting, chunk_bytes: usize, to_skip: usize) -> Self {
        Cutter {
            reader,
            cutting,
            chunk_bytes,
            to_skip,
            offset: 0,
            buffer: Vec::new(),
            at_eof: false,
            state: State::Record,
            index: Index::default(),
        }
    }

    /// The next chunk, or `None` after the last. `reuse` is the data of a chunk that is done with.
    ///
    /// # Errors
    ///
    /// What the reader says; `UnexpectedEof` if the file ends before its header does, which it did not when the header
    /// was read.
    pub fn next_chunk(&mut self, reuse: Option<Vec<u8>>) -> io::Result<Option<Chunk>> {
        self.skip_header()?;
        // Where a record ends is soon known; only where one is broken must be looked further.
        let want = self.chunk_bytes + self.cutting.near() + self.cutting.trailer_max();
        self.fill(want)?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let mut content = self.content();
        let near = if self.at_eof && content <= self.chunk_bytes {
            Some(Border { cut: content, state: self.state, decided: vec![], next: State::Record })
        } else {
            self.border(content)
        };
        let mut border = match near {
            Some(border) => border,
            None => {
                self.fill(self.chunk_bytes + self.cutting.reach() + self.cutting.trailer_max())?;
                content = self.content();
                self.border_looking_far(content)
            }
        };
        if self.at_eof && border.cut == content {
            border.cut = self.buffer.len();
        }
        let cut = border.cut;
        self.state = border.next;
        let last = self.at_eof && cut == self.buffer.len();
        let mut next = reuse.unwrap_or_default();
        next.clear();
        if !last {
            next.reserve(want);
            next.extend_from_slice(&self.buffer[cut..]);
        }
        self.buffer.truncate(cut);
        let chunk = Chunk {
            offset: self.offset,
            data: std::mem::replace(&mut self.buffer, next),
            last,
            content: content.min(cut),
            state: border.state,
            decided: border.decided,
        };
        self.offset += cut as u64;
        Ok(Some(chunk))
    }

    /// The reader, to be asked what only it knows once everything was read.
    pub fn into_reader(self) -> R {
        self.reader
    }

    fn skip_header(&mut self) -> io::Result<()> {
        let skipped = io::copy(&mut self.reader.by_ref().take(self.to_skip as u64), &mut io::sink())?;
        self.offset += skipped;
        self.to_skip -= skipped as usize;
        if self.to_skip > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    fn fill(&mut self, want: usize) -> io::Result<()> {
        if !self.at_eof && self.buffer.len() < want {
            let missing = want - self.buffer.len();
            self.buffer.reserve(missing);
            self.reader.by_ref().take(missing as u64).read_to_end(&mut self.buffer)?;
            self.at_eof = self.buffer.len() < want;
        }
        Ok(())
    }

    /// Bytes of the buffer before the trailer, as far as that is known.
    fn content(&self) -> usize {
        match self.at_eof {
            true => self.cutting.trailer_start(&self.buffer, self.state == State::Record),
            false => self.buffer.len(),
        }
    }

    /// The last record border of the first `chunk_bytes`, or else the first after them. `None` if the bytes at hand do
    /// not tell.
    fn border(&mut self, content: usize) -> Option<Border> {
        let cut = match &self.cutting {
            Cutting::Csv(framing) if framing.multiline => {
                let framing = *framing;
                if let Some(cut) = self.border_by_lines(&framing) {
                    return Some(Border { cut, state: self.state, decided: vec![], next: State::Record });
                }
                let near = content.min(self.chunk_bytes + framing.record_max + 8);
                let (border, certain) = self.walk_to_border(&framing, near, near < content || !self.at_eof);
                return certain.then_some(border);
            }
            Cutting::Csv(framing) => framing.line_end.last_border(&self.buffer, self.chunk_bytes),
            Cutting::Fixed(framing) => match framing.line_end {
                None => Some(self.chunk_bytes / framing.length * framing.length),
                Some(line_end) if framing.packed.is_empty() => {
                    line_end.last_border(&self.buffer, self.chunk_bytes)
                }
                Some(_) => self.border_among_packed(framing, content),
            },
        };
        Some(match cut {
            Some(cut) => Border { cut, state: self.state, decided: vec![], next: State::Record },
            None => self.border_in_a_line(),
        })
    }

    /// Where quoted line ends are allowed but there are few quotes, line ends are those of records wherever no quote
    /// stands before them in the line, and a look at the others' lines tells: what a walk would find out in ten times the
    /// time.
    fn border_by_lines(&mut self, framing: &Framing) -> Option<usize> {
        if self.state != State::Record || framing.quote != QuoteRule::WhenNeeded {
            return None;
        }
        let cut = framing.line_end.last_border(&self.buffer, self.chunk_bytes)?;
        let head = &self.buffer[..cut];
        let mut quote = memchr::memchr(QUOTE, head);
        let (mut start, mut quoted) = (0, 0);
        while let Some((at, len)) = framing.line_end.first_from(head, start) {
            let end = at + len;
            if at - start > framing.record_max {
                return None;
            }
            if quote.is_some_and(|quote| quote < end) {
                quoted += 1;
                if quoted > QUOTED_LINES || !is_one_record(framing, &head[start..end], &mut self.index) {
                    return None;
                }
                quote = memchr::memchr(QUOTE, &head[end..]).map(|quote| end + quote);
            }
            start = end;
        }
        Some(cut)
    }

    /// Where bytes that look like a line end may be digits, only a walk from a record's beginning can tell.
    fn border_among_packed(&self, framing: &FixedFraming, content: usize) -> Option<usize> {
        FixedFramer::new(framing, &self.buffer[..content], self.at_eof, self.state)
            .take_while(|piece| piece.end_with_line_end <= self.chunk_bytes)
            .filter(|piece| piece.end < piece.end_with_line_end)
            .last()
            .map(|piece| piece.end_with_line_end)
    }

    /// As much of a line without an end as one reject may hold.
    fn border_in_a_line(&self) -> Border {
        let limit = self.cutting.line_max();
        let cut = match &self.cutting {
            Cutting::Csv(framing) => framing.split(&self.buffer, 0, limit),
            Cutting::Fixed(_) => limit,
        };
        let limit = limit as u64;
        let inside =
            |before| State::Inside { kind: BrokenKind::TooLong { limit, actual: limit + 1 }, before };
        let before = match self.state {
            State::Record => 0,
            State::Inside { before, .. } => before,
        };
        Border { cut, state: inside(before), decided: vec![], next: inside(before + cut as u64) }
    }

    /// As [`border`](Cutter::border), where a record is broken and its end must be looked for as far as can be.
    fn border_looking_far(&mut self, content: usize) -> Border {
        match &self.cutting {
            Cutting::Csv(framing) => {
                let framing = *framing;
                self.walk_to_border(&framing, content, false).0
            }
            Cutting::Fixed(_) => self.border_in_a_line(),
        }
    }

    /// Walks the first `content` bytes. If there are `more`, they may turn out to be too few to be certain.
    fn walk_to_border(&mut self, framing: &Framing, content: usize, more: bool) -> (Border, bool) {
        let data = &self.buffer[..content];
        self.index.build(framing, data);
        let mut framer = Framer::new(Walker::new(framing, data, &self.index), self.state, &[]);
        let (mut rows, mut skipped) = (Vec::new(), Vec::new());
        let mut border = Border { cut: 0, state: self.state, decided: vec![], next: self.state };
        while let Some(piece) = framer.next(&mut rows) {
            rows.clear();
            if more && piece.skipped() && piece.start + framing.reach() > content {
                return (border, false);
            }
            let (at, next) = framer.position();
            if at > self.chunk_bytes && border.cut > 0 {
                break;
            }
            let before = std::mem::replace(&mut border.next, next);
            border.cut = at;
            if piece.skipped() {
                skipped.push((piece, (before, next) == (State::Record, State::Record)));
            }
            if at >= self.chunk_bytes {
                break;
            }
        }
        // Whoever sees the chunk alone comes to the same decisions, as long as they depend on nothing after it.
        let seen_from = |piece: &Piece| piece.end_with_line_end + framing.record_max + 8;
        let kept = skipped.iter().filter(|(piece, whole)| !whole || seen_from(piece) > border.cut);
        border.decided = kept.map(|(piece, _)| *piece).collect();
        (border, true)
    }
}

/// Whether a line, with its end, is one record that ends with it, whatever comes after.
fn is_one_record(framing: &Framing, line: &[u8], index: &mut Index) -> bool {
    index.build(framing, line);
    let piece = Framer::new(Walker::new(framing, line, index), State::Record, &[]).next(&mut Vec::new());
    piece.is_some_and(|piece| !piece.skipped() && piece.end_with_line_end == line.len())
}

/// What cutting a file needs to know.
#[derive(Debug)]
pub(crate) enum Cutting {
    Csv(Framing),
    Fixed(FixedFraming),
}

impl Cutting {
    pub fn of(definition: &SourceDefinition) -> Cutting {
        match &definition.format {
            Format::Csv(dialect) => Cutting::Csv(Framing::of(definition, dialect)),
            Format::Fixed(layout) => Cutting::Fixed(FixedFraming::of(definition, layout)),
        }
    }

    pub fn line_end(&self) -> Option<LineEnd> {
        match self {
            Cutting::Csv(framing) => Some(framing.line_end),
            Cutting::Fixed(framing) => framing.line_end,
        }
    }

    /// Where the trailer of a file that ends with `data` begins; `begins`: `data` begins where a record does.
    pub fn trailer_start(&self, data: &[u8], begins: bool) -> usize {
        match self {
            Cutting::Csv(framing) => framing.trailer_start(data),
            Cutting::Fixed(framing) => framing.trailer_start(data, begins),
        }
    }

    fn trailer_max(&self) -> usize {
        match self {
            Cutting::Csv(framing) => framing.trailer_max,
            Cutting::Fixed(framing) => framing.trailer_max,
        }
    }

    /// How far beyond a record's start the decision where it ends may look.
    fn reach(&self) -> usize {
        match self {
            Cutting::Csv(framing) => framing.reach(),
            Cutting::Fixed(framing) => framing.length + 8,
        }
    }

    /// How far beyond a record's start its end is nearly always.
    fn near(&self) -> usize {
        match self {
            Cutting::Csv(framing) if framing.multiline => framing.record_max + 8,
            _ => self.reach(),
        }
    }

    /// The longest line that stays one reject.
    fn line_max(&self) -> usize {
        match self {
            Cutting::Csv(framing) => framing.record_max,
            Cutting::Fixed(framing) => framing.line_max,
        }
    }
}

/// Where a chunk ends, and what is known about it.
struct Border {
    cut: usize,
    state: State,
    decided: Vec<Piece>,
    /// What is known where the next one begins.
    next: State,
}
