//! A resident written down again: what hands, readers and other systems make of a person.

use super::people::Maker;
use super::{PairKind, PairRow};
use utsushi_text::{KanaOptions, kana_to_full_width};

/// Old and new forms that offices mix, from common knowledge; some of them are characters of their own (島 嶋, 斉 斎).
const OLD_AND_NEW: &[(char, char)] = &[
    ('辺', '邊'),
    ('辺', '邉'),
    ('斉', '齊'),
    ('斎', '齋'),
    ('斉', '斎'),
    ('高', '髙'),
    ('崎', '﨑'),
    ('沢', '澤'),
    ('浜', '濱'),
    ('広', '廣'),
    ('国', '國'),
    ('真', '眞'),
    ('恵', '惠'),
    ('瀬', '瀨'),
    ('竜', '龍'),
    ('島', '嶋'),
    ('富', '冨'),
    ('桜', '櫻'),
    ('徳', '德'),
    ('滝', '瀧'),
    ('塩', '鹽'),
    ('関', '關'),
    ('栄', '榮'),
    ('実', '實'),
    ('桧', '檜'),
];

/// Kanji that are taken for one another on paper.
const LOOK_ALIKE: &[(char, char)] = &[
    ('太', '大'),
    ('土', '士'),
    ('未', '末'),
    ('千', '干'),
    ('石', '右'),
    ('川', '州'),
    ('木', '本'),
    ('人', '入'),
    ('健', '建'),
    ('博', '搏'),
    ('裕', '祐'),
    ('浩', '活'),
    ('彦', '産'),
    ('奈', '奇'),
    ('美', '実'),
    ('恵', '患'),
    ('幸', '辛'),
    ('和', '知'),
    ('郎', '朗'),
    ('田', '由'),
    ('清', '青'),
    ('俊', '後'),
    ('直', '真'),
    ('子', '予'),
];

/// Kana next to each other on a JIS kana keyboard, row by row.
const KEYBOARD: &[&str] = &[
    "ヌフアウエオヤユヨワホヘ",
    "タテイスカンナニラセ",
    "チトシハキクマノリレケム",
    "ツサソヒコミモネルメロ",
];

/// Another row of a resident, and what changes in the resident's own. `None` where this resident cannot differ so.
pub(super) fn again(maker: &mut Maker, resident: &mut PairRow, kind: PairKind) -> Option<PairRow> {
    let foreign = !resident.name_roman.is_empty();
    if foreign != matches!(kind, PairKind::Alias | PairKind::NameOrder) {
        return None;
    }
    let (family, given) = reading(&resident.name_kana)?;
    let mut row = PairRow {
        file: "03.person",
        address_number: maker.number(),
        name_roman: String::new(),
        alias_name: String::new(),
        individual_number: String::new(),
        name_kana: maker.kana(&family, &given),
        ..resident.clone()
    };
    let moved = kind == PairKind::Moved || maker.random.chance(1, 2);
    row.address = match moved {
        true if maker.random.chance(2, 3) => maker.elsewhere(),
        true => maker.address(),
        false => other_way(&resident.address),
    };
    if maker.random.chance(1, 20) {
        row.sex.clear();
    }
    match kind {
        PairKind::Plain | PairKind::Moved => {}
        PairKind::KanaTypo => row.name_kana = kana_typo(maker, &family, &given),
        PairKind::OldKanji => row.name = replaced(maker, &row.name, OLD_AND_NEW)?,
        PairKind::KanjiTypo => row.name = replaced(maker, &row.name, LOOK_ALIKE)?,
        PairKind::DayMonthSwapped => {
            let (month, day) = (&row.birth_date[4..6], &row.birth_date[6..8]);
            if day > "12" || month == day {
                return None;
            }
            row.birth_date = format!("{}{day}{month}", &row.birth_date[..4]);
        }
        PairKind::EraSlip => {
            let year: i32 = row.birth_date[..4].parse().ok()?;
            let (of_era, other) = match year {
                1927..=1963 => (year - 1925, 1988),
                1990..=2018 => (year - 1988, 1925),
                _ => return None,
            };
            let slipped = (of_era + other).min(2026);
            if slipped - other != of_era || (year < 1964 && of_era > 30) {
                return None;
            }
            row.birth_date = format!("{slipped:04}{}", &row.birth_date[4..]);
        }
        PairKind::BirthDigit => row.birth_date = digit_slip(maker, &row.birth_date)?,
        PairKind::BirthUnknown => {
            let known = if maker.random.chance(2, 3) { 6 } else { 4 };
            row.birth_date = format!("{:0<8}", &row.birth_date[..known]);
        }
        PairKind::Married => {
            let before = maker.family();
            let (now, given_kanji) = row.name.split_once('\u{3000}')?;
            if before.0 == now || row.sex != "2" || row.birth_date.as_str() > "2004" {
                return None;
            }
            row.name = format!("{}\u{3000}{given_kanji}", before.0);
            row.name_kana = maker.kana(&before.1, &given);
            // 旧氏 stands on the certificate of some; of others the owner's register was given the new address.
            if maker.random.chance(2, 5) {
                resident.former_surname = before.0;
            } else if maker.random.chance(3, 5) {
                row.address = other_way(&resident.address);
            }
        }
        PairKind::Alias => {
            if resident.alias_name.is_empty() {
                return None;
            }
            row.name.clone_from(&resident.alias_name);
            // Its reading is on no other register.
            row.name_kana = String::new();
            if maker.random.chance(1, 2) {
                row.name_kana = resident.name_kana.clone();
            }
        }
        PairKind::NameOrder => {
            let mut parts: Vec<&str> = resident.name.split('\u{3000}').collect();
            parts.rotate_left(1);
            row.name = parts.join(" ");
            row.name_kana = maker.kana(&given, &family);
        }
        PairKind::TwoSlips => {
            let left_out = maker.random.below(3);
            if left_out != 0 {
                row.name_kana = kana_typo(maker, &family, &given);
            }
            if left_out != 1 {
                let table = if maker.random.chance(1, 2) { OLD_AND_NEW } else { LOOK_ALIKE };
                row.name = replaced(maker, &row.name, table)?;
            }
            if left_out != 2 {
                row.birth_date = digit_slip(maker, &row.birth_date)?;
            }
        }
        PairKind::IndividualNumber => {
            if resident.individual_number.is_empty() {
                return None;
            }
            row.individual_number.clone_from(&resident.individual_number);
            row.name_kana = kana_typo(maker, &family, &given);
            row.address = maker.elsewhere();
            if let Some(birth) = digit_slip(maker, &row.birth_date) {
                row.birth_date = birth;
            }
        }
    }
    Some(row)
}

