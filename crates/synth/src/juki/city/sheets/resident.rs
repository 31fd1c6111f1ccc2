//! JUKI01: the present state of residents, and the place of their koseki.

use crate::juki::city::fields::Fields;
use crate::juki::city::reason::named;
use crate::juki::city::sheet::{Column, DELETED, Sheet, date, half, wide};
use crate::juki::city::story::{FURIGANA_SINCE, Person, REISSUED_ON, Story};
use crate::juki::city::write;
use crate::juki::csv;
use crate::juki::resident::Building;

pub(crate) const SHEET: Sheet = Sheet {
    name: "JUKI01",
    title: "異動後現在データ",
    job: "resident",
    types: &[],
    columns: COLUMNS,
    group: None,
    line_ends: false,
};

/// The small export: the first forty columns alone, one file.
pub(crate) const SMALL: Sheet = Sheet {
    name: "JUKI01",
    title: "異動後現在データ (40項目)",
    job: "juki",
    types: &[],
    columns: SMALL_COLUMNS,
    group: None,
    line_ends: false,
};

/// Alone they are as narrow as a host's designer would make them.
const SMALL_COLUMNS: &[Column] = &[
    half("宛名番号", 15),
    half("世帯番号", 15),
    half("住民区分", 1),
    half("住民状態", 1),
    wide("氏名", 30),
    half("氏名カナ", 30),
    wide("通称", 10),
    half("通称カナ", 20),
    half("生年月日", 12),
    wide("性別", 1),
    wide("続柄", 4),
    wide("世帯主氏名", 30),
    half("郵便番号", 7),
    half("町字コード", 11),
    wide("市区町村名", 12),
    wide("町名", 10),
    wide("番地", 10),
    wide("方書", 24),
    half("行政区コード", 3),
    half("電話番号", 13),
    wide("本籍", 24),
    wide("筆頭者", 10),
    date("住民となった年月日"),
    date("住定年月日"),
    date("異動年月日"),
    wide("異動事由", 6),
    date("届出年月日"),
    wide("前住所", 42),
    wide("転出先住所", 42),
    date("消除年月日"),
    wide("消除事由", 6),
    half("個人番号", 12),
    half("住民票コード", 11),
    wide("国籍・地域", 8),
    wide("在留資格", 14),
    date("在留期間満了日"),
    half("国保区分", 1),
    half("更新日時", 14),
    half("更新者", 18),
    half("予備1", 45),
];

/// The first forty are those of the small export, in its order.
const COLUMNS: &[Column] = &[
    half("宛名番号", 15),
    half("世帯番号", 15),
    half("住民区分", 1),
    half("住民状態", 1),
    wide("氏名", 40),
    half("氏名カナ", 60),
    wide("通称", 40),
    half("通称カナ", 60),
    half("生年月日", 20),
    wide("性別", 1),
    wide("続柄", 10),
    wide("世帯主氏名", 40),
    half("郵便番号", 7),
    half("町字コード", 11),
    wide("市区町村名", 12),
    wide("町名", 20),
    wide("番地", 20),
    wide("方書", 84),
    half("行政区コード", 3),
    half("電話番号", 30),
    wide("本籍", 40),
    wide("筆頭者", 40),
    date("住民となった年月日"),
    date("住定年月日"),
    date("異動年月日"),
    wide("異動事由", 10),
    date("届出年月日"),
    wide("前住所", 60),
    wide("転出先住所", 60),
    date("消除年月日"),
    wide("消除事由", 10),
    half("個人番号", 12),
    half("住民票コード", 11),
    wide("国籍・地域", 20),
    wide("在留資格", 20),
    date("在留期間満了日"),
    half("国保区分", 1),
    half("更新日時", 14),
    half("更新者", 30),
    half("予備1", 50),
    half("履歴番号", 5),
    wide("振り仮名", 40),
    date("振り仮名記載日"),
    wide("ローマ字氏名", 40),
    wide("旧氏", 20),
    half("旧氏カナ", 30),
    wide("旧氏振り仮名", 20),
    half("世帯主区分", 1),
    half("世帯主宛名番号", 15),
    half("並び順", 3),
    date("世帯に属した日"),
    half("番地本番", 5),
    half("番地枝番", 5),
    half("部屋番号", 5),
    half("方書コード", 10),
    date("住定届出日"),
    half("住定事由", 3),
    half("前住所区分", 1),
    half("前住所市区町村コード", 6),
    wide("前住所方書", 30),
    wide("前住所世帯主", 20),
    half("住民事由", 3),
    half("届出区分", 1),
    date("処理日"),
    date("作成日"),
    date("改製日"),
    date("転出予定日"),
    wide("転出予定先", 40),
    wide("転出予定先方書", 30),
    wide("転出確定先", 40),
    wide("転出確定先方書", 30),
    date("転出確定日"),
    date("消除発生日"),
    date("死亡日"),
    half("投票区", 6),
    half("小学校区", 6),
    half("中学校区", 6),
    half("後見", 1),
    half("抑止", 1),
    half("支援措置", 1),
    half("法30条の45", 1),
    wide("備考", 60),
    half("更新者ID", 8),
    half(DELETED, 1),
];

