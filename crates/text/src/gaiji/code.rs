//! Vendors' codes of gaiji, and the private characters they are read as.

use crate::is_private_use;

/// The private character that a vendor's code stands for: a user-defined cell of CP932 (`F040`–`F9FC`, which are U+E000–E757),
/// or a private character of Unicode (`U+E000`, `U+F0000`).
pub fn parse_vendor_code(text: &str) -> Option<char> {
    let upper = text.to_ascii_uppercase();
    let is_hex =
        |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(code) = upper.strip_prefix("U+") {
        let character =
            is_hex(code).then(|| u32::from_str_radix(code, 16).ok()).flatten().and_then(char::from_u32)?;
        return is_private_use(character).then_some(character);
    }
    let cell = upper.strip_prefix("0X").unwrap_or(&upper);
    if cell.len() != 4 || !is_hex(cell) {
        return None;
    }
    let code = u32::from_str_radix(cell, 16).ok()?;
    let (lead, trail) = (code >> 8, code & 0xFF);
    let place = match trail {
        0x40..=0x7E => trail - 0x40,
        0x80..=0xFC => trail - 0x41,
        _ => return None,
    };
    (0xF0..=0xF9).contains(&lead).then(|| char::from_u32(0xE000 + (lead - 0xF0) * 188 + place)).flatten()
}

/// A private character as tables and worksheets write it: the cell of CP932 that is read as it, else `U+E758`.
pub fn vendor_code(character: char) -> String {
    let code = character as u32;
    match code {
        0xE000..=0xE757 => {
            let (row, cell) = ((code - 0xE000) / 188, (code - 0xE000) % 188);
            let trail = if cell < 63 { 0x40 + cell } else { 0x41 + cell };
            format!("{:02X}{trail:02X}", 0xF0 + row)
        }
        _ => format!("U+{code:04X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Charset;

    #[test]
    fn every_user_defined_cell_is_named_as_it_is_read() {
        for character in '\u{E000}'..='\u{E757}' {
            let code = vendor_code(character);
            assert_eq!(parse_vendor_code(&code), Some(character));
            let bytes = u16::from_str_radix(&code, 16).unwrap().to_be_bytes();
            let mut text = String::new();
            Charset::Cp932.decode_into(&bytes, &mut text).unwrap();
            assert_eq!(text, character.to_string());
        }
    }

    #[test]
    fn other_codes_are_no_gaiji() {
        assert_eq!(parse_vendor_code("u+f0000"), Some('\u{F0000}'));
        assert_eq!(vendor_code('\u{F0000}'), "U+F0000");
        for text in ["", "F07F", "F03F", "FA40", "889F", "U+4E00", "U+D800", "U+110000", "E000", "外"] {
            assert_eq!(parse_vendor_code(text), None, "{text}");
        }
    }
}
