//! JUKI03: what happened, each with the state that came of it; one record feeds two standard files. JUKI04: addresses, several in a record.

use crate::day::Day;
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Group, Sheet, date, half, wide};
use crate::juki::city::story::{Event, Person, Story};
use crate::juki::city::write;
use crate::juki::resident::Sex;

pub(crate) const CHANGES: Sheet = Sheet {
    name: "JUKI03",
    title: "異動履歴データ",
    job: "change",
    types: &[],
    columns: CHANGE_COLUMNS,
    group: None,
    line_ends: true,
};

const CHANGE_COLUMNS: &[Column] = &[
    half("宛名番号", 15),
    half("履歴番号", 5),
    half("最新", 1),
    half("取消", 1),
    half("受付番号", 12),
    half("世帯番号", 15),
    date("異動日"),
    date("終了日"),
    half("異動事由", 3),
    half("異動区分", 1),
    half("届出区分", 1),
    date("届出日"),
    date("処理日"),
    half("処理時刻", 6),
    wide("届出人", 40),
    wide("届出人続柄", 10),
    half("取消対象", 5),
    half("入力場所", 4),
    half("端末", 8),
    half("操作者", 8),
    half("住民区分", 1),
    half("住民状態", 1),
    wide("氏名", 40),
    half("氏名カナ", 60),
    wide("通称", 40),
    half("生年月日", 20),
    half("性別", 1),
    wide("続柄", 10),
    wide("世帯主氏名", 40),
    half("町字コード", 11),
    wide("住所", 40),
    wide("方書", 40),
    half("郵便番号", 7),
    half("行政区コード", 3),
    date("住民となった日"),
    date("消除日"),
    half("個人番号", 12),
    half("住民票コード", 11),
    date("転出予定日"),
    wide("転出予定先", 40),
    date("死亡日"),
    half("法30条の45", 1),
    date("外国人住民日"),
    half("更新日時", 14),
];

pub(crate) fn changes(story: &Story, person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    for event in &person.events {
        change(story, person, event, out);
        put(out);
    }
}

fn change(story: &Story, person: &Person, event: &Event, out: &mut Fields) {
    let resident = &person.resident;
    out.clear();
    out.number(person.numbers.person, 15).number(event.number.into(), 5);
    out.flag(event.latest).flag(event.cancelled);
    out.build(|line| {
        line.number(event.processed.date().year.into(), 4);
        line.number(story.number % 100_000_000, 8);
    });
    out.number(story.number, 15).day(event.day).day(event.end);
    out.text(event.reason.vendor).text(event.reason.kind).text(event.reason.notification);
    out.day(event.notified).day(event.processed);
    out.number(u64::from(person.dice % 8 + 9) * 10_000 + u64::from(person.dice / 8 % 60) * 100, 6);
    if event.reason.notification == "1" && event.reason.name != "死亡" {
        out.build(|line| line.name(&resident.head)).text("世帯主");
    } else {
        out.blanks(2);
    }
    match event.cancels {
        Some(number) => out.number(number.into(), 5),
        None => out.blank(),
    };
    place(person, out);
    super::resident::operator(person.numbers.person, out);
    let removal = resident.removal.filter(|_| event.latest);
    out.text(if resident.stay.is_some() { "2" } else { "1" });
    out.text(removal.map_or("1", |removal| removal.state));
    out.build(|line| line.name(&resident.name)).build(|line| line.kana(&resident.name));
    out.build(|line| {
        if let Some(alias) = &resident.alias {
            line.name(alias);
        }
    });
    out.build(|line| line.birth(resident)).text(if resident.sex == Sex::Male { "M" } else { "F" });
    out.text(resident.relation).build(|line| line.name(&resident.head));
    let home = if event.at_former { &story.former } else { &story.household.home };
    out.build(|line| write::town_code(line, home)).build(|line| write::home(line, home));
    out.build(|line| write::building(line, home.building.as_ref()));
    out.number(home.town.number.into(), 7).number(write::districts(home.town.number)[0], 3);
    out.day(resident.since).day(removal.map(|removal| removal.day));
    numbers(person, out);
    match removal {
        Some(removal) if removal.state == "2" => {
            out.day(removal.day);
            match &removal.to {
                Some(place) => out.build(|line| write::elsewhere(line, place)),
                None => out.text(super::resident::abroad(person)),
            };
            out.blank();
        }
        Some(removal) => {
            out.blanks(2).day((removal.state == "3").then_some(removal.day));
        }
        None => {
            out.blanks(3);
        }
    }
    out.text(super::foreign::category(person).unwrap_or(""));
    out.day(resident.stay.map(|_| resident.since));
    out.time(event.processed, person.numbers.person);
}

