use super::settings::{single, word};
use super::{Remarks, Transform};
use utsushi_findings::{Both, MAP003, Problem};
use utsushi_text::{trim, trim_end};

pub(super) static SPLIT_ADDRESS: Transform = Transform {
    name: "split-address",
    summary: Both {
        ja: "書かれた住所を town (町名。丁目まで)・number (番地)・building (方書。番地の後、空白から) に分ける。書かれたままの\
             文字を出す。はっきり分けられない住所は全体が town になり、指摘 MAP003 が出る (town だけ)",
        en: "divides a written address into town (with its 丁目), number (番地) and building (方書: what follows the \
             number after a space), as written; one that does not plainly divide is wholly the town, with the finding \
             MAP003 (at the town alone)",
    },
    example: r#"{ from = "住所", steps = [{ split-address = "number" }] }   中央一丁目２番３号　ハイツ１０１ → ２番３号"#,
};

/// Which part to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SplitAddress {
    Town,
    Number,
    Building,
}

impl SplitAddress {
    pub fn read(setting: Option<&toml::Value>) -> Result<SplitAddress, Problem> {
        let words = [
            ("town", SplitAddress::Town),
            ("number", SplitAddress::Number),
            ("building", SplitAddress::Building),
        ];
        word(&SPLIT_ADDRESS, "split-address", single(&SPLIT_ADDRESS, setting)?, &words)
    }

    pub fn apply<'a>(&self, text: &'a str, remarks: &mut Remarks) -> &'a str {
        let whole = trim(text);
        match (self, split(whole)) {
            (SplitAddress::Town, Some([town, ..])) => town,
            (SplitAddress::Number, Some([_, number, _])) => number,
            (SplitAddress::Building, Some([.., building])) => building,
            (SplitAddress::Town, None) => {
                if !whole.is_empty() {
                    remarks.push(&MAP003);
                }
                whole
            }
            // Reported once, by the town.
            (_, None) => "",
        }
    }
}

/// Town, number and building of a trimmed address. `None` where it is not plain what is what.
fn split(text: &str) -> Option<[&str; 3]> {
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let digits = run(rest, is_digit);
        let kanji = run(rest, is_kanji_number);
        let number = match (digits, kanji) {
            (0, 0) => rest.starts_with("無番地"),
            (0, _) => kanji_number_follows(&rest[kanji..]),
            _ => number_follows(&rest[digits..]),
        };
        if number {
            return divide(text, at);
        }
        at += digits.max(kanji).max(character.len_utf8());
    }
    None
}

/// Divides where the number begins.
fn divide(text: &str, at: usize) -> Option<[&str; 3]> {
    let town = trim_end(&text[..at]);
    let rest = &text[at..];
    let (number, building) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
    if !number.chars().all(belongs_to_number) {
        return None;
    }
    // Without 番, the digits may be those of a room: ハイツ１０１, 中央一丁目ハイツ１０１, 中央　ハイツ　１０１.
    if !number.contains('番') {
        let after_chome = town.rfind("丁目").is_some_and(|chome| chome + "丁目".len() != town.len());
        let after_name = town.ends_with(is_building_letter) && run(number, is_digit) == number.len();
        if town.contains(is_space) || after_chome || after_name {
            return None;
        }
    }
    Some([town, number, trim(building)])
}

/// Whether digits with this behind them are the beginning of a number: not those of １丁目, ３条, ２区, １地割.
fn number_follows(after: &str) -> bool {
    let mut characters = after.chars();
    match characters.next() {
        None => true,
        Some(first) if is_space(first) => true,
        Some('番') => {
            let next = characters.next();
            next.is_none_or(|next| {
                next == '地' || is_space(next) || is_digit(next) || is_hyphen(next) || is_no(next)
            })
        }
        Some(first) if is_hyphen(first) || is_no(first) || is_list(first) => {
            characters.next().is_some_and(is_digit)
        }
        Some(_) => false,
    }
}

