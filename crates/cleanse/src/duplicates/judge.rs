//! Which of the candidates leave.

use super::aside::Aside;
use super::candidate::{Read, values};
use super::verdict::{Difference, Loss, Verdict, Verdicts};
use super::{DuplicatePolicy, KeyPolicy, Place};
use std::io::{Read as _, Write};
use utsushi_findings::Problem;
use utsushi_store::{Scratch, Sorter};

/// Places that wait in memory until it is known whether their key has different rows.
const WAITING: usize = 64 << 10;

/// Judges which of the candidates leave, file by file as `files` says: policy and number of items of each. About `memory`
/// bytes of verdicts are held.
///
/// # Errors
/// The disk is full, the system refuses, or `go_on` does.
pub fn judge<'s>(
    scratch: &'s Scratch,
    candidates: Sorter<'_>,
    mut aside: Aside<'_>,
    files: &[(DuplicatePolicy, usize)],
    memory: usize,
    go_on: &dyn Fn() -> Result<(), Problem>,
) -> Result<Verdicts<'s>, Problem> {
    let mut sorted = candidates.finish()?;
    let mut judge = Judge {
        sorter: Sorter::new(scratch, "verdicts", memory),
        aside: Aside::new(scratch, "verdicts-long"),
        record: Vec::new(),
        waiting: Waiting::new(scratch),
    };
    let mut group = Group::default();
    let mut row = Vec::new();
    let mut seen = 0u64;
    while let Some(record) = sorted.next()? {
        let read = Read::of(record);
        aside.get(read.values, &mut row)?;
        let (policy, items) = files.get(read.file()).copied().unwrap_or_default();
        if group.rows == 0 || group.key != read.key {
            judge.end(&mut group)?;
            group.begin(&read, &row);
        } else {
            judge.next(&mut group, policy, items, &read, &row)?;
        }
        if policy == DuplicatePolicy::Key(KeyPolicy::None) {
            judge.waiting.push(read.place)?;
        }
        seen += 1;
        if seen.is_multiple_of(1 << 14) {
            go_on()?;
        }
    }
    judge.end(&mut group)?;
    Verdicts::new(judge.sorter.finish()?, judge.aside)
}

/// The rows of one key so far.
#[derive(Default)]
struct Group {
    key: Vec<u8>,
    rows: u64,
    /// The row that stays, or that the next one may be equal to.
    leader: Vec<u8>,
    place: Place,
    /// The first in the order of the input.
    first: Place,
    /// Whether each item differs in some row, where nobody may win.
    differs: Vec<bool>,
    /// Whether any row differs from another in anything.
    different: bool,
}

impl Group {
    fn begin(&mut self, read: &Read<'_>, row: &[u8]) {
        self.key.clear();
        self.key.extend_from_slice(read.key);
        (self.rows, self.place, self.first, self.different) = (1, read.place, read.place, false);
        self.differs.clear();
        self.lead(read.place, row);
    }

    fn lead(&mut self, place: Place, row: &[u8]) {
        self.place = place;
        self.leader.clear();
        self.leader.extend_from_slice(row);
    }
}

struct Judge<'s> {
    sorter: Sorter<'s>,
    aside: Aside<'s>,
    record: Vec<u8>,
    waiting: Waiting<'s>,
}

