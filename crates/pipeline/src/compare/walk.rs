//! Going over the rows of a standard file: once for the digests, and again for the rows that were nominated.

use super::side::{Opened, SideFile};
use crate::Observer;
use crate::convert::{BASE_COST, CHUNK_COST};
use crate::protection::Protection;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use utsushi_compare::{Columns, PackedRow, Place, Side, Source};
use utsushi_delivery::read::{Piece, Stream};
use utsushi_findings::{CHR001, CHR002, Policy, Problem, problem};
use utsushi_layout::{FileLayout, Rows, Treatment};
use utsushi_legacy::Records;
use utsushi_store::{MemoryBudget, Run, Scratch, Sorted};

/// The parts of `--memory`: digests, which are gone when the rows beside others are sorted; and lists of places.
pub(super) const DIGESTS_SHARE: u64 = 4;
pub(super) const ROWS_SHARE: u64 = 8;
pub(super) const PLACES_SHARE: u64 = 32;

/// What every walk needs.
pub(super) struct Walker<'a> {
    pub scratch: &'a Scratch,
    pub memory: MemoryBudget,
    pub go_on: &'a (dyn Fn() -> Result<(), Problem> + Sync),
    pub observer: &'a dyn Observer,
    treatment: Arc<Treatment>,
    buffers: Mutex<Vec<Records>>,
    seen: [AtomicU64; 2],
}

/// What was seen of one side's file.
#[derive(Default)]
pub(super) struct Walked {
    pub rows: u64,
    /// Lines that could not be cut into fields.
    pub broken: u64,
    /// Values whose bytes are no characters.
    pub undecodable: u64,
    /// The first place of either, to tell: part and record, from 1.
    pub first_unread: Option<(u16, u64)>,
    /// Rows in which each item of the layout is not blank, where it was asked for.
    pub filled: Vec<(usize, u64)>,
    /// Parts that could not be read to their end, and why.
    pub failed: Vec<(usize, String)>,
    /// Each piece: its part, and the records of that part before it.
    pieces: Vec<(u16, u64)>,
}

impl Walked {
    /// The row at a place, as people count: which part, and its record from 1.
    pub fn source(&self, place: Place) -> (u16, u64) {
        let (part, before) = self.pieces.get(place.piece as usize).copied().unwrap_or_default();
        (part, before + u64::from(place.record) + 1)
    }
}

/// A piece with its number.
struct Numbered {
    number: u32,
    part: u16,
    piece: Piece,
}

struct Looked {
    part: u16,
    records: u64,
    rows: u64,
    broken: u64,
    undecodable: u64,
    first_unread: Option<u32>,
    filled: Vec<u64>,
    bytes: u64,
    run: Run,
}

/// Records of a piece, each with what was written behind its place.
type Asked = Vec<(u32, Vec<u8>)>;
/// A piece that is read again, with what is asked of it.
type AskedPiece = (Numbered, Option<Asked>);

/// The pieces of a file, one part after the other.
struct Pieces<'a> {
    opened: &'a Opened,
    file: &'a SideFile,
    scratch: &'a Scratch,
    part: usize,
    number: u32,
    stream: Option<Stream>,
    failed: Vec<(usize, String)>,
}

impl<'a> Pieces<'a> {
    fn new(opened: &'a Opened, file: &'a SideFile, scratch: &'a Scratch) -> Self {
        Pieces { opened, file, scratch, part: 0, number: 0, stream: None, failed: Vec::new() }
    }

    fn round(&mut self, most: usize) -> Vec<Numbered> {
        let mut round = Vec::with_capacity(most);
        while round.len() < most {
            let Some(reading) = self.file.readings.get(self.part) else { break };
            let stream = match self.stream.take() {
                Some(stream) => Ok(stream),
                None => reading.open_unhashed(&self.opened.delivery, self.scratch),
            };
            let done = stream.and_then(|mut stream| match stream.piece()? {
                Some(piece) => {
                    self.stream = Some(stream);
                    round.push(Numbered { number: self.number, part: self.part as u16, piece });
                    self.number += 1;
                    Ok(false)
                }
                None => stream.finish().map(|_| true),
            });
            match done {
                Ok(false) => {}
                Ok(true) => self.part += 1,
                Err(text) => {
                    self.failed.push((self.part, text));
                    self.part += 1;
                }
            }
        }
        round
    }
}

