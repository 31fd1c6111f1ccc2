//! The search: persons into blocks, blocks into pairs, in bounded memory.

use super::block::{Key, keys};
use super::clear::Person;
use super::folded::{Folded, Folder};
use super::reason::Reasons;
use super::score::{Bits, Frequencies, Places, Score, compare, places};
use rayon::prelude::*;
use utsushi_findings::Problem;
use utsushi_store::{Run, RunBuilder, Scratch, Sorted, Sorter};

/// Rows of a block that are all compared with each other.
const BLOCK_MAX: usize = 128;
/// In a larger block each row is compared with so many rows before it, in the order of their bytes.
const WINDOW: usize = 64;
/// Bytes of blocks that are compared at once.
const AT_ONCE: usize = 4 << 20;
/// Kind and number of the key.
const HEAD: usize = 9;
/// The row's number behind the person.
const TAIL: usize = 4;

/// Two rows that may be one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The earlier row, by its place in the order they were added, from 0.
    pub a: u32,
    /// The later row.
    pub b: u32,
    /// How likely and why.
    pub score: Score,
    /// Numbers of both ([`Folded::number`]).
    pub numbers: [u64; 2],
    /// Their 個人番号 ([`Folded::individual`]).
    pub individuals: [u64; 2],
    /// Whether they are under 支援措置.
    pub protected: [bool; 2],
}

impl Pair {
    fn write(&self, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(&self.a.to_be_bytes());
        out.extend_from_slice(&self.b.to_be_bytes());
        out.extend_from_slice(&self.score.bits.to_le_bytes());
        out.extend_from_slice(&self.score.reasons.0.to_le_bytes());
        for number in self.numbers.iter().chain(&self.individuals) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend(self.protected.map(u8::from));
    }

    /// The pair in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// Reads what [`Pair::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Option<Pair> {
        let word = |at: usize| bytes.get(at..at + 4)?.first_chunk::<4>().copied();
        let long = |at: usize| Some(u64::from_le_bytes(*bytes.get(at..at + 8)?.first_chunk::<8>()?));
        let score =
            Score { bits: Bits::from_le_bytes(word(8)?), reasons: Reasons(u32::from_le_bytes(word(12)?)) };
        Some(Pair {
            a: u32::from_be_bytes(word(0)?),
            b: u32::from_be_bytes(word(4)?),
            score,
            numbers: [long(16)?, long(24)?],
            individuals: [long(32)?, long(40)?],
            protected: [*bytes.get(48)? != 0, *bytes.get(49)? != 0],
        })
    }
}

/// Persons being put into blocks.
#[derive(Debug)]
pub struct Search<'s> {
    scratch: &'s Scratch,
    folder: Folder,
    blocks: Sorter<'s>,
    frequencies: Frequencies,
    persons: u32,
    memory: usize,
}

/// What a search has found.
#[derive(Debug)]
pub struct Found<'s> {
    /// Every pair once, by its rows.
    pairs: Sorted<'s>,
    last: Vec<u8>,
    /// Rows that were given.
    pub persons: u64,
    /// Comparisons that were made.
    pub compared: u64,
    /// By kind of key: rows in blocks too large to compare all, and pairs of them not compared by that key. Most share another.
    pub not_compared: Vec<(Key, u64, u64)>,
}

impl<'s> Search<'s> {
    /// A search that holds about `memory` bytes; `municipality` is the name that addresses may begin with.
    pub fn new(scratch: &'s Scratch, municipality: &str, memory: usize) -> Self {
        Search {
            scratch,
            folder: Folder::new(municipality),
            blocks: Sorter::new(scratch, "persons", memory / 2),
            frequencies: Frequencies::default(),
            persons: 0,
            memory,
        }
    }

