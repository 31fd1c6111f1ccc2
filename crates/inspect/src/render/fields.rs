//! The fields, a line each.

use super::percent;
use super::table::table;
use crate::{Confidence, Field, Guess, Kinds, Meaning, Report};
use utsushi_findings::Lang;

pub(super) fn render(report: &Report, lang: Lang) -> String {
    let fixed = report.fields.iter().any(|field| field.place.is_some());
    let mut heads = vec![lang.pick("項目", "field")];
    if fixed {
        heads.push(lang.pick("位置", "at"));
    }
    heads.extend(match lang {
        Lang::Ja => ["充足", "文字数", "バイト", "文字種", "種類数", "推定", "形"],
        Lang::En => ["filled", "length", "bytes", "characters", "distinct", "likely", "shape"],
    });
    let mut rows = vec![heads.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    for field in &report.fields {
        let mut row = vec![field.name.clone()];
        if let Some((at, bytes)) = field.place {
            row.push(format!("{}–{}", at + 1, at + bytes));
        }
        row.push(percent(field.fill_rate()));
        row.push(range(field.characters));
        row.push(range(field.bytes));
        row.push(kinds(&field.kinds, lang));
        row.push(distinct(field));
        row.push(likely(field, lang));
        row.push(field.shapes.iter().map(|(shape, _)| shown(shape)).take(1).collect());
        rows.push(row);
    }
    let first = usize::from(fixed);
    table(&rows, &[first + 1, first + 2, first + 3, first + 5])
}

/// A shape in which spaces can be seen.
fn shown(shape: &str) -> String {
    shape.replace('\u{3000}', "□").replace(' ', "␣")
}

fn range((least, most): (usize, usize)) -> String {
    match (least, most) {
        (_, 0) => String::new(),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least}–{most}"),
    }
}

fn distinct(field: &Field) -> String {
    match field.distinct {
        Field::MOST_DISTINCT.. => format!("{}+", Field::MOST_DISTINCT),
        n => n.to_string(),
    }
}

fn kinds(kinds: &Kinds, lang: Lang) -> String {
    let all = [
        (kinds.digits, lang.pick("数字", "digits")),
        (kinds.ascii, lang.pick("英数", "ascii")),
        (kinds.half_kana, lang.pick("半角カナ", "half kana")),
        (kinds.full_kana, lang.pick("かな", "kana")),
        (kinds.kanji, lang.pick("漢字", "kanji")),
        (kinds.mixed, lang.pick("混在", "mixed")),
    ];
    let sum: u64 = all.iter().map(|(count, _)| count).sum();
    let mut some: Vec<(u64, &str)> = all.into_iter().filter(|(count, _)| *count * 20 >= sum.max(1)).collect();
    some.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    some.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("/")
}

fn likely(field: &Field, lang: Lang) -> String {
    let mut text = match field.guesses.first() {
        None => return String::new(),
        Some(guess) => {
            let mark =
                if guess.confidence == Confidence::Low && guess.meaning != Meaning::Text { "?" } else { "" };
            format!("{}{mark}", meaning(guess, field, lang))
        }
    };
    if !field.codes.is_empty() && field.codes.len() <= 6 {
        let codes: Vec<String> = field.codes.iter().map(|(code, times)| format!("{code}×{times}")).collect();
        text.push_str(&format!(" {}", codes.join(" ")));
    }
    if field.is_unique() && field.meaning() != Some(&Meaning::Key) {
        text.push_str(lang.pick("、重複なし", ", unique"));
    }
    if field.indented > 0 {
        text.push_str(&match lang {
            Lang::Ja => format!("、前に空白 {}", field.indented),
            Lang::En => format!(", {} with spaces before", field.indented),
        });
    }
    if field.undecodable > 0 {
        text.push_str(&match lang {
            Lang::Ja => format!("、読めない文字 {}", field.undecodable),
            Lang::En => format!(", {} undecodable", field.undecodable),
        });
    }
    text
}

/// What a guess says, in a few words.
pub(crate) fn meaning(guess: &Guess, field: &Field, lang: Lang) -> String {
    let share = percent(guess.share);
    let word = match &guess.meaning {
        Meaning::Empty => lang.pick("空", "empty"),
        Meaning::Constant => lang.pick("すべて同じ値", "always the same"),
        Meaning::DateTime => lang.pick("日時 YYYYMMDDhhmmss", "date and time YYYYMMDDhhmmss"),
        Meaning::KanaName => lang.pick("カナ氏名", "a name in kana"),
        Meaning::KanjiName => {
            lang.pick("漢字氏名 (全角空白入り)", "a name in kanji, with a full-width space")
        }
        Meaning::Address => lang.pick("住所", "an address"),
        Meaning::PostalCode => lang.pick("郵便番号", "a postal code"),
        Meaning::Phone => lang.pick("電話番号", "a telephone number"),
        Meaning::Key => lang.pick("キー (重複なし)", "a key, unique"),
        Meaning::Identifier => lang.pick("桁のそろった番号", "numbers of one length"),
        Meaning::Number => lang.pick("数値", "a number"),
        Meaning::Text => lang.pick("文字", "text"),
        Meaning::IndividualNumber => return checked("個人番号", &share, lang),
        Meaning::CorporateNumber => return checked("法人番号", &share, lang),
        Meaning::MunicipalityCode => return checked("全国地方公共団体コード", &share, lang),
        Meaning::InsurerNumber => return checked("保険者番号", &share, lang),
        Meaning::Code => {
            return match lang {
                Lang::Ja => format!("コード ({} 種類)", field.distinct),
                Lang::En => format!("a code ({} values)", field.distinct),
            };
        }
        Meaning::Date { form, sentinels, unknown_parts, others } => {
            let mut text = format!("{} {}", lang.pick("日付", "a date"), form.example());
            text.push_str(lang.pick(" の形", ""));
            let counts = [
                (*unknown_parts, lang.pick("不詳", "with unknown parts")),
                (*sentinels, lang.pick("0や9だけ", "only zeros or nines")),
                (*others, lang.pick("ほかの形", "others")),
            ];
            for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
                text.push_str(&match lang {
                    Lang::Ja => format!("、{word} {count}"),
                    Lang::En => format!(", {count} {word}"),
                });
            }
            return text;
        }
    };
    if guess.share < 0.9995 { format!("{word} {share}") } else { word.to_owned() }
}

fn checked(name: &str, share: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{name} (検査数字が合う {share})"),
        Lang::En => format!("{name} ({share} with the right check digit)"),
    }
}