/// Which rows are wanted: places in order, each with what was written behind it.
pub(super) struct Wanted<'a> {
    sorted: Sorted<'a>,
    next: Option<(Place, Vec<u8>)>,
}

impl<'a> Wanted<'a> {
    /// From records that begin with a place.
    pub fn new(mut sorted: Sorted<'a>) -> Result<Self, Problem> {
        let next = take(&mut sorted)?;
        Ok(Wanted { sorted, next })
    }

    /// The rest of the next record, if it is of this place.
    pub fn at(&mut self, place: Place) -> Result<Option<Vec<u8>>, Problem> {
        if self.next.as_ref().is_none_or(|next| next.0 != place) {
            return Ok(None);
        }
        let now = self.next.take().map(|next| next.1);
        self.next = take(&mut self.sorted)?;
        Ok(now)
    }

    fn of_piece(&mut self, piece: u32) -> Result<Asked, Problem> {
        let mut all = Vec::new();
        while let Some((place, _)) = &self.next
            && place.piece == piece
        {
            let record = place.record;
            let next = take(&mut self.sorted)?;
            if let Some((_, rest)) = std::mem::replace(&mut self.next, next) {
                all.push((record, rest));
            }
        }
        Ok(all)
    }

    /// Whether there are no more.
    pub fn is_done(&self) -> bool {
        self.next.is_none()
    }
}

fn take(sorted: &mut Sorted<'_>) -> Result<Option<(Place, Vec<u8>)>, Problem> {
    let record = sorted.next()?;
    Ok(record.and_then(|record| {
        let place = record.first_chunk::<8>()?;
        Some((Place::from_bytes(*place), record[8..].to_vec()))
    }))
}

impl<'a> Walker<'a> {
    pub fn new(
        scratch: &'a Scratch,
        memory: MemoryBudget,
        go_on: &'a (dyn Fn() -> Result<(), Problem> + Sync),
        observer: &'a dyn Observer,
    ) -> Result<Self, Problem> {
        // Bytes that are no characters cost their value, not the row; they are counted.
        let mut policy = Policy::default();
        for code in [CHR001.id, CHR002.id] {
            policy.set(code, "blank")?;
        }
        Ok(Walker {
            scratch,
            memory,
            go_on,
            observer,
            treatment: Arc::new(Treatment { policy, ..Treatment::default() }),
            buffers: Mutex::default(),
            seen: Default::default(),
        })
    }

    /// A part of the memory, in bytes.
    pub fn share(&self, of: u64) -> usize {
        (self.memory.bytes() / of) as usize
    }

    fn per_round(&self) -> usize {
        let threads = rayon::current_num_threads() as u64;
        let others = BASE_COST + self.memory.bytes() / DIGESTS_SHARE;
        (self.memory.bytes().saturating_sub(others) / CHUNK_COST).clamp(2, (threads * 4).max(4)) as usize
    }

    fn buffered<T>(&self, work: impl FnOnce(&mut Records) -> T) -> T {
        let mut records = self.buffers.lock().ok().and_then(|mut all| all.pop()).unwrap_or_default();
        let done = work(&mut records);
        if let Ok(mut all) = self.buffers.lock() {
            all.push(records);
        }
        done
    }

    /// Empty rows of a layout.
    pub fn rows(&self, layout: &Arc<FileLayout>) -> Rows {
        Rows::new(Arc::clone(layout), Arc::clone(&self.treatment))
    }

    fn progress(&self, bytes: u64, records: u64) {
        let add = |at: usize, more: u64| self.seen[at].fetch_add(more, Ordering::Relaxed) + more;
        self.observer.progress(add(0, bytes), add(1, records));
    }

