//! Forms that values are recognised by.

use super::DateForm;
use super::kinds::is_kanji;
use utsushi_text::is_half_width_kana;
use utsushi_value::{DateProblem, Reading, read_date};

/// What a value is as a date.
pub(super) enum AsDate {
    Date { form: DateForm, unknown_parts: bool },
    Sentinel,
    No,
}

pub(super) fn as_date(text: &str) -> AsDate {
    match read_date(text) {
        Ok(Reading::Date(read)) => match date_form(text) {
            Some(form) => AsDate::Date { form, unknown_parts: read.notes.unknown_parts },
            None => AsDate::No,
        },
        Ok(Reading::Sentinel(_)) => AsDate::Sentinel,
        Err(DateProblem::AmbiguousEra) if text.len() == 6 && text.get(2..).is_some_and(is_month_and_day) => {
            AsDate::Date { form: DateForm::TwoDigitYear, unknown_parts: false }
        }
        Ok(Reading::Blank) | Err(_) => AsDate::No,
    }
}

fn is_month_and_day(text: &str) -> bool {
    let part = |range| text.get(range).and_then(|part: &str| part.parse::<u8>().ok());
    matches!((part(0..2), part(2..4)), (Some(1..=12), Some(1..=31)))
}

fn date_form(text: &str) -> Option<DateForm> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let kanji = text.chars().any(is_kanji);
    match bytes {
        [b'0'..=b'9', ..] if digits == bytes.len() => match digits {
            7 => Some(DateForm::EraDigit),
            8 => Some(DateForm::Gregorian),
            _ => None,
        },
        [letter, rest @ ..] if letter.is_ascii_alphabetic() => match rest.iter().all(u8::is_ascii_digit) {
            true => Some(DateForm::EraLetter),
            false => Some(DateForm::EraLetterSeparated),
        },
        [b'0'..=b'9', ..] if kanji => Some(DateForm::GregorianKanji),
        [b'0'..=b'9', ..] => Some(DateForm::GregorianSeparated),
        _ => Some(DateForm::EraKanji),
    }
}

/// `YYYYMMDDhhmmss`.
pub(super) fn is_date_time(text: &str) -> bool {
    let part =
        |range, most| text.get(range).and_then(|part: &str| part.parse().ok()).is_some_and(|n: u8| n <= most);
    text.len() == 14
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(as_date(&text[..8]), AsDate::Date { unknown_parts: false, .. } | AsDate::Sentinel)
        && part(8..10, 23)
        && part(10..12, 59)
        && part(12..14, 59)
}

/// Katakana in both widths, in two parts at least.
pub(super) fn is_kana_name(text: &str) -> bool {
    let kana = |c: char| is_half_width_kana(c) || matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '-' | '゛' | '゜');
    let parts = text.split([' ', '\u{3000}']).filter(|part| !part.is_empty());
    text.chars().all(|c| matches!(c, ' ' | '\u{3000}') || kana(c)) && parts.count() >= 2
}

/// Kanji and kana in two parts, a space between them.
pub(super) fn is_kanji_name(text: &str) -> bool {
    let letter = |c: char| is_kanji(c) || matches!(c, 'ぁ'..='ゟ' | 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ');
    let mut parts = text.split('\u{3000}');
    let short = |part: Option<&str>| {
        part.is_some_and(|part| (1..=8).contains(&part.chars().count()) && part.chars().all(letter))
    };
    short(parts.next()) && short(parts.next()) && parts.next().is_none() && text.chars().any(is_kanji)
}

/// Kanji that addresses are made with, or a house number of full-width digits.
pub(super) fn is_address(text: &str) -> bool {
    let has = |set: &str| text.chars().any(|c| set.contains(c));
    let full_width_number = text.starts_with(|c| matches!(c, '０'..='９')) && has("番号地－");
    let places = "都道府県市区町村郡";
    full_width_number
        || (has(places) && (has("番丁号字") || text.chars().filter(|c| places.contains(*c)).count() > 1))
}

/// `0990-15-0486`, `0312345678`.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = text.bytes().filter(|byte| matches!(byte, b'-' | b'(' | b')')).count();
    // No area has a number that begins with 00: those are long numbers with leading zeros.
    text.starts_with(['0', '('])
        && !text.starts_with("00")
        && matches!(digits, 10 | 11)
        && digits + others == text.len()
}

/// `123-4567`; seven digits alone may be much else.
pub(super) fn is_postal_with_hyphen(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 8
        && bytes[3] == b'-'
        && bytes.iter().enumerate().all(|(at, byte)| at == 3 || byte.is_ascii_digit())
}

/// Digits, with a sign, commas and a decimal point.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_by_their_form() {
        for form in [
            DateForm::EraLetter,
            DateForm::EraDigit,
            DateForm::Gregorian,
            DateForm::GregorianSeparated,
            DateForm::EraLetterSeparated,
            DateForm::EraKanji,
            DateForm::GregorianKanji,
            DateForm::TwoDigitYear,
        ] {
            let AsDate::Date { form: found, .. } = as_date(form.example()) else { panic!("{form:?}") };
            assert_eq!(found, form);
        }
        assert!(matches!(as_date("99999999"), AsDate::Sentinel));
        assert!(matches!(as_date("山田"), AsDate::No));
        assert!(is_date_time("20240101235959") && !is_date_time("20240101245959"));
    }

    #[test]
    fn names_addresses_and_numbers_are_told_apart() {
        assert!(is_kana_name("ﾔﾏﾀﾞ ﾊﾅｺ") && is_kana_name("ヤマダ　ハナコ") && !is_kana_name("ﾔﾏﾀﾞ"));
        assert!(
            is_kanji_name("山田　はな子") && !is_kanji_name("架空県架空市") && !is_kanji_name("山田 花子")
        );
        assert!(is_address("架空県架空市") && is_address("２３番１４号") && !is_address("山田　花子"));
        assert!(!is_address("市民課窓口端末02"));
        assert!(is_phone("0990-15-0486") && !is_phone("1234567890") && !is_phone("0000000001"));
        assert!(is_postal_with_hyphen("123-4567") && !is_postal_with_hyphen("1234-567"));
        assert!(is_number("-1,234") && is_number("12-") && !is_number("-"));
    }
}
