//! The tables that people, towns and buildings are drawn from, read once.
//!
//! Written from common knowledge: usual names, and some with characters beyond JIS X 0208 that CP932 has (髙, 﨑, 濵, 德).
//! Towns, cities and prefectures do not exist.

use crate::random::Random;
use std::sync::LazyLock;
use utsushi_text::kana_to_half_width;

/// A part of a name with its reading.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub written: String,
    /// In half-width kana as old systems store it: no small kana.
    pub kana: String,
    /// In full-width kana as it is read: 振り仮名.
    pub reading: String,
}

/// Family names, and given names of each sex, of one nation of foreign residents.
#[derive(Debug)]
pub(crate) struct Nation {
    pub name: &'static str,
    pub family: Vec<Name>,
    pub given: [Vec<Name>; 2],
}

/// A town (町字) of the municipality.
#[derive(Debug)]
pub(crate) struct Town {
    pub name: &'static str,
    /// 0: not divided.
    pub chomes: u32,
    /// From 1, for its codes.
    pub number: u32,
}

/// Everything that is drawn from.
#[derive(Debug)]
pub(crate) struct Names {
    pub families: Vec<Name>,
    given: Vec<Name>,
    /// By sex and by decade from 1870: positions in `given`.
    of_decade: [Vec<Vec<u32>>; 2],
    pub nations: Vec<Nation>,
    pub towns: Vec<Town>,
    /// City and town.
    pub elsewhere: Vec<(&'static str, &'static str)>,
    pub buildings: Vec<&'static str>,
}

const FIRST_YEAR: i32 = 1870;

static NAMES: LazyLock<Names> = LazyLock::new(read);

/// The tables.
pub(crate) fn names() -> &'static Names {
    &NAMES
}

impl Names {
    /// A given name that was given to people of this sex (0 male, 1 female) in those years.
    pub fn given(&self, random: &mut Random, sex: usize, year: i32) -> &Name {
        let decades = &self.of_decade[sex];
        let decade = ((year - FIRST_YEAR).max(0) / 10) as usize;
        let list = &decades[decade.min(decades.len() - 1)];
        &self.given[*random.pick(list) as usize]
    }
}

/// The lines of a table behind its header, cut at commas; every table is ours.
fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn name(written: &str, kana: &str) -> Name {
    let large: String = kana.chars().map(large_kana).collect();
    let mut half = String::new();
    kana_to_half_width(&large, &mut half);
    Name { written: written.to_owned(), kana: half, reading: kana.to_owned() }
}

/// Old systems had no small kana in names: キョウコ is stored as ｷﾖｳｺ.
fn large_kana(character: char) -> char {
    match character {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' => {
            char::from_u32(character as u32 + 1).unwrap_or(character)
        }
        _ => character,
    }
}

fn read() -> Names {
    let mut given = Vec::new();
    let mut of_decade = [Vec::new(), Vec::new()];
    for (sex, table) in [include_str!("male.csv"), include_str!("female.csv")].into_iter().enumerate() {
        of_decade[sex] = vec![Vec::new(); 16];
        for line in lines(table) {
            let [written, kana, from, to] = line[..] else {
                continue;
            };
            let decade = |year: &str| (year.parse().unwrap_or(FIRST_YEAR) - FIRST_YEAR) as usize / 10;
            for decade in &mut of_decade[sex][decade(from)..=decade(to)] {
                decade.push(given.len() as u32);
            }
            given.push(name(written, kana));
        }
    }
    let mut nations: Vec<Nation> = Vec::new();
    for line in lines(include_str!("foreign.csv")) {
        let [nation, part, written, kana] = line[..] else {
            continue;
        };
        let at = nations.iter().position(|known| known.name == nation).unwrap_or(nations.len());
        if at == nations.len() {
            nations.push(Nation { name: nation, family: Vec::new(), given: Default::default() });
        }
        let nation = &mut nations[at];
        match part {
            "family" => nation.family.push(name(written, kana)),
            "male" => nation.given[0].push(name(written, kana)),
            _ => nation.given[1].push(name(written, kana)),
        }
    }
    let town = |(line, number): (Vec<&'static str>, u32)| Town {
        name: line[0],
        chomes: line.get(1).and_then(|count| count.parse().ok()).unwrap_or(0),
        number,
    };
    Names {
        families: lines(include_str!("surnames.csv")).map(|line| name(line[0], line[1])).collect(),
        given,
        of_decade,
        nations,
        towns: lines(include_str!("towns.csv")).zip(1..).map(town).collect(),
        elsewhere: lines(include_str!("cities.csv")).map(|line| (line[0], line[1])).collect(),
        buildings: lines(include_str!("buildings.csv")).map(|line| line[0]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_text::{OutputEncoding, Repertoire, is_half_width_kana};

    #[test]
    fn there_are_enough_names_for_every_sex_and_decade() {
        assert!(names().families.len() >= 200);
        for sex in 0..2 {
            let table = &names().of_decade[sex];
            // 2029 is the last year that a table of decades up to the 2020s can be asked for.
            assert!(table.iter().all(|decade| decade.len() >= 15), "{:?}", table.iter().map(Vec::len));
            let mut all: Vec<u32> = table.iter().flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            assert!(all.len() >= 150);
        }
        for nation in &names().nations {
            assert!(nation.given.iter().all(|given| given.len() >= 3) && nation.family.len() >= 4);
        }
    }

    #[test]
    fn every_name_is_cp932_and_its_reading_half_width_kana_without_small_ones() {
        let names = names();
        let foreign =
            names.nations.iter().flat_map(|nation| nation.family.iter().chain(nation.given.iter().flatten()));
        for name in names.families.iter().chain(&names.given).chain(foreign) {
            assert!(OutputEncoding::Cp932.encode_into(&name.written, &mut Vec::new()).is_ok(), "{name:?}");
            assert_eq!(Repertoire::Cp932.first_problem(&name.written), None);
            let small = |c: char| ('ｧ'..='ｯ').contains(&c);
            assert!(name.kana.chars().all(|c| (is_half_width_kana(c) || c == ' ') && !small(c)), "{name:?}");
        }
    }

    #[test]
    fn small_kana_become_large_and_half_width() {
        assert_eq!(name("京子", "キョウコ").kana, "ｷﾖｳｺ");
        assert_eq!(name("城島", "ジョウジマ").kana, "ｼﾞﾖｳｼﾞﾏ");
        assert_eq!(name("ＶＡＮ　ＤＵＣ", "ヴァン　ドゥック").kana, "ｳﾞｱﾝ ﾄﾞｳﾂｸ");
    }
}
