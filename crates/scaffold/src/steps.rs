//! Steps that bring what a field holds into the form of an item.

use crate::codes::Codes;
use crate::profile::Content;
use utsushi_findings::Lang;
use utsushi_inspect::{DateForm, Meaning};
use utsushi_layout::{Item, ItemType};

/// Steps as a mapping writes them, and what a person should know about them.
#[derive(Clone, Default, PartialEq, Debug)]
pub(crate) struct Steps {
    pub steps: Vec<String>,
    pub remarks: Vec<String>,
}

/// Words of days that end something: there, nines mean that it does not end.
const ENDS: [&str; 6] = ["終了", "満了", "期限", "喪失", "有効", "廃止"];

/// The only era of Japan's last five that came to a year 46 is 昭和 (明治 ended in 45, 大正 in 15, 平成 in 31).
const ONLY_SHOWA: u8 = 46;

pub(crate) fn steps(
    item: &Item,
    content: Option<&Content>,
    codes: Option<(&Codes, &str)>,
    lang: Lang,
) -> Steps {
    let mut made = Steps::default();
    match item.kind {
        ItemType::Date => return wareki(item, content, lang),
        ItemType::Integer | ItemType::Decimal => return made,
        _ => made.steps.push("\"trim\"".to_owned()),
    }
    match item.kind {
        ItemType::Kana => made.steps.push("\"kana\"".to_owned()),
        ItemType::Digits | ItemType::Ascii => numbers(item, content, &mut made, lang),
        ItemType::Code => {
            if let Some((codes, table)) = codes {
                match codes {
                    Codes::Standard(0) => {}
                    Codes::Standard(others) => made.remarks.push(
                        lang.pick(
                            &format!("標準のコードでない値が {others} 件"),
                            &format!("{others} values are no standard codes"),
                        )
                        .to_owned(),
                    ),
                    Codes::Padded(to) => made.steps.push(format!("{{ pad = {{ to = {to} }} }}")),
                    Codes::Table(_) | Codes::Hidden => made.steps.push(format!("{{ code = \"{table}\" }}")),
                }
            }
        }
        _ => {}
    }
    made
}

fn wareki(item: &Item, content: Option<&Content>, lang: Lang) -> Steps {
    let mut options = Vec::new();
    let mut made = Steps::default();
    if let Some(content) = content {
        let two_digits = content.field.guesses.iter().any(
            |guess| matches!(guess.meaning, Meaning::Date { form, .. } if form == DateForm::TwoDigitYear),
        );
        match content.two_digit_year {
            Some(ONLY_SHOWA..=64) if two_digits => {
                options.push("era = \"S\"".to_owned());
                made.remarks.push(
                    lang.pick(
                        "2桁の年に 46 以上があり、昭和しかない",
                        "years of two digits beyond 45: only 昭和 has them",
                    )
                    .to_owned(),
                );
            }
            Some(_) if two_digits => made.remarks.push(
                lang.pick("TODO 元号のない2桁の年: era を決める", "TODO years of two digits: decide era")
                    .to_owned(),
            ),
            _ => {}
        }
        if content.zeros > 0 {
            options.push("zeros = \"blank\"".to_owned());
        }
        if content.nines > 0 {
            if ENDS.iter().any(|word| item.name.contains(word)) {
                options.push("nines = \"blank\"".to_owned());
                made.remarks
                    .push(lang.pick("9 だけの値は期限なしと見た", "nines taken for no end").to_owned());
            } else {
                made.remarks.push(
                    lang.pick(
                        "TODO 9 だけの値がある: nines を blank か unknown に",
                        "TODO some are nines: decide nines",
                    )
                    .to_owned(),
                );
            }
        }
    }
    made.steps.push(match options.is_empty() {
        true => "\"wareki\"".to_owned(),
        false => format!("{{ wareki = {{ {} }} }}", options.join(", ")),
    });
    made
}

fn numbers(item: &Item, content: Option<&Content>, made: &mut Steps, lang: Lang) {
    let Some(content) = content.filter(|content| content.field.filled > 0) else { return };
    if content.full_width > 0 {
        made.steps.push("{ width = \"half\" }".to_owned());
    }
    if item.kind == ItemType::Digits && content.hyphens > 0 {
        made.steps.push("{ replace = { \"-\" = \"\" } }".to_owned());
    }
    let (least, most) = content.field.characters;
    let digits = content.field.kinds.digits == content.field.filled;
    let fixed = matches!(
        item.role.as_deref(),
        Some("postal_code" | "individual_number" | "corporate_number" | "municipality_code")
    );
    if fixed && digits && least < item.digits as usize && most <= item.digits as usize {
        made.steps.push(format!("{{ pad = {{ to = {} }} }}", item.digits));
        made.remarks.push(lang.pick("先頭の 0 が落ちた値がある", "some lost their leading zeros").to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profiles;
    use std::path::Path;
    use utsushi_legacy::SourceDefinition;

    fn of(kind: ItemType, name: &str, role: &str, digits: u32, values: &[&str]) -> Steps {
        let item = Item {
            number: 1,
            name: name.to_owned(),
            slug: "item".to_owned(),
            key: false,
            required: false,
            kind,
            digits,
            bytes: None,
            decimals: 0,
            code_table: None,
            role: (!role.is_empty()).then(|| role.to_owned()),
            sensitive: false,
            source: String::new(),
            notes: String::new(),
        };
        let text = format!("format = \"csv\"\ncharset = \"utf-8\"\nfields = [\"{name}\", \"b\"]\n");
        let source = SourceDefinition::from_toml(Path::new("s.toml"), &text).unwrap();
        let file: String = values.iter().map(|value| format!("{value},\n")).collect();
        let profiles = Profiles::read(file.as_bytes(), &source).unwrap();
        steps(&item, profiles.content(None, 0), None, Lang::En)
    }

    #[test]
    fn dates_get_the_options_that_their_values_need() {
        let date = |name, values: &[&str]| of(ItemType::Date, name, "", 8, values);
        assert_eq!(date("生年月日", &["S550401"; 30]).steps, ["\"wareki\""]);
        let mut years = vec!["550401"; 29];
        years.push("000000");
        assert_eq!(date("生年月日", &years).steps, [r#"{ wareki = { era = "S", zeros = "blank" } }"#]);
        let early = date("生年月日", &["200401"; 30]);
        assert_eq!(early.steps, ["\"wareki\""]);
        assert!(early.remarks[0].starts_with("TODO"));
        let mut ends = vec!["S550401"; 29];
        ends.push("9999999");
        assert_eq!(date("終了年月日", &ends).steps, [r#"{ wareki = { nines = "blank" } }"#]);
        assert!(date("異動年月日", &ends).remarks[0].contains("nines"));
    }

    #[test]
    fn numbers_that_are_names_lose_hyphens_and_get_their_zeros_back() {
        let postal = |values: &[&str]| of(ItemType::Digits, "郵便番号", "postal_code", 7, values).steps;
        assert_eq!(postal(&["060-0001"; 20]), ["\"trim\"", r#"{ replace = { "-" = "" } }"#]);
        assert_eq!(postal(&["600001"; 20]), ["\"trim\"", "{ pad = { to = 7 } }"]);
        assert_eq!(postal(&["０６０００１１"; 20]), ["\"trim\"", r#"{ width = "half" }"#]);
        assert!(of(ItemType::Integer, "件数", "", 7, &["1"]).steps.is_empty());
    }
}
