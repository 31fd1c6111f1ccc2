//! Lines in different charsets.

use crate::Sample;
use utsushi_text::Charset;

/// A line with so many Japanese characters of UTF-8 is no cp932 by chance.
const ENOUGH: usize = 3;

/// How many lines are in UTF-8 and how many in cp932, if there are both. Lines that were cut by what was read do not count.
pub(super) fn mixed(parts: &[&[u8]], sample: &Sample) -> Option<(u64, u64)> {
    let (mut utf8, mut cp932) = (0, 0);
    for (nth, part) in parts.iter().enumerate() {
        let mut lines: Vec<&[u8]> = part.split(|byte| *byte == b'\n').collect();
        if nth > 0 {
            lines.remove(0);
        }
        if !(nth == 0 && sample.complete()) {
            lines.pop();
        }
        for line in lines {
            match std::str::from_utf8(line) {
                Ok(text) => {
                    let japanese = |c: &char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
                    utf8 += u64::from(text.chars().filter(japanese).take(ENOUGH).count() == ENOUGH);
                }
                Err(_) => {
                    cp932 += u64::from(Charset::Cp932.decode_into(line, &mut String::new()).is_ok());
                }
            }
        }
    }
    (utf8 > 0 && cp932 > 0).then_some((utf8, cp932))
}
