//! 縮退: from a glyph to a character that more systems have, by relations that others have drawn up.
//!
//! Sources: MJ縮退マップ Ver.1.2.0, © IPA, CC BY-SA 2.1 JP (its target is always a character of JIS X 0213);
//! 国税庁's JIS縮退マップ, as the crate `jntajis` carries it.

mod family;

pub use family::family;

use std::sync::LazyLock;

use crate::mj::{Glyph, GlyphNumber};
use crate::packed::{self, cells, hex};

/// On what ground a glyph is written as another character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Relation {
    /// JIS包摂規準・UCS統合規則: the same character to JIS or UCS, drawn otherwise.
    JisUnification,
    /// 平成23年法務省告示第582号別表第四の一, in two ranks.
    Notice582First,
    /// 平成23年法務省告示第582号別表第四の二, in two ranks.
    Notice582Second,
    /// 民二第5202号通知別表: 正字・俗字等対照表.
    Tsuchi5202,
    /// 民一第2842号通達別表: marked as 俗字.
    Tsutatsu2842Zokuji,
    /// 民一第2842号通達別表: marked as 別字.
    Tsutatsu2842Betsuji,
    /// 民一第2842号通達別表: without a mark.
    Tsutatsu2842Unmarked,
    /// 戸籍統一文字情報の親字・正字; the rank is the number of hops.
    KosekiOyaji,
    /// Dictionaries' variants.
    Dictionary,
    /// 読み・字形による類推.
    Inference,
    /// 国税庁's JIS縮退マップ.
    Nta,
}

impl Relation {
    /// Every relation, in the order of the tables.
    pub const ALL: &[Relation] = &[
        Relation::JisUnification,
        Relation::Notice582First,
        Relation::Notice582Second,
        Relation::Tsuchi5202,
        Relation::Tsutatsu2842Zokuji,
        Relation::Tsutatsu2842Betsuji,
        Relation::Tsutatsu2842Unmarked,
        Relation::KosekiOyaji,
        Relation::Dictionary,
        Relation::Inference,
        Relation::Nta,
    ];

    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Relation::JisUnification => "jis_unification",
            Relation::Notice582First => "notice582_1",
            Relation::Notice582Second => "notice582_2",
            Relation::Tsuchi5202 => "tsuchi5202",
            Relation::Tsutatsu2842Zokuji => "tsutatsu2842_zokuji",
            Relation::Tsutatsu2842Betsuji => "tsutatsu2842_betsuji",
            Relation::Tsutatsu2842Unmarked => "tsutatsu2842_unmarked",
            Relation::KosekiOyaji => "koseki_oyaji",
            Relation::Dictionary => "dictionary",
            Relation::Inference => "inference",
            Relation::Nta => "nta",
        }
    }

    /// The relation of this name.
    pub fn from_name(name: &str) -> Option<Relation> {
        Relation::ALL.iter().copied().find(|relation| relation.name() == name)
    }
}

/// One line of MJ縮退マップ: glyph, relation, rank, character.
type Line = (Glyph, Relation, u8, char);

static MJ_SHRINK: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let text = packed::MJ_SHRINK.text();
    let line = |line: &str| -> Option<Line> {
        let [mj, relation, rank, ucs, _] = cells(line);
        let glyph = Glyph::numbered(GlyphNumber::parse(mj).ok()?)?;
        let relation = Relation::from_name(relation)?;
        Some((glyph, relation, rank.parse().unwrap_or(0), char::from_u32(hex(ucs))?))
    };
    let mut lines: Vec<Line> = text.lines().filter_map(line).collect();
    lines.sort_unstable();
    lines
});

static NTA_SHRINK: LazyLock<Vec<(char, String)>> = LazyLock::new(|| {
    let text = packed::NTA_SHRINK.text();
    let line = |line: &str| {
        let [from, to] = cells(line);
        let to = to.split(' ').filter_map(|code| char::from_u32(hex(code))).collect();
        Some((char::from_u32(hex(from))?, to))
    };
    let mut lines: Vec<(char, String)> = text.lines().filter_map(line).collect();
    lines.sort_unstable();
    lines
});

/// What `relation` makes of a text of one character or one sequence, by rank, the best (least) first. Empty where it
/// says nothing.
pub fn shrink_candidates(relation: Relation, spelled: &str, glyph: Option<Glyph>) -> Vec<(u8, String)> {
    if relation == Relation::Nta {
        let mut characters = spelled.chars();
        let (Some(one), None) = (characters.next(), characters.next()) else { return Vec::new() };
        let found = NTA_SHRINK.binary_search_by_key(&one, |(from, _)| *from);
        return found.into_iter().filter_map(|at| Some((0, NTA_SHRINK.get(at)?.1.clone()))).collect();
    }
    let Some(glyph) = glyph else { return Vec::new() };
    shrink_lines(glyph)
        .iter()
        .filter(|line| line.1 == relation)
        .map(|(_, _, rank, to)| (*rank, to.to_string()))
        .collect()
}

