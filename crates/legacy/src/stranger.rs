//! Records that are written in another charset than the definition says.

use utsushi_text::Charset;

/// How many Japanese characters a record must have to be called UTF-8: nine bytes that are no cp932 and no EUC-JP by chance.
const ENOUGH: usize = 3;

/// Whether a record or a line is Japanese text in UTF-8: wholly valid, with at least three characters of U+3000–U+9FFF or
/// U+FF00–U+FFEF. Why that is hardly ever cp932: see [`looks_like_utf8`](crate::looks_like_utf8).
#[inline]
pub fn is_utf8_record(record: &[u8]) -> bool {
    let Some(first) = record.iter().position(|byte| *byte >= 0x80) else { return false };
    let Ok(text) = std::str::from_utf8(&record[first..]) else { return false };
    let japanese = |c: &char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    text.chars().filter(japanese).take(ENOUGH).count() == ENOUGH
}

/// Whether a record or a line that is no UTF-8 is text in cp932: wholly valid.
pub fn is_cp932_record(record: &[u8]) -> bool {
    std::str::from_utf8(record).is_err() && Charset::Cp932.decode_into(record, &mut String::new()).is_ok()
}

/// Whether a record holds a character of Shift_JIS's form that cp932 has and JIS's Shift_JIS has not: NEC's row 13, NEC's
/// selection of IBM's extensions, IBM's extensions.
pub fn holds_vendor_characters(record: &[u8]) -> bool {
    let mut rest = record;
    while let [first, after @ ..] = rest {
        rest = after;
        if !Charset::ShiftJis.is_lead_byte(*first) {
            continue;
        }
        let Some((second, after)) = after.split_first() else { return false };
        rest = after;
        let reads = |charset: Charset| charset.decode_into(&[*first, *second], &mut String::new()).is_ok();
        if matches!(first, 0x87 | 0xED | 0xEE | 0xFA..=0xFC)
            && reads(Charset::Cp932)
            && !reads(Charset::ShiftJis)
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cp932;

    #[test]
    fn records_are_told_by_what_they_can_be_alone() {
        let line = "0001,山田　太郎,ﾔﾏﾀﾞ";
        assert!(is_utf8_record(line.as_bytes()) && !is_cp932_record(line.as_bytes()));
        assert!(is_cp932_record(&cp932(line)) && !is_utf8_record(&cp932(line)));
        for ascii in [&b"0001,A"[..], b"", "é".as_bytes()] {
            assert!(!is_utf8_record(ascii) && !is_cp932_record(ascii));
        }
        assert!(!is_utf8_record(&cp932("ﾃｱﾃｲﾃｳ").repeat(9)));
    }

    #[test]
    fn only_pairs_that_cp932_alone_has_are_vendors_characters() {
        for vendor in ["①", "㈱", "髙", "﨑", "ⅰ"] {
            assert!(holds_vendor_characters(&cp932(vendor)), "{vendor}");
        }
        // 8187 is a pair of JIS X 0208; 87 as its second byte is no lead byte. F040 is a gaiji in both.
        for plain in [&b"\x81\x87@"[..], b"\xF0\x40", b"\x87", b"A\\~"] {
            assert!(!holds_vendor_characters(plain), "{plain:02X?}");
        }
    }
}
