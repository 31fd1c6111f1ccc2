//! How alike a vendor's name for a field and the standard's name for an item are.

mod words;

use utsushi_findings::Lang;
use utsushi_text::{KanaOptions, ascii_to_half_width, kana_to_full_width};
use words::{Ending, JAPANESE, ROMAJI, ending};

/// Why a field was taken for an item.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Why {
    /// The names are equal.
    SameName,
    /// The field is called by the item's slug.
    SameSlug,
    /// They differ in width, case, spaces or signs only.
    SameButForm,
    /// They say the same in other words: 日 and 年月日, カナ and フリガナ, `ATENA_NO` and 宛名番号.
    SameWords,
    /// They differ by a prefix before `_` only.
    SameBehindPrefix,
    /// One says what kind of item it is (コード, 区分, フラグ …), the other does not.
    SameButKind,
    /// They are alike.
    Alike,
    /// The content tells, whatever the name.
    Content(&'static str),
    /// A part of a date that the item of this name stands for: 不詳フラグ, 表記.
    OfDate,
}

impl Why {
    /// In words.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Why::SameName => lang.pick("項目名が同じ", "same name"),
            Why::SameSlug => lang.pick("項目の slug と同じ", "named by the item's slug"),
            Why::SameButForm => {
                lang.pick("幅・空白・記号のほかは同じ名", "same name but for width, spaces and signs")
            }
            Why::SameWords => lang.pick("言い方だけが違う名", "same name in other words"),
            Why::SameBehindPrefix => lang.pick("接頭辞を除けば同じ名", "same name behind a prefix"),
            Why::SameButKind => {
                lang.pick("末尾の コード・区分 などのほかは同じ名", "same name but for コード, 区分 …")
            }
            Why::Alike => lang.pick("似た名", "names alike"),
            Why::OfDate => lang.pick("同じ日付から作る", "made from the same date"),
            Why::Content(what) => {
                return lang.pick(&format!("内容が {what}"), &format!("content is {what}")).to_owned();
            }
        }
        .to_owned()
    }
}

/// A name, taken apart once.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    written: String,
    folded: String,
    /// In the words of the standard.
    words: String,
    stem: String,
    ending: Option<Ending>,
    /// What stands behind the last `_`, folded.
    behind_prefix: Option<String>,
}

impl Name {
    /// `name` as a definition writes it; of a field in a group, its name within the group.
    pub(crate) fn new(name: &str) -> Name {
        let behind_prefix = name.rsplit_once(['_', '＿', '.']).map(|(_, last)| in_words(&fold(last)));
        let folded = fold(name);
        let words = match name.is_ascii() {
            true => romaji(name),
            false => in_words(&folded),
        };
        let (stem, ending) = ending(&words);
        Name {
            written: name.to_owned(),
            stem: stem.to_owned(),
            ending,
            folded,
            words,
            behind_prefix: behind_prefix.filter(|name| name.chars().count() > 1),
        }
    }
}

/// Without what only writing differs in: width, case, spaces, signs.
pub(crate) fn fold(text: &str) -> String {
    let (mut wide, mut half) = (String::new(), String::new());
    kana_to_full_width(text, KanaOptions { spaces: false, hyphen_as_long_vowel: false }, &mut wide);
    ascii_to_half_width(&wide, &mut half);
    half.chars()
        .filter(|c| c.is_alphanumeric() || *c == 'ー')
        .map(|c| if c == 'ヶ' { 'ケ' } else { c.to_ascii_lowercase() })
        .collect()
}

fn in_words(folded: &str) -> String {
    let mut text = folded.to_owned();
    for (from, to) in JAPANESE {
        text = text.replace(from, to);
    }
    // カナ氏名 and 氏名カナ.
    if let Some(at) = text.find("カナ").filter(|_| !text.ends_with("カナ")) {
        text.replace_range(at..at + "カナ".len(), "");
        text.push_str("カナ");
    }
    text
}

/// `ATENA_NO` → 宛名番号.
fn romaji(name: &str) -> String {
    let words = name.split(['_', '-', ' ', '.']).map(|word| {
        let word = word.to_ascii_lowercase();
        let known = ROMAJI.iter().find(|(romaji, _)| *romaji == word);
        known.map_or(word, |(_, japanese)| (*japanese).to_owned())
    });
    in_words(&words.collect::<String>())
}

