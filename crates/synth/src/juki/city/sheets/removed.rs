//! JUKI10: 除票 and 改製 records. JUKI14: the index of their images.

use crate::day::Day;
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Sheet, date, half, wide, zoned};
use crate::juki::city::story::{Person, REISSUED_ON, Story};
use crate::juki::city::write;
use crate::juki::resident::Sex;
use crate::random::Random;

pub(crate) const SHEET: Sheet = Sheet {
    name: "JUKI10",
    title: "除票・改製データ",
    job: "removed",
    types: &[],
    columns: COLUMNS,
    group: None,
    line_ends: true,
};

const COLUMNS: &[Column] = &[
    half("宛名番号", 15),
    half("除票番号", 5),
    half("履歴番号", 5),
    half("区分", 1),
    half("消除事由", 3),
    date("消除日"),
    date("発生日"),
    date("届出日"),
    half("届出区分", 1),
    date("処理日"),
    date("転出予定日"),
    half("転出先国内外", 1),
    half("転出先コード", 6),
    wide("転出予定先", 40),
    wide("転出予定先方書", 30),
    wide("転出確定先", 40),
    date("転出確定日"),
    date("死亡日"),
    date("改製日"),
    wide("改製事由", 20),
    half("世帯番号", 15),
    half("住民区分", 1),
    wide("氏名", 40),
    half("氏名カナ", 60),
    wide("通称", 40),
    half("生年月日", 20),
    half("性別", 1),
    wide("世帯主氏名", 40),
    wide("続柄", 10),
    wide("本籍", 40),
    wide("筆頭者", 40),
    date("住民となった日"),
    half("町字コード", 11),
    half("郵便番号", 7),
    wide("住所", 40),
    wide("方書", 40),
    date("住定日"),
    wide("前住所", 40),
    date("外国人住民日"),
    wide("国籍・地域", 20),
    half("個人番号", 12),
    half("住民票コード", 11),
    half("媒体", 1),
    half("画像キー", 20),
    half("保存期限", 8),
    half("支援措置", 1),
    half("更新日時", 14),
];

pub(crate) fn records(story: &Story, person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let mut number = 0;
    if person.reissued {
        number += 1;
        record(story, person, number, true, out);
        put(out);
    }
    if person.resident.removal.is_some() {
        record(story, person, number + 1, false, out);
        put(out);
    }
}

fn record(story: &Story, person: &Person, number: u64, reissue: bool, out: &mut Fields) {
    let resident = &person.resident;
    let removal = resident.removal.filter(|_| !reissue);
    let day = removal.map_or(REISSUED_ON, |removal| removal.day);
    let event = match reissue {
        true => person.events.iter().find(|event| !event.cancelled && event.day == REISSUED_ON),
        false => None,
    };
    let event = event.unwrap_or_else(|| person.latest());
    out.clear();
    out.number(person.numbers.person, 15).number(number, 5).number(event.number.into(), 5);
    out.text(if reissue { "2" } else { "1" });
    out.text(if reissue { "C18" } else { event.reason.vendor });
    out.day(day).day(removal.map(|removal| removal.day)).day(event.notified);
    out.text(event.reason.notification).day(event.processed);
    match removal.filter(|removal| removal.state == "2") {
        Some(removal) => {
            out.day(removal.day).text(if removal.to.is_some() { "1" } else { "2" });
            match &removal.to {
                Some(place) => {
                    out.build(|line| write::city_code(line, place.city));
                    out.build(|line| write::elsewhere(line, place));
                    out.build(|line| write::building(line, place.building.as_ref()));
                    out.build(|line| write::elsewhere(line, place)).day(removal.day);
                }
                None => {
                    out.blank().text(super::resident::abroad(person)).blanks(3);
                }
            }
        }
        None => {
            out.blanks(7);
        }
    }
    out.day(removal.filter(|removal| removal.state == "3").map(|removal| removal.day));
    out.day(reissue.then_some(REISSUED_ON)).text(if reissue { "電算化に伴う改製" } else { "" });
    out.number(story.number, 15).text(if resident.stay.is_some() { "2" } else { "1" });
    out.build(|line| line.name(&resident.name)).build(|line| line.kana(&resident.name));
    out.build(|line| {
        if let Some(alias) = &resident.alias {
            line.name(alias);
        }
    });
    out.build(|line| line.birth(resident)).text(if resident.sex == Sex::Male { "M" } else { "F" });
    out.build(|line| line.name(&resident.head)).text(resident.relation);
    match &resident.koseki {
        Some(koseki) => out.build(|line| line.elsewhere(&koseki.place)).build(|line| line.name(&koseki.head)),
        None => out.blanks(2),
    };
    let home = if event.at_former { &story.former } else { &story.household.home };
    out.day(resident.since).build(|line| write::town_code(line, home)).number(home.town.number.into(), 7);
    out.build(|line| write::home(line, home)).build(|line| write::building(line, home.building.as_ref()));
    out.day(if event.at_former { resident.since } else { resident.settled });
    out.build(|line| {
        if let Some(place) = person.came_from() {
            write::elsewhere(line, place);
        }
    });
    out.day(resident.stay.map(|_| resident.since)).text(resident.stay.map_or("", |stay| stay.nation));
    if reissue {
        out.blanks(2);
    } else {
        super::history::numbers(person, out);
    }
    let image = reissue && has_image(person);
    out.text(if image { "4" } else { "1" });
    out.build(|line| {
        if image {
            key(person, line);
        }
    });
    // 150 years (住民基本台帳法施行令第34条), in the Gregorian calendar: no era reaches so far.
    out.build(|line| {
        let date = day.date();
        line.number(u64::from(date.year) + 150, 4);
        line.number(date.month.into(), 2);
        // 150 years after a 29 February there is none.
        let day = if (date.month, date.day) == (2, 29) { 28 } else { date.day };
        line.number(day.into(), 2);
    });
    out.flag(person.support.is_some()).time(day, person.numbers.person);
}

fn has_image(person: &Person) -> bool {
    person.dice.is_multiple_of(3)
}

fn key(person: &Person, line: &mut crate::juki::csv::Line<'_>) {
    line.text("KS");
    line.number(person.numbers.person, 15);
}

pub(crate) const IMAGES: Sheet = Sheet {
    name: "JUKI14",
    title: "画像索引",
    job: "image",
    types: &[],
    columns: &[
        half("画像種別", 10),
        half("画像キー", 20),
        half("ページ", 5),
        zoned("総ページ", 5),
        half("宛名番号", 15),
        half("ファイル", 60),
        half("形式", 4),
        zoned("サイズ", 10),
        half("SHA256", 64),
        date("取込日"),
    ],
    group: None,
    line_ends: true,
};

/// The pages of a person's image. There are no images: size and digest are made up, and nothing here is their digest.
pub(crate) fn images(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    if !person.reissued || !has_image(person) {
        return;
    }
    let pages = u64::from(person.dice % 2) + 1;
    for page in 1..=pages {
        let mut random = Random::new(person.dice.into(), page);
        out.clear();
        out.text("KAISEI").build(|line| key(person, line)).number(page, 5).number(pages, 1);
        out.number(person.numbers.person, 15);
        out.build(|line| {
            line.text("gazou/kaisei/");
            key(person, line);
            line.text("_");
            line.number(page, 3);
            line.text(".tif");
        });
        out.text("tiff").number(30_000 + u64::from(random.below(90_000)), 1);
        out.build(|line| {
            for _ in 0..64 {
                line.out.push(char::from(*random.pick(b"0123456789abcdef")));
            }
        });
        out.day(Day::of(2004, 2, 1));
        put(out);
    }
}
