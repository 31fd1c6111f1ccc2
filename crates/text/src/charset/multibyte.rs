//! The loop for every charset that is a table of cells, but for cp932, which has a faster one of its own.

use super::{DecodeProblem, DecodeProblemKind, Seen};
use crate::ascii;
use std::collections::HashMap;

/// How the first byte of a character says how long it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// 81–9F and E0–FC are followed by one of 40–7E, 80–FC.
    Shift,
    /// 8E and A1–FE are followed by one of A1–FE, 8F by two of them.
    Extended,
}

impl Shape {
    /// How many bytes a character has that begins with this one.
    #[inline]
    pub(super) const fn length(self, first: u8) -> usize {
        match (self, first) {
            (Shape::Shift, 0x81..=0x9F | 0xE0..=0xFC) | (Shape::Extended, 0x8E | 0xA1..=0xFE) => 2,
            (Shape::Extended, 0x8F) => 3,
            _ => 1,
        }
    }

    /// Whether this byte can follow the first of a longer character.
    #[inline]
    const fn is_trail(self, byte: u8) -> bool {
        match self {
            Shape::Shift => matches!(byte, 0x40..=0x7E | 0x80..=0xFC),
            Shape::Extended => matches!(byte, 0xA1..=0xFE),
        }
    }
}

/// The characters of a charset by code: single bytes at 0–FF, pairs at lead × 256 + trail, and what follows 8F at 10000 more.
pub(super) struct Cells {
    shape: Shape,
    /// 0 for none; else the code point, and above it one more than the place in [`SECOND`] of what follows it.
    cells: Box<[u32]>,
    /// The code that is written for a character: of several the lowest.
    codes: HashMap<char, u32>,
    /// The code that is written for two code points that are one cell.
    pairs: HashMap<(char, char), u32>,
}

/// The second code points of cells that are two: the half-voiced mark of か゚, accents, tones.
const SECOND: [char; 5] = ['\u{309A}', '\u{300}', '\u{301}', '\u{2E5}', '\u{2E9}'];

/// What a table puts into one cell: a code, its character, and a second code point if it is two.
pub(super) type Entry = (u32, char, Option<char>);

impl Cells {
    /// `entries` need not hold ASCII: what is not given there stands for itself.
    pub(super) fn new(shape: Shape, entries: impl IntoIterator<Item = Entry>) -> Cells {
        let size = if shape == Shape::Shift { 0x1_0000 } else { 0x2_0000 };
        let mut cells = vec![0_u32; size].into_boxed_slice();
        for byte in 0..0x80_u32 {
            cells[byte as usize] = byte;
        }
        for (code, first, second) in entries {
            let second = second.and_then(|second| SECOND.iter().position(|known| *known == second));
            cells[code as usize] = first as u32 | second.map_or(0, |place| (place as u32 + 1) << 24);
        }
        let mut made = Cells { shape, cells, codes: HashMap::new(), pairs: HashMap::new() };
        for code in 0..size as u32 {
            match made.cell(code as usize) {
                Some((first, None)) => {
                    made.codes.entry(first).or_insert(code);
                }
                Some((first, Some(second))) => {
                    made.pairs.entry((first, second)).or_insert(code);
                }
                None => {}
            }
        }
        made
    }

    #[inline]
    fn cell(&self, code: usize) -> Option<(char, Option<char>)> {
        let cell = self.cells[code];
        if cell == 0 && code != 0 {
            return None;
        }
        let first = char::from_u32(cell & 0x1F_FFFF)?;
        Some((first, (cell >> 24).checked_sub(1).and_then(|place| SECOND.get(place as usize).copied())))
    }

    pub(super) fn decode_into(&self, bytes: &[u8], out: &mut String) -> Result<Seen, DecodeProblem> {
        out.reserve(bytes.len() + bytes.len() / 2);
        let mut seen = Seen::default();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            if first < 0x80 {
                let (length, control) = ascii::run(&bytes[at..]);
                self.push_ascii(&bytes[at..at + length], out);
                if control {
                    seen |= Seen::CONTROL;
                }
                // Where JIS reads ¥ and ‾, they are beyond ASCII.
                if self.cells[0x5C] != 0x5C
                    && bytes[at..at + length].iter().any(|byte| matches!(byte, 0x5C | 0x7E))
                {
                    seen |= Seen::NON_ASCII;
                }
                at += length;
                continue;
            }
            let length = self.shape.length(first);
            let Some(character) = bytes.get(at..at + length) else {
                return Err(self.problem(bytes, at));
            };
            let code = match *character {
                [single] => usize::from(single),
                [lead, trail] => usize::from(lead) << 8 | usize::from(trail),
                [_, lead, trail] => 0x1_0000 | usize::from(lead) << 8 | usize::from(trail),
                _ => return Err(self.problem(bytes, at)),
            };
            let trails = character[1..].iter().all(|byte| self.shape.is_trail(*byte));
            let Some((first, second)) = self.cell(code).filter(|_| trails) else {
                return Err(self.problem(bytes, at));
            };
            out.push(first);
            seen |= Seen::of_character(first);
            out.extend(second);
            at += length;
        }
        Ok(seen)
    }

    fn push_ascii(&self, run: &[u8], out: &mut String) {
        if self.cells[0x5C] == 0x5C {
            out.push_str(str::from_utf8(run).unwrap_or_default());
        } else {
            out.extend(run.iter().filter_map(|byte| char::from_u32(self.cells[usize::from(*byte)])));
        }
    }

    /// What is wrong at `at`, where no character is. Bytes that cannot follow are left alone: they may be a delimiter.
    #[cold]
    fn problem(&self, bytes: &[u8], at: usize) -> DecodeProblem {
        let length = self.shape.length(bytes[at]);
        let trails = bytes[at + 1..].iter().take(length - 1);
        let good = trails.take_while(|byte| self.shape.is_trail(**byte)).count();
        let cut = good + 1 < length && at + 1 + good == bytes.len();
        DecodeProblem {
            offset: at,
            len: good + 1,
            kind: if cut { DecodeProblemKind::LoneLead } else { DecodeProblemKind::Undefined },
        }
    }

    /// Appends the bytes of a text; the error is where the first character stands that the charset does not have.
    pub(super) fn encode_into(&self, text: &str, out: &mut Vec<u8>) -> Result<(), (usize, char)> {
        let mut rest = text.char_indices().peekable();
        while let Some((offset, character)) = rest.next() {
            let pair = rest.peek().and_then(|(_, next)| self.pairs.get(&(character, *next)));
            let code = match pair {
                Some(code) => {
                    rest.next();
                    *code
                }
                None => *self.codes.get(&character).ok_or((offset, character))?,
            };
            match code.to_be_bytes() {
                [0, 0, 0, single] => out.push(single),
                [0, 0, lead, trail] => out.extend_from_slice(&[lead, trail]),
                [_, _, lead, trail] => out.extend_from_slice(&[0x8F, lead, trail]),
            }
        }
        Ok(())
    }
}
