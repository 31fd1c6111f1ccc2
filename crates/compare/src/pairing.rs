//! Which row stands beside which.

use crate::{Place, Side};
use utsushi_findings::Problem;
use utsushi_store::Sorted;

/// Bytes of a record of [`Digester::run`](crate::Digester::run).
pub(crate) const RECORD: usize = 40;

/// A row without an equal on the other side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Found {
    /// It is in A alone.
    OnlyA(Place),
    /// It is in B alone.
    OnlyB(Place),
    /// Two rows of one key (or, without a key, alike but for what is excused) with other content.
    Beside(Place, Place),
}

/// What was counted on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PairCounts {
    /// Rows of A and of B.
    pub rows: [u64; 2],
    /// Rows that have an equal on the other side.
    pub equal: u64,
    /// Keys that stand more than once in A, in B; none where there is no key.
    pub doubled: [u64; 2],
}

/// Pairs rows by key. Equal rows of a key are paired first, as often as they stand on both sides. If one row each is left, they stand
/// beside each other; if more are left, which of them belong together nobody knows, and each is told as being on its side
/// alone. Without a key rows are found by their whole content: those left that are alike but for what is excused are
/// paired in order of place.
///
/// Of rows that are the same the last ones are those left. What is found depends on the rows alone, never on the digests; it comes
/// in no order.
///
/// # Errors
/// The scratch files cannot be read, or `found` says so.
pub fn pair_rows(
    mut sorted: Sorted<'_>,
    keyed: bool,
    mut found: impl FnMut(Found) -> Result<(), Problem>,
) -> Result<PairCounts, Problem> {
    let mut counts = PairCounts::default();
    let mut group = Group::default();
    let mut same = Same::default();
    let mut last: Option<([u8; 16], [u8; 16])> = None;
    while let Some(record) = sorted.next()? {
        let (Some(key), Some(content), Some(place)) =
            (part::<16>(record, 0), part::<16>(record, 16), part::<8>(record, 32))
        else {
            continue;
        };
        if last != Some((key, content)) {
            same.end(&mut group, &mut counts);
            if last.is_some_and(|last| last.0 != key) {
                group.end(keyed, &mut counts, &mut found)?;
            }
            last = Some((key, content));
        }
        let side = if place[0] & 0x80 == 0 { Side::A } else { Side::B };
        let mut bytes = place;
        bytes[0] &= 0x7F;
        counts.rows[side as usize] += 1;
        same.places[side as usize].push(Place::from_bytes(bytes));
    }
    same.end(&mut group, &mut counts);
    group.end(keyed, &mut counts, &mut found)?;
    Ok(counts)
}

fn part<const N: usize>(record: &[u8], at: usize) -> Option<[u8; N]> {
    record.get(at..at + N)?.try_into().ok()
}

/// Rows of one key and one content.
#[derive(Default)]
struct Same {
    places: [Vec<Place>; 2],
}

impl Same {
    fn end(&mut self, group: &mut Group, counts: &mut PairCounts) {
        let [a, b] = &mut self.places;
        let both = a.len().min(b.len());
        counts.equal += both as u64;
        group.rows[0] += a.len() as u64;
        group.rows[1] += b.len() as u64;
        group.left[0].extend(a.drain(..).skip(both));
        group.left[1].extend(b.drain(..).skip(both));
    }
}

/// Rows of one key.
#[derive(Default)]
struct Group {
    rows: [u64; 2],
    left: [Vec<Place>; 2],
}

