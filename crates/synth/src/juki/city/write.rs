//! Addresses and codes as the vendor writes them.

use crate::juki::csv::Line;
use crate::juki::places::CITY;
use crate::juki::resident::{Building, Elsewhere, FullName, Home, Typed};
use crate::names::{Name, names};
use utsushi_value::municipality_code_check;

/// 全国地方公共団体コード of the municipality.
pub(crate) const CITY_CODE: &str = "990001";

/// 住所: municipality, town and lot, without 方書.
pub(crate) fn home(line: &mut Line<'_>, home: &Home) {
    line.text(CITY);
    town(line, home);
    line.lot(&home.lot, home.chome > 0);
}

pub(crate) fn town(line: &mut Line<'_>, home: &Home) {
    town_name(line, home.town.name, home.chome);
}

pub(crate) fn town_name(line: &mut Line<'_>, name: &str, chome: u32) {
    line.text(name);
    if chome > 0 {
        line.text(["一", "二", "三", "四", "五", "六"][(chome as usize - 1) % 6]).text("丁目");
    }
}

pub(crate) fn town_code(line: &mut Line<'_>, home: &Home) {
    town_code_of(line, home.town.number, home.chome);
}

pub(crate) fn town_code_of(line: &mut Line<'_>, town: u32, chome: u32) {
    line.text("99000");
    line.number(town.into(), 3);
    line.number(chome.into(), 3);
}

pub(crate) fn building(line: &mut Line<'_>, building: Option<&Building>) {
    let Some(building) = building else { return };
    match building.typed {
        Typed::Plain => line.text(building.name),
        Typed::Comma => line.text(building.name).text(","),
        Typed::Quotes => line.text("\"").text(building.name).text("\"　"),
    };
    line.full_width(building.room).text("号");
}

/// 方書コード: the place in the table of buildings, from 1.
pub(crate) fn building_code(building: Option<&Building>) -> Option<u64> {
    let name = building?.name;
    names().buildings.iter().position(|known| *known == name).map(|at| at as u64 + 1)
}

/// An address elsewhere, without 方書.
pub(crate) fn elsewhere(line: &mut Line<'_>, place: &Elsewhere) {
    line.elsewhere(&Elsewhere { building: None, ..*place });
}

/// 全国地方公共団体コード of a municipality that does not exist, with its check digit.
pub(crate) fn city_code(line: &mut Line<'_>, city: &str) {
    if city == CITY {
        line.text(CITY_CODE);
        return;
    }
    let known = &names().elsewhere;
    // Cities stand in the table one behind the other.
    let mut number = 1;
    for (at, (name, _)) in known.iter().enumerate() {
        if at > 0 && known[at - 1].0 != *name {
            number += 1;
        }
        if *name == city {
            break;
        }
    }
    let five = [9, 9, 1, number / 10, number % 10];
    for digit in five {
        line.number(digit.into(), 1);
    }
    line.number(municipality_code_check(five).into(), 1);
}

/// 氏名 with the given name alone replaced: 旧氏 and the like stand alone.
pub(crate) fn kana_of(line: &mut Line<'_>, name: &Name) {
    line.text(&name.kana);
}

/// 氏名の振り仮名 in full width.
pub(crate) fn furigana(line: &mut Line<'_>, name: &FullName) {
    line.text(&name.family.reading).text("　").text(&name.given.reading);
}

/// 行政区, 投票区, 小学校区 and 中学校区 of a town.
pub(crate) fn districts(town: u32) -> [u64; 4] {
    [town / 4 + 1, town / 5 + 1, town / 3 + 1, town / 8 + 1].map(u64::from)
}

/// 地区コード: the districts of a town are bound together in fives.
pub(crate) fn area(district: u64) -> u64 {
    (district - 1) / 5 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_value::is_municipality_code;

    #[test]
    fn every_city_has_a_code_of_its_own_with_a_right_check_digit() {
        let mut codes = std::collections::BTreeMap::new();
        for (city, _) in names().elsewhere.iter().chain([&(CITY, "")]) {
            let mut code = String::new();
            city_code(&mut Line { out: &mut code }, city);
            assert_eq!(is_municipality_code(&code), Ok(()), "{code}");
            assert_eq!(*codes.entry(code).or_insert(*city), *city);
        }
        assert!(codes.len() > 10);
    }
}