    /// Adds persons, in order; their numbers go on from those before.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, persons: &[Person<'_>]) -> Result<(), Problem> {
        let folder = &self.folder;
        let first = self.persons;
        let size = persons.len().div_ceil(rayon::current_num_threads() * 2).max(256);
        let made: Vec<(Run, Vec<Places>)> = persons
            .par_chunks(size)
            .enumerate()
            .map(|(part, persons)| {
                let mut builder = RunBuilder::default();
                let (mut body, mut record, mut found, mut names) =
                    (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                for (place, person) in persons.iter().enumerate() {
                    body.clear();
                    folder.fold(person, &mut body);
                    let Some(folded) = Folded::read(&body) else { continue };
                    names.push(places(folded.names().first().map_or("", |name| name.kana)));
                    keys(&folded, &mut found);
                    for (key, number) in &found {
                        record.clear();
                        record.push(*key as u8);
                        record.extend_from_slice(&number.to_be_bytes());
                        record.extend_from_slice(&body);
                        record.extend_from_slice(&(first + (part * size + place) as u32).to_be_bytes());
                        builder.push(&record);
                    }
                }
                (builder.sort(), names)
            })
            .collect();
        for (run, names) in made {
            names.into_iter().for_each(|name| self.frequencies.add(name));
            self.blocks.add_run(run)?;
        }
        self.persons += persons.len() as u32;
        Ok(())
    }

    /// Compares all rows that share a key, and gives the pairs that reach `threshold` bits. Rows of one number are one person
    /// already, and no pair.
    ///
    /// # Errors
    /// The disk is full, the system refuses, or what `go_on` says.
    pub fn finish(
        self,
        threshold: Bits,
        go_on: &dyn Fn() -> Result<(), Problem>,
    ) -> Result<Found<'s>, Problem> {
        let Search { scratch, blocks, frequencies, persons, memory, .. } = self;
        let mut sorted = blocks.finish()?;
        let mut pairs = Sorter::new(scratch, "pairs", memory / 4);
        let mut compared = 0;
        let mut not_compared: Vec<(Key, u64, u64)> = Key::ALL.iter().map(|key| (*key, 0, 0)).collect();
        let mut held = Held::default();
        let mut record = Vec::new();
        loop {
            let next = sorted.next()?;
            let ended = next.is_none();
            if let Some(next) = next {
                held.add(next);
            }
            if ended || held.bytes.len() > AT_ONCE {
                let blocks = held.whole_blocks(ended);
                let (bytes, frequencies) = (&held.bytes, &frequencies);
                let found: Vec<_> = blocks
                    .par_iter()
                    .with_min_len(64)
                    .map(|block| compare_block(bytes, block, threshold, frequencies))
                    .collect();
                for (block, (found, count)) in blocks.iter().zip(found) {
                    compared += count;
                    for pair in found {
                        pair.write(&mut record);
                        pairs.add(&record)?;
                    }
                    if block.rows.len() > BLOCK_MAX || block.before > 0 {
                        let kind = usize::from(bytes[block.rows[0].0]);
                        if let Some((_, rows, _)) = not_compared.get_mut(kind) {
                            *rows += (block.rows.len() - block.before) as u64;
                        }
                    }
                }
                for (kind, pairs) in held.drop_blocks(ended, &blocks) {
                    if let Some((_, _, all)) = not_compared.get_mut(kind) {
                        *all += pairs;
                    }
                }
                go_on()?;
            }
            if ended {
                break;
            }
        }
        let not_compared = not_compared.into_iter().filter(|(_, rows, _)| *rows > 0).collect();
        Ok(Found {
            pairs: pairs.finish()?,
            last: Vec::new(),
            persons: persons.into(),
            compared,
            not_compared,
        })
    }
}

impl Found<'_> {
    /// The next pair, by its rows.
    ///
    /// # Errors
    /// The system refuses.
    pub fn next_pair(&mut self) -> Result<Option<Pair>, Problem> {
        while let Some(record) = self.pairs.next()? {
            // Found by several keys.
            if self.last != record {
                self.last.clear();
                self.last.extend_from_slice(record);
                return Ok(Pair::from_bytes(record));
            }
        }
        Ok(None)
    }
}

