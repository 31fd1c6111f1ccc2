//! Whether what a field holds can be what an item holds.

use crate::profile::Content;
use utsushi_inspect::{Kinds, Meaning};
use utsushi_layout::{CodeTable, Item, ItemType};

/// Filled values from which on the content tells.
const ENOUGH: u64 = 10;

/// The share of values of which two or three may be wrong.
const NEARLY_ALL: f64 = 0.8;

/// What the content says of a pair that names suggest: added to the likeness of the names, negative where it speaks
/// against the pair, 0 where too little was seen.
pub(crate) fn speaks(item: &Item, codes: Option<&CodeTable>, content: &Content) -> f64 {
    let field = &content.field;
    if field.filled < ENOUGH {
        return 0.0;
    }
    let share = |count: u64| count as f64 / field.filled as f64;
    let Kinds { half_kana, full_kana, kanji, mixed, .. } = field.kinds;
    let letters = share(half_kana + full_kana + kanji);
    let dates = dates(content);
    let mut sum = 0.0;
    sum += match item.kind {
        ItemType::Date if dates >= NEARLY_ALL => 0.06,
        ItemType::Date => -0.3,
        ItemType::Kana if share(half_kana + full_kana) >= NEARLY_ALL => 0.06,
        ItemType::Kana => -0.25,
        _ if letters > 0.5 && matches!(item.kind, ItemType::Integer | ItemType::Decimal) => -0.3,
        ItemType::Digits | ItemType::Ascii if letters > 0.5 => -0.3,
        ItemType::Digits | ItemType::Ascii if share(mixed) > 0.5 && share(content.full_width) < 0.5 => -0.15,
        ItemType::Code => of_codes(codes, content),
        ItemType::Text if dates >= 0.9 && !item.name.ends_with("表記") => -0.25,
        ItemType::Text if share(half_kana) > 0.9 && !item.name.contains("カナ") => -0.1,
        _ => 0.0,
    };
    let long = field.characters.0 > item.digits as usize && content.hyphens == 0;
    if long && matches!(item.kind, ItemType::Digits | ItemType::Ascii | ItemType::Code) {
        sum -= if item.kind == ItemType::Code { 0.0 } else { 0.1 };
    }
    if let Some(role) = item.role.as_deref() {
        let right = |meaning: &Meaning| field.guesses.iter().any(|guess| guess.meaning == *meaning);
        sum += match role {
            "individual_number" if right(&Meaning::IndividualNumber) => 0.1,
            "corporate_number" if right(&Meaning::CorporateNumber) => 0.1,
            "individual_number" => -0.2,
            _ => 0.0,
        };
    }
    sum
}

/// The share of filled values that are dates or stand in place of one.
fn dates(content: &Content) -> f64 {
    let fillers = (content.zeros + content.nines) as f64 / content.field.filled as f64;
    let found = content.field.guesses.iter().find(|guess| matches!(guess.meaning, Meaning::Date { .. }));
    found.map_or(0.0, |guess| guess.share.max(guess.share + fillers).min(1.0))
}

fn of_codes(codes: Option<&CodeTable>, content: &Content) -> f64 {
    match (&content.values, codes) {
        (None, _) => -0.2,
        (Some(values), Some(codes)) if values.keys().all(|value| codes.contains(value)) => 0.05,
        (Some(values), Some(codes)) if values.len() > codes.entries().len() * 2 + 5 => -0.1,
        _ => 0.0,
    }
}

/// The items that content alone can tell, by role: what it is, and how sure. The name of the field says nothing
/// (`named` is false), or what it holds has a check digit.
pub(crate) fn tells(item: &Item, content: &Content, named: bool) -> Option<(f64, &'static str)> {
    if content.field.filled < ENOUGH * 2 {
        return None;
    }
    let is = |test: fn(&Meaning) -> bool, least: f64| {
        content.field.guesses.iter().any(|guess| test(&guess.meaning) && guess.share >= least)
    };
    let role = item.role.as_deref().unwrap_or_default();
    match role {
        "individual_number" if is(|m| *m == Meaning::IndividualNumber, 0.95) => Some((0.9, "個人番号")),
        "corporate_number" if is(|m| *m == Meaning::CorporateNumber, 0.95) => Some((0.9, "法人番号")),
        _ if named => None,
        "name_kana" if is(|m| *m == Meaning::KanaName, NEARLY_ALL) => Some((0.7, "カナ氏名")),
        "name" if is(|m| *m == Meaning::KanjiName, NEARLY_ALL) => Some((0.68, "氏名")),
        "address" if is(|m| *m == Meaning::Address, NEARLY_ALL) => Some((0.65, "住所")),
        "postal_code" if is(|m| *m == Meaning::PostalCode, NEARLY_ALL) => Some((0.65, "郵便番号")),
        "phone" | "phone_number" if is(|m| *m == Meaning::Phone, NEARLY_ALL) => Some((0.65, "電話番号")),
        "birth_date" if is(|m| matches!(m, Meaning::Date { .. }), 0.95) => Some((0.62, "日付")),
        "address_number" if content.field.is_unique() && is(|m| *m == Meaning::Key, 0.95) => {
            Some((0.62, "一意の番号"))
        }
        _ => None,
    }
}
