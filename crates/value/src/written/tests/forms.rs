//! Which forms are read, and which are refused.

use super::*;

#[test]
fn every_way_to_write_a_day_of_an_era_is_read() {
    for text in "S550401|s550401|Ｓ５５０４０１|S 550401| S550401　|3550401|３５５０４０１|昭550401|㍼550401|\
         S55.4.1|S55.04.01|S55. 4. 1|S55 . 4 . 1| S55. 4. 1|S55/04/01|S55-4-1|S55 4 1|S55・4・1|\
         昭55.4.1|昭５５．４．１|昭和55.4.1|㍼55.4.1|S５５／４／１|S55－4－1|S55\u{2212}4\u{2212}1|\
         昭和５５年４月１日|昭和55年4月1日|昭和55年04月01日|昭和 55年 4月 1日|\
         昭和　55 年　4 月　1 日|㍼55年4月1日|S55年4月1日"
        .split('|')
    {
        assert_eq!(
            (day(text), read(text).era, notes(text)),
            ((1980, 4, 1), Some(Era::Showa), NONE),
            "{text}"
        );
    }
}

#[test]
fn every_way_to_write_a_day_of_the_common_era_is_read() {
    for text in "19800401|１９８００４０１| 19800401|1980/4/1|1980/04/01|1980-04-01|1980.4.1|1980年4月1日|\
         １９８０年４月１日|1980. 4. 1|1980 4 1|西暦1980年4月1日|西暦19800401"
        .split('|')
    {
        assert_eq!((day(text), read(text).era, notes(text)), ((1980, 4, 1), None, NONE), "{text}");
    }
}

#[test]
fn blank_is_nothing_but_spaces() {
    for text in ["", " ", "        ", "　", " 　 "] {
        assert_eq!(read_date(text), Ok(Reading::Blank));
    }
}

#[test]
fn zeros_and_nines_are_sentinels_and_left_to_the_caller() {
    for text in
        "000000|0000000|00000000|S000000|3000000|0000/00/00|0000-00-00|00.00.00|０００００００| 00000000 |\
         S00.00.00"
            .split('|')
    {
        assert_eq!(read_date(text), Ok(Reading::Sentinel(Sentinel::Zeros)), "{text}");
    }
    for text in "999999|9999999|99999999|H999999|R999999|4999999|5999999|R99.99.99|9999/99/99|\
         ９９９９９９９９"
        .split('|')
    {
        assert_eq!(read_date(text), Ok(Reading::Sentinel(Sentinel::Nines)), "{text}");
    }
    for text in ["0", "00000", "000000000", "99999", "999999999"] {
        assert_eq!(read_date(text), Err(DateProblem::NotADate), "{text}");
    }
}

#[test]
fn nines_behind_showa_are_a_year_out_of_era() {
    assert_eq!(day("S999999"), (2024, 0, 0));
    assert_eq!(notes("S999999"), DateNotes { out_of_era: true, unknown_parts: true, ..NONE });
}

#[test]
fn a_date_that_never_was_is_an_error_and_not_an_unknown() {
    for text in "19450229|S200229|昭和20年2月29日|S551301|S550431|19801301|1980/4/31|19000229|S000401|\
         昭和0年4月1日|S550132|M060229|S20.0.32"
        .split('|')
    {
        assert_eq!(read_date(text), Err(DateProblem::NeverWas), "{text}");
    }
    assert_eq!(day("20000229"), (2000, 2, 29));
}

#[test]
fn two_digits_of_a_year_need_an_era() {
    for text in "550401|５５０４０１|55.4.1|55/04/01|55年4月1日|1-4-1|995959".split('|') {
        assert_eq!(read_date(text), Err(DateProblem::AmbiguousEra), "{text}");
    }
}

#[test]
fn common_era_years_are_1800_to_2999() {
    for text in ["17991231", "30000101", "0980/4/1", "99991231"] {
        assert_eq!(read_date(text), Err(DateProblem::NotADate), "{text}");
    }
    assert_eq!(day("18000101"), (1800, 1, 1));
    assert_eq!(day("29991231"), (2999, 12, 31));
}

#[test]
fn what_is_cut_off_or_spaced_apart_is_not_guessed() {
    for text in "S|S5|S55|S5504|S55040|S5504011|S19800401|1980|1980/4|1980/4/|S55.4|S55..|S55.4/1|S55.4.1.|\
         1980 401|S55 401|S5504 1|S 10501|昭和|昭和55|昭和55年4|昭和55年4月1|昭和年4月1日|\
         昭和55年4月1日です|昭和55年1日|昭和101年1月1日|S100.1.1|198.4.1|昭和1980年4月1日|不詳|不明|\
         年月日|頃|推定|abc|①|1980年4月1日 12:00|昭和55年閏|昭和五十五年四月一日|\u{0}|S550401\u{0}"
        .split('|')
    {
        assert_eq!(read_date(text), Err(DateProblem::NotADate), "{text}");
    }
}