/// Blocks whose rows are in memory.
#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    /// Where each record begins and ends.
    rows: Vec<(usize, usize)>,
    /// Rows at the beginning that were compared before, and of how many rows of their block.
    carried: usize,
    carried_of: u64,
}

/// Rows that share a key.
struct Block {
    rows: Vec<(usize, usize)>,
    /// Of them, those that were compared with each other before.
    before: usize,
}

impl Held {
    fn add(&mut self, record: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(record);
        self.rows.push((start, self.bytes.len()));
    }

    fn key(&self, row: (usize, usize)) -> &[u8] {
        self.bytes.get(row.0..row.0 + HEAD).unwrap_or_default()
    }

    /// The blocks of at least two rows that have ended, and the last where it is larger than any that is compared whole.
    fn whole_blocks(&self, ended: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = 0;
        while start < self.rows.len() {
            let key = self.key(self.rows[start]);
            let same = self.rows[start..].iter().take_while(|row| self.key(**row) == key).count();
            let open = start + same == self.rows.len() && !ended;
            if (same > 1 && !open) || (open && same > BLOCK_MAX) {
                let before = if start == 0 { self.carried } else { 0 };
                blocks.push(Block { rows: self.rows[start..start + same].to_vec(), before });
            }
            start += same;
        }
        blocks
    }

    /// Forgets what has been compared. Of a block that goes on, the last rows stay. Gives, by kind, how many pairs of the blocks
    /// that have ended were not compared.
    fn drop_blocks(&mut self, ended: bool, blocks: &[Block]) -> Vec<(usize, u64)> {
        let mut left_out = Vec::new();
        let last_key = self.rows.last().map(|row| self.key(*row).to_vec());
        let open = |block: &Block| !ended && block.rows.last() == self.rows.last();
        let (mut carried, mut carried_of) = (0, 0);
        for (index, block) in blocks.iter().enumerate() {
            let before = if index == 0 && block.before > 0 { self.carried_of } else { 0 };
            let rows = before + (block.rows.len() - block.before) as u64;
            if open(block) {
                (carried, carried_of) = (WINDOW, rows);
            } else if rows > BLOCK_MAX as u64 {
                let window = WINDOW as u64;
                let done = window * (window - 1) / 2 + (rows - window) * window;
                left_out.push((usize::from(self.bytes[block.rows[0].0]), rows * (rows - 1) / 2 - done));
            }
        }
        let keep = match (ended, carried) {
            (true, _) => self.rows.len(),
            (false, 0) => {
                let key = last_key.unwrap_or_default();
                self.rows.iter().rposition(|row| self.key(*row) != key).map_or(0, |at| at + 1)
            }
            (false, carried) => self.rows.len() - carried,
        };
        let kept = self.rows.split_off(keep);
        let from = kept.first().map_or(self.bytes.len(), |row| row.0);
        self.bytes.drain(..from);
        self.rows = kept.into_iter().map(|(start, end)| (start - from, end - from)).collect();
        (self.carried, self.carried_of) = (carried, carried_of);
        left_out
    }
}