/// How alike they are, from 0 to 1, and in which way. `slug` is that of the item.
pub(crate) fn likeness(field: &Name, item: &Name, slug: &str) -> (f64, Why) {
    if field.written == item.written {
        return (1.0, Why::SameName);
    }
    if field.folded == item.folded {
        return (0.98, Why::SameButForm);
    }
    if field.written.eq_ignore_ascii_case(slug) {
        return (0.97, Why::SameSlug);
    }
    if field.words == item.words {
        return (0.94, Why::SameWords);
    }
    if field.behind_prefix.as_deref() == Some(&item.words) {
        return (0.92, Why::SameBehindPrefix);
    }
    if field.stem == item.stem && field.stem.chars().count() > 1 {
        match (field.ending, item.ending) {
            (None, _) | (_, None) => return (0.88, Why::SameButKind),
            (Some(one), Some(other)) if one.is_like(other) => return (0.84, Why::SameButKind),
            _ => {}
        }
    }
    (alike(field, item), Why::Alike)
}

/// Of names that are not the same in any way: at most 0.9.
fn alike(field: &Name, item: &Name) -> f64 {
    let edits = 0.92 * strsim::normalized_damerau_levenshtein(&field.words, &item.words);
    let (short, long) = match field.words.chars().count() <= item.words.chars().count() {
        true => (&field.words, &item.words),
        false => (&item.words, &field.words),
    };
    let length = short.chars().count();
    if length < 2 {
        return edits.min(0.5);
    }
    let ratio = length as f64 / long.chars().count() as f64;
    // The head of a Japanese compound is its end: 成立日 is short for 世帯成立日, 番地 less so for 番地コード.
    let part = match () {
        () if long.ends_with(short.as_str()) => 0.60 + 0.3 * ratio,
        () if long.contains(short.as_str()) => 0.50 + 0.3 * ratio,
        () if length > 2 && is_subsequence(short, long) => 0.48 + 0.3 * ratio,
        () => 0.0,
    };
    let mut score = edits.max(part);
    // 開始日 is not 終了日, whatever else they share.
    if words::OPPOSITES
        .iter()
        .any(|(a, b)| opposite(&field.words, &item.words, a, b) || opposite(&field.words, &item.words, b, a))
    {
        score -= 0.3;
    }
    // 前住所 is nobody's 住所 now.
    let of_another = |word: &str| field.words.contains(word) != item.words.contains(word);
    if words::OF_ANOTHER.iter().any(|word| of_another(word)) {
        score -= 0.2;
    }
    score.clamp(0.0, 0.9)
}

fn opposite(one: &str, other: &str, a: &str, b: &str) -> bool {
    one.contains(a) && !one.contains(b) && other.contains(b) && !other.contains(a)
}

/// Whether all characters of `short` stand in `long` in the same order: 住定日 in 住所を定めた日.
fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(field: &str, item: &str) -> (f64, Why) {
        likeness(&Name::new(field), &Name::new(item), "address_number")
    }

    #[test]
    fn names_are_the_same_in_many_ways() {
        assert_eq!(of("宛名番号", "宛名番号").1, Why::SameName);
        assert_eq!(of("ADDRESS_NUMBER", "宛名番号").1, Why::SameSlug);
        assert_eq!(of("宛名　番号", "宛名番号").1, Why::SameButForm);
        assert_eq!(of("ｶﾅ氏名", "カナ氏名").1, Why::SameButForm);
        assert_eq!(of("枝番コード１", "枝番コード1").1, Why::SameButForm);
        assert_eq!(of("異動日", "異動年月日").1, Why::SameWords);
        assert_eq!(of("氏名カナ", "カナ氏名").1, Why::SameWords);
        assert_eq!(of("ATENA_NO", "宛名番号").1, Why::SameWords);
        assert_eq!(of("戸籍_宛名番号", "宛名番号").1, Why::SameBehindPrefix);
        assert_eq!(of("最新", "最新フラグ").1, Why::SameButKind);
    }

    #[test]
    fn a_kind_that_differs_is_not_the_same_name() {
        assert_eq!(of("世帯区分", "世帯番号").1, Why::Alike);
        assert!(of("世帯区分", "世帯番号").0 < 0.6);
        assert!(of("開始日", "終了年月日").0 < 0.6);
    }

    #[test]
    fn abbreviations_are_alike() {
        for (field, item) in
            [("成立日", "世帯成立年月日"), ("記載市区町村", "記載市区町村名"), ("並び順", "世帯員並び順")]
        {
            assert!(of(field, item).0 > 0.7, "{field} {item} {:?}", of(field, item));
        }
    }

    proptest! {
        #[test]
        fn likeness_is_a_share_and_the_same_name_is_best(a in "[ぁ-んァ-ヶ一-龠A-Za-z_0-9ｱ-ﾝ]{0,8}", b in "[ァ-ヶ一-龠A-Z]{0,8}") {
            let score = of(&a, &b).0;
            prop_assert!((0.0..=1.0).contains(&score));
            prop_assert!(of(&a, &a).0 >= score);
        }
    }
}