/// The same for numbers in kanji, which town names hold too: 麻布十番, 三番町.
fn kanji_number_follows(after: &str) -> bool {
    let Some(after) = after.strip_prefix('番') else { return false };
    let second = run(after, is_kanji_number);
    after.starts_with('地') || (second > 0 && after[second..].starts_with('号'))
}

/// Bytes at the beginning of `text` whose characters pass.
fn run(text: &str, test: fn(char) -> bool) -> usize {
    text.find(|character| !test(character)).unwrap_or(text.len())
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}' | '\t')
}

fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

fn is_kanji_number(character: char) -> bool {
    "〇一二三四五六七八九十百千".contains(character)
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | 'ー' | 'ｰ')
}

fn is_no(character: char) -> bool {
    matches!(character, 'の' | 'ノ' | '之')
}

fn is_list(character: char) -> bool {
    matches!(character, '・' | '、' | ',' | '，')
}

/// A letter that names of buildings end with and names of towns hardly do.
fn is_building_letter(character: char) -> bool {
    matches!(character, 'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' | 'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn belongs_to_number(character: char) -> bool {
    is_digit(character)
        || is_kanji_number(character)
        || is_hyphen(character)
        || is_no(character)
        || is_list(character)
        || "番地号先内外他合併無甲乙丙丁戊己庚辛イロハニホヘト".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Worked by hand: forms that addresses of residents have.
    #[test]
    fn an_address_divides_where_its_number_begins_and_ends() {
        for (text, town, number, building) in [
            ("架空市中央一丁目２番３号　ハイツ１０１", "架空市中央一丁目", "２番３号", "ハイツ１０１"),
            ("架空市中央１丁目２番地の３", "架空市中央１丁目", "２番地の３", ""),
            ("架空市中央1-2-3 サンハイツ 101号", "架空市中央", "1-2-3", "サンハイツ 101号"),
            ("大字架空１２３４番地", "大字架空", "１２３４番地", ""),
            ("大字架空１２３４", "大字架空", "１２３４", ""),
            ("大字架空五十三番地ノ二", "大字架空", "五十三番地ノ二", ""),
            ("中央二番三号", "中央", "二番三号", ""),
            ("北１条西２丁目３番地", "北１条西２丁目", "３番地", ""),
            ("第１地割２３番地４", "第１地割", "２３番地４", ""),
            ("一番町５－６", "一番町", "５－６", ""),
            ("麻布十番１－２－３", "麻布十番", "１－２－３", ""),
            ("麻布十番一丁目２番３号", "麻布十番一丁目", "２番３号", ""),
            ("北花田町３丁１番", "北花田町３丁", "１番", ""),
            ("八千代１２ー３", "八千代", "１２ー３", ""),
            ("架空市　中央　１丁目　２番３号　荘", "架空市　中央　１丁目", "２番３号", "荘"),
            ("大字架空１２・１３番地", "大字架空", "１２・１３番地", ""),
            ("字山田無番地", "字山田", "無番地", ""),
            ("１２番地　寮", "", "１２番地", "寮"),
        ] {
            assert_eq!(split(text), Some([town, number, building]), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_stays_whole_and_is_reported_once() {
        for text in [
            "架空市中央",
            "架空市中央２番３号ハイツ１０１",
            "架空市中央一丁目ハイツ１０１",
            "架空市中央　ハイツ　１０１",
            "サンハイツ１０１",
            "アメリカ合衆国",
            "国道２号沿い",
        ] {
            let mut remarks = Remarks::new();
            assert_eq!(SplitAddress::Town.apply(text, &mut remarks), text);
            assert_eq!(SplitAddress::Number.apply(text, &mut remarks), "");
            assert_eq!(SplitAddress::Building.apply(text, &mut remarks), "");
            assert_eq!(remarks, [&MAP003], "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_is_lost(text in "([町字ハ0-9１２一十番地号丁目条－の無 　]|\\PC){0,20}") {
            let text = trim(&text);
            if let Some(parts) = split(text) {
                let bare = |text: &str| text.replace(is_space, "");
                prop_assert_eq!(bare(&parts.concat()), bare(text));
            }
        }
    }
}
