//! The table in memory: unpacked once, when somebody first asks.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use super::GlyphNumber;
use crate::packed::{self, cells, hex};

/// One glyph of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Glyph(u32);

/// What the table says of a glyph; 0 where it says nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Row {
    /// MJ000001 is 1.
    pub mj: u32,
    pub ucs: u32,
    pub implemented: u32,
    /// Base and selector.
    pub ivs: (u32, u32),
    pub svs: (u32, u32),
    pub koseki: u32,
    pub juki_net: u32,
    pub toki: u32,
    pub nyukan_seiji: u32,
    pub nyukan_gaiji: u32,
    /// Plane, row and cell.
    pub x0213: (u8, u8, u8),
    pub strokes: u8,
}

pub(crate) struct Table {
    rows: Vec<Row>,
    numbers: HashMap<GlyphNumber, u32>,
    /// Each way of writing, as base and selector (0 for none), and its row. Sorted.
    spellings: Vec<((u32, u32), u32)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::unpack);

pub(crate) fn table() -> &'static Table {
    &TABLE
}

/// Every glyph, in order of its MJ number.
pub fn glyphs() -> impl Iterator<Item = Glyph> {
    (0..table().rows.len() as u32).map(Glyph)
}

impl Table {
    fn unpack() -> Table {
        let text = packed::MJ.text();
        let mut rows: Vec<Row> = text.lines().map(row).collect();
        rows.sort_by_key(|row| row.mj);
        let mut numbers = HashMap::with_capacity(rows.len() * 4);
        let mut spellings = Vec::with_capacity(rows.len() + rows.len() / 4);
        for (at, row) in rows.iter().enumerate() {
            let at = at as u32;
            for number in row.numbers() {
                numbers.insert(number, at);
            }
            let ways = [(row.implemented, 0), row.ivs, row.svs];
            spellings.extend(ways.into_iter().filter(|way| way.0 != 0).map(|way| (way, at)));
        }
        spellings.sort_unstable();
        Table { rows, numbers, spellings }
    }

    pub fn numbered(&self, number: GlyphNumber) -> Option<Glyph> {
        self.numbers.get(&number).copied().map(Glyph)
    }

    /// The glyph that a character, or a character with a variation selector, is written for.
    pub fn spelled(&self, base: char, selector: Option<char>) -> Option<Glyph> {
        let key = (base as u32, selector.map_or(0, u32::from));
        let at = self.spellings.binary_search_by_key(&key, |(spelling, _)| *spelling).ok()?;
        self.spellings.get(at).map(|(_, row)| Glyph(*row))
    }

    /// Every way of writing a glyph: base and, where there is one, selector.
    pub fn spellings(&self) -> impl Iterator<Item = (char, Option<char>)> + '_ {
        self.spellings.iter().filter_map(|((base, selector), _)| {
            let selector = (*selector != 0).then(|| char::from_u32(*selector)).flatten();
            Some((char::from_u32(*base)?, selector))
        })
    }
}

impl Row {
    fn numbers(&self) -> impl Iterator<Item = GlyphNumber> {
        let given = |number: u32, kind: fn(u32) -> GlyphNumber| (number != 0).then(|| kind(number));
        [
            given(self.mj, GlyphNumber::Mj),
            given(self.koseki, GlyphNumber::Koseki),
            given(self.juki_net, GlyphNumber::JukiNet),
            given(self.toki, GlyphNumber::Toki),
            given(self.nyukan_seiji, GlyphNumber::NyukanSeiji),
            given(self.nyukan_gaiji, GlyphNumber::NyukanGaiji),
        ]
        .into_iter()
        .flatten()
    }
}

fn row(line: &str) -> Row {
    let [mj, ucs, implemented, ivs, svs, koseki, juki, toki, seiji, gaiji, _, _, x0213, _, strokes] =
        cells(line);
    let decimal = |text: &str| text.parse().unwrap_or(0);
    let pair =
        |text: &str| text.split_once(' ').map_or((0, 0), |(base, selector)| (hex(base), hex(selector)));
    let mut place = x0213.split('-').map(|part| part.parse().unwrap_or(0));
    let mut place = || place.next().unwrap_or(0);
    Row {
        mj: mj.strip_prefix("MJ").map_or(0, decimal),
        ucs: hex(ucs),
        implemented: hex(implemented),
        ivs: pair(ivs),
        svs: pair(svs),
        koseki: decimal(koseki),
        juki_net: juki.strip_prefix("J+").map_or(0, hex),
        toki: decimal(toki),
        nyukan_seiji: seiji.strip_prefix("0x").map_or(0, hex),
        nyukan_gaiji: gaiji.strip_prefix("0x").map_or(0, hex),
        x0213: (place(), place(), place()),
        strokes: decimal(strokes) as u8,
    }
}

impl Glyph {
    /// The glyph of this number.
    pub fn numbered(number: GlyphNumber) -> Option<Glyph> {
        table().numbered(number)
    }