/// 入力場所 and 端末.
fn place(person: &Person, out: &mut Fields) {
    out.text(if person.dice.is_multiple_of(5) { "0201" } else { "0101" });
    out.build(|line| {
        line.text("T");
        line.number(u64::from(person.dice % 30) + 1, 3);
    });
}

/// 個人番号 and 住民票コード, where the record has them.
pub(crate) fn numbers(person: &Person, out: &mut Fields) {
    out.build(|line| {
        if person.has_individual_number() {
            individual(person, line);
        }
    });
    match person.has_resident_code() {
        true => out.number(person.numbers.resident_code(), 11),
        false => out.blank(),
    };
}

pub(crate) fn individual(person: &Person, line: &mut crate::juki::csv::Line<'_>) {
    let (digits, check) = person.numbers.individual();
    for digit in digits.iter().chain([&check]) {
        line.number(u64::from(*digit), 1);
    }
}

pub(crate) const ADDRESSES: Sheet = Sheet {
    name: "JUKI04",
    title: "住所履歴データ",
    job: "address",
    types: &[],
    columns: &[half("宛名番号", 15), half("世帯番号", 15), half("更新日時", 14)],
    group: Some(Group {
        name: "住所",
        times: 4,
        columns: &[
            half("番号", 5),
            half("区分", 1),
            half("最新", 1),
            half("異動番号", 5),
            half("国内外", 1),
            half("市区町村コード", 6),
            half("町字コード", 11),
            half("郵便番号", 7),
            wide("住所", 40),
            wide("方書", 40),
            wide("世帯主", 40),
            date("住定日"),
            date("去日"),
            date("届出日"),
            half("事由", 3),
        ],
    }),
    line_ends: true,
};

pub(crate) fn addresses(story: &Story, person: &Person, out: &mut Fields) {
    let resident = &person.resident;
    out.clear();
    out.number(person.numbers.person, 15).number(story.number, 15);
    out.time(person.latest().processed, person.numbers.person);
    let mut number = 0;
    if let Some(place) = person.came_from() {
        number += 1;
        out.number(number, 5).text("3").flag(false).blank().text("1");
        out.build(|line| write::city_code(line, place.city)).blanks(2);
        out.build(|line| write::elsewhere(line, place));
        out.build(|line| write::building(line, place.building.as_ref()));
        out.build(|line| {
            line.text(&story.previous_head.written).text("　").text(&resident.head.given.written);
        });
        out.blank().day(resident.since).blanks(2);
    }
    let end = resident.removal.map(|removal| removal.day);
    let moved = resident.settled > resident.since;
    let at = |day: Day| person.events.iter().find(|event| !event.cancelled && event.day == day);
    let spans = [(true, resident.since, Some(resident.settled)), (false, resident.settled, end)];
    for (former, start, end) in spans.into_iter().filter(|(former, ..)| moved || !former) {
        number += 1;
        let home = if former { &story.former } else { &story.household.home };
        out.number(number, 5).text(if former { "2" } else { "1" }).flag(!former);
        let event = at(start).unwrap_or(&person.events[0]);
        out.number(event.number.into(), 5).text("1").text(write::CITY_CODE);
        out.build(|line| write::town_code(line, home)).number(home.town.number.into(), 7);
        out.build(|line| write::home(line, home));
        out.build(|line| write::building(line, home.building.as_ref()));
        out.build(|line| line.name(&resident.head));
        out.day(start).day(end).day(event.notified).text(event.reason.vendor);
    }
    if let Some(removal) = resident.removal.filter(|removal| removal.state == "2") {
        number += 1;
        let event = person.latest();
        out.number(number, 5).text("5").flag(false).number(event.number.into(), 5);
        match &removal.to {
            Some(place) => {
                out.text("1").build(|line| write::city_code(line, place.city)).blanks(2);
                out.build(|line| write::elsewhere(line, place));
                out.build(|line| write::building(line, place.building.as_ref()));
            }
            None => {
                out.text("2").blanks(3).text(super::resident::abroad(person)).blank();
            }
        }
        out.blank().day(removal.day).blank().day(event.notified).text(event.reason.vendor);
    }
    out.blanks(ADDRESSES.width() - out.len());
}