/// The pairs of a block that reach the threshold, and how many were compared.
fn compare_block(
    bytes: &[u8],
    block: &Block,
    threshold: Bits,
    frequencies: &Frequencies,
) -> (Vec<Pair>, u64) {
    let read = |(start, end): &(usize, usize)| {
        let record = bytes.get(*start..*end)?;
        let (body, row) = record.get(HEAD..)?.split_last_chunk::<TAIL>()?;
        Some((u32::from_be_bytes(*row), Folded::read(body)?))
    };
    let rows: Vec<(u32, Folded<'_>)> = block.rows.iter().filter_map(read).collect();
    let whole = rows.len() <= BLOCK_MAX && block.before == 0;
    let (mut found, mut compared) = (Vec::new(), 0);
    for (later, (b, of_b)) in rows.iter().enumerate().skip(block.before.max(1)) {
        let first = if whole { 0 } else { later.saturating_sub(WINDOW) };
        for (a, of_a) in &rows[first..later] {
            compared += 1;
            if of_a.number != 0 && of_a.number == of_b.number {
                continue;
            }
            let score = compare(of_a, of_b, frequencies);
            if score.bits >= threshold {
                let ((a, of_a), (b, of_b)) =
                    if a < b { ((a, of_a), (b, of_b)) } else { ((b, of_b), (a, of_a)) };
                found.push(Pair {
                    a: *a,
                    b: *b,
                    score,
                    numbers: [of_a.number, of_b.number],
                    individuals: [of_a.individual, of_b.individual],
                    protected: [of_a.protected, of_b.protected],
                });
            }
        }
    }
    (found, compared)
}

#[cfg(test)]
mod tests {
    use super::super::score::bits_for;
    use super::*;
    use proptest::prelude::*;

    fn found(persons: &[Person<'_>], memory: usize, at_once: usize) -> (Vec<(u32, u32, Score)>, u64, u64) {
        let root = tempfile::tempdir().unwrap();
        let folder =
            utsushi_store::RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let mut search = Search::new(folder.scratch(), "写本市", memory);
        persons.chunks(at_once).for_each(|part| search.add(part).unwrap());
        let mut found = search.finish(bits_for(900), &|| Ok(())).unwrap();
        let left = found.not_compared.iter().map(|(.., pairs)| pairs).sum();
        let mut pairs = Vec::new();
        while let Some(pair) = found.next_pair().unwrap() {
            pairs.push((pair.a, pair.b, pair.score));
        }
        (pairs, left, found.compared)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn memory_parts_and_the_order_of_rows_make_no_difference(
            picks in proptest::collection::vec((0usize..3, 0usize..3, 0usize..3, 0usize..3), 2..40),
        ) {
            let names = [("田中　花子", "タナカ　ハナコ"), ("田仲　花子", "タナカ　ハナコ"), ("髙橋　優", "タカハシ　ユウ")];
            let numbers: Vec<String> = (0..picks.len()).map(|at| at.to_string()).collect();
            let persons: Vec<Person<'_>> = picks
                .iter()
                .zip(&numbers)
                .map(|((name, birth, address, sex), number)| Person {
                    number,
                    name: names[*name].0,
                    kana: names[*name].1,
                    birth: ["19800412", "19801204", ""][*birth],
                    address: ["本町1-2", "本町1-3", ""][*address],
                    sex: ["1", "2", ""][*sex],
                    ..Person::default()
                })
                .collect();
            let (expected, ..) = found(&persons, usize::MAX, 1000);
            prop_assert_eq!(&found(&persons, 40_000, 7).0, &expected);
            let last = persons.len() as u32 - 1;
            let backwards: Vec<Person<'_>> = persons.iter().rev().copied().collect();
            let mut turned: Vec<_> = found(&backwards, 5_000, 9).0;
            turned.iter_mut().for_each(|(a, b, _)| (*a, *b) = (last - *b, last - *a));
            turned.sort_by_key(|(a, b, _)| (*a, *b));
            prop_assert_eq!(&turned, &expected);
        }
    }

    #[test]
    fn what_is_not_compared_in_a_block_too_large_is_counted_whatever_the_memory() {
        let numbers: Vec<String> = (0..300).map(|at| at.to_string()).collect();
        let persons: Vec<Person<'_>> = numbers
            .iter()
            .map(|number| Person {
                number,
                name: "田中　花",
                kana: "タナカ　ハナ",
                birth: "19800412",
                ..Person::default()
            })
            .collect();
        let (pairs, left, compared) = found(&persons, usize::MAX, 1000);
        // Six keys: each with all pairs, compared or not.
        assert_eq!(left + compared, 6 * 300 * 299 / 2);
        assert!(pairs.len() >= 300 * 64 - 64 * 65 / 2);
        assert_eq!(found(&persons, 2_000_000, 17), (pairs, left, compared));
    }
}
