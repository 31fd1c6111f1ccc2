//! Where fields of records begin.

use super::digits;
use super::profile::{Holds, Position, Profiled};
use std::collections::BTreeSet;
use std::ops::Range;

/// How the bytes of a field hold a number, where they are no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Kind {
    #[default]
    Text,
    Zoned,
    Packed,
}

/// A field that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) place: Range<usize>,
    pub(crate) kind: Kind,
}

/// The letters that stand for a last digit with a sign: of ASCII hosts, and of EBCDIC after a conversion to ASCII.
const OVERPUNCHED: [&[u8]; 2] = [b"pqrstuvwxy", b"{ABCDEFGHI}JKLMNOPQR"];

/// The fields of the records, from the first byte to the last, without gaps. At `mark` stands one byte for the kind of record.
pub(crate) fn fields(profiled: &Profiled, mark: Option<usize>) -> Vec<Found> {
    let length = profiled.positions.len();
    let holds: Vec<Holds> = profiled.positions.iter().map(Position::holds).collect();
    let zoned = zoned(profiled, &holds);
    let packed = packed(profiled, &zoned);
    let mut starts: BTreeSet<usize> = [0].into();
    for at in 1..length {
        if begins(profiled, &holds, at) {
            starts.insert(at);
        }
    }
    starts.extend(mark.iter().flat_map(|at| [*at, at + 1]));
    starts.extend(packed.iter().flat_map(|field| [field.start, field.end]));
    starts.extend(zoned.iter().map(|end| end + 1));
    for run in runs(&holds) {
        let windows = digits::windows(profiled, run.clone());
        let mut rest = vec![];
        let mut from = run.start;
        for window in &windows {
            starts.retain(|at| *at <= window.start || window.end <= *at);
            starts.extend([window.start, window.end]);
            rest.push(from..window.start);
            from = window.end;
        }
        rest.push(from..run.end);
        starts.extend(rest.into_iter().flat_map(|rest| digits::steps(profiled, rest)));
    }
    for field in &packed {
        starts.retain(|at| *at <= field.start || field.end <= *at);
    }
    starts.retain(|at| *at < length);
    let ends = starts.iter().copied().skip(1).chain([length]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let place = *start..end;
            let kind = match () {
                () if packed.contains(&place) => Kind::Packed,
                () if zoned.contains(&(end - 1)) => Kind::Zoned,
                () => Kind::Text,
            };
            Found { place, kind }
        })
        .collect()
}

