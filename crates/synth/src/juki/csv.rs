//! The register as one vendor's CSV: 40 fields, CP932, CRLF, quotes where needed.

use super::places::CITY;
use super::resident::{Building, Elsewhere, FullName, Home, Household, Known, Lot, Resident, Sex, Typed};
use super::status;
use crate::day::Day;
use utsushi_value::{individual_number_check, write_era_kanji, write_era_letter};

/// Names of the fields, as in the header.
pub(crate) const FIELDS: [&str; 40] = [
    "宛名番号",
    "世帯番号",
    "住民区分",
    "住民状態",
    "氏名",
    "氏名カナ",
    "通称",
    "通称カナ",
    "生年月日",
    "性別",
    "続柄",
    "世帯主氏名",
    "郵便番号",
    "町字コード",
    "市区町村名",
    "町名",
    "番地",
    "方書",
    "行政区コード",
    "電話番号",
    "本籍",
    "筆頭者",
    "住民となった年月日",
    "住定年月日",
    "異動年月日",
    "異動事由",
    "届出年月日",
    "前住所",
    "転出先住所",
    "消除年月日",
    "消除事由",
    "個人番号",
    "住民票コード",
    "国籍・地域",
    "在留資格",
    "在留期間満了日",
    "国保区分",
    "更新日時",
    "更新者",
    "予備1",
];

/// Individual numbers without their check digit that are given out: none begins with 0.
const INDIVIDUAL_NUMBERS: u64 = 90_000_000_000;
const RESIDENT_CODES: u64 = 9_000_000_000;

/// Which numbers belong to a person: the same for the same place in the same municipality, and never for two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    pub seed: u64,
    pub person: u64,
    pub household: u64,
}

impl Numbers {
    /// The place among `of` that person `self.person` has: multiplying by a number that shares no factor with `of`
    /// sends no two to the same place.
    fn scattered(&self, factor: u64, of: u64) -> u64 {
        let shift = u128::from(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        ((u128::from(self.person) * u128::from(factor) + shift) % u128::from(of)) as u64
    }

    pub fn individual(&self) -> ([u8; 11], u8) {
        let mut left = self.scattered(55_623_058_987, INDIVIDUAL_NUMBERS) + 10_000_000_000;
        let mut digits = [0; 11];
        for digit in digits.iter_mut().rev() {
            *digit = (left % 10) as u8;
            left /= 10;
        }
        (digits, individual_number_check(digits))
    }

    /// Ten digits and one that is made up: how it is computed is not public (DOMAIN.md "Numbers"). It only keeps the
    /// eleven from being all the same.
    pub fn resident_code(&self) -> u64 {
        let ten = self.scattered(5_561_305_897, RESIDENT_CODES) + 1_000_000_000;
        let (mut left, mut sum) = (ten, 0);
        while left > 0 {
            sum += left % 10;
            left /= 10;
        }
        ten * 10 + sum % 10
    }
}

/// Appends the header line.
pub(crate) fn header(out: &mut String) {
    for (nth, field) in FIELDS.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        out.push_str(field);
    }
}

/// Appends one record, without its line end.
pub(crate) fn record(household: &Household, resident: &Resident, numbers: Numbers, out: &mut String) {
    let line = &mut Line { out };
    line.number(numbers.person, 15);
    line.next().number(numbers.household, 15);
    line.next().text(if resident.stay.is_some() { "2" } else { "1" });
    line.next().text(resident.removal.map_or("1", |removal| removal.state));
    line.next().name(&resident.name);
    line.next().kana(&resident.name);
    line.next();
    if let Some(alias) = &resident.alias {
        line.name(alias);
    }
    line.next();
    if let Some(alias) = &resident.alias {
        line.kana(alias);
    }
    line.next().birth(resident);
    line.next().text(if resident.sex == Sex::Male { "男" } else { "女" });
    line.next().text(resident.relation);
    line.next().name(&resident.head);
    line.home(&household.home, household.telephone);
    line.next();
    if let Some(koseki) = &resident.koseki {
        line.elsewhere(&koseki.place);
    }
    line.next();
    if let Some(koseki) = &resident.koseki {
        line.name(&koseki.head);
    }
    for day in [resident.since, resident.settled, resident.changed] {
        line.next().day(day);
    }
    line.next().text(resident.change);
    line.next().day(resident.notified);
    line.next();
    if let Some(place) = &resident.came_from {
        line.elsewhere(place);
    }
    line.removal(resident);
    line.numbers(resident, numbers);
    line.stay(resident);
    line.next().text(resident.insurance);
    line.next().update(resident.notified, numbers.person);
    line.next().paper(household.card);
}

