use super::Fault;
use utsushi_findings::{Detail, ITM003, NUM002};
use utsushi_layout::{Item, ItemType};
use utsushi_value::{parse_decimal, parse_integer, write_integer};

/// ITM003, NUM002: the characters that the item's type allows; numbers in their standard form.
#[inline]
pub(crate) fn check(value: &str, item: &Item) -> Result<(), Fault> {
    let fits = match item.kind {
        // A code is compared with its table, a date with the calendar.
        ItemType::Text | ItemType::Code | ItemType::Date => return Ok(()),
        ItemType::Digits => value.bytes().all(|b| b.is_ascii_digit()),
        ItemType::Ascii => value.bytes().all(|b| (0x20..0x7f).contains(&b)),
        ItemType::Kana => value.chars().all(is_kana),
        ItemType::Integer => {
            let mut standard = String::new();
            return match parse_integer(value) {
                Ok(number) => {
                    write_integer(number, &mut standard);
                    number_form(value == standard)
                }
                Err(_) => number_form(false),
            };
        }
        ItemType::Decimal => {
            let mut standard = String::new();
            return match parse_decimal(value, item.decimals) {
                Ok(number) => {
                    number.write(&mut standard);
                    number_form(value == standard)
                }
                Err(_) => number_form(false),
            };
        }
    };
    if fits { Ok(()) } else { Err(Fault::new(&ITM003, Detail::Text(item.kind.name().into()))) }
}

fn number_form(fits: bool) -> Result<(), Fault> {
    if fits { Ok(()) } else { Err(Fault::new(&NUM002, Detail::None)) }
}

/// Full-width katakana, the long vowel mark, iteration marks, middle dot, and what stands between names. Letters
/// occur in the kana names of foreign residents.
fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{30a1}'..='\u{30fe}' | '\u{31f0}'..='\u{31ff}' | '\u{309b}' | '\u{309c}' | '\u{3000}'
        | '－' | '．' | '，' | '’' | '（' | '）' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９')
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn item(slug: &str, kind: ItemType) -> Item {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let file = standard.file("01.resident").unwrap();
        Item { kind, decimals: 2, ..file.items[file.item_index(slug).unwrap()].clone() }
    }

    #[test]
    fn each_type_takes_its_characters() {
        for (kind, good, bad) in [
            (ItemType::Digits, "0012", "１２"),
            (ItemType::Ascii, "A-1 ", "Ａ"),
            (ItemType::Kana, "ヤマダ　タロウー", "ﾔﾏﾀﾞ"),
            (ItemType::Kana, "ヴァン・ダイク", "やまだ"),
            (ItemType::Integer, "-120", "0120"),
            (ItemType::Decimal, "12.30", "12.3"),
        ] {
            let item = item("name", kind);
            assert!(check(good, &item).is_ok(), "{good}");
            assert!(check(bad, &item).is_err(), "{bad}");
        }
    }
}