    /// Goes over all rows: `look` makes a run of each piece's rows, `add` takes the runs in order. `count` are items whose
    /// filled rows are counted.
    pub fn scan(
        &self,
        opened: &Opened,
        file: &SideFile,
        count: &[usize],
        look: impl Fn(&Rows, u32) -> Run + Sync,
        mut add: impl FnMut(Run) -> Result<(), Problem>,
    ) -> Result<Walked, Problem> {
        let mut walked =
            Walked { filled: count.iter().map(|item| (*item, 0)).collect(), ..Walked::default() };
        let mut pieces = Pieces::new(opened, file, self.scratch);
        let size = self.per_round();
        let one = |numbered: &Numbered| {
            let reading = &file.readings[numbered.part as usize];
            let mut rows = self.rows(&reading.layout);
            let places = self.buffered(|records| reading.fill(&numbered.piece, records, &mut rows));
            let filled = |item: &usize| {
                let column = rows.column(*item);
                (0..rows.len()).filter(|row| !column.get(*row).is_empty()).count() as u64
            };
            let filled = count.iter().map(filled).collect();
            let run = look(&rows, numbered.number);
            let undecodable = rows.take_findings();
            let unread = undecodable.iter().map(|finding| finding.record);
            let unread = unread.chain(places.broken.iter().map(|broken| broken.0)).min();
            Looked {
                part: numbered.part,
                records: places.records.len() as u64,
                rows: rows.len() as u64,
                broken: places.broken.len() as u64,
                undecodable: undecodable.len() as u64,
                first_unread: unread,
                filled,
                bytes: places.bytes,
                run,
            }
        };
        let mut round = pieces.round(size);
        let mut before = (0, 0);
        while !round.is_empty() {
            (self.go_on)()?;
            let (next, looked) = rayon::join(
                || pieces.round(size),
                || round.par_iter().with_max_len(1).map(one).collect::<Vec<_>>(),
            );
            for looked in looked {
                if before.0 != looked.part {
                    before = (looked.part, 0);
                }
                walked.pieces.push(before);
                if walked.first_unread.is_none()
                    && let Some(record) = looked.first_unread
                {
                    walked.first_unread = Some((looked.part, before.1 + u64::from(record) + 1));
                }
                before.1 += looked.records;
                walked.rows += looked.rows;
                walked.broken += looked.broken;
                walked.undecodable += looked.undecodable;
                walked.filled.iter_mut().zip(&looked.filled).for_each(|(all, more)| all.1 += more);
                self.progress(looked.bytes, looked.rows);
                add(looked.run)?;
            }
            round = next;
        }
        walked.failed = pieces.failed;
        Ok(walked)
    }

    /// Goes over the rows again, in order: those that are wanted, or all of them. `each` gets place, what was written behind the
    /// place, and the row.
    pub fn again(
        &self,
        (opened, file, walked): (&Opened, &SideFile, &Walked),
        (columns, side): (&Columns, Side),
        mut wanted: Option<Wanted<'_>>,
        protection: Option<&Protection>,
        mut each: impl FnMut(Place, Vec<u8>, PackedRow) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if wanted.as_ref().is_some_and(Wanted::is_done) {
            return Ok(());
        }
        let mut pieces = Pieces::new(opened, file, self.scratch);
        let size = self.per_round();
        let mut round = self.nominated(pieces.round(size), &mut wanted)?;
        while let Some(now) = round.take() {
            (self.go_on)()?;
            let one = |(numbered, some): &AskedPiece| {
                self.packed(file, walked, columns, side, numbered, some.as_deref(), protection)
            };
            let done = wanted.as_ref().is_some_and(Wanted::is_done);
            let (next, packed) = rayon::join(
                || if done { Vec::new() } else { pieces.round(size) },
                || now.par_iter().with_max_len(1).map(one).collect::<Vec<_>>(),
            );
            for ((numbered, some), packed) in now.into_iter().zip(packed) {
                let rows = packed.map_err(|_| changed_meanwhile())?;
                let mut rest = some.map(Vec::into_iter);
                for (record, row) in rows {
                    let place = Place { piece: numbered.number, record };
                    let behind = match &mut rest {
                        None => Vec::new(),
                        Some(rest) => match rest.next().filter(|next| next.0 == record) {
                            Some((_, behind)) => behind,
                            None => return Err(changed_meanwhile()),
                        },
                    };
                    each(place, behind, row)?;
                }
                if rest.is_some_and(|mut rest| rest.next().is_some()) {
                    return Err(changed_meanwhile());
                }
            }
            round = self.nominated(next, &mut wanted)?;
        }
        let failed = pieces.failed.iter().any(|(part, _)| !walked.failed.iter().any(|(was, _)| was == part));
        if failed || wanted.is_some_and(|wanted| !wanted.is_done()) {
            return Err(changed_meanwhile());
        }
        Ok(())
    }

