//! CP932 by the table that glibc's iconv made (crates/text/tests/oracles), not by our own code.

use std::collections::HashMap;
use std::sync::OnceLock;

const CELLS: &str = include_str!("../../crates/text/tests/oracles/cp932-cells.txt");

struct Table {
    characters: HashMap<[u8; 2], char>,
    bytes: HashMap<char, [u8; 2]>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { characters: HashMap::new(), bytes: HashMap::new() };
        for line in CELLS.lines().filter(|line| !line.starts_with('#')) {
            let lead = u8::from_str_radix(&line[..2], 16).unwrap();
            for (trail, character) in (0x40..=0xfc).zip(line[3..].chars()) {
                if character != '\u{fffd}' {
                    table.characters.insert([lead, trail], character);
                    table.bytes.entry(character).or_insert([lead, trail]);
                }
            }
        }
        table
    })
}

/// The bytes of a text; a character that CP932 lacks is a mistake of the test.
pub fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match character {
            '\0'..='\x7f' => bytes.push(character as u8),
            '｡'..='ﾟ' => bytes.push((character as u32 - 0xff61 + 0xa1) as u8),
            _ => bytes.extend(
                table().bytes.get(&character).unwrap_or_else(|| panic!("{character} is not in CP932")),
            ),
        }
    }
    bytes
}

/// The text of bytes; U+FFFD for what is no character.
pub fn decode(bytes: &[u8]) -> String {
    let (mut text, mut rest) = (String::new(), bytes);
    while let [first, after @ ..] = rest {
        rest = after;
        text.push(match first {
            0..=0x7f => char::from(*first),
            0xa1..=0xdf => char::from_u32(u32::from(*first) - 0xa1 + 0xff61).unwrap(),
            _ => match after.first().and_then(|trail| table().characters.get(&[*first, *trail])) {
                Some(character) => {
                    rest = &after[1..];
                    *character
                }
                None => '\u{fffd}',
            },
        });
    }
    text
}