/// The line being written, and how values of each kind are written in it.
pub(crate) struct Line<'a> {
    pub out: &'a mut String,
}

impl Line<'_> {
    pub fn next(&mut self) -> &mut Self {
        self.out.push(',');
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.out.push_str(text);
        self
    }

    /// With leading zeros to `width`; wider numbers keep their digits.
    pub fn number(&mut self, number: u64, width: usize) {
        let mut digits = [b'0'; 20];
        let (mut left, mut at) = (number, digits.len());
        while left > 0 || digits.len() - at < width {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
        }
        self.out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
    }

    pub fn full_width(&mut self, number: u32) -> &mut Self {
        if number >= 10 {
            self.full_width(number / 10);
        }
        self.out.extend(char::from_u32('０' as u32 + number % 10));
        self
    }

    pub fn name(&mut self, name: &FullName) {
        self.text(&name.family.written).text("　").text(&name.given.written);
    }

    pub fn kana(&mut self, name: &FullName) {
        self.text(&name.family.kana).text(" ").text(&name.given.kana);
    }

    pub fn day(&mut self, day: Day) {
        write_era_letter(&day.date(), self.out);
    }

    pub fn birth(&mut self, resident: &Resident) {
        let mut date = resident.birth.date();
        match resident.birth_known {
            Known::Wholly => {}
            Known::NotTheDay => date.day = 0,
            Known::OnlyTheYear | Known::About => (date.month, date.day) = (0, 0),
        }
        if resident.birth_known == Known::About {
            write_era_kanji(&date, self.out);
            self.text("頃");
        } else {
            write_era_letter(&date, self.out);
        }
    }

    /// Postal code to telephone number.
    fn home(&mut self, home: &Home, telephone: Option<u32>) {
        let town = home.town.number.into();
        // No postal code begins with 000.
        self.next().number(town, 7);
        self.next().text("99000").number(town, 3);
        self.number(home.chome.into(), 3);
        self.next().text(CITY);
        self.next().text(home.town.name);
        if home.chome > 0 {
            self.text(["一", "二", "三", "四", "五", "六"][(home.chome as usize - 1) % 6]).text("丁目");
        }
        self.next().lot(&home.lot, home.chome > 0);
        self.next();
        if let Some(building) = home.building {
            self.building(&building);
        }
        self.next().number(town / 4 + 1, 3);
        self.next();
        // No area code begins with 0990.
        if let Some(telephone) = telephone {
            self.text("0990-").number((telephone / 10_000).into(), 2);
            self.text("-").number((telephone % 10_000).into(), 4);
        }
    }

    fn building(&mut self, building: &Building) {
        match building.typed {
            Typed::Plain => self.text(building.name),
            Typed::Comma => self.text("\"").text(building.name).text(","),
            Typed::Quotes => self.text("\"\"\"").text(building.name).text("\"\"　"),
        };
        self.full_width(building.room).text("号");
        if building.typed != Typed::Plain {
            self.text("\"");
        }
    }

    pub fn lot(&mut self, lot: &Lot, town_blocks: bool) {
        self.full_width(lot.ban).text(if town_blocks { "番" } else { "番地" });
        if lot.go > 0 {
            self.text(if town_blocks { "" } else { "の" }).full_width(lot.go);
            self.text(if town_blocks { "号" } else { "" });
        }
    }

    pub fn elsewhere(&mut self, place: &Elsewhere) {
        self.text(place.city).text(place.town).lot(&place.lot, false);
        if let Some(building) = &place.building {
            self.text("　").building(building);
        }
    }

    /// 転出先住所 to 消除事由.
    fn removal(&mut self, resident: &Resident) {
        self.next();
        let Some(removal) = &resident.removal else {
            self.text(",,");
            return;
        };
        if let Some(to) = &removal.to {
            self.elsewhere(to);
        }
        self.next().day(removal.day);
        self.next().text(removal.reason);
    }

    /// 個人番号 and 住民票コード.
    fn numbers(&mut self, resident: &Resident, numbers: Numbers) {
        let has = |since: Day| resident.removal.is_none_or(|removal| removal.day >= since);
        self.next();
        if has(status::INDIVIDUAL_NUMBERS_SINCE) {
            let (digits, check) = numbers.individual();
            self.out.extend(digits.iter().chain([&check]).map(|&digit| char::from(b'0' + digit)));
        }
        self.next();
        if has(status::RESIDENT_CODES_SINCE) {
            self.number(numbers.resident_code(), 11);
        }
    }

    /// 国籍・地域 to 在留期間満了日.
    fn stay(&mut self, resident: &Resident) {
        self.next();
        let Some(stay) = &resident.stay else {
            self.text(",,");
            return;
        };
        self.text(stay.nation).next().text(stay.status).next();
        if let Some(until) = stay.until {
            self.day(until);
        }
    }

    /// 更新日時 and 更新者: when and by whom the last change was entered.
    fn update(&mut self, day: Day, person: u64) {
        let date = day.date();
        date.write_compact(self.out);
        // Some minute of the office's hours.
        self.number(9 + person % 8, 2);
        self.number(person * 7 % 60, 2);
        self.number(person * 11 % 60, 2);
        self.next().text("市民課窓口端末").number(person % 37 + 1, 2);
    }

    /// Where in the paper register the household was.
    fn paper(&mut self, card: u32) {
        self.text("改製前旧台帳第").number((card / 1_000_000 % 1000).into(), 3);
        self.text("冊").number((card / 1000 % 1000).into(), 3);
        self.text("葉 整理番号").number(card.into(), 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_value::is_individual_number;

    #[test]
    fn numbers_are_right_and_never_the_same_for_two() {
        let mut individual = std::collections::HashSet::new();
        let mut codes = std::collections::HashSet::new();
        for person in 0..50_000 {
            let numbers = Numbers { seed: 3, person, household: 1 };
            let (digits, check) = numbers.individual();
            let text: String = digits.iter().chain([&check]).map(|digit| digit.to_string()).collect();
            assert_eq!(is_individual_number(&text), Ok(()));
            assert!(individual.insert(text));
            assert!(codes.insert(numbers.resident_code()));
        }
    }

    #[test]
    fn factors_share_none_with_the_numbers_they_scatter_over() {
        fn common(a: u64, b: u64) -> u64 {
            if b == 0 { a } else { common(b, a % b) }
        }
        assert_eq!(common(55_623_058_987, INDIVIDUAL_NUMBERS), 1);
        assert_eq!(common(5_561_305_897, RESIDENT_CODES), 1);
    }

    #[test]
    fn the_source_definition_names_the_fields_of_the_header_in_their_order() {
        let text = include_str!("project/source/juki01.toml");
        let list = &text[text.find("fields = [").unwrap()..];
        let names: Vec<&str> = list
            .lines()
            .filter_map(|line| line.strip_prefix("  "))
            .filter_map(|line| line.split('"').nth(1))
            .collect();
        assert_eq!(names, FIELDS);
    }

    #[test]
    fn lots_are_written_in_full_width() {
        let mut out = String::new();
        Line { out: &mut out }.lot(&Lot { ban: 12, go: 3 }, true);
        Line { out: &mut out }.lot(&Lot { ban: 105, go: 0 }, false);
        assert_eq!(out, "１２番３号１０５番地");
    }
}
