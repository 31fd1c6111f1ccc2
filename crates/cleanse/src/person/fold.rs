//! Text folded for comparison, and never for output: what differs only by how it was written becomes alike.

use std::cell::RefCell;
use std::collections::HashMap;
use utsushi_text::mj::spelled;
use utsushi_text::shrink::family;
use utsushi_text::{ascii_to_half_width, fold_for_matching};

thread_local! {
    /// Characters that this thread has folded before.
    static KNOWN: RefCell<HashMap<String, char>> = RefCell::default();
}

fn is_space(character: char) -> bool {
    character == '\u{3000}' || character.is_ascii_whitespace()
}

/// Appends a name folded: each kanji as the first of its family of variants (source: MJ縮退マップ), letters half-width and
/// capital, katakana and hiragana folded like readings; every run of spaces as one ASCII space.
pub fn fold_name(name: &str, out: &mut String) {
    let mut half = String::new();
    ascii_to_half_width(name, &mut half);
    let mut parts = half.split(is_space).filter(|part| !part.is_empty());
    if let Some(first) = parts.next() {
        fold_part(first, out);
    }
    for part in parts {
        out.push(' ');
        fold_part(part, out);
    }
}

fn fold_part(part: &str, out: &mut String) {
    if part.is_ascii() {
        out.extend(part.chars().map(|character| character.to_ascii_uppercase()));
        return;
    }
    for one in spelled(part) {
        let base = one.text.chars().next().unwrap_or(' ');
        if ('\u{3041}'..='\u{30FF}').contains(&base) || ('\u{FF66}'..='\u{FF9F}').contains(&base) {
            // Kana of a name, with the marks that belong to it.
            fold_for_matching(one.text, out);
        } else if base.is_ascii() {
            out.push(base.to_ascii_uppercase());
        } else {
            let folded = KNOWN.with_borrow_mut(|known| match known.get(one.text) {
                Some(folded) => *folded,
                None => {
                    let folded = family(one.text, one.glyph);
                    known.insert(one.text.to_owned(), folded);
                    folded
                }
            });
            out.push(folded);
        }
    }
}

/// Appends a reading folded by the spelling of old systems, part by part with an ASCII space between.
pub fn fold_reading(reading: &str, out: &mut String) {
    let mut half = String::new();
    for part in reading.split(is_space).filter(|part| !part.is_empty()) {
        half.clear();
        ascii_to_half_width(part, &mut half);
        if !out.is_empty() {
            out.push(' ');
        }
        if half.is_ascii() {
            out.extend(half.chars().map(|character| character.to_ascii_uppercase()));
        } else {
            fold_for_matching(&half, out);
        }
    }
}

