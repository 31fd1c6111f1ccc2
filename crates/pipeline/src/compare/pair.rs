//! One standard file of two sets: first the digests, then the values of the rows that have no equal.

use super::side::{Opened, SideFile};
use super::walk::{DIGESTS_SHARE, PLACES_SHARE, ROWS_SHARE, Walked, Walker, Wanted, changed_meanwhile};
use crate::protection::Protection;
use utsushi_compare::{BlobSorter, Columns, Digester, Found, PackedRow, PairCounts, Place, Side, pair_rows};
use utsushi_findings::Problem;
use utsushi_store::Sorter;

/// A file of one side; `None` where the side does not have it.
pub(super) type FileOf<'a> = Option<(&'a Opened, &'a SideFile)>;

/// A row of which the other side has no equal.
pub(super) enum Told {
    OnlyA(PackedRow),
    Beside(PackedRow, PackedRow),
    OnlyB(PackedRow),
}

/// What was seen on the way.
pub(super) struct Paired {
    pub counts: PairCounts,
    pub walked: [Walked; 2],
}

const ALONE: u8 = 0;
const BESIDE: u8 = 1;

/// Pairs the rows of a file. Rows without an equal are told with their values: those of A in A's order, with the row
/// beside, and then those that B alone has, in B's order. `before` hears what was seen before the first row is told.
pub(super) fn pair_file(
    walker: &Walker<'_>,
    digester: &Digester,
    sides: [FileOf<'_>; 2],
    protection: Option<&Protection>,
    before: impl FnOnce(&[Walked; 2]) -> Result<(), Problem>,
    mut tell: impl FnMut(Told, &[Walked; 2]) -> Result<(), Problem>,
) -> Result<Paired, Problem> {
    let columns = digester.columns();
    let mut digests = Sorter::new(walker.scratch, "digests", walker.share(DIGESTS_SHARE));
    let mut scan = |side: Side| -> Result<Walked, Problem> {
        let Some((opened, file)) = sides[side as usize] else { return Ok(Walked::default()) };
        let look = |rows: &utsushi_layout::Rows, piece: u32| digester.run(side, rows, piece);
        walker.scan(opened, file, columns.only(side), look, |run| digests.add_run(run))
    };
    let walked = [scan(Side::A)?, scan(Side::B)?];
    before(&walked)?;

    let places = walker.share(PLACES_SHARE);
    let mut nominated = [
        Sorter::new(walker.scratch, "nominated-a", places),
        Sorter::new(walker.scratch, "nominated-b", places),
    ];
    let mut nominate = |side: Side, place: Place, what: u8, beside: Place| {
        let mut record = [0; 17];
        record[..8].copy_from_slice(&place.bytes());
        record[8] = what;
        record[9..].copy_from_slice(&beside.bytes());
        nominated[side as usize].add(&record)
    };
    let counts = pair_rows(digests.finish()?, columns.is_keyed(), |found| match found {
        Found::OnlyA(place) => nominate(Side::A, place, ALONE, place),
        Found::OnlyB(place) => nominate(Side::B, place, ALONE, place),
        Found::Beside(a, b) => {
            nominate(Side::A, a, BESIDE, b)?;
            nominate(Side::B, b, BESIDE, a)
        }
    })?;
    (walker.go_on)()?;
    values(walker, columns, sides, &walked, nominated, protection, &mut tell)?;
    Ok(Paired { counts, walked })
}

/// Reads the nominated rows. Those of B wait in scratch, in the order in which A's rows ask for them.
fn values(
    walker: &Walker<'_>,
    columns: &Columns,
    sides: [FileOf<'_>; 2],
    walked: &[Walked; 2],
    [of_a, of_b]: [Sorter<'_>; 2],
    protection: Option<&Protection>,
    tell: &mut impl FnMut(Told, &[Walked; 2]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut waiting = BlobSorter::new(walker.scratch, "beside", walker.share(ROWS_SHARE));
    let mut bytes = Vec::new();
    if let Some((opened, file)) = sides[1] {
        let wanted = Wanted::new(of_b.finish()?)?;
        let which = (opened, file, &walked[1]);
        walker.again(which, (columns, Side::B), Some(wanted), protection, |_, behind, row| {
            let (Some(what), Some(place)) = (behind.first(), behind.get(1..9)) else {
                return Err(changed_meanwhile());
            };
            let mut key = [0; 9];
            // Rows that are beside one of A come first.
            key[0] = u8::from(*what == ALONE);
            key[1..].copy_from_slice(place);
            bytes.clear();
            row.write(&mut bytes);
            waiting.add(key, &bytes)
        })?;
    }
    let mut waiting = waiting.finish()?;
    let mut next = || -> Result<Option<([u8; 9], PackedRow)>, Problem> {
        let Some((key, bytes)) = waiting.next()? else { return Ok(None) };
        PackedRow::read(&bytes).map(|row| Some((key, row))).ok_or_else(changed_meanwhile)
    };
    if let Some((opened, file)) = sides[0] {
        let wanted = Wanted::new(of_a.finish()?)?;
        let which = (opened, file, &walked[0]);
        walker.again(which, (columns, Side::A), Some(wanted), protection, |place, behind, row| {
            if behind.first() == Some(&ALONE) {
                return tell(Told::OnlyA(row), walked);
            }
            match next()? {
                Some((key, beside)) if key[0] == 0 && key[1..] == place.bytes() => {
                    tell(Told::Beside(row, beside), walked)
                }
                _ => Err(changed_meanwhile()),
            }
        })?;
    }
    while let Some((_, row)) = next()? {
        (walker.go_on)()?;
        tell(Told::OnlyB(row), walked)?;
    }
    Ok(())
}
