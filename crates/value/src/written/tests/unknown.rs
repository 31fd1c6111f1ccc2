//! Unknown parts, approximate dates and intervals.

use super::*;

#[test]
fn month_or_day_zero_or_ninety_nine_is_unknown() {
    for (text, expected) in [
        ("S200000", (1945, 0, 0)),
        ("S209999", (1945, 0, 0)),
        ("S200300", (1945, 3, 0)),
        ("S20.00.00", (1945, 0, 0)),
        ("S20. 0. 0", (1945, 0, 0)),
        ("S20.3.99", (1945, 3, 0)),
        ("S200015", (1945, 0, 15)),
        ("19450099", (1945, 0, 0)),
        ("19459900", (1945, 0, 0)),
        ("19450300", (1945, 3, 0)),
        ("1945/03/00", (1945, 3, 0)),
    ] {
        assert_eq!((day(text), notes(text)), (expected, DateNotes { unknown_parts: true, ..NONE }), "{text}");
    }
}

#[test]
fn what_is_left_out_or_written_fusho_is_unknown() {
    for text in "昭和20年|昭和20年不詳|昭和20年不明|昭和20年月日不詳|昭和20年月日不明|昭和20年不詳月不詳日|\
         昭和20年不詳月日不詳|昭和20年月不詳日不詳|昭和20年月日|昭和20年　月　日|昭和20年00月00日|\
         S20.不詳.不詳|1945年|㍼20年"
        .split('|')
    {
        assert_eq!(
            (day(text), notes(text)),
            ((1945, 0, 0), DateNotes { unknown_parts: true, ..NONE }),
            "{text}"
        );
    }
    for text in "昭和20年3月|昭和20年3月不詳|昭和20年3月不詳日|昭和20年3月日不詳|昭和20年3月不明日|\
         昭和20年3月日|S20.3.不詳|1945年3月|昭和２０年３月　不詳　日"
        .split('|')
    {
        assert_eq!(
            (day(text), notes(text)),
            ((1945, 3, 0), DateNotes { unknown_parts: true, ..NONE }),
            "{text}"
        );
    }
    assert_eq!(day("昭和20年不詳月15日"), (1945, 0, 15));
}

#[test]
fn an_approximate_date_keeps_its_parts_and_says_so() {
    for (text, expected) in [
        ("昭和20年頃", (1945, 0, 0)),
        ("昭和20年ごろ", (1945, 0, 0)),
        ("昭和20年3月頃", (1945, 3, 0)),
        ("昭和20年3月上旬", (1945, 3, 0)),
        ("昭和20年3月中旬頃", (1945, 3, 0)),
        ("昭和20年3月1日頃", (1945, 3, 1)),
        ("推定昭和20年3月1日", (1945, 3, 1)),
        ("推定昭和20年3月1日頃", (1945, 3, 1)),
        ("昭和20年3月推定1日頃", (1945, 3, 1)),
        ("昭和20年推定3月", (1945, 3, 0)),
        ("昭和20年3月1日（推定）", (1945, 3, 1)),
        ("S20.3.1頃", (1945, 3, 1)),
        ("1945年頃", (1945, 0, 0)),
    ] {
        let unknown_parts = expected.1 == 0 || expected.2 == 0;
        let expected_notes = DateNotes { approximate: true, unknown_parts, ..NONE };
        assert_eq!((day(text), notes(text)), (expected, expected_notes), "{text}");
    }
}

#[test]
fn an_interval_keeps_what_both_ends_share() {
    for (text, expected) in [
        ("昭和20年1月1日から3月31日までの間", (1945, 0, 0)),
        ("昭和20年1月1日から昭和20年3月31日までの間", (1945, 0, 0)),
        ("昭和20年1月1日から20年3月31日までの間", (1945, 0, 0)),
        ("昭和20年3月1日から10日までの間", (1945, 3, 0)),
        ("昭和20年3月1日頃から同月10日頃までの間", (1945, 3, 0)),
        ("推定昭和20年3月1日から3月10日まで", (1945, 3, 0)),
        ("昭和20年3月1日から同年4月10日までの間", (1945, 0, 0)),
        ("昭和20年3月から4月までの間", (1945, 0, 0)),
        ("昭和20年3月1日から3月1日までの間", (1945, 3, 1)),
        ("S200301からS200310までの間", (1945, 3, 0)),
        ("1945年3月1日から3月10日までの間", (1945, 3, 0)),
        ("大正15年12月20日から昭和元年12月31日までの間", (1926, 12, 0)),
    ] {
        let unknown_parts = expected.2 == 0;
        let expected_notes = DateNotes { approximate: true, unknown_parts, ..NONE };
        assert_eq!((day(text), notes(text)), (expected, expected_notes), "{text}");
    }
    for text in ["昭和20年12月1日から昭和21年1月31日までの間", "昭和20年12月1日から21年1月31日までの間"]
    {
        assert_eq!(day(text), (1945, 0, 0));
        assert_eq!(
            notes(text),
            DateNotes { approximate: true, unknown_parts: true, year_uncertain: true, ..NONE }
        );
    }
}

#[test]
fn an_interval_that_is_none_is_an_error() {
    for text in "昭和20年3月31日から3月1日までの間|昭和20年3月1日から3月32日までの間|\
         昭和20年2月29日から3月1日までの間"
        .split('|')
    {
        assert_eq!(read_date(text), Err(DateProblem::NeverWas), "{text}");
    }
    for text in
        "昭和20年3月1日から|昭和20年3月1日から10日|昭和20年3月1日まで|から|昭和20年から000000まで".split('|')
    {
        assert_eq!(read_date(text), Err(DateProblem::NotADate), "{text}");
    }
}
