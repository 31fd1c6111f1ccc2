//! The one text by which a value is compared.

use utsushi_layout::{Item, ItemType};
use utsushi_value::{parse_decimal, parse_integer, write_integer};

/// The text by which a value of `item` is compared: a plain number as the Parquet of a run holds it (no leading zeros,
/// decimals in the declared scale), everything else as it stands. A number with anything but ASCII digits, a minus and a
/// point, or one that the declared scale cannot hold, is compared as text. `buffer` holds what had to be written anew.
pub fn canonical<'v>(item: &Item, value: &'v str, buffer: &'v mut String) -> &'v str {
    if !item.kind.is_number() || value.is_empty() {
        return value;
    }
    let plain = value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.'));
    if !plain {
        return value;
    }
    buffer.clear();
    match item.kind {
        ItemType::Integer => match parse_integer(value) {
            Ok(number) => write_integer(number, buffer),
            Err(_) => return value,
        },
        _ => match parse_decimal(value, item.decimals) {
            Ok(number) => number.write(buffer),
            Err(_) => return value,
        },
    }
    buffer
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn a_number_is_its_number_and_a_code_is_its_text() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let of = |kind: ItemType| {
            standard.files().flat_map(|file| &file.items).find(|item| item.kind == kind).unwrap().clone()
        };
        let one = |item: &Item, value: &str| canonical(item, value, &mut String::new()).to_owned();
        let integer = of(ItemType::Integer);
        assert_eq!(one(&integer, "007"), "7");
        assert_eq!(one(&integer, "-0"), "0");
        assert_eq!(one(&integer, "1,234"), "1,234", "a comma is not what the standard writes");
        let mut decimal = of(ItemType::Decimal);
        decimal.decimals = 2;
        assert_eq!(one(&decimal, "1.5"), "1.50");
        assert_eq!(one(&decimal, "1.555"), "1.555", "nothing is rounded");
        assert_eq!(one(&of(ItemType::Digits), "007"), "007");
    }
}
