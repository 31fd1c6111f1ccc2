//! Eras: their names, their borders, and the lunar calendar before 1873.

use super::*;

#[test]
fn year_one_of_an_era_is_gannen() {
    for text in "R010501|5010501|令和元年5月1日|令元.5.1|R元.5.1|R 1.5.1|㋿1.5.1|令和1年5月1日".split('|')
    {
        assert_eq!((day(text), notes(text)), ((2019, 5, 1), NONE), "{text}");
    }
    assert_eq!(read_date("元年5月1日"), Err(DateProblem::AmbiguousEra));
    assert_eq!(read_date("1980元年5月1日"), Err(DateProblem::NotADate));
}

#[test]
fn each_era_has_its_letter_digit_kanji_and_square() {
    for (texts, era, year) in [
        (["M330101", "1330101", "明33.1.1", "明治33年1月1日", "㍾33.1.1"], Era::Meiji, 1900),
        (["T100101", "2100101", "大10.1.1", "大正10年1月1日", "㍽10.1.1"], Era::Taisho, 1921),
        (["S200101", "3200101", "昭20.1.1", "昭和20年1月1日", "㍼20.1.1"], Era::Showa, 1945),
        (["H010801", "4010801", "平1.8.1", "平成元年8月1日", "㍻1.8.1"], Era::Heisei, 1989),
        (["R060101", "5060101", "令6.1.1", "令和6年1月1日", "㋿6.1.1"], Era::Reiwa, 2024),
    ] {
        for text in texts {
            let read = read(text);
            assert_eq!((read.era, read.date.year, read.notes), (Some(era), year, NONE), "{text}");
        }
    }
}

#[test]
fn wareki_year_after_era_end_is_kept_with_a_warning() {
    for (text, expected) in [
        ("S640108", (1989, 1, 8)),
        ("H310501", (2019, 5, 1)),
        ("M450731", (1912, 7, 31)),
        ("T151226", (1926, 12, 26)),
        ("S990101", (2024, 1, 1)),
        ("3650000", (1990, 0, 0)),
        ("昭和64年2月", (1989, 2, 0)),
    ] {
        assert_eq!(day(text), expected, "{text}");
        assert!(notes(text).out_of_era && !notes(text).before_era, "{text}");
    }
}

#[test]
fn wareki_day_before_era_begin_is_kept_with_a_warning() {
    for (text, expected) in [
        ("S010101", (1926, 1, 1)),
        ("T010729", (1912, 7, 29)),
        ("H010107", (1989, 1, 7)),
        ("R010430", (2019, 4, 30)),
        ("令和元年4月", (2019, 4, 0)),
    ] {
        assert_eq!(day(text), expected, "{text}");
        assert!(notes(text).out_of_era && notes(text).before_era, "{text}");
    }
}

#[test]
fn a_day_that_two_eras_share_is_right_in_both() {
    for (text, expected) in [
        ("M450730", (1912, 7, 30)),
        ("T010730", (1912, 7, 30)),
        ("T151225", (1926, 12, 25)),
        ("S011225", (1926, 12, 25)),
        ("S640107", (1989, 1, 7)),
        ("H010108", (1989, 1, 8)),
        ("H310430", (2019, 4, 30)),
    ] {
        assert_eq!((day(text), notes(text)), (expected, NONE), "{text}");
    }
}

#[test]
fn unknown_parts_at_an_era_border_are_out_of_era_only_if_surely_so() {
    for text in "昭和64年|S640100|平成31年|H310400|昭和元年|S011200|T010700|S640007".split('|') {
        assert_eq!(notes(text), DateNotes { unknown_parts: true, ..NONE }, "{text}");
    }
    for text in ["S640200", "S650000", "H310500", "S011100", "S640008"] {
        assert!(notes(text).out_of_era, "{text}");
    }
}

#[test]
fn before_meiji_6_the_year_is_converted_and_month_and_day_stay_lunar() {
    // 文久元年 is 1861, 慶応元年 1865, 明治元年 1868.
    for (text, expected) in [
        ("M050101", (1872, 1, 1)),
        ("明治5年12月2日", (1872, 12, 2)),
        ("1050230", (1872, 2, 30)),
        ("明治元年1月1日", (1868, 1, 1)),
        ("慶応元年4月7日", (1865, 4, 7)),
        ("慶應3年10月14日", (1867, 10, 14)),
        ("慶2.3.4", (1866, 3, 4)),
        ("慶応4年9月7日", (1868, 9, 7)),
        ("文久元年2月19日", (1861, 2, 19)),
        ("18500101", (1850, 1, 1)),
    ] {
        assert_eq!((day(text), notes(text)), (expected, DateNotes { lunar: true, ..NONE }), "{text}");
    }
    assert_eq!(notes("M060101"), NONE);
    assert_eq!(read_date("M050131"), Err(DateProblem::NeverWas));
    assert_eq!(read_date("慶応3年13月1日"), Err(DateProblem::NeverWas));
}

#[test]
fn the_days_skipped_at_the_end_of_meiji_5_are_a_gap() {
    for text in ["M051203", "M051231", "明治5年12月3日", "1051215"] {
        assert_eq!(read_date(text), Err(DateProblem::CalendarGap), "{text}");
    }
    assert_eq!(day("M051200"), (1872, 12, 0));
    assert_eq!(read_date("M051232"), Err(DateProblem::NeverWas));
}

#[test]
fn a_leap_month_keeps_its_number_and_exists_only_where_it_was() {
    let leap = DateNotes { lunar: true, leap_month: true, ..NONE };
    for (text, expected) in [
        ("明治3年閏10月5日", (1870, 10, 5)),
        ("明3.閏10.5", (1870, 10, 5)),
        ("慶応元年閏5月1日", (1865, 5, 1)),
        ("慶応4年閏4月29日", (1868, 4, 29)),
        ("文久2年閏8月1日", (1862, 8, 1)),
    ] {
        assert_eq!((day(text), notes(text)), (expected, leap), "{text}");
    }
    for text in ["明治3年閏9月5日", "明治4年閏10月5日", "昭和55年閏4月1日"] {
        assert_eq!(read_date(text), Err(DateProblem::NeverWas), "{text}");
    }
}

#[test]
fn an_era_that_is_not_known_here_is_named_so() {
    for text in
        "6550401|0550401|9010101|X550401|Ｗ550401|安政2年3月1日|元治元年3月1日|明和5年1月1日".split('|')
    {
        assert_eq!(read_date(text), Err(DateProblem::UnknownEra), "{text}");
    }
}