impl Judge<'_> {
    /// A row of the same key as the one before it.
    fn next(
        &mut self,
        group: &mut Group,
        policy: DuplicatePolicy,
        items: usize,
        read: &Read<'_>,
        row: &[u8],
    ) -> Result<(), Problem> {
        group.rows += 1;
        group.first = group.first.min(read.place);
        let equal = group.leader == row;
        let place = read.place;
        match policy {
            DuplicatePolicy::Off => Ok(()),
            DuplicatePolicy::Key(KeyPolicy::None) => {
                group.differs.resize(items, false);
                if !equal {
                    group.different = true;
                    for (item, _) in differing(row, &group.leader, items) {
                        group.differs[item] = true;
                    }
                }
                Ok(())
            }
            _ if equal => self.give(&Verdict { place, loss: Loss::Exact(group.place) }),
            DuplicatePolicy::Exact => {
                group.lead(place, row);
                Ok(())
            }
            DuplicatePolicy::Key(_) => {
                let text = |kept: &[u8]| String::from_utf8_lossy(kept).into_owned();
                let differences = differing(row, &group.leader, items)
                    .map(|(item, kept)| Difference { item: item as u16, kept: text(kept) })
                    .collect();
                self.give(&Verdict { place, loss: Loss::ByKey { to: group.place, differences } })
            }
        }
    }

    /// After the last row of a key.
    fn end(&mut self, group: &mut Group) -> Result<(), Problem> {
        let scratch = self.waiting.scratch;
        let mut waiting = std::mem::replace(&mut self.waiting, Waiting::new(scratch));
        let items: Vec<u16> =
            (0..).zip(&group.differs).filter(|(_, differs)| **differs).map(|(item, _)| item).collect();
        let (first, rows, different) = (group.first, group.rows, group.different);
        let given = waiting.drain(|place| {
            if different {
                let items = items.clone();
                return self.give(&Verdict { place, loss: Loss::Nobody { first, rows, items } });
            }
            match place == first {
                true => Ok(()),
                false => self.give(&Verdict { place, loss: Loss::Exact(first) }),
            }
        });
        self.waiting = waiting;
        group.rows = 0;
        given
    }

    fn give(&mut self, verdict: &Verdict) -> Result<(), Problem> {
        verdict.write(&mut self.sorter, &mut self.aside, &mut self.record)
    }
}

/// The items in which a row is not the same as the one that stays, with the value there. An item that an error has settled
/// in either counts: nobody can say that it was the same.
fn differing<'a>(row: &'a [u8], kept: &'a [u8], items: usize) -> impl Iterator<Item = (usize, &'a [u8])> {
    let both = values(row, items).zip(values(kept, items)).enumerate();
    both.filter(|(_, ((a, a_settled), (b, b_settled)))| a != b || *a_settled || *b_settled)
        .map(|(item, (_, (kept, _)))| (item, kept))
}

/// Places of one key, beyond some number in scratch.
struct Waiting<'s> {
    scratch: &'s Scratch,
    held: Vec<Place>,
    file: Option<utsushi_store::ScratchFile>,
}

/// The file of [`Waiting`].
const NAME: &str = "waiting";

impl<'s> Waiting<'s> {
    fn new(scratch: &'s Scratch) -> Self {
        Waiting { scratch, held: Vec::new(), file: None }
    }

    fn push(&mut self, place: Place) -> Result<(), Problem> {
        self.held.push(place);
        if self.held.len() < WAITING {
            return Ok(());
        }
        if self.file.is_none() {
            self.file = Some(self.scratch.write(NAME)?);
        }
        if let Some(file) = &mut self.file {
            let bytes: Vec<u8> = self.held.iter().flat_map(|place| place.to_bytes()).collect();
            file.write_all(&bytes).map_err(|error| file.problem(&error))?;
        }
        self.held.clear();
        Ok(())
    }

