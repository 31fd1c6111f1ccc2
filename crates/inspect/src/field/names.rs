//! Words by which items are called.

/// How names of items end.
const ENDINGS: [&str; 47] = [
    "番号",
    "コード",
    "ｺｰﾄﾞ",
    "年月日",
    "氏名",
    "住所",
    "区分",
    "カナ",
    "ｶﾅ",
    "名称",
    "事由",
    "続柄",
    "性別",
    "本籍",
    "筆頭者",
    "方書",
    "番地",
    "町名",
    "市区町村名",
    "国籍",
    "地域",
    "資格",
    "備考",
    "予備",
    "フラグ",
    "ﾌﾗｸﾞ",
    "金額",
    "税額",
    "年度",
    "種別",
    "通称",
    "日時",
    "更新者",
    "満了日",
    "開始日",
    "終了日",
    "状態",
    "年月",
    "日付",
    "電話",
    "枝番",
    "漢字",
    "件数",
    "支店名",
    "理由",
    "氏名_漢字",
    "住民となった日",
];

/// English names that vendors use.
const ENGLISH: [&str; 14] =
    ["ID", "NO", "CODE", "CD", "NAME", "KANA", "DATE", "YMD", "ADDR", "ADDRESS", "TEL", "ZIP", "FLG", "KBN"];

/// Whether a text is a word for an item, not a value: it ends like one and holds no number but a last digit (予備1).
pub(crate) fn is_item_name(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９' | '_'));
    if text.is_empty() || text.chars().any(|c| c.is_ascii_digit() || matches!(c, '０'..='９' | '\u{3000}'))
    {
        return false;
    }
    let upper = text.to_ascii_uppercase();
    let last = upper.rsplit(['_', ' ', '-']).next().unwrap_or_default();
    ENDINGS.iter().any(|ending| text.ends_with(ending)) || ENGLISH.contains(&last)
}

/// What the name of a field says about what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hint {
    Date,
    DateTime,
    Kana,
    KanjiName,
    Address,
    Postal,
    Phone,
    Individual,
    Corporate,
    Municipality,
    Code,
    None,
}

/// In this order: 郵便番号 is no 番号, 氏名カナ no 氏名.
const HINTS: [(&str, Hint); 27] = [
    ("郵便", Hint::Postal),
    ("電話", Hint::Phone),
    ("個人番号", Hint::Individual),
    ("マイナンバー", Hint::Individual),
    ("法人番号", Hint::Corporate),
    ("団体コード", Hint::Municipality),
    ("市区町村コード", Hint::Municipality),
    ("カナ", Hint::Kana),
    ("ｶﾅ", Hint::Kana),
    ("フリガナ", Hint::Kana),
    ("振り仮名", Hint::Kana),
    ("日時", Hint::DateTime),
    ("年月日", Hint::Date),
    ("日付", Hint::Date),
    ("満了日", Hint::Date),
    ("開始日", Hint::Date),
    ("終了日", Hint::Date),
    ("コード", Hint::Code),
    ("区分", Hint::Code),
    ("種別", Hint::Code),
    ("フラグ", Hint::Code),
    ("氏名", Hint::KanjiName),
    ("筆頭者", Hint::KanjiName),
    ("通称", Hint::KanjiName),
    ("住所", Hint::Address),
    ("本籍", Hint::Address),
    ("番地", Hint::Address),
];

pub(crate) fn hint(name: Option<&str>) -> Hint {
    let name = name.unwrap_or_default();
    HINTS.iter().find(|(word, _)| name.contains(word)).map_or(Hint::None, |(_, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_items_are_told_from_values() {
        for name in ["宛名番号", "氏名カナ", "予備1", "在留期間満了日", "KOJIN_NO", "Name", "国籍・地域"]
        {
            assert!(is_item_name(name), "{name}");
        }
        for value in ["山田　太郎", "２５７番地", "S550401", "転入", "男", "市民課窓口端末02", "", "1", "ﾔﾏﾀﾞ"]
        {
            assert!(!is_item_name(value), "{value}");
        }
    }

    #[test]
    fn a_name_may_say_what_it_holds() {
        assert_eq!(hint(Some("郵便番号")), Hint::Postal);
        assert_eq!(hint(Some("氏名カナ")), Hint::Kana);
        assert_eq!(hint(Some("宛名番号")), Hint::None);
        assert_eq!(hint(None), Hint::None);
    }
}
