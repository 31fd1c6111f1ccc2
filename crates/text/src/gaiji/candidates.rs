//! Which glyphs an unidentified character may be: for a person to look at, never to be chosen by the program.

use std::collections::BTreeMap;

use crate::mj::{Glyph, glyphs_read, readings_of, spelled};
use crate::shrink::{Relation, shrinks_to};

/// A glyph that may be meant, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The glyph.
    pub glyph: Glyph,
    /// A reading that fits the kana of the record, in hiragana.
    pub reading: Option<String>,
    /// The relation by which it is reduced to the substitute in the table.
    pub relation: Option<Relation>,
    /// Whether it has as many strokes as the table says.
    pub strokes: bool,
}

/// Candidates for `unknown`, the best first, at most `most`. `places` are values in which it stands, each with the kana of the
/// same record; `strokes` and `substitute` are what a person has noted already.
pub fn candidates(
    unknown: &str,
    places: &[(String, String)],
    strokes: Option<u8>,
    substitute: Option<char>,
    most: usize,
) -> Vec<Candidate> {
    let mut readings: BTreeMap<String, usize> = BTreeMap::new();
    for (value, kana) in places {
        for reading in readings_left(unknown, value, kana) {
            *readings.entry(reading).or_default() += 1;
        }
    }
    // A reading of every place is worth more than one of some.
    let best = readings.values().copied().max().unwrap_or(0);
    let mut found: BTreeMap<Glyph, Candidate> = BTreeMap::new();
    for reading in readings.iter().filter(|(_, count)| **count == best).map(|(reading, _)| reading) {
        for glyph in voiced(reading).iter().flat_map(|reading| glyphs_read(reading)) {
            let new = || Candidate { glyph: *glyph, reading: None, relation: None, strokes: false };
            let candidate = found.entry(*glyph).or_insert_with(new);
            // The longest reading explains most of the kana.
            let longer = candidate.reading.as_ref().is_none_or(|known| known.len() < reading.len());
            if longer {
                candidate.reading = Some(reading.clone());
            }
        }
    }
    for (glyph, relation) in substitute.map(shrinks_to).unwrap_or_default() {
        let new = || Candidate { glyph, reading: None, relation: None, strokes: false };
        found.entry(glyph).or_insert_with(new).relation = Some(relation);
    }
    let mut found: Vec<Candidate> = found
        .into_values()
        .map(|candidate| Candidate { strokes: strokes == Some(candidate.glyph.strokes()), ..candidate })
        .collect();
    found.sort_by_key(|one| {
        let reading = one.reading.as_ref().map_or(0, String::len);
        // Who has a gaiji for a character has it because JIS does not.
        let in_jis = one.glyph.x0213().is_some();
        (!one.strokes, one.relation.is_none(), std::cmp::Reverse(reading), in_jis, one.glyph)
    });
    found.truncate(most);
    found
}

/// What of `kana` is left for `unknown` when its neighbours have taken their readings. Name and given name are parted by
/// a space in both; where the parts do not agree, or a neighbour's reading does not fit, nothing is said.
fn readings_left(unknown: &str, value: &str, kana: &str) -> Vec<String> {
    let space = [' ', '\u{3000}'];
    let values: Vec<&str> = value.split(space).filter(|part| !part.is_empty()).collect();
    let kanas: Vec<String> = kana.split(space).filter(|part| !part.is_empty()).map(hiragana).collect();
    if values.len() != kanas.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (value, kana) in values.iter().zip(&kanas) {
        let Some((before, after)) = value.split_once(unknown) else { continue };
        if after.contains(unknown) {
            continue;
        }
        let kana: Vec<char> = kana.chars().collect();
        for start in ends(before, &kana) {
            let backwards: Vec<char> = kana.get(start..).unwrap_or_default().to_vec();
            for length in 1..=backwards.len() {
                let rest = backwards.get(length..).unwrap_or_default();
                if ends(after, rest).contains(&rest.len()) {
                    found.push(backwards.iter().take(length).collect());
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How much of `kana` the characters of `text` may take from its beginning.
fn ends(text: &str, kana: &[char]) -> Vec<usize> {
    let mut ends = vec![0];
    for one in spelled(text) {
        let own: String = hiragana(one.text);
        let mut readings: Vec<String> =
            one.glyph.into_iter().flat_map(readings_of).flat_map(voiced).collect();
        // A verb lends its stem to a name: わたる is わた in 渡辺.
        let stems: Vec<String> = readings
            .iter()
            .filter(|reading| reading.chars().count() > 2)
            .map(|reading| stem(reading))
            .collect();
        readings.extend(stems);
        if one.glyph.is_none() {
            readings.push(own);
        }
        let mut next = Vec::new();
        for at in ends {
            for reading in &readings {
                let reading: Vec<char> = reading.chars().collect();
                if kana.get(at..at + reading.len()) == Some(reading.as_slice()) {
                    next.push(at + reading.len());
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    ends
}

/// A reading without its last kana.
fn stem(reading: &str) -> String {
    let mut stem = reading.to_owned();
    stem.pop();
    stem
}

/// A reading as it stands alone and as it sounds inside a name (連濁): さき and ざき.
fn voiced(reading: &str) -> Vec<String> {
    const PAIRS: &str = "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼ";
    let mut all = vec![reading.to_owned()];
    let mut characters = reading.chars();
    if let Some(first) = characters.next() {
        let pairs: Vec<char> = PAIRS.chars().collect();
        for pair in pairs.chunks_exact(2) {
            for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if first == one {
                    all.push(format!("{other}{}", characters.as_str()));
                }
            }
        }
    }
    all
}

/// Katakana as hiragana, with small ones made large: old systems have no small kana.
fn hiragana(text: &str) -> String {
    let large = |c: char| match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(c as u32 + 1).unwrap_or(c)
        }
        _ => c,
    };
    let folded = text.chars().map(|c| match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    });
    folded.map(large).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(places: &[(&str, &str)], strokes: Option<u8>, substitute: Option<char>) -> Vec<String> {
        let places: Vec<_> = places.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        candidates("\u{E000}", &places, strokes, substitute, 400)
            .iter()
            .map(|one| one.glyph.to_string())
            .collect()
    }

    #[test]
    fn the_kana_of_the_record_says_how_the_unknown_is_read() {
        assert!(
            readings_left("\u{E000}", "渡\u{E000}　太郎", "ワタナベ　タロウ").contains(&"なべ".to_owned())
        );
        assert_eq!(readings_left("\u{E000}", "山\u{E000}", "ヤマザキ"), ["ざき"]);
        assert!(readings_left("\u{E000}", "山\u{E000}", "スズキ").is_empty());
    }

    #[test]
    fn candidates_share_the_reading_and_come_by_strokes_and_relation_first() {
        // MJ026191 is a 邉 with an IVS, and is read べ; MJ030196 﨑 is read さき.
        assert!(found(&[("山\u{E000}", "ヤマザキ")], None, None).contains(&"MJ030196".to_owned()));
        let by_substitute = found(&[], None, Some('邉'));
        assert!(by_substitute.contains(&"MJ026191".to_owned()));
        let first = found(&[("山\u{E000}", "ヤマザキ")], Some(11), Some('﨑')).remove(0);
        // 㟢, of eleven strokes, which the map leads to 﨑 and JIS does not have.
        assert_eq!(first, "MJ000877");
        assert!(found(&[], None, None).is_empty());
    }
}
