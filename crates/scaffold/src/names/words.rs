//! Words that names of items are made with: common practice of vendors, no standard.

/// Written so by vendors → in fewer words. Applied to both names, in this order.
pub(super) const JAPANESE: [(&str, &str); 15] = [
    ("年月日", "日"),
    ("フリガナ", "カナ"),
    ("ふりがな", "カナ"),
    ("氏名漢字", "氏名"),
    ("漢字氏名", "氏名"),
    ("マイナンバー", "個人番号"),
    ("宛名コード", "宛名番号"),
    ("住民番号", "宛名番号"),
    ("個人コード", "宛名番号"),
    ("の", ""),
    ("市町村", "市区町村"),
    ("市区区町村", "市区町村"),
    ("電話番号", "電話"),
    ("理由", "事由"),
    ("続き柄", "続柄"),
];

/// Words of names in letters.
pub(super) const ROMAJI: [(&str, &str); 33] = [
    ("atena", "宛名"),
    ("setai", "世帯"),
    ("no", "番号"),
    ("num", "番号"),
    ("number", "番号"),
    ("cd", "コード"),
    ("code", "コード"),
    ("kbn", "区分"),
    ("flg", "フラグ"),
    ("flag", "フラグ"),
    ("ymd", "日"),
    ("date", "日"),
    ("shimei", "氏名"),
    ("simei", "氏名"),
    ("name", "氏名"),
    ("kana", "カナ"),
    ("seinengappi", "生日"),
    ("birth", "生"),
    ("birthday", "生日"),
    ("seibetsu", "性別"),
    ("seibetu", "性別"),
    ("sex", "性別"),
    ("jusho", "住所"),
    ("jyusyo", "住所"),
    ("addr", "住所"),
    ("address", "住所"),
    ("katagaki", "方書"),
    ("yubin", "郵便"),
    ("zip", "郵便番号"),
    ("tel", "電話"),
    ("zokugara", "続柄"),
    ("mynumber", "個人番号"),
    ("rireki", "履歴"),
];

/// Words of which one excludes the other.
pub(super) const OPPOSITES: [(&str, &str); 10] = [
    ("開始", "終了"),
    ("転入", "転出"),
    ("予定", "確定"),
    ("前", "後"),
    ("父", "母"),
    ("成立", "消滅"),
    ("取得", "喪失"),
    ("記載", "削除"),
    ("コード", "名"),
    ("日時", "者"),
];

/// Words by which a name speaks of another time or another person.
pub(super) const OF_ANOTHER: [&str; 4] = ["前", "配偶者", "代理", "届出人"];

/// What a name says at its end about the kind of the item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    Flag,
    Kind,
    Code,
    Number,
    Name,
}

impl Ending {
    /// Whether vendors use one for the other.
    pub(super) fn is_like(self, other: Ending) -> bool {
        let few = |ending| matches!(ending, Ending::Flag | Ending::Kind | Ending::Code);
        self == other || few(self) && few(other)
    }
}

const ENDINGS: [(&str, Ending); 14] = [
    ("フラグ", Ending::Flag),
    ("有無", Ending::Flag),
    ("flg", Ending::Flag),
    ("区分", Ending::Kind),
    ("種別", Ending::Kind),
    ("種類", Ending::Kind),
    ("kbn", Ending::Kind),
    ("コード", Ending::Code),
    ("cd", Ending::Code),
    ("番号", Ending::Number),
    ("連番", Ending::Number),
    ("名称", Ending::Name),
    ("氏名", Ending::Name),
    ("名", Ending::Name),
];

/// A name without the word for its kind, and that.
pub(super) fn ending(words: &str) -> (&str, Option<Ending>) {
    let found =
        ENDINGS.iter().find_map(|(word, ending)| words.strip_suffix(word).map(|stem| (stem, *ending)));
    found.filter(|(stem, _)| !stem.is_empty()).map_or((words, None), |(stem, ending)| (stem, Some(ending)))
}
