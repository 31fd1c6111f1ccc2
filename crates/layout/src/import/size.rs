//! What a specification says of an item's type and size: `9(8)`, `X(20)`, `N(40)`, `数値` and 15, `Ｎ` and `２０桁`.

use super::profile::{Profile, is_one, plain};
use crate::ItemType;

/// A type as written: numbers are told apart only with the item's name and code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Written {
    Known(ItemType),
    Number,
}

/// Type and size as far as the cells say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Size {
    pub kind: Option<Written>,
    pub digits: Option<u32>,
    pub decimals: u32,
    pub signed: bool,
}

/// Reads the type cell; `Err` where it says something that is not understood.
pub(super) fn kind(text: &str, profile: &Profile) -> Result<Size, ()> {
    if text.trim().is_empty() {
        return Ok(Size::default());
    }
    if let Some(size) = picture(text) {
        return Ok(size);
    }
    let types = &profile.types;
    let known = [
        (&types.text, Written::Known(ItemType::Text)),
        (&types.kana, Written::Known(ItemType::Kana)),
        (&types.ascii, Written::Known(ItemType::Ascii)),
        (&types.number, Written::Number),
        (&types.decimal, Written::Known(ItemType::Decimal)),
        (&types.date, Written::Known(ItemType::Date)),
        (&types.code, Written::Known(ItemType::Code)),
    ];
    let found = known.into_iter().find(|(words, _)| is_one(text, words)).ok_or(())?;
    Ok(Size { kind: Some(found.1), ..Size::default() })
}

/// Reads the size cell: `15`, `１５桁`, `9(8)`, `5,2` (five digits, two of them decimals).
pub(super) fn digits(text: &str) -> Result<Size, ()> {
    let text = plain(text);
    if text.is_empty() || text == "-" {
        return Ok(Size::default());
    }
    if let Some(size) = picture(&text) {
        return Ok(size);
    }
    let bare =
        text.trim_end_matches("以内").trim_end_matches(['桁', '文', '字', '内']).trim_end_matches("バイト");
    let bare = bare.trim_start_matches("最大");
    let (whole, decimals) = match bare.split_once([',', '.']) {
        Some((whole, decimals)) => (whole, decimals.parse().map_err(|_| ())?),
        None => (bare, 0),
    };
    let digits: u32 = whole.parse().map_err(|_| ())?;
    if digits == 0 || digits > 100_000 || decimals >= digits {
        return Err(());
    }
    Ok(Size { digits: Some(digits), decimals, ..Size::default() })
}

/// A COBOL picture: `S9(7)V9(2)`, `X(20)`, `N(40)`.
fn picture(text: &str) -> Option<Size> {
    let text = plain(text);
    let (signed, text) = match text.strip_prefix('s') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (kind, rest) = match text.chars().next()? {
        '9' => (Written::Number, &text[1..]),
        'x' => (Written::Known(ItemType::Ascii), &text[1..]),
        'n' | 'k' => (Written::Known(ItemType::Text), &text[1..]),
        _ => return None,
    };
    let (whole, rest) = rest.strip_prefix('(')?.split_once(')')?;
    let whole: u32 = whole.parse().ok()?;
    let decimals: u32 = match rest {
        "" => 0,
        rest => {
            let part = rest.strip_prefix("v9").or_else(|| rest.strip_prefix(".9"))?;
            match part {
                "" => 1,
                part => part.strip_prefix('(')?.strip_suffix(')')?.parse().ok()?,
            }
        }
    };
    if whole == 0 || whole > 100_000 || decimals > 18 {
        return None;
    }
    Some(Size { kind: Some(kind), digits: Some(whole + decimals), decimals, signed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_say_type_and_size() {
        let size = picture("Ｓ９（７）Ｖ９（２）").unwrap();
        assert_eq!(
            (size.kind, size.digits, size.decimals, size.signed),
            (Some(Written::Number), Some(9), 2, true)
        );
        assert_eq!(picture("N(40)").unwrap().kind, Some(Written::Known(ItemType::Text)));
        assert_eq!(picture("X(20)").unwrap().digits, Some(20));
        for wrong in ["X", "X()", "X(0)", "9(8", "Z(3)", "9(8)x"] {
            assert_eq!(picture(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_are_read_in_any_width() {
        assert_eq!(digits("１５桁").unwrap().digits, Some(15));
        assert_eq!(digits("20").unwrap().digits, Some(20));
        assert_eq!(digits("最大20文字以内").unwrap().digits, Some(20));
        assert_eq!((digits("9,2").unwrap().digits, digits("9,2").unwrap().decimals), (Some(9), 2));
        assert_eq!(digits("-").unwrap(), Size::default());
        for wrong in ["可変", "0", "2,5", "15〜20"] {
            assert_eq!(digits(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn types_are_the_profiles_words() {
        let profile = Profile::load("chukan").unwrap();
        assert_eq!(kind("半角英数字", &profile).unwrap().kind, Some(Written::Known(ItemType::Ascii)));
        assert_eq!(kind("数 値", &profile).unwrap().kind, Some(Written::Number));
        assert_eq!(kind("", &profile), Ok(Size::default()));
        assert_eq!(kind("謎の型", &profile), Err(()));
    }
}