fn shrink_lines(glyph: Glyph) -> &'static [Line] {
    let start = MJ_SHRINK.partition_point(|line| line.0 < glyph);
    let rest = MJ_SHRINK.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|line| line.0 == glyph)).unwrap_or_default()
}

/// The glyphs that MJ縮退マップ leads to `character` by any relation, with the first such relation, in order of number.
pub fn shrinks_to(character: char) -> Vec<(Glyph, Relation)> {
    let mut found: Vec<(Glyph, Relation)> =
        MJ_SHRINK.iter().filter(|line| line.3 == character).map(|line| (line.0, line.1)).collect();
    found.dedup_by_key(|(glyph, _)| *glyph);
    found
}

/// What becomes of a character that the receiving side does not take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shrunk {
    /// One target, and the relation that gives it.
    To(String, Relation),
    /// The relation gives several of the same rank: a person has to choose.
    Several(Vec<String>, Relation),
    /// None of the relations leads to a character that is taken.
    Nothing,
}

/// Goes through the relations in their order. In each the best rank counts that leads to something `taken`; several
/// targets there end the search, since the next relation would hide them.
pub fn shrink(
    relations: &[Relation],
    spelled: &str,
    glyph: Option<Glyph>,
    taken: impl Fn(&str) -> bool,
) -> Shrunk {
    for &relation in relations {
        let mut best: Option<u8> = None;
        let mut targets: Vec<String> = Vec::new();
        for (rank, to) in shrink_candidates(relation, spelled, glyph) {
            if taken(&to) && best.is_none_or(|best| rank == best) && !targets.contains(&to) {
                best = Some(rank);
                targets.push(to);
            }
        }
        match targets.len() {
            0 => {}
            1 => return Shrunk::To(targets.remove(0), relation),
            _ => return Shrunk::Several(targets, relation),
        }
    }
    Shrunk::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Repertoire, mj};

    fn to_0208(text: &str, relations: &[Relation]) -> Shrunk {
        let one = mj::spelled(text).next().unwrap();
        shrink(relations, one.text, one.glyph, |to| Repertoire::JisX0208.first_problem(to).is_none())
    }

    #[test]
    fn the_map_in_memory_is_the_table_and_as_large_as_its_authors_say() {
        assert_eq!(MJ_SHRINK.len(), include_str!("../../data/mj-shrink.tsv").lines().count() - 1);
        let mut glyphs: Vec<Glyph> = MJ_SHRINK.iter().map(|line| line.0).collect();
        glyphs.dedup();
        assert_eq!((glyphs.len(), mj::glyphs().count() - glyphs.len()), (35_851, 23_011));
    }

    // Read off MJ縮退マップ by eye, from data/mj-shrink.tsv.
    #[test]
    fn the_issue_s_examples_go_to_jisx0208_as_the_map_says() {
        use Relation::{JisUnification, KosekiOyaji};
        let order = [JisUnification, KosekiOyaji];
        assert_eq!(to_0208("髙", &order), Shrunk::To("高".into(), JisUnification));
        assert_eq!(to_0208("﨑", &order), Shrunk::To("崎".into(), KosekiOyaji));
        assert_eq!(to_0208("𠮷", &order), Shrunk::To("吉".into(), JisUnification));
        assert_eq!(to_0208("邉\u{E0119}", &order), Shrunk::To("邉".into(), JisUnification));
        assert_eq!(to_0208("\u{FA19}", &order), Shrunk::To("神".into(), KosekiOyaji));
        assert_eq!(to_0208("神\u{FE00}", &order), Shrunk::To("神".into(), KosekiOyaji));
        assert_eq!(to_0208("﨑", &[JisUnification]), Shrunk::Nothing);
        assert_eq!(to_0208("﨑", &[Relation::Nta]), Shrunk::To("崎".into(), Relation::Nta));
    }

    #[test]
    fn several_of_one_rank_are_no_choice() {
        // MJ026190 邉 has two parents at one hop: 辺 and 邊.
        let glyph = mj::spelled("邉").next().unwrap().glyph;
        let found = shrink(&[Relation::KosekiOyaji], "邉", glyph, |_| true);
        assert_eq!(found, Shrunk::Several(vec!["辺".into(), "邊".into()], Relation::KosekiOyaji));
    }

    #[test]
    fn a_name_leads_back_to_its_relation() {
        for &relation in Relation::ALL {
            assert_eq!(Relation::from_name(relation.name()), Some(relation));
        }
    }
}
