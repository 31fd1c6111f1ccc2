//! The length of records that nothing stands between: after how many bytes the file repeats its form.

use super::RecordLength;
use super::class::{Class, classes_into};
use crate::Confidence;
use crate::view::Coding;

/// The longest record that is looked for, in bytes.
const LONGEST: usize = 10_000;

/// The shortest.
const SHORTEST: usize = 4;

/// Bytes that are compared at most.
const COMPARED: usize = 1 << 20;

/// Places that are compared for each length.
const PLACES: usize = 2048;

/// Runs of neighbouring places, spread over the file.
const RUNS: usize = 32;

/// Finds the record length of `bytes`, the beginning of a file whose records have `size` bytes together.
pub(super) fn find(bytes: &[u8], size: Option<u64>, coding: Coding) -> Option<RecordLength> {
    let bytes = &bytes[..bytes.len().min(COMPARED)];
    let longest = LONGEST.min(bytes.len() / 3);
    if longest < SHORTEST {
        return None;
    }
    let scores = scores(bytes, longest, coding)?;
    let mut sorted = scores.values[SHORTEST..].to_vec();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted[sorted.len() / 2];
    let best = *sorted.last()?;
    // How far a score strays by chance, over so many lengths.
    let chance = 6.0 * (usual.max(0.01) * (1.0 - usual) / scores.places as f64).sqrt();
    if best - usual < chance.max(0.08) {
        return None;
    }
    // A multiple of the length scores nearly as well: the smallest. One that divides the file before one that does not.
    let lengths: Vec<usize> = (SHORTEST..=longest).collect();
    let values = &scores.values;
    let good = |least: f64| {
        lengths.iter().copied().filter(move |length| values[*length] - usual >= least * (best - usual))
    };
    let divides = |length: &usize| size.is_some_and(|size| size % *length as u64 == 0);
    let length = good(0.75).find(divides).or_else(|| good(0.85).next())?;
    let strength = (values[length] - usual) / (1.0 - usual).max(0.01);
    let confidence = match (divides(&length), strength) {
        (true, 0.25..) => Confidence::High,
        (true, _) | (false, 0.4..) => Confidence::Medium,
        _ => Confidence::Low,
    };
    Some(RecordLength {
        bytes: length,
        share: values[length],
        rivals: good(0.85).filter(|rival| rival % length != 0).take(3).collect(),
        remainder: size.map(|size| size % length as u64),
        confidence,
    })
}

struct Scores {
    /// For each length: the share of places whose change of form is repeated so many bytes on.
    values: Vec<f64>,
    places: usize,
}

/// Compares changes of form only: where one run of a kind of bytes ends and another begins. Long runs of spaces would
/// agree at any length.
fn scores(bytes: &[u8], longest: usize, coding: Coding) -> Option<Scores> {
    let forms = forms(bytes, coding);
    let end = forms.len() - longest;
    let changes: Vec<usize> = (1..end).filter(|at| forms[*at] != forms[at - 1]).collect();
    let run = PLACES / RUNS;
    let places: Vec<usize> = if changes.len() <= PLACES {
        changes
    } else {
        let step = (changes.len() - run) / (RUNS - 1);
        (0..RUNS).flat_map(|nth| changes[nth * step..nth * step + run].iter().copied()).collect()
    };
    if places.len() < 8 {
        return None;
    }
    let score = |length: usize| {
        let same =
            |at: &&usize| forms[**at + length] == forms[**at] && forms[**at + length - 1] == forms[**at - 1];
        places.iter().filter(same).count() as f64 / places.len() as f64
    };
    let values = (0..=longest).map(|length| if length < SHORTEST { 0.0 } else { score(length) }).collect();
    Some(Scores { values, places: places.len() })
}

/// One number for each byte: signs and 0 stand for themselves, since they stand at the same place of every record more often.
fn forms(bytes: &[u8], coding: Coding) -> Vec<u8> {
    let mut classes = Vec::new();
    classes_into(bytes, coding, &mut classes);
    let form = |(byte, class): (&u8, &Class)| match class {
        Class::Blank => b' ',
        Class::WideBlank => b'_',
        Class::Sign | Class::Control => *byte,
        Class::Digit if byte & 0x0F == 0 => b'0',
        Class::Digit => b'9',
        Class::Letter => b'A',
        Class::HalfKana => 0xB1,
        Class::Lead | Class::Trail => 0x88,
        Class::Other => 0xFF,
    };
    bytes.iter().zip(&classes).map(form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_records_that_differ_in_content_is_found() {
        let mut bytes = Vec::new();
        for nth in 0..200_usize {
            let name = ["ABE", "KATO TARO", "SUZUKI", "MORI A", "X"][nth * nth / 7 % 5];
            bytes.extend(format!("{nth:07}{name:12}{:>6}{:1}", nth * nth % 5000, nth % 3).bytes());
        }
        let found = find(&bytes, Some(bytes.len() as u64), Coding::Cp932).unwrap();
        assert_eq!((found.bytes, found.remainder, found.confidence), (26, Some(0), Confidence::High));
        // The end is not known, and may be cut anywhere.
        assert_eq!(find(&bytes[..bytes.len() - 11], None, Coding::Cp932).unwrap().bytes, 26);
    }

    #[test]
    fn noise_has_no_length() {
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..60_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        for len in [10, 100, 1000, 10_000, 60_000] {
            assert_eq!(find(&noise[..len], Some(len as u64), Coding::Cp932), None, "{len}");
        }
    }
}