    /// The pieces of a round that have a wanted row, with these rows. `None` at the end.
    fn nominated(
        &self,
        round: Vec<Numbered>,
        wanted: &mut Option<Wanted<'_>>,
    ) -> Result<Option<Vec<AskedPiece>>, Problem> {
        if round.is_empty() {
            return Ok(None);
        }
        let mut all = Vec::with_capacity(round.len());
        for numbered in round {
            match wanted {
                None => all.push((numbered, None)),
                Some(wanted) => {
                    let some = wanted.of_piece(numbered.number)?;
                    if !some.is_empty() {
                        all.push((numbered, Some(some)));
                    }
                }
            }
        }
        Ok(Some(all))
    }

    #[expect(clippy::too_many_arguments, reason = "a worker's whole bench")]
    fn packed(
        &self,
        file: &SideFile,
        walked: &Walked,
        columns: &Columns,
        side: Side,
        numbered: &Numbered,
        some: Option<&[(u32, Vec<u8>)]>,
        protection: Option<&Protection>,
    ) -> Result<Vec<(u32, PackedRow)>, String> {
        let reading = &file.readings[numbered.part as usize];
        let mut rows = self.rows(&reading.layout);
        let places = self.buffered(|records| match some {
            None => Ok(reading.fill(&numbered.piece, records, &mut rows)),
            Some(some) => {
                let wanted: Vec<u32> = some.iter().map(|(record, _)| *record).collect();
                reading.fill_some(&numbered.piece, &wanted, records, &mut rows)
            }
        })?;
        let last = rows.records().last().map_or(0, |record| *record as usize + 1);
        let mut protected = vec![false; places.records.len().max(last)];
        if let Some(protection) = protection {
            protection.mark(&rows, &mut protected);
        }
        let pack = |row: usize| {
            let record = rows.records()[row];
            let (part, number) = walked.source(Place { piece: numbered.number, record });
            let source = Source { part, record: number, protected: protected[record as usize] };
            (record, PackedRow::of(columns, side, &rows, row, source))
        };
        Ok((0..rows.len()).map(pack).collect())
    }

    /// Adds who is under 支援措置 by this set's files. `None` if that cannot be known.
    pub fn protected(&self, opened: &Opened, protection: &mut Protection) -> Result<(), Problem> {
        for (layout, file) in &opened.files {
            if !Protection::is_told_by(&opened.layouts[*layout], true) {
                continue;
            }
            let numbers: Mutex<Vec<u64>> = Mutex::default();
            let known = &*protection;
            let look = |rows: &Rows, _: u32| {
                let found = known.numbers(rows);
                if let Ok(mut numbers) = numbers.lock() {
                    numbers.extend(found);
                }
                Run::default()
            };
            let walked = self.scan(opened, file, &[], look, |_| Ok(()))?;
            let unread = !file.unreadable.is_empty() || walked.broken > 0 || !walked.failed.is_empty();
            protection.add(numbers.into_inner().unwrap_or_default());
            // Who stands in what cannot be read nobody knows.
            protection.everybody |= unread || walked.undecodable > 0;
        }
        Ok(())
    }
}

/// What was read the second time is not what was read the first time.
pub(super) fn changed_meanwhile() -> Problem {
    problem!(
        "ファイルを二度目に読んだとき、一度目と違いました。結果は残していません",
        "a file was not the same when it was read again; no result was left"
    )
    .help(
        "ほかのプログラムが書いていないか確かめ、写しを取ってからやり直してください",
        "is another program still writing it? copy it and run again",
    )
}