/// Runs of digits, and of an era's letter with digits.
fn runs(holds: &[Holds]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for at in 0..=holds.len() {
        let digit = matches!(holds.get(at), Some(Holds::Digit));
        match start {
            None if digit => {
                let letter = at > 0 && holds[at - 1] == Holds::Ascii;
                start = Some(if letter { at - 1 } else { at });
            }
            Some(from) if !digit => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Whether a field begins at `at`, by what stands there and before.
fn begins(profiled: &Profiled, holds: &[Holds], at: usize) -> bool {
    let (before, here) = (&profiled.positions[at - 1], &profiled.positions[at]);
    match (holds[at - 1], holds[at]) {
        (_, Holds::Trail) | (Holds::Lead, Holds::Mixed) => return false,
        (Holds::Blank, Holds::Blank) | (Holds::WideBlank, Holds::WideBlank) => return false,
        // Another filling: a field that is always blank.
        (Holds::Blank, Holds::WideBlank) | (Holds::WideBlank, Holds::Blank) => return true,
        (Holds::Trail | Holds::Lead | Holds::Mixed, Holds::WideBlank) | (_, Holds::Blank) => return false,
        (_, Holds::WideBlank) => return true,
        _ => {}
    }
    changes(holds[at - 1], holds[at], before, here)
        || rises(profiled, holds, at)
        || drops(profiled, holds, at)
}

/// The kind of characters changes.
fn changes(before: Holds, here: Holds, left: &Position, right: &Position) -> bool {
    match (before, here) {
        (Holds::Digit, Holds::HalfKana | Holds::Lead)
        | (Holds::HalfKana, Holds::Digit | Holds::Lead)
        | (Holds::Trail, Holds::Digit | Holds::HalfKana)
        | (Holds::Ascii, Holds::Lead | Holds::HalfKana)
        | (Holds::Trail | Holds::HalfKana, Holds::Ascii) => true,
        // Letters begin something; digits after letters and around signs go on.
        (Holds::Digit, Holds::Ascii) => left.digit_share() - right.digit_share() > 0.5,
        _ => false,
    }
}

/// Text begins here after the spaces that fill another field: in more than half of the records that have any.
fn rises(profiled: &Profiled, holds: &[Holds], at: usize) -> bool {
    // Behind spaces that no record fills. In a field that hardly any record fills, one may be the space of a name.
    let rare = profiled.positions[at].fill() < 0.1;
    if holds[at - 1] == Holds::Blank && (!rare || (at > 1 && holds[at - 2] == Holds::Blank)) {
        return true;
    }
    // One space may stand between two names. Digits have none inside.
    let spaces = match holds[at] {
        Holds::Digit => 1,
        Holds::Lead => 4,
        _ => 2,
    };
    if at < spaces {
        return false;
    }
    let begun = (0..profiled.records.len()).filter(|record| {
        !profiled.blank(*record, at) && (at - spaces..at).all(|at| profiled.blank(*record, at))
    });
    let filled = profiled.positions[at].filled() as usize;
    // Numbers may be set to the right: then more and more of them have begun.
    let next = profiled.positions.get(at + 1).filter(|_| holds.get(at + 1) == Some(&Holds::Digit));
    let to_the_right =
        holds[at] == Holds::Digit && next.is_some_and(|next| next.filled() as usize * 9 > filled * 10);
    let begun = begun.count();
    begun * 10 >= filled * 6 && begun >= 2.min(profiled.records.len()) && !to_the_right
}

/// Digits that stand in every record are followed by some that do not, all in the same records.
fn drops(profiled: &Profiled, holds: &[Holds], at: usize) -> bool {
    let digits = |at: usize| holds.get(at) == Some(&Holds::Digit);
    let fill = |at: usize| profiled.positions[at].fill();
    digits(at - 1)
        && digits(at)
        && digits(at + 1)
        && (fill(at - 1) - fill(at)).abs() >= 0.1
        && (fill(at) - fill(at + 1)).abs() < 0.01
        && (at < 2 || (fill(at - 1) - fill(at - 2)).abs() < 0.01)
}

/// Fields of packed digits: two a byte, and a sign in the last half.
fn packed(profiled: &Profiled, zoned: &[usize]) -> Vec<Range<usize>> {
    let position = |at: usize| &profiled.positions[at];
    let two_digits = |byte: u8| byte >> 4 <= 9 && byte & 0x0F <= 9;
    let sign = |byte: u8| byte >> 4 <= 9 && matches!(byte & 0x0F, 0x0C | 0x0D | 0x0F);
    let text = |byte: u8| matches!(byte, b' ' | b'0'..=b'9');
    let mut found: Vec<Range<usize>> = Vec::new();
    for end in 0..profiled.positions.len() {
        if position(end).share(sign) < 0.98 {
            continue;
        }
        let before = zoned.iter().rev().find(|at| **at < end).map_or(0, |at| at + 1);
        let least = found.last().map_or(0, |field| field.end).max(before);
        let mut start = end;
        while start > least
            && position(start - 1).share(two_digits) >= 0.98
            && position(start - 1).share(text) < 0.98
        {
            start -= 1;
        }
        // A line end, or a kana by chance, is no number: some byte must be a control character.
        let control = (start..=end).any(|at| position(at).share(|byte| byte < 0x20) > 0.1);
        if start < end && control {
            found.push(start..end + 1);
        }
    }
    found
}

/// Last bytes of fields of zoned digits.
fn zoned(profiled: &Profiled, holds: &[Holds]) -> Vec<usize> {
    (1..holds.len())
        .filter(|at| holds[at - 1] == Holds::Digit && matches!(holds[*at], Holds::Ascii | Holds::Mixed))
        .filter(|at| OVERPUNCHED.iter().any(|letters| profiled.positions[*at].only_letters(letters)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Coding;

    fn places(records: &[Vec<u8>]) -> Vec<(Range<usize>, Kind)> {
        let records: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
        let profiled = Profiled::of(&records, records[0].len(), Coding::Cp932);
        fields(&profiled, None).into_iter().map(|found| (found.place, found.kind)).collect()
    }

    fn text(records: impl Iterator<Item = String>) -> Vec<Range<usize>> {
        let records: Vec<Vec<u8>> = records.map(String::into_bytes).collect();
        places(&records).into_iter().map(|(place, _)| place).collect()
    }

    #[test]
    fn fields_begin_after_padding_and_where_the_kind_changes() {
        let names = ["ABE", "KATO TARO", "SUZUKI", "MORI A", "X"];
        let found = text((0..100).map(|nth| {
            format!("{nth:05}{:10}{:<4}{:>6}", names[nth * 7 % 5], ["A", "BB"][nth % 2], nth * nth)
        }));
        // What a number set to the right never fills looks like the end of the field before.
        assert_eq!(found, [0..5, 5..15, 15..21, 21..25]);
    }

    #[test]
    fn a_date_with_an_era_is_one_field() {
        let found =
            text((0..100).map(|nth| format!("{nth:05}S{:02}0{}15{:03}", nth % 60 + 1, nth % 9 + 1, nth % 8)));
        assert_eq!(found, [0..5, 5..12, 12..15]);
    }

    #[test]
    fn numbers_as_machines_store_them_are_told() {
        let records: Vec<Vec<u8>> = (0..100u32)
            .map(|nth| {
                let mut record = format!("{:<5}{:03}", "AB", nth).into_bytes();
                let last = (nth % 10) as u8;
                record.push(if nth % 3 == 0 { b'p' + last } else { b'0' + last });
                let packed = [0, ((nth / 10) << 4) as u8 | last, if nth % 2 == 0 { 0x1C } else { 0x2D }];
                record.extend(packed);
                record
            })
            .collect();
        let found = places(&records);
        assert!(found.contains(&(5..9, Kind::Zoned)), "{found:?}");
        assert!(found.contains(&(9..12, Kind::Packed)), "{found:?}");
    }
}
