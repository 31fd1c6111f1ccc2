//! What each repertoire holds.

use std::sync::LazyLock;

use super::BareSet;
use crate::character::{is_control, is_private_use};
use crate::charset::cp932_table::TABLE;
use crate::hentaigana::hentaigana;
use crate::mj;
use crate::packed::{self, cells, hex};

/// Characters that may stand alone, and pairs that may stand together.
pub(crate) struct Set {
    pub bare: BareSet,
    /// Base and mark, sorted: registered variation sequences, か゚ and its like.
    sequences: Vec<(char, char)>,
}

impl Set {
    pub fn has_sequence(&self, base: char, mark: char) -> bool {
        self.sequences.binary_search(&(base, mark)).is_ok()
    }
}

/// Where JIS's and Microsoft's tables read one cell of JIS X 0208 differently: one character in two clothes.
const TWO_NAMES: &[(char, char)] =
    &[('〜', '～'), ('‖', '∥'), ('−', '－'), ('¢', '￠'), ('£', '￡'), ('¬', '￢'), ('—', '―'), ('＼', '＼')];

/// The archaic kana beside 変体仮名: ye and e of the block Kana Supplement.
const ARCHAIC_KANA: [char; 2] = ['\u{1B000}', '\u{1B001}'];

pub(crate) static CP932: LazyLock<Set> =
    LazyLock::new(|| Set { bare: cp932(|_| true).collect(), sequences: Vec::new() });

pub(crate) static JISX0208: LazyLock<Set> = LazyLock::new(|| {
    // Rows 1 to 8 and 16 to 84, and the single bytes of JIS X 0201.
    let rows = |code: u16| matches!(code, 0..=0xFF | 0x8140..=0x84FC | 0x889F..=0xEAFC);
    let bare = cp932(rows).chain(TWO_NAMES.iter().flat_map(|(jis, microsoft)| [*jis, *microsoft]));
    Set { bare: bare.collect(), sequences: Vec::new() }
});

pub(crate) static JISX0213: LazyLock<Set> = LazyLock::new(|| {
    let (alone, pairs) = jisx0213();
    Set { bare: alone.into_iter().chain(common()).collect(), sequences: pairs }
});

pub(crate) static MJ: LazyLock<Set> = LazyLock::new(|| {
    let (alone, mut sequences) = jisx0213();
    let (mut bare, mut kanji) = (alone, Vec::new());
    for (base, selector) in mj::table().spellings() {
        match selector {
            Some(selector) => sequences.push((base, selector)),
            None => kanji.push(base),
        }
    }
    bare.extend(kanji);
    bare.extend(common());
    bare.extend(cp932(|_| true));
    bare.extend(hentaigana().chain(ARCHAIC_KANA));
    sequences.sort_unstable();
    Set { bare: bare.into_iter().collect(), sequences }
});

fn cp932(wanted: impl Fn(u16) -> bool) -> impl Iterator<Item = char> {
    TABLE
        .characters()
        .filter(move |(code, _)| wanted(*code))
        .map(|(_, character)| character)
        .filter(|&character| !is_control(character) && !is_private_use(character))
}

/// JIS X 0201, and both names of the cells that have two.
fn common() -> impl Iterator<Item = char> {
    cp932(|code| code <= 0xFF).chain(TWO_NAMES.iter().flat_map(|(jis, microsoft)| [*jis, *microsoft]))
}

fn jisx0213() -> (Vec<char>, Vec<(char, char)>) {
    let (mut alone, mut pairs) = (Vec::new(), Vec::new());
    for line in packed::JISX0213.text().lines() {
        let [_, codes] = cells(line);
        let mut codes = codes.split(' ').filter_map(|code| char::from_u32(hex(code)));
        match (codes.next(), codes.next()) {
            (Some(base), Some(mark)) => pairs.push((base, mark)),
            (Some(one), None) => alone.push(one),
            (None, _) => {}
        }
    }
    pairs.sort_unstable();
    (alone, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_jisx0213_is_whole_and_agrees_with_mj() {
        let (alone, pairs) = jisx0213();
        assert_eq!((alone.len() + pairs.len(), pairs.len()), (11_233, 25));
        // Every kanji of JIS X 0213 is a glyph of the table.
        for kanji in alone.iter().filter(|one| matches!(one, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..)) {
            assert!(MJ.bare.contains(*kanji), "{kanji}");
        }
    }

    #[test]
    fn a_cell_with_two_names_has_them_in_all_sets_of_jis() {
        for (jis, microsoft) in TWO_NAMES {
            for set in [&JISX0208, &JISX0213, &MJ] {
                assert!(set.bare.contains(*jis) && set.bare.contains(*microsoft));
            }
            assert!(CP932.bare.contains(*microsoft));
        }
    }
}
