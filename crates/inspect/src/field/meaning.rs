//! From what was counted to what it likely means.

use super::column::{Checked, Column};
use super::names::Hint;
use super::{Guess, Meaning};
use crate::Confidence;

/// Values from which on a share means something.
const ENOUGH: u64 = 20;

/// Few different values: at most this many, and a fifth of the filled ones.
const FEW: usize = 200;

struct Guesses<'a> {
    column: &'a Column,
    hint: Hint,
    found: Vec<Guess>,
}

pub(super) fn guesses(column: &Column, distinct: usize, hint: Hint) -> Vec<Guess> {
    if column.filled == 0 {
        let confidence = if column.rows >= ENOUGH { Confidence::High } else { Confidence::Low };
        return vec![Guess { meaning: Meaning::Empty, share: 1.0, confidence }];
    }
    let mut guesses = Guesses { column, hint, found: Vec::new() };
    guesses.checked();
    guesses.dates();
    guesses.names();
    guesses.contacts();
    guesses.others(distinct);
    // In the order of finding where confidence is the same: the more telling forms come first.
    guesses.found.sort_by_key(|guess| std::cmp::Reverse(guess.confidence));
    guesses.found.truncate(3);
    guesses.found
}

impl Guesses<'_> {
    /// Adds a guess that `matching` of the filled values agree with.
    fn add(&mut self, meaning: Meaning, matching: u64, least: f64, hint: Hint) {
        let share = matching as f64 / self.column.filled as f64;
        let hinted = self.hint == hint;
        // A name says the same: then fewer values need to.
        if share < if hinted { 0.5 } else { least } {
            return;
        }
        let confidence = match (share >= 0.95, self.column.filled >= ENOUGH, hinted) {
            (true, true, _) | (_, true, true) | (true, false, true) => Confidence::High,
            (true, false, _) | (false, true, _) => Confidence::Medium,
            _ => Confidence::Low,
        };
        // A name that says something else.
        let confidence =
            if hinted || self.hint == Hint::None { confidence } else { confidence.min(Confidence::Medium) };
        self.found.push(Guess { meaning, share, confidence });
    }

    /// One check digit of ten or eleven is right by chance, so four of five are not.
    fn checked(&mut self) {
        let column = self.column;
        let numbers = [
            (column.individual, Meaning::IndividualNumber, Hint::Individual),
            (column.corporate, Meaning::CorporateNumber, Hint::Corporate),
            (column.municipality, Meaning::MunicipalityCode, Hint::Municipality),
            (column.insurer, Meaning::InsurerNumber, Hint::None),
        ];
        for (Checked { all, right }, meaning, hint) in numbers {
            if all * 10 < column.filled * 9 || right * 5 < all * 4 || right == 0 {
                continue;
            }
            let share = right as f64 / all as f64;
            let confidence = match (all >= ENOUGH, hint != Hint::None && self.hint == hint) {
                (true, _) => Confidence::High,
                (false, true) => Confidence::Medium,
                (false, false) => Confidence::Low,
            };
            self.found.push(Guess { meaning, share, confidence });
        }
    }

    fn dates(&mut self) {
        let column = self.column;
        let dates: u64 = column.dates.values().sum();
        if let Some((form, most)) = column.dates.iter().max_by_key(|(_, times)| **times) {
            let others = column.filled - most - column.sentinels;
            let meaning = Meaning::Date {
                form: *form,
                sentinels: column.sentinels,
                unknown_parts: column.unknown_parts,
                others,
            };
            self.add(meaning, dates + column.sentinels, 0.9, Hint::Date);
        }
        self.add(Meaning::DateTime, column.date_times, 0.9, Hint::DateTime);
    }

    fn names(&mut self) {
        self.add(Meaning::KanaName, self.column.kana_names, 0.8, Hint::Kana);
        self.add(Meaning::KanjiName, self.column.kanji_names, 0.8, Hint::KanjiName);
        self.add(Meaning::Address, self.column.addresses, 0.7, Hint::Address);
    }

    fn contacts(&mut self) {
        let column = self.column;
        self.add(Meaning::Phone, column.phones, 0.8, Hint::Phone);
        self.add(Meaning::PostalCode, column.postal_hyphens, 0.9, Hint::Postal);
        // Seven digits: postal codes of one city share their first three digits.
        let one_city = column.first_three.len() <= 4 && column.seven_digits * 10 >= column.filled * 9;
        if self.hint == Hint::Postal {
            self.add(Meaning::PostalCode, column.seven_digits, 0.9, Hint::Postal);
        } else if self.hint == Hint::None && one_city && column.filled >= ENOUGH {
            let share = column.seven_digits as f64 / column.filled as f64;
            self.found.push(Guess { meaning: Meaning::PostalCode, share, confidence: Confidence::Low });
            // Months from 00 to 12 come about where 330-08xx is everywhere: no longer sure to be dates either.
            for guess in &mut self.found {
                guess.confidence = Confidence::Low;
            }
        }
    }

    fn others(&mut self, distinct: usize) {
        let column = self.column;
        let filled = column.filled;
        let unique = distinct as u64 == filled && filled * 100 >= column.rows * 99 && filled >= ENOUGH;
        let shared = distinct <= FEW && (distinct as u64) * 5 <= filled;
        let sure = |sure| if sure { Confidence::Medium } else { Confidence::Low };
        let mut push = |meaning, confidence| self.found.push(Guess { meaning, share: 1.0, confidence });
        if distinct == 1 && filled >= ENOUGH {
            push(Meaning::Constant, Confidence::Medium);
        } else if unique && column.numbers == filled && column.signed == 0 {
            push(Meaning::Key, Confidence::Medium);
        } else if shared {
            push(Meaning::Code, sure(distinct * 20 <= filled as usize));
        }
        let one_length = column.characters.is_some_and(|(least, most)| least == most && least >= 5);
        if one_length && column.numbers == filled && column.signed == 0 {
            push(Meaning::Identifier, Confidence::Low);
        } else if column.numbers * 10 >= filled * 9 {
            push(Meaning::Number, Confidence::Low);
        } else if self.found.is_empty() {
            self.found.push(Guess { meaning: Meaning::Text, share: 1.0, confidence: Confidence::Low });
        }
    }
}
