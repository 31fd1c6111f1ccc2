//! What people may see of a value.

use crate::Item;
use std::ops::Range;
use utsushi_text::shape_into;

/// Longest masked value, in characters: enough to recognise the form.
const LONGEST: usize = 40;

/// Whether values of items that are not sensitive are shown in clear (`--unmask`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Masking {
    /// Shape only, the offending part in clear.
    #[default]
    On,
    /// In clear, but for sensitive items.
    Off,
}

impl Masking {
    /// Appends `value` as it may be shown. `span` is the offending part, shown in clear unless the item is sensitive.
    pub fn show(self, item: &Item, value: &str, span: Option<Range<usize>>, out: &mut String) {
        let cut = value.char_indices().nth(LONGEST).map(|(at, _)| at);
        let end = cut.unwrap_or(value.len());
        let value = &value[..end];
        if self == Masking::Off && !item.sensitive {
            visible(value, out);
        } else {
            let parts = span.filter(|span| !item.sensitive && span.end <= end).and_then(|span| {
                Some((value.get(..span.start)?, value.get(span.clone())?, value.get(span.end..)?))
            });
            match parts {
                Some((before, clear, after)) => {
                    shape_into(before, out);
                    visible(clear, out);
                    shape_into(after, out);
                }
                None => shape_into(value, out),
            }
        }
        if cut.is_some() {
            out.push('…');
        }
    }
}

/// Appends the shape of `value`, whatever is to be shown of others: it belongs to a person under 支援措置.
pub(crate) fn hide(value: &str, out: &mut String) {
    let cut = value.char_indices().nth(LONGEST).map(|(at, _)| at);
    shape_into(&value[..cut.unwrap_or(value.len())], out);
    if cut.is_some() {
        out.push('…');
    }
}

/// Control characters as their pictures (␀, ␉ …): a list for people holds none.
fn visible(value: &str, out: &mut String) {
    out.extend(value.chars().map(|character| match character as u32 {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('␀'),
        0x7f => '␡',
        0x80..=0x9f => '\u{fffd}',
        _ => character,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Library;

    fn shown(masking: Masking, item: &str, value: &str, span: Option<Range<usize>>) -> String {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let file = standard.file("01.resident").unwrap();
        let mut out = String::new();
        masking.show(&file.items[file.item_index(item).unwrap()], value, span, &mut out);
        out
    }

    #[test]
    fn only_the_offending_part_is_in_clear_and_nothing_of_a_sensitive_item() {
        assert_eq!(shown(Masking::On, "name", "山田\0花", Some(6..7)), "漢漢␀漢");
        assert_eq!(shown(Masking::Off, "name", "山田\t花", None), "山田␉花");
        assert_eq!(shown(Masking::Off, "individual_number", "123456789018", None), "999999999999");
    }

    #[test]
    fn a_long_value_is_cut_with_a_mark() {
        assert_eq!(shown(Masking::On, "address", &"町".repeat(41), None), "漢".repeat(40) + "…");
    }
}