impl Group {
    fn end(
        &mut self,
        keyed: bool,
        counts: &mut PairCounts,
        found: &mut impl FnMut(Found) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        for side in 0..2 {
            counts.doubled[side] += u64::from(keyed && self.rows[side] > 1);
        }
        self.rows = [0; 2];
        let [a, b] = &mut self.left;
        if a.is_empty() && b.is_empty() {
            return Ok(());
        }
        a.sort_unstable();
        b.sort_unstable();
        let beside = match keyed {
            true => usize::from(a.len() == 1 && b.len() == 1),
            false => a.len().min(b.len()),
        };
        for (a, b) in a.iter().zip(b.iter()).take(beside) {
            found(Found::Beside(*a, *b))?;
        }
        for place in a.drain(..).skip(beside) {
            found(Found::OnlyA(place))?;
        }
        for place in b.drain(..).skip(beside) {
            found(Found::OnlyB(place))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, Digester, Tolerances};
    use proptest::prelude::*;
    use std::sync::{Arc, OnceLock};
    use utsushi_layout::{FileLayout, Library, Rows};
    use utsushi_store::{RunFolder, Sorter};

    /// Three items, the first of which is the key.
    fn layout(keyed: bool) -> Arc<FileLayout> {
        static LAYOUT: OnceLock<FileLayout> = OnceLock::new();
        let first = LAYOUT.get_or_init(|| {
            let standard = Library::Embedded.load("chukan-2.7").unwrap();
            let mut layout = standard.file("01.koseki_display").unwrap().clone();
            layout.items.truncate(3);
            layout
        });
        let mut layout = first.clone();
        for (index, item) in layout.items.iter_mut().enumerate() {
            item.key = keyed && index == 0;
        }
        Arc::new(layout)
    }

    fn rows(layout: &Arc<FileLayout>, values: &[[String; 3]]) -> Rows {
        let mut rows = Rows::new(Arc::clone(layout), Arc::default());
        rows.begin(0..values.len() as u32);
        for item in 0..3 {
            let mut column = rows.take(item);
            values.iter().for_each(|row| column.push(&row[item]));
            rows.put(item, column);
        }
        rows
    }

    fn pair(keyed: bool, excused: &str, a: &[[String; 3]], b: &[[String; 3]]) -> (PairCounts, Vec<Found>) {
        let layout = layout(keyed);
        let mut tolerances = Tolerances::default();
        if !excused.is_empty() {
            tolerances.add_argument(excused).unwrap();
        }
        let digester = Digester::new(Columns::whole(&layout), &tolerances.of(&layout));
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("x"), false, "x").unwrap();
        let mut sorter = Sorter::new(folder.scratch(), "rows", 100);
        for (side, values) in [(Side::A, a), (Side::B, b)] {
            for (piece, values) in values.chunks(3).enumerate() {
                sorter.add_run(digester.run(side, &rows(&layout, values), piece as u32)).unwrap();
            }
        }
        let mut all = Vec::new();
        let counts = pair_rows(sorter.finish().unwrap(), keyed, |found| {
            all.push(found);
            Ok(())
        });
        all.sort();
        (counts.unwrap(), all)
    }

    fn row(values: [&str; 3]) -> [String; 3] {
        values.map(str::to_owned)
    }

    #[test]
    fn of_a_doubled_key_equal_rows_are_paired_first_and_the_rest_is_named() {
        let a = [row(["1", "x", ""]), row(["1", "y", ""]), row(["2", "z", ""])];
        let b = [row(["1", "y", ""]), row(["1", "w", ""]), row(["2", "z", ""])];
        let (counts, found) = pair(true, "", &a, &b);
        assert_eq!(counts, PairCounts { rows: [3, 3], equal: 2, doubled: [1, 1] });
        let place = |piece, record| Place { piece, record };
        assert_eq!(found, [Found::Beside(place(0, 0), place(0, 1))]);
        let more = [a[0].clone(), a[1].clone(), row(["1", "v", ""])];
        let (_, found) = pair(true, "", &more, &b[..2]);
        assert_eq!(
            found,
            [Found::OnlyA(place(0, 0)), Found::OnlyA(place(0, 2)), Found::OnlyB(place(0, 1))],
            "which of them belong together nobody knows"
        );
    }

    #[test]
    fn without_a_key_what_is_excused_pairs_rows_and_a_key_is_found_without_it() {
        let a = [row(["1", "山田　太郎", ""]), row(["1", "山田　太郎", ""])];
        let b = [row(["1", "山田太郎", ""]), row(["1", "山田 太郎", ""]), row([" 1", "山田太郎", ""])];
        let (counts, found) = pair(false, "*=whitespace", &a, &b);
        assert_eq!(counts.equal, 0);
        assert_eq!(found.iter().filter(|found| matches!(found, Found::Beside(..))).count(), 2);
        let (_, found) = pair(true, "*=whitespace", &a[..1], &b[2..]);
        assert!(matches!(found[..], [Found::Beside(..)]));
        let (_, found) = pair(false, "", &a, &b);
        assert_eq!(found.len(), 5);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Each row is equal, beside another, or alone: exactly one of these; and nobody is alone whose equal is alone, too.
        #[test]
        fn every_row_is_accounted_for_once(
            a in proptest::collection::vec(["[12]", "[ab]", "[x]?"], 0..12),
            b in proptest::collection::vec(["[12]", "[ab]", "[x]?"], 0..12),
            keyed: bool,
        ) {
            let (counts, found) = pair(keyed, "", &a, &b);
            let mut left = [vec![], vec![]];
            let mut take = |side: usize, place: Place| left[side].push((place.piece * 3 + place.record) as usize);
            for found in &found {
                match found {
                    Found::OnlyA(place) => take(0, *place),
                    Found::OnlyB(place) => take(1, *place),
                    Found::Beside(one, other) => { take(0, *one); take(1, *other) }
                }
            }
            for (side, rows) in [&a, &b].into_iter().enumerate() {
                let mut once = left[side].clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), left[side].len());
                prop_assert_eq!(counts.rows[side], rows.len() as u64);
                prop_assert_eq!(counts.equal + once.len() as u64, counts.rows[side]);
            }
            let alone = |side: usize, rows: &[[String; 3]]| -> Vec<[String; 3]> { left[side].iter().map(|at| rows[*at].clone()).collect() };
            let (one, other) = (alone(0, &a), alone(1, &b));
            prop_assert!(one.iter().all(|row| !other.contains(row)));
        }
    }
}
