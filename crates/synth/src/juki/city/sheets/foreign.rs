//! JUKI05: 在留資格, one record a period, of which the last is also the present state. JUKI07: 旧氏 and 通称.

use crate::day::{Day, EXPORT_DAY};
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Sheet, TYPE, date, half, wide};
use crate::juki::city::story::{FURIGANA_SINCE, Person};
use crate::juki::city::write;
use crate::juki::resident::Stay;
use crate::names::names;

pub(crate) const STAYS: Sheet = Sheet {
    name: "JUKI05",
    title: "外国人住民データ",
    job: "foreign",
    types: &[],
    columns: STAY_COLUMNS,
    group: None,
    line_ends: true,
};

const STAY_COLUMNS: &[Column] = &[
    half("宛名番号", 15),
    half("履歴番号", 5),
    half("最新", 1),
    date("開始日"),
    date("終了日"),
    half("異動事由", 3),
    date("通知日"),
    half("法30条の45", 1),
    wide("国籍・地域", 20),
    half("在留資格コード", 2),
    wide("在留資格", 20),
    half("在留期間コード", 2),
    wide("在留期間", 10),
    date("満了日"),
    half("カード区分", 1),
    half("カード番号", 12),
    date("カード交付日"),
    date("カード満了日"),
    wide("許可の種類", 20),
    date("許可日"),
    wide("ローマ字氏名", 40),
    wide("通称", 40),
    half("通称カナ", 60),
    half("生年月日", 10),
    date("外国人住民日"),
    date("消除日"),
    half("更新日時", 14),
];

/// 在留資格 with their vendor codes: the place in the list, from 1.
pub(crate) const STATUSES: [&str; 15] = [
    "技能実習１号ロ",
    "技能実習２号ロ",
    "特定技能１号",
    "留学",
    "技術・人文知識・国際業務",
    "永住者",
    "定住者",
    "家族滞在",
    "日本人の配偶者等",
    "教育",
    "経営・管理",
    "特別永住者",
    "企業内転勤",
    "技能",
    "介護",
];

/// 在留期間 with their vendor codes.
pub(crate) const PERIODS: [&str; 4] = ["無期限", "１年", "３年", "５年"];

/// 法第30条の45 区分.
pub(crate) fn category(person: &Person) -> Option<&'static str> {
    let stay = person.resident.stay?;
    Some(if stay.status == "特別永住者" { "2" } else { "1" })
}

fn forever(stay: &Stay) -> bool {
    stay.until.is_none()
}

pub(crate) fn stays(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let Some(stay) = person.resident.stay else { return };
    let since = person.resident.since;
    let until = person.until();
    let years = ((until.0 - since.0) / 365).clamp(0, 9);
    // The day on which the present stay was granted; before it there was perhaps another.
    let granted = match forever(&stay) {
        true => since.plus((until.0 - since.0) / 3),
        false => since.max(until.plus(-(person.dice as i32 & 255) - 20)),
    };
    let before = years >= 1 && granted > since && stay.status != "特別永住者";
    let mut number = 0;
    if before {
        number += 1;
        let first = Row {
            number,
            latest: false,
            start: since,
            end: Some(granted),
            stay: Stay { until: Some(granted), ..stay },
        };
        row(person, &first, out);
        put(out);
    }
    let start = if before { granted } else { since };
    row(person, &Row { number: number + 1, latest: true, start, end: None, stay }, out);
    put(out);
}

struct Row {
    number: u64,
    latest: bool,
    start: Day,
    end: Option<Day>,
    stay: Stay,
}

