//! JUKI02: households, their present state and their history as two record types.

use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Sheet, TYPE, date, half, wide, zoned};
use crate::juki::city::story::{HouseholdEvent, Story};
use crate::juki::city::write;

pub(crate) const SHEET: Sheet = Sheet {
    name: "JUKI02",
    title: "世帯データ",
    job: "household",
    types: &[("21", "世帯現況"), ("22", "世帯履歴")],
    columns: COLUMNS,
    group: None,
    line_ends: true,
};

const COLUMNS: &[Column] = &[
    half(TYPE, 2),
    half("世帯番号", 15),
    half("履歴番号", 5),
    half("最新", 1),
    date("開始日"),
    date("終了日"),
    half("異動事由", 3),
    date("届出日"),
    half("世帯主宛名番号", 15),
    wide("世帯主氏名", 40),
    half("世帯主カナ", 60),
    wide("世帯主通称", 40),
    half("世帯区分", 2),
    half("国籍区分", 1),
    date("成立日"),
    half("成立事由", 3),
    date("消滅日"),
    half("消滅事由", 3),
    zoned("世帯員数", 3),
    zoned("日本人数", 3),
    zoned("外国人数", 3),
    half("町字コード", 11),
    half("郵便番号", 7),
    wide("住所", 40),
    wide("番地", 20),
    half("番地本番", 5),
    half("番地枝番", 5),
    half("部屋番号", 5),
    half("方書コード", 10),
    wide("方書", 40),
    half("行政区コード", 3),
    half("投票区", 6),
    half("電話番号", 20),
    half("更新日時", 14),
];

/// The present state, then every row of the history.
pub(crate) fn records(story: &Story, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let last = story.events.len() - 1;
    record(story, "21", last, out);
    put(out);
    for nth in 0..story.events.len() {
        record(story, "22", nth, out);
        put(out);
    }
}

fn record(story: &Story, kind: &str, nth: usize, out: &mut Fields) {
    let event: &HouseholdEvent = &story.events[nth];
    out.clear();
    out.text(kind).number(story.number, 15).number(nth as u64 + 1, 5).flag(event.latest);
    out.day(event.day).day(event.end).text(event.reason.vendor).day(event.day);
    match event.head {
        Some(head) => {
            let head = &story.people[head];
            out.number(head.numbers.person, 15);
            out.build(|line| line.name(&head.resident.name));
            out.build(|line| line.kana(&head.resident.name));
            out.build(|line| {
                if let Some(alias) = &head.resident.alias {
                    line.name(alias);
                }
            });
        }
        None => {
            out.blanks(4);
        }
    }
    out.text(if story.dice.is_multiple_of(200) { "20" } else { "10" }).text(story.nationality_kind());
    out.day(story.events[0].day).text(story.events[0].reason.vendor);
    match story.removed.filter(|_| event.removed) {
        Some((day, _)) => out.day(day).text(event.reason.vendor),
        None => out.blanks(2),
    };
    let gone = event.removed;
    let count = |foreign: bool| -> u64 {
        if gone {
            return 0;
        }
        story.present().filter(|person| person.resident.stay.is_some() == foreign).count() as u64
    };
    for count in [count(false) + count(true), count(false), count(true)] {
        out.number(count, 1);
    }
    let home = &story.household.home;
    out.build(|line| write::town_code(line, home)).number(home.town.number.into(), 7);
    out.build(|line| write::home(line, home));
    out.build(|line| line.lot(&home.lot, home.chome > 0));
    out.number(home.lot.ban.into(), 5);
    match home.lot.go {
        0 => out.blank(),
        go => out.number(go.into(), 5),
    };
    match &home.building {
        Some(building) => {
            out.number(building.room.into(), 5);
            out.number(write::building_code(Some(building)).unwrap_or(0), 10);
        }
        None => {
            out.blanks(2);
        }
    }
    out.build(|line| write::building(line, home.building.as_ref()));
    let [district, polling, ..] = write::districts(home.town.number);
    out.number(district, 3).number(polling, 6);
    out.build(|line| {
        if let Some(telephone) = story.household.telephone {
            line.text("0990-");
            line.number((telephone / 10_000).into(), 2);
            line.text("-");
            line.number((telephone % 10_000).into(), 4);
        }
    });
    out.time(event.day, story.number);
}