pub(crate) fn record(story: &Story, at: usize, scratch: &mut String, out: &mut Fields) {
    let person = &story.people[at];
    let resident = &person.resident;
    scratch.clear();
    csv::record(&story.household, resident, person.numbers, scratch);
    small(scratch, out);
    let latest = person.latest();
    out.number(latest.number.into(), 5);
    out.build(|line| {
        if person.furigana.is_some() {
            write::furigana(line, &resident.name);
        }
    });
    out.day(person.furigana);
    out.build(|line| {
        if resident.stay.is_some() {
            line.name(&resident.name);
        }
    });
    match &person.former_surname {
        Some(former) => {
            out.text(&former.name.written).build(|line| write::kana_of(line, former.name));
            out.text(if former.since >= FURIGANA_SINCE { &former.name.reading } else { "" });
        }
        None => {
            out.blanks(3);
        }
    }
    out.text(if resident.relation == "世帯主" { "1" } else { "2" });
    match story.head.filter(|_| resident.removal.is_none()) {
        Some(head) => out.number(story.people[head].numbers.person, 15),
        None => out.blank(),
    };
    out.number(at as u64 + 1, 3).day(resident.settled);
    home(story, out);
    out.day(resident.settled.max(latest_move(person)));
    out.text(
        named(if resident.settled > resident.since { "転居" } else { person.events[0].reason.name }).vendor,
    );
    came_from(story, person, out);
    out.text(person.events[0].reason.vendor);
    out.text(latest.reason.notification).day(latest.processed);
    out.day(person.events[0].processed).day(person.reissued.then_some(REISSUED_ON));
    removal(person, out);
    let [_, polling, elementary, junior] = write::districts(story.household.home.town.number);
    out.number(polling, 6).number(elementary, 6).number(junior, 6);
    out.flag(person.guardianship).flag(person.restriction()).flag(person.support.is_some());
    out.text(super::foreign::category(person).unwrap_or(""));
    out.text(if person.dice.is_multiple_of(97) { "郵便物は転送の届あり" } else { "" });
    operator(person.numbers.person, out);
    out.flag(false);
}

/// What a line of the small export says, unquoted.
pub(crate) fn small(line: &str, out: &mut Fields) {
    for value in csv_split(line) {
        match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(inside) => out.text(&inside.replace("\"\"", "\"")),
            None => out.text(value),
        };
    }
}

fn csv_split(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |character| {
        quoted ^= character == '"';
        character == ',' && !quoted
    })
}

fn latest_move(person: &Person) -> crate::day::Day {
    let moved = person.events.iter().find(|event| !event.cancelled && event.day == person.resident.settled);
    moved.map_or(person.resident.settled, |event| event.notified)
}

fn home(story: &Story, out: &mut Fields) {
    let home = &story.household.home;
    out.number(home.lot.ban.into(), 5);
    match home.lot.go {
        0 => out.blank(),
        go => out.number(go.into(), 5),
    };
    let building: Option<&Building> = home.building.as_ref();
    match building {
        Some(building) => out.number(building.room.into(), 5),
        None => out.blank(),
    };
    match write::building_code(building) {
        Some(code) => out.number(code, 10),
        None => out.blank(),
    };
}

fn came_from(story: &Story, person: &Person, out: &mut Fields) {
    match person.came_from() {
        Some(place) => {
            out.text("1").build(|line| write::city_code(line, place.city));
            out.build(|line| write::building(line, place.building.as_ref()));
            out.build(|line| {
                line.text(&story.previous_head.written).text("　").text(&person.resident.head.given.written);
            });
        }
        None if person.events[0].reason.name == "国外転入" => {
            out.text("2").blanks(3);
        }
        None => {
            out.blanks(4);
        }
    }
}

fn removal(person: &Person, out: &mut Fields) {
    let Some(removal) = &person.resident.removal else {
        out.blanks(8);
        return;
    };
    if removal.state != "2" {
        out.blanks(6).day(removal.day);
        out.day((removal.state == "3").then_some(removal.day));
        return;
    }
    out.day(removal.day);
    match &removal.to {
        Some(place) => {
            for _ in 0..2 {
                out.build(|line| write::elsewhere(line, place));
                out.build(|line| write::building(line, place.building.as_ref()));
            }
            out.day(removal.day).day(removal.day).blank();
        }
        None => {
            out.text(abroad(person)).blanks(4).day(removal.day).blank();
        }
    }
}

/// 国外転出: the country, as far as it was told.
pub(crate) fn abroad(person: &Person) -> &'static str {
    person.resident.stay.map_or("国外", |stay| stay.nation)
}

/// 更新者ID, one of those in the master of operators.
pub(crate) fn operator(person: u64, out: &mut Fields) {
    out.build(|line| {
        line.text("OP");
        line.number(person % 12 + 1, 4);
    });
}

/// A record that the old system marked as deleted: a test person in place of this one, in a household of its own.
pub(crate) fn deleted(out: &mut Fields) {
    for (column, value) in [
        (0, "999999999999999"),
        (1, "999999999999999"),
        (4, "試験　太郎"),
        (5, "ｼｹﾝ ﾀﾛｳ"),
        (11, "試験　太郎"),
    ] {
        out.set(column, value);
    }
    out.set(COLUMNS.len() - 1, "1");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_columns_are_those_of_the_small_export() {
        let names: Vec<&str> = COLUMNS.iter().take(csv::FIELDS.len()).map(|column| column.name).collect();
        assert_eq!(names, csv::FIELDS);
        let small: Vec<&str> = SMALL_COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(small, csv::FIELDS);
    }
}