fn row(person: &Person, row: &Row, out: &mut Fields) {
    let resident = &person.resident;
    let stay = &row.stay;
    let special = stay.status == "特別永住者";
    out.clear();
    out.number(person.numbers.person, 15).number(row.number, 5).flag(row.latest).day(row.start).day(row.end);
    out.text(match row.number {
        1 => person.events[0].reason.vendor,
        _ if forever(stay) => "C19",
        _ => "C20",
    });
    out.day(row.start).text(if special { "2" } else { "1" }).text(stay.nation);
    let status = STATUSES.iter().position(|status| *status == stay.status).unwrap_or(0) + 1;
    out.number(status as u64, 2).text(stay.status);
    match (special, stay.until) {
        (true, _) => out.blanks(3),
        (false, None) => out.text("00").text(PERIODS[0]).blank(),
        (false, Some(until)) => {
            let years = match (until.0 - row.start.0) / 365 {
                0..=1 => 1,
                2..=3 => 2,
                _ => 3,
            };
            out.number(years, 2).text(PERIODS[years as usize]).day(until)
        }
    };
    out.text(if special { "T" } else { "Z" });
    out.build(|line| card_number(person, row.number, line));
    // A card of its own lasts as long as the stay, that of a permanent resident seven years.
    let issued = row.start.max(EXPORT_DAY.plus(-6 * 365).min(person.until()));
    out.day(issued).day(stay.until.unwrap_or_else(|| issued.plus(7 * 365 + 1)));
    out.text(if special {
        "特別永住許可"
    } else if row.number == 1 {
        "上陸許可"
    } else {
        "在留資格変更許可"
    });
    out.day(row.start).build(|line| line.name(&resident.name));
    match &resident.alias {
        Some(alias) => out.build(|line| line.name(alias)).build(|line| line.kana(alias)),
        None => out.blanks(2),
    };
    out.build(|line| line.birth(resident)).day(resident.since);
    out.day(resident.removal.map(|removal| removal.day)).time(row.start, person.numbers.person);
}

/// Two letters, eight digits, two letters; no two persons have one, nor one person two.
fn card_number(person: &Person, nth: u64, line: &mut crate::juki::csv::Line<'_>) {
    let number = person.numbers.person * 4 + nth;
    let letter = |shift: u64| char::from(b'A' + (number / shift % 26) as u8);
    line.out.extend(['A', letter(26)]);
    line.number(number * 6_700_417 % 100_000_000, 8);
    line.out.extend([letter(676), letter(1)]);
}

pub(crate) const OTHER_NAMES: Sheet = Sheet {
    name: "JUKI07",
    title: "旧氏・通称データ",
    job: "name",
    types: &[("71", "旧氏"), ("72", "通称")],
    columns: &[
        half(TYPE, 2),
        half("宛名番号", 15),
        half("履歴番号", 5),
        half("最新", 1),
        wide("名称", 40),
        half("カナ", 60),
        wide("振り仮名", 40),
        half("区分", 1),
        date("記載日"),
        half("記載市区町村コード", 6),
        wide("記載市区町村", 12),
        date("削除日"),
        half("削除市区町村コード", 6),
        wide("削除市区町村", 12),
        date("請求日"),
        wide("事由", 20),
        half("更新日時", 14),
    ],
    group: None,
    line_ends: true,
};

pub(crate) fn other_names(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let here = |out: &mut Fields, day: Option<Day>| {
        out.day(day);
        match day {
            Some(_) => out.text(write::CITY_CODE).text("架空市"),
            None => out.blanks(2),
        };
    };
    if let Some(former) = &person.former_surname {
        let mut number = 0;
        let first = former.before.map(|(name, since)| (name, since, Some(former.since)));
        for (name, since, end) in first.into_iter().chain([(former.name, former.since, None)]) {
            number += 1;
            out.clear();
            out.text("71").number(person.numbers.person, 15).number(number, 5).flag(end.is_none());
            out.text(&name.written).text(&name.kana);
            out.text(if since >= FURIGANA_SINCE { &name.reading } else { "" });
            out.text(if number > 1 { "2" } else { "1" });
            here(out, Some(since));
            here(out, end);
            out.day(since).blank().time(since, person.numbers.person);
            put(out);
        }
    }
    if let Some(alias) = &person.resident.alias {
        out.clear();
        out.text("72").number(person.numbers.person, 15).text("00001").flag(true);
        out.build(|line| line.name(alias)).build(|line| line.kana(alias)).blank().text("1");
        let since = person.resident.since;
        here(out, Some(since));
        here(out, None);
        out.day(since).text("社会生活上通用").time(since, person.numbers.person);
        put(out);
    }
}

/// The vendor's code of a country or region: the place in the table of nations, from 1.
pub(crate) fn nations() -> impl Iterator<Item = (usize, &'static str)> {
    names().nations.iter().enumerate().map(|(at, nation)| (at + 1, nation.name))
}
