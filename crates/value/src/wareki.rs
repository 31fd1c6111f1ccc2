//! Dates written in eras, the way host systems and clerks write them: the reverse of [`read_date`](crate::read_date).

use crate::date::{PartialDate, push_two};
use crate::era::Era;

/// Appends `S550401`, with 00 for unknown parts. Writes nothing and returns false when the date has no era with a letter
/// (see [`Era::of`]).
pub fn write_era_letter(date: &PartialDate, out: &mut String) -> bool {
    let Some((era, year)) = Era::of(date) else {
        return false;
    };
    let Some(letter) = era.letter() else { return false };
    out.push(letter);
    push_digits(year, date, out);
    true
}

/// Appends `3550401`, with 00 for unknown parts. Writes nothing and returns false when the date has no era with a host code
/// (see [`Era::of`]).
pub fn write_era_digit(date: &PartialDate, out: &mut String) -> bool {
    let Some((era, year)) = Era::of(date) else {
        return false;
    };
    let Some(digit) = era.digit() else { return false };
    out.push(char::from(b'0' + digit));
    push_digits(year, date, out);
    true
}

/// Appends `昭和55年4月1日`, 元年 for year 1; unknown parts at the end are left out (`昭和20年3月`), an unknown month before a
/// known day is `不詳月`. Writes nothing and returns false when the date has no era (see [`Era::of`]).
pub fn write_era_kanji(date: &PartialDate, out: &mut String) -> bool {
    let Some((era, year)) = Era::of(date) else {
        return false;
    };
    out.push_str(era.kanji());
    match year {
        1 => out.push('元'),
        _ => push_short(year, out),
    }
    out.push('年');
    match (date.month, date.day) {
        (0, 0) => return true,
        (0, _) => out.push_str("不詳"),
        (month, _) => push_short(month, out),
    }
    out.push('月');
    if date.day != 0 {
        push_short(date.day, out);
        out.push('日');
    }
    true
}

fn push_digits(year: u8, date: &PartialDate, out: &mut String) {
    for part in [year, date.month, date.day] {
        push_two(u16::from(part), out);
    }
}

/// Appends a number below 100 without leading zeros.
fn push_short(number: u8, out: &mut String) {
    if number >= 10 {
        out.push(char::from(b'0' + number / 10 % 10));
    }
    out.push(char::from(b'0' + number % 10));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reading, read_date};

    const WRITERS: [fn(&PartialDate, &mut String) -> bool; 3] =
        [write_era_letter, write_era_digit, write_era_kanji];

    fn written(year: u16, month: u8, day: u8) -> [String; 3] {
        WRITERS.map(|write| {
            let mut text = String::new();
            write(&PartialDate::new(year, month, day).unwrap(), &mut text);
            text
        })
    }

    #[test]
    fn a_date_is_written_with_letter_digit_and_kanji() {
        // By hand.
        for ((year, month, day), expected) in [
            ((1980, 4, 1), ["S550401", "3550401", "昭和55年4月1日"]),
            ((2019, 5, 1), ["R010501", "5010501", "令和元年5月1日"]),
            ((1873, 1, 1), ["M060101", "1060101", "明治6年1月1日"]),
            ((1945, 3, 0), ["S200300", "3200300", "昭和20年3月"]),
            ((1945, 0, 0), ["S200000", "3200000", "昭和20年"]),
            ((1945, 0, 31), ["S200031", "3200031", "昭和20年不詳月31日"]),
            ((1866, 10, 30), ["", "", "慶応2年10月30日"]),
            ((1989, 0, 0), ["", "", ""]),
        ] {
            assert_eq!(written(year, month, day), expected);
        }
    }

    #[test]
    fn every_day_from_1873_to_2100_reads_back_as_itself_without_notes() {
        for year in 1873..=2100 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Ok(date) = PartialDate::new(year, month, day) else {
                        continue;
                    };
                    for write in WRITERS {
                        let mut text = String::new();
                        assert!(write(&date, &mut text), "{date:?}");
                        match read_date(&text) {
                            Ok(Reading::Date(read)) => {
                                assert_eq!(read.date, date, "{text}");
                                assert_eq!(read.notes, Default::default(), "{text}");
                            }
                            other => panic!("{text}: {other:?}"),
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_date_with_unknown_parts_that_has_one_era_reads_back_as_itself() {
        for year in 1861..=2100 {
            for (month, day) in (0..=12).flat_map(|month| [(month, 0), (0, month)]) {
                let date = PartialDate::new(year, month, day).unwrap();
                for write in WRITERS {
                    let mut text = String::new();
                    if write(&date, &mut text) {
                        assert!(
                            matches!(read_date(&text), Ok(Reading::Date(read)) if read.date == date),
                            "{text}"
                        );
                    }
                }
            }
        }
    }
}
