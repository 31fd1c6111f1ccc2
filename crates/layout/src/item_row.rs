//! A line of a layout's `<file>.csv`: one item.

use crate::table::Table;
use crate::{CodeTable, Item, ItemType};
use std::collections::BTreeMap;
use utsushi_findings::{Problems, did_you_mean, problem};

/// Columns of `<file>.csv`, in order.
pub(crate) const ITEM_COLUMNS: &[&str] = &[
    "number",
    "name",
    "slug",
    "key",
    "required",
    "type",
    "digits",
    "bytes",
    "decimals",
    "code_table",
    "role",
    "sensitive",
    "source",
    "notes",
];

/// Reads the item that stands in `row`.
///
/// # Errors
/// Everything wrong with the row, each with its place.
pub(crate) fn item(table: &Table, row: usize, codes: &BTreeMap<String, CodeTable>) -> Result<Item, Problems> {
    let mut problems = Problems::default();
    let text = |column: usize| table.cell(row, column);
    let number = |column: usize, problems: &mut Problems| -> Option<u32> {
        let value = text(column);
        if value.is_empty() {
            return None;
        }
        value.parse().ok().or_else(|| {
            let name = ITEM_COLUMNS[column];
            problems.push(table.at(
                row,
                column,
                problem!("{name}「{value}」は数ではありません", "{name} \"{value}\" is not a number"),
            ));
            None
        })
    };
    let flag = |column: usize, problems: &mut Problems| match text(column) {
        "yes" => true,
        "" => false,
        value => {
            let name = ITEM_COLUMNS[column];
            let said = problem!(
                "{name}「{value}」は yes か空です",
                "{name} is \"{value}\"; it must be yes or blank"
            );
            problems.push(table.at(row, column, said));
            false
        }
    };
    let name = text(1).to_owned();
    let slug = text(2).to_owned();
    if name.is_empty() {
        problems.push(table.at(row, 1, problem!("項目名が空です", "the name is blank")));
    }
    if slug.is_empty()
        || !slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        || !slug.starts_with(|c: char| c.is_ascii_lowercase())
    {
        let said = problem!(
            "slug「{slug}」は英小文字・数字・_ で書きます",
            "the slug \"{slug}\" must be lower-case letters, digits and _"
        );
        problems.push(table.at(row, 2, said));
    }
    let kind = ItemType::from_name(text(5)).unwrap_or_else(|| {
        let value = text(5);
        let said = problem!("型「{value}」はありません", "there is no type \"{value}\"");
        let nearest = did_you_mean(value, ItemType::ALL.map(ItemType::name));
        problems.push(table.at(row, 5, said.suggest(nearest)));
        ItemType::Text
    });
    let digits = number(6, &mut problems).unwrap_or(0);
    if digits == 0 {
        problems.push(table.at(row, 6, problem!("桁数がありません", "digits is missing")));
    }
    let code_table = (!text(9).is_empty()).then(|| text(9).to_owned());
    match (&code_table, kind) {
        (None, ItemType::Code) => {
            problems.push(table.at(
                row,
                9,
                problem!("コード表の名前がありません", "a code item needs a code_table"),
            ));
        }
        (Some(name), _) => match codes.get(name) {
            None => {
                let said = problem!("コード表「{name}」がありません", "there is no code table \"{name}\"");
                let nearest = did_you_mean(name, codes.keys().map(String::as_str));
                problems.push(table.at(row, 9, said.suggest(nearest)));
            }
            Some(codes) => {
                if let Some((value, _)) =
                    codes.entries().iter().find(|(value, _)| value.chars().count() > digits as usize)
                {
                    let said = problem!(
                        "コード「{value}」は {digits} 桁に入りません",
                        "the code \"{value}\" does not fit {digits} digits"
                    );
                    problems.push(table.at(row, 6, said));
                }
            }
        },
        (None, _) => {}
    }
    let decimals = number(8, &mut problems).unwrap_or(0);
    if decimals > 18 {
        problems.push(table.at(row, 8, problem!("小数の桁数が多すぎます", "too many decimals")));
    }
    let item = Item {
        number: number(0, &mut problems).unwrap_or(0),
        name,
        slug,
        key: flag(3, &mut problems),
        required: flag(4, &mut problems),
        kind,
        digits,
        bytes: number(7, &mut problems),
        decimals: decimals.min(18) as u8,
        code_table,
        role: (!text(10).is_empty()).then(|| text(10).to_owned()),
        sensitive: flag(11, &mut problems),
        source: text(12).to_owned(),
        notes: text(13).to_owned(),
    };
    if item.source.is_empty() {
        problems.push(table.at(row, 12, problem!("出典 (source) が空です", "the source is blank")));
    }
    problems.finish()?;
    Ok(item)
}
