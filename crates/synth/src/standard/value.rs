//! A value for an item, by what the layout says of it.

use crate::day::Day;
use crate::names::names;
use crate::random::Random;
use std::collections::BTreeMap;
use utsushi_layout::{FileLayout, Item, ItemType, Standard};
use utsushi_text::{KanaOptions, kana_to_full_width};
use utsushi_value::{
    corporate_number_check, individual_number_check, insurer_number_check, municipality_code_check,
};

/// Draws values; numbers that must differ are counted up.
pub(super) struct Values<'a> {
    pub random: Random,
    standard: &'a Standard,
    serials: BTreeMap<(String, usize), u64>,
    person: u64,
    first: u64,
    /// Characters that a value may have where other files' smaller items hold it too.
    pub limits: BTreeMap<(String, usize), u32>,
}

impl<'a> Values<'a> {
    /// `round` keeps the numbers of one round apart from those of another.
    pub fn new(standard: &'a Standard, seed: u64, round: u64) -> Self {
        Values {
            random: Random::new(seed, 0x5747 + round),
            standard,
            serials: BTreeMap::new(),
            person: round * 1_000_000,
            first: round * 500,
            limits: BTreeMap::new(),
        }
    }

    /// The next number for an item whose rows must differ.
    pub fn serial(&mut self, layout: &FileLayout, item: usize) -> u64 {
        // One 宛名番号 is one person or body, whichever file it is first given out in.
        let shared = layout.items[item].role.as_deref() == Some("address_number");
        let place = if shared { (String::new(), 0) } else { (layout.id(), item) };
        let first = self.first;
        let serial = self.serials.entry(place).or_insert(first);
        *serial += 1;
        *serial
    }

    /// A value for the item; it fits the item's type, size and code table.
    pub fn of(&mut self, layout: &FileLayout, index: usize) -> String {
        let mut item = layout.items[index].clone();
        if let Some(limit) = self.limits.get(&(layout.id(), index)) {
            item.digits = item.digits.min(*limit);
        }
        let item = &item;
        let role = item.role.as_deref().unwrap_or_default();
        let value = match item.kind {
            ItemType::Code => self.code(item, role),
            ItemType::Date => self.date(item, role),
            ItemType::Integer => {
                let most = 10u64.saturating_pow(item.digits.min(9)) - 1;
                self.random.below(most.min(300_000) as u32 + 1).to_string()
            }
            ItemType::Decimal => self.decimal(item),
            ItemType::Digits | ItemType::Ascii => self.number(layout, index, item, role),
            ItemType::Kana => self.kana(),
            ItemType::Text => self.text(item, role),
        };
        fit(value, item)
    }

    fn code(&mut self, item: &Item, role: &str) -> String {
        let table = item.code_table.as_deref().and_then(|name| self.standard.code_table(name));
        let entries = table.map_or(&[][..], |table| table.entries());
        let has = |value: &str| entries.iter().any(|entry| entry.0 == value);
        match role {
            "latest_flag" if has("1") => "1".into(),
            "cancelled_flag" | "protected_flag" | "restriction_flag" if has("0") => "0".into(),
            _ if entries.is_empty() => String::new(),
            // Most things are in their usual state, which tables list first.
            _ if role.ends_with("status") && self.random.chance(3, 4) => entries[0].0.clone(),
            _ => self.random.pick(entries).0.clone(),
        }
    }

    fn date(&mut self, item: &Item, role: &str) -> String {
        let (first, last) = match role {
            "valid_from" => (Day::of(1990, 1, 1), Day::of(1990, 1, 1)),
            "valid_to" => (Day::of(2090, 3, 31), Day::of(2090, 3, 31)),
            _ if role.contains("birth_date") || item.name.contains("生年月日") => {
                (Day::of(1930, 1, 1), Day::of(2005, 12, 31))
            }
            _ if role.contains("expiry") || item.name.contains("期限") || item.name.contains("満了") => {
                (Day::of(2026, 4, 2), Day::of(2031, 3, 31))
            }
            _ => (Day::of(2016, 4, 1), Day::of(2026, 3, 31)),
        };
        let mut text = String::new();
        first.plus(self.random.below((last.0 - first.0 + 1) as u32) as i32).date().write_compact(&mut text);
        text
    }