    /// Hands over all, and is empty then.
    fn drain(&mut self, mut take: impl FnMut(Place) -> Result<(), Problem>) -> Result<(), Problem> {
        if self.file.take().is_some() {
            let mut file = std::io::BufReader::new(self.scratch.open(NAME)?);
            let path = self.scratch.path().join(NAME);
            let mut bytes = [0; Place::BYTES];
            loop {
                match file.read_exact(&mut bytes) {
                    Ok(()) => take(Place::of_bytes(&bytes))?,
                    Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => break,
                    Err(error) => return Err(Problem::io(&path, &error)),
                }
            }
            drop(file);
            self.scratch.remove(NAME)?;
        }
        self.held.drain(..).try_for_each(take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::{Candidate, CandidateRun};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::hash::RandomState;
    use utsushi_layout::{FileLayout, Library};
    use utsushi_store::RunFolder;

    static LAYOUT: std::sync::LazyLock<FileLayout> = std::sync::LazyLock::new(|| {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let mut layout = standard.file("01.resident").unwrap().clone();
        layout.items.truncate(4);
        for item in &mut layout.items[1..] {
            item.key = false;
            item.kind = utsushi_layout::ItemType::Digits;
        }
        layout.items[0].key = true;
        layout
    });

    type Row = ([&'static str; 4], bool);

    fn place(row: usize) -> Place {
        Place { chunk: row as u32 / 4, record: row as u32 % 4, target: 0, occurrence: 1 }
    }

    /// What becomes of the rows, by their number: the row they lost to, the items that differ, and whether nobody won.
    fn judged(
        policy: DuplicatePolicy,
        rows: &[Row],
        memory: usize,
    ) -> BTreeMap<usize, (usize, Vec<usize>, bool)> {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let layout = &*LAYOUT;
        let mut sorter = Sorter::new(folder.scratch(), "candidates", memory);
        let mut aside = Aside::new(folder.scratch(), "long");
        let mut run = CandidateRun::new(RandomState::new());
        for (number, (values, settled)) in rows.iter().enumerate() {
            let values = values.iter().enumerate().map(|(item, value)| (*value, *settled && item == 3));
            let record = format!("record {}", number % 3);
            let place = place(number);
            run.push(&Candidate { file: 0, layout, policy, place, values, record: record.as_bytes() });
            if number % 4 == 3 {
                run.finish().add_to(&mut sorter, &mut aside).unwrap();
            }
        }
        run.finish().add_to(&mut sorter, &mut aside).unwrap();
        let go_on = || Ok(());
        let mut verdicts = judge(folder.scratch(), sorter, aside, &[(policy, 4)], memory, &go_on).unwrap();
        let mut found = BTreeMap::new();
        let number = |place: &Place| place.chunk as usize * 4 + place.record as usize;
        for chunk in 0..=rows.len() as u32 / 4 {
            for Verdict { place, loss } in verdicts.of(chunk).unwrap() {
                let told = match &loss {
                    Loss::Exact(to) => (number(to), vec![], false),
                    Loss::ByKey { to, differences } => {
                        let kept = |difference: &Difference| {
                            difference.kept == rows[number(to)].0[usize::from(difference.item)]
                        };
                        assert!(differences.iter().all(kept));
                        (
                            number(to),
                            differences.iter().map(|difference| usize::from(difference.item)).collect(),
                            false,
                        )
                    }
                    Loss::Nobody { first, items, .. } => {
                        (number(first), items.iter().map(|item| usize::from(*item)).collect(), true)
                    }
                };
                found.insert(number(&place), told);
            }
        }
        found
    }

    /// The same, by looking at all rows of a key at once.
    fn plainly(policy: DuplicatePolicy, rows: &[Row]) -> BTreeMap<usize, (usize, Vec<usize>, bool)> {
        let same = |a: usize, b: usize| rows[a] == rows[b] && (!rows[a].1 || a % 3 == b % 3);
        let differ = |a: usize, b: usize| -> Vec<usize> {
            let settled = rows[a].1 || rows[b].1;
            (0..4).filter(|item| rows[a].0[*item] != rows[b].0[*item] || (settled && *item == 3)).collect()
        };
        let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, (values, _)) in rows.iter().enumerate() {
            by_key.entry(values[0]).or_default().push(number);
        }
        let mut lost = BTreeMap::new();
        for numbers in by_key.values() {
            let number = |value: &str| value.parse::<i64>().unwrap_or(-1);
            let first_of = |rank: &dyn Fn(usize) -> i64| {
                *numbers.iter().max_by_key(|at| (rank(**at), std::cmp::Reverse(**at))).unwrap()
            };
            let winner = match policy {
                DuplicatePolicy::Off => continue,
                DuplicatePolicy::Exact => {
                    for at in numbers {
                        if let Some(to) = numbers.iter().find(|to| *to < at && same(**to, *at)) {
                            lost.insert(*at, (*to, vec![], false));
                        }
                    }
                    continue;
                }
                DuplicatePolicy::Key(KeyPolicy::None) => {
                    let first = numbers[0];
                    let different = numbers.iter().any(|at| !same(*at, first));
                    for at in numbers.iter().filter(|at| different || **at != first) {
                        let items = (0..4).filter(|item| {
                            numbers.iter().any(|a| {
                                numbers.iter().any(|b| !same(*a, *b) && differ(*a, *b).contains(item))
                            })
                        });
                        lost.insert(
                            *at,
                            (first, if different { items.collect() } else { vec![] }, different),
                        );
                    }
                    continue;
                }
                DuplicatePolicy::Key(KeyPolicy::First) => numbers[0],
                DuplicatePolicy::Key(KeyPolicy::Last) => numbers[numbers.len() - 1],
                DuplicatePolicy::Key(KeyPolicy::Newest(item)) => first_of(&|at| number(rows[at].0[item])),
                DuplicatePolicy::Key(KeyPolicy::MostComplete) => {
                    first_of(&|at| rows[at].0.iter().filter(|value| !value.is_empty()).count() as i64)
                }
            };
            for at in numbers.iter().filter(|at| **at != winner) {
                let items = if same(*at, winner) { vec![] } else { differ(*at, winner) };
                lost.insert(*at, (winner, items, false));
            }
        }
        lost
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_policy_decides_as_somebody_would_who_sees_all_rows_at_once(
            rows in proptest::collection::vec(
                (
                    (
                        prop::sample::select(vec!["1", "2", "3"]),
                        prop::sample::select(vec!["", "5", "10"]),
                        prop::sample::select(vec!["", "7"]),
                        Just(""),
                    ),
                    prop::bool::weighted(0.2),
                ),
                0..14,
            ),
        ) {
            let rows: Vec<Row> = rows.into_iter().map(|((a, b, c, d), settled)| ([a, b, c, d], settled)).collect();
            let keys = [KeyPolicy::First, KeyPolicy::Last, KeyPolicy::Newest(1), KeyPolicy::MostComplete, KeyPolicy::None];
            let policies = keys.into_iter().map(DuplicatePolicy::Key);
            for policy in policies.chain([DuplicatePolicy::Off, DuplicatePolicy::Exact]) {
                let expected = plainly(policy, &rows);
                for memory in [1, usize::MAX] {
                    prop_assert_eq!(&judged(policy, &rows, memory), &expected, "{:?}", policy);
                }
            }
        }
    }

    #[test]
    fn values_too_long_for_a_record_decide_too() {
        let long: &'static str = String::leak("あ".repeat(30_000));
        let other: &'static str = String::leak(format!("{long}い"));
        let rows =
            [(["1", long, "", ""], false), (["1", other, "", ""], false), (["1", long, "", ""], false)];
        for memory in [1, usize::MAX] {
            let first = judged(DuplicatePolicy::Key(KeyPolicy::First), &rows, memory);
            assert_eq!(first, BTreeMap::from([(1, (0, vec![1], false)), (2, (0, vec![], false))]));
            let exact = judged(DuplicatePolicy::Exact, &rows, memory);
            assert_eq!(exact, BTreeMap::from([(2, (0, vec![], false))]));
        }
    }

    #[test]
    fn places_beyond_what_waits_in_memory_are_judged_too() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let mut waiting = Waiting::new(folder.scratch());
        for record in 0..WAITING as u32 * 2 + 5 {
            waiting.push(Place { record, ..Place::default() }).unwrap();
        }
        let mut next = 0;
        waiting
            .drain(|place| {
                assert_eq!(place.record, next);
                next += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(next, WAITING as u32 * 2 + 5);
        assert_eq!(std::fs::read_dir(folder.scratch().path()).unwrap().count(), 0);
    }
}