/// A number of which glyphs a name is written with: names with the same glyphs have the same, whatever their code points.
pub fn glyphs_of(name: &str) -> u32 {
    // FNV-1a: a collision only makes a reason say "the same glyphs" for variants of one name.
    let mut hash = 0x811C_9DC5u32;
    for one in spelled(name) {
        let base = one.text.chars().next().unwrap_or(' ');
        if !is_space(base) {
            let code = one.glyph.map_or(base as u32, |glyph| 0x8000_0000 | glyph.mj());
            code.to_le_bytes()
                .iter()
                .for_each(|byte| hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        }
    }
    hash
}

/// A written address folded: the town, and behind it the numbers with hyphens between. What stands before and in the name of the
/// municipality goes, since one system writes it and another does not; 丁目 in kanji are numbers, 番地 号 の are hyphens.
///
/// The building (方書) is no part of it. Empty where nothing is left.
pub fn fold_address(address: &str, municipality: &str) -> (String, String) {
    let mut half = String::new();
    ascii_to_half_width(address, &mut half);
    let rest = match half.split_once(municipality) {
        Some((_, rest)) if !municipality.is_empty() => rest,
        _ => &half,
    };
    let characters: Vec<char> = rest.chars().filter(|character| !is_space(*character)).collect();
    let (mut town, mut numbers) = (String::new(), String::new());
    let mut at = 0;
    while at < characters.len() {
        let character = characters[at];
        let before_chome = chome(&characters[at..]);
        if let Some((number, used)) = before_chome {
            push_number(&mut numbers, &number.to_string());
            at += used;
        } else if character.is_ascii_digit() {
            let end = characters[at..]
                .iter()
                .position(|c| !c.is_ascii_digit())
                .map_or(characters.len(), |n| at + n);
            let digits: String = characters[at..end].iter().collect();
            push_number(&mut numbers, digits.trim_start_matches('0'));
            at = end;
        } else {
            let joins = matches!(
                character,
                '丁' | '目'
                    | '番'
                    | '地'
                    | '号'
                    | 'の'
                    | 'ノ'
                    | '-'
                    | '－'
                    | 'ー'
                    | '−'
                    | '‐'
                    | '—'
                    | '―'
            );
            match numbers.is_empty() {
                true => town.push(character),
                // Behind the first number only what is no mark between numbers counts.
                false if !joins => numbers.push(character),
                false => {}
            }
            at += 1;
        }
    }
    let mut folded = String::new();
    let town = town.strip_prefix("大字").unwrap_or(&town);
    fold_name(town, &mut folded);
    (folded.replace(['字', 'ケ', 'ガ'], ""), numbers)
}

/// A number in kanji or digits with 丁目 behind it, and how many characters both take.
fn chome(characters: &[char]) -> Option<(u32, usize)> {
    let digit = |character: char| {
        "一二三四五六七八九".chars().position(|known| known == character).map(|at| at as u32 + 1)
    };
    let length = characters.iter().take(3).take_while(|c| digit(**c).is_some() || **c == '十').count();
    if length == 0 || characters.get(length..length + 2)? != ['丁', '目'] {
        return None;
    }
    let (mut value, mut last) = (0, 0);
    for character in &characters[..length] {
        match digit(*character) {
            Some(number) => last = number,
            None => (value, last) = (value + last.max(1) * 10, 0),
        }
    }
    Some((value + last, length + 2))
}

fn push_number(numbers: &mut String, digits: &str) {
    if !numbers.is_empty() {
        numbers.push('-');
    }
    numbers.push_str(digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        let mut out = String::new();
        fold_name(text, &mut out);
        out
    }

    #[test]
    fn variants_of_a_kanji_are_one_and_other_characters_are_not() {
        for (a, b) in [
            ("渡邉　廣", "渡辺 広"),
            ("髙﨑", "高崎"),
            ("澤田國男", "沢田国男"),
            ("\u{FA19}山", "神\u{E0103}山"),
        ] {
            assert_eq!(name(a), name(b), "{a} {b}");
        }
        assert_ne!(name("斉藤"), name("斎藤"));
        assert_ne!(name("太田"), name("大田"));
        assert_eq!(name("ＬＩ　Wei"), "LI WEI");
    }

    #[test]
    fn the_same_glyphs_are_the_same_whatever_their_code_points() {
        assert_eq!(glyphs_of("\u{FA19}山　花"), glyphs_of("\u{795E}\u{E0103}山花"));
        assert_ne!(glyphs_of("髙山"), glyphs_of("高山"));
    }

    #[test]
    fn an_address_is_the_same_however_its_numbers_are_written() {
        let folded = fold_address("架空県写本市本町一丁目２番３号", "写本市");
        for same in ["本町1-2-3", "写本市本町１丁目２－３", "本町一丁目2番地の3", "本町01-02-03"]
        {
            assert_eq!(fold_address(same, "写本市"), folded, "{same}");
        }
        assert_ne!(fold_address("本町1-23", "写本市"), folded);
        assert_eq!(fold_address("大字緑ヶ丘十二丁目5", "").1, "12-5");
        assert_eq!(fold_address("", "写本市"), (String::new(), String::new()));
    }
}