    fn decimal(&mut self, item: &Item) -> String {
        // The point counts as a character.
        let whole = item.digits.saturating_sub(u32::from(item.decimals) + 1).min(4);
        let mut value = match whole {
            0 => "0".to_owned(),
            whole => self.random.below(10u32.pow(whole)).to_string(),
        };
        if item.decimals > 0 {
            value.push('.');
            for _ in 0..item.decimals {
                value.push(char::from(b'0' + self.random.below(10) as u8));
            }
        }
        value
    }

    fn digits(&mut self, count: usize) -> Vec<u8> {
        let mut digits: Vec<u8> = (0..count).map(|_| self.random.below(10) as u8).collect();
        if let Some(first) = digits.first_mut() {
            *first = (*first % 9) + 1;
        }
        digits
    }

    fn number(&mut self, layout: &FileLayout, index: usize, item: &Item, role: &str) -> String {
        let text = |digits: &[u8]| digits.iter().map(|digit| char::from(b'0' + digit)).collect::<String>();
        let size = item.digits as usize;
        if role.ends_with("individual_number") && size >= 12 {
            self.person += 1;
            let mut eleven = [0; 11];
            let mut left = 10_000_000_000 + self.person * 7_919 % 80_000_000_000;
            for digit in eleven.iter_mut().rev() {
                *digit = (left % 10) as u8;
                left /= 10;
            }
            return text(&[&eleven[..], &[individual_number_check(eleven)]].concat());
        }
        if role.ends_with("resident_code") && size >= 11 {
            self.person += 1;
            return format!("{:010}3", 1_000_000_007 + self.person);
        }
        if (role.ends_with("municipality_code") || item.name.contains("団体コード")) && size >= 6 {
            let five = [9, 9, 0, 0, self.random.below(9) as u8 + 1];
            return text(&[&five[..], &[municipality_code_check(five)]].concat());
        }
        if (role.ends_with("corporate_number") || item.name == "法人番号") && size >= 13 {
            let mut twelve = [0; 12];
            twelve.copy_from_slice(&self.digits(12));
            return text(&[&[corporate_number_check(twelve)][..], &twelve[..]].concat());
        }
        if role.ends_with("insurer_number") && size >= 8 {
            let mut seven = [0; 7];
            seven.copy_from_slice(&self.digits(7));
            return text(&[&seven[..], &[insurer_number_check(seven)]].concat());
        }
        if item.name.contains("年度") && size == 4 {
            return (2018 + self.random.below(8)).to_string();
        }
        if (item.name.ends_with('月') || item.name.ends_with("期別") || item.name == "期") && size == 2 {
            return format!("{:02}", self.random.below(12) + 1);
        }
        if item.key {
            let serial = self.serial(layout, index);
            return match role {
                "address_number" => format!("{:0width$}", 1_000_000 + serial, width = size.min(15)),
                _ => format!("{serial:0width$}", width = size.min(4)),
            };
        }
        let count = size.clamp(1, 8);
        let mut value = text(&self.digits(count));
        // An item with a role may be compared with one of digits in another file.
        if item.kind == ItemType::Ascii && item.role.is_none() && count > 3 {
            value.replace_range(0..1, "A");
        }
        value
    }

    fn kana(&mut self) -> String {
        let list = &names().families;
        let mut text = String::new();
        kana_to_full_width(&self.random.pick(list).kana, KanaOptions::default(), &mut text);
        text
    }

    fn text(&mut self, item: &Item, role: &str) -> String {
        let name = item.name.as_str();
        let person = ["氏名", "名義", "世帯主", "筆頭者", "担当者", "代表者", "保護者名"];
        if role == "name"
            || role.ends_with("_name") && person.iter().any(|word| name.contains(word))
            || name == "氏名"
        {
            let family = self.random.pick(&names().families).written.clone();
            let sex = self.random.below(2) as usize;
            let given = names().given(&mut self.random, sex, 1970).written.clone();
            return format!("{family}　{given}");
        }
        if name.contains("住所") || name.contains("所在") {
            let (city, town) = *self.random.pick(&names().elsewhere);
            return format!("{city}{town}{}番地", self.random.below(200) + 1);
        }
        let short: String = name.chars().filter(|c| !"()（）・/／".contains(*c)).take(6).collect();
        format!("{short}{}", self.random.below(90) + 10)
    }
}

/// Cut to the item's size.
fn fit(value: String, item: &Item) -> String {
    let mut text: String = value.chars().take(item.digits as usize).collect();
    if let Some(bytes) = item.bytes {
        while text.len() > bytes as usize {
            text.pop();
        }
    }
    text.trim_end_matches(['　', ' ']).to_owned()
}