    pub(crate) fn row(self) -> &'static Row {
        // A glyph is only ever made from the position of a row.
        &table().rows[self.0 as usize]
    }

    /// Its number without the letters: 1 for MJ000001.
    pub fn mj(self) -> u32 {
        self.row().mj
    }

    /// The UCS character it is unified with, if any. Several glyphs may share one.
    pub fn ucs(self) -> Option<char> {
        char::from_u32(self.row().ucs).filter(|&ucs| ucs != '\0')
    }

    /// How it is written: its own character, else base and ideographic, else base and standardized variation selector.
    /// `None` for the 19 glyphs that have no code.
    pub fn spelling(self) -> Option<String> {
        self.spellings().next()
    }

    /// Every way in which it may be written, the preferred one first; at most three.
    pub fn spellings(self) -> impl Iterator<Item = String> {
        let row = self.row();
        [(row.implemented, 0), row.ivs, row.svs].into_iter().filter(|way| way.0 != 0).map(
            |(base, selector)| {
                [base, selector].into_iter().filter(|&code| code != 0).filter_map(char::from_u32).collect()
            },
        )
    }

    /// 戸籍統一文字番号, six digits.
    pub fn koseki(self) -> Option<String> {
        let number = self.row().koseki;
        (number != 0).then(|| format!("{number:06}"))
    }

    /// 住基ネット統一文字コード, as `J+AD1D`.
    pub fn juki_net(self) -> Option<String> {
        let number = self.row().juki_net;
        (number != 0).then(|| format!("J+{number:04X}"))
    }

    /// 登記統一文字番号, eight digits.
    pub fn toki(self) -> Option<String> {
        let number = self.row().toki;
        (number != 0).then(|| format!("{number:08}"))
    }

    /// 入管正字コード, as `0x75F4`.
    pub fn nyukan_seiji(self) -> Option<String> {
        let number = self.row().nyukan_seiji;
        (number != 0).then(|| format!("0x{number:04X}"))
    }

    /// 入管外字コード, as `0xE53C`.
    pub fn nyukan_gaiji(self) -> Option<String> {
        let number = self.row().nyukan_gaiji;
        (number != 0).then(|| format!("0x{number:04X}"))
    }

    /// JIS X 0213: plane, row and cell (面区点).
    pub fn x0213(self) -> Option<(u8, u8, u8)> {
        let place = self.row().x0213;
        (place.0 != 0).then_some(place)
    }

    /// Total strokes (総画数).
    pub fn strokes(self) -> u8 {
        self.row().strokes
    }
}

impl fmt::Display for Glyph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MJ{:06}", self.mj())
    }
}

impl fmt::Debug for Glyph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as people read it, line by line, cell by cell.
    #[test]
    fn every_cell_of_the_table_is_known_and_every_number_leads_back() {
        let text = include_str!("../../data/mji.tsv");
        let (mut count, mut without_code) = (0, 0);
        for (line, glyph) in text.lines().skip(1).zip(glyphs()) {
            count += 1;
            let mut line = line.split('\t');
            let mut next = || line.next().unwrap_or("");
            let spelled =
                |text: &str| text.split(' ').filter_map(|code| char::from_u32(hex(code))).collect::<String>();
            assert_eq!(glyph.to_string(), next());
            assert_eq!(glyph.ucs().map_or(String::new(), |ucs| format!("{:04X}", ucs as u32)), next());
            let ways: Vec<String> = [next(), next(), next()]
                .iter()
                .filter(|way| !way.is_empty())
                .map(|way| spelled(way))
                .collect();
            assert_eq!(glyph.spellings().collect::<Vec<_>>(), ways);
            without_code += usize::from(ways.is_empty());
            for way in ways {
                let mut characters = way.chars();
                let (base, selector) = (characters.next().unwrap(), characters.next());
                assert_eq!(table().spelled(base, selector), Some(glyph));
            }
            let numbers = [glyph.koseki(), glyph.juki_net(), glyph.toki()];
            for number in numbers.iter().chain([&glyph.nyukan_seiji(), &glyph.nyukan_gaiji()]) {
                assert_eq!(number.as_deref().unwrap_or(""), next());
            }
            for number in glyph.row().numbers() {
                assert_eq!(Glyph::numbered(number), Some(glyph));
                assert_eq!(GlyphNumber::parse(&number.to_string()), Ok(number));
            }
            let _policy_and_compatibility = (next(), next());
            let place = glyph
                .x0213()
                .map_or(String::new(), |(plane, row, cell)| format!("{plane}-{row:02}-{cell:02}"));
            assert_eq!(place, next());
            let _unification = next();
            assert_eq!(glyph.strokes().to_string(), next());
        }
        assert_eq!((count, glyphs().count(), without_code), (58_862, 58_862, 19));
    }

    #[test]
    fn one_glyph_has_up_to_three_spellings() {
        let glyph = Glyph::numbered(GlyphNumber::Mj(30211)).unwrap();
        let spellings: Vec<String> = glyph.spellings().collect();
        assert_eq!(spellings, ["\u{FA19}", "\u{795E}\u{E0103}", "\u{795E}\u{FE00}"]);
        assert_eq!(glyph.koseki().as_deref(), Some("275870"));
    }
}
