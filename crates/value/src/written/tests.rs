//! The forms and the rules of `read_date`; lists of forms are separated by `|`. Expected values are worked by hand, from DOMAIN.md "Dates".

mod eras;
mod forms;
mod unknown;

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> ReadDate {
    match read_date(text) {
        Ok(Reading::Date(read)) => read,
        other => panic!("{text}: {other:?}"),
    }
}

fn day(text: &str) -> (u16, u8, u8) {
    let date = read(text).date;
    (date.year, date.month, date.day)
}

fn notes(text: &str) -> DateNotes {
    read(text).notes
}

const NONE: DateNotes = DateNotes {
    out_of_era: false,
    before_era: false,
    lunar: false,
    leap_month: false,
    unknown_parts: false,
    approximate: false,
    year_uncertain: false,
};

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in ".*") {
        let _ = read_date(&text);
    }

    #[test]
    fn anything_made_of_the_words_of_dates_is_read_without_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "昭和", "S", "明治", "明", "慶応", "㍼", "元", "年", "月", "日", "頃", "推定", "から", "まで", "の間", "不詳", "閏", "同月", "同年",
                "上旬", "西暦", ".", "/", "-", " ", "　", "0", "1", "3", "5", "10", "12", "20", "31", "55", "99", "1980", "９", "550401",
            ]),
            0..14,
        )
    ) {
        if let Ok(Reading::Date(read)) = read_date(&words.concat()) {
            prop_assert_eq!(read.notes.unknown_parts, !read.date.is_complete());
            prop_assert_eq!(PartialDate::new(read.date.year, read.date.month, read.date.day), Ok(read.date));
            prop_assert!(read.notes.out_of_era || !read.notes.before_era);
        }
    }

    #[test]
    fn full_width_reads_like_half_width(text in "[MTSHRmtshr]?[0-9./-]{5,10}") {
        let wide: String = text.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect();
        prop_assert_eq!(read_date(&wide), read_date(&text));
    }
}