/// Family name and the rest of a reading, in full-width kana.
fn reading(kana: &str) -> Option<(String, String)> {
    let mut full = String::new();
    kana_to_full_width(kana, KanaOptions::default(), &mut full);
    let (family, given) = full.split_once(['\u{3000}', ' '])?;
    Some((family.to_owned(), given.to_owned()))
}

/// The same address as another system writes it.
fn other_way(address: &str) -> String {
    let short = address.replace("丁目", "-").replace("番地", "-").replace('番', "-").replace('号', "");
    short.strip_prefix(super::PAIRS_CITY).unwrap_or(&short).to_owned()
}

/// One slip: a kana left out, twice, swapped with the next, or a key beside it; dakuten lost or won.
fn kana_typo(maker: &mut Maker, family: &str, given: &str) -> String {
    let whole: Vec<char> = format!("{family}\u{3000}{given}").chars().collect();
    loop {
        let mut slipped = whole.clone();
        let at = maker.random.below(whole.len() as u32) as usize;
        if whole[at] == '\u{3000}' {
            continue;
        }
        match maker.random.below(6) {
            0 if whole.len() > 5 => {
                slipped.remove(at);
            }
            1 => slipped.insert(at, whole[at]),
            2 if at + 1 < whole.len() && whole[at + 1] != '\u{3000}' => slipped.swap(at, at + 1),
            3 | 4 => match voiced(whole[at]) {
                Some(other) => slipped[at] = other,
                None => continue,
            },
            _ => {
                let beside = KEYBOARD.iter().find_map(|row| {
                    let keys: Vec<char> = row.chars().collect();
                    let place = keys.iter().position(|key| *key == whole[at])?;
                    keys.get(if maker.random.chance(1, 2) { place + 1 } else { place.wrapping_sub(1) })
                        .copied()
                });
                match beside {
                    Some(other) => slipped[at] = other,
                    None => continue,
                }
            }
        }
        if slipped != whole && slipped.first() != Some(&'\u{3000}') && slipped.last() != Some(&'\u{3000}') {
            let text: String = slipped.into_iter().collect();
            let (family, given) = text.split_once('\u{3000}').unwrap_or((&text, ""));
            return maker.kana(family, given);
        }
    }
}

/// カ for ガ and ガ for カ.
fn voiced(kana: char) -> Option<char> {
    let plain = "カキクケコサシスセソタチツテトハヒフヘホ";
    let dull = "ガギグゲゴザジズゼゾダヂヅデドバビブベボ";
    let other = |from: &str, to: &str| from.chars().position(|c| c == kana).and_then(|at| to.chars().nth(at));
    other(plain, dull).or_else(|| other(dull, plain))
}

/// One character of the table in its other form; which one, where there are several, is drawn.
fn replaced(maker: &mut Maker, name: &str, table: &[(char, char)]) -> Option<String> {
    let mut ways = Vec::new();
    for (at, character) in name.char_indices() {
        for (a, b) in table {
            let other = if character == *a {
                b
            } else if character == *b {
                a
            } else {
                continue;
            };
            ways.push(format!("{}{other}{}", &name[..at], &name[at + character.len_utf8()..]));
        }
    }
    (!ways.is_empty()).then(|| maker.random.pick(&ways).clone())
}

/// A date with one digit other, that there is.
fn digit_slip(maker: &mut Maker, birth: &str) -> Option<String> {
    for _ in 0..200 {
        let at = 2 + maker.random.below(6) as usize;
        let digit = char::from(b'0' + maker.random.below(10) as u8);
        let slipped = format!("{}{digit}{}", &birth[..at], &birth[at + 1..]);
        let day = utsushi_value::PartialDate::parse_compact(&slipped);
        if slipped != birth && slipped.as_str() < "20260401" && day.is_ok_and(|day| day.is_complete()) {
            return Some(slipped);
        }
    }
    None
}
