//! JUKI11: 支援措置 and other 抑止, as two record types.

use crate::day::Day;
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Sheet, TYPE, date, half, wide};
use crate::juki::city::story::{Person, Story, Support};
use crate::juki::city::write;

pub(crate) const SHEET: Sheet = Sheet {
    name: "JUKI11",
    title: "支援措置・抑止データ",
    job: "support",
    types: &[("B1", "支援措置"), ("B2", "抑止")],
    columns: COLUMNS,
    group: None,
    line_ends: true,
};

const COLUMNS: &[Column] = &[
    half(TYPE, 2),
    half("宛名番号", 15),
    half("申出番号", 16),
    half("履歴番号", 5),
    half("最新", 1),
    half("対象者", 1),
    half("申出者宛名番号", 15),
    half("措置区分", 1),
    half("状態", 1),
    date("申出日"),
    date("仮開始日"),
    date("仮終了日"),
    date("開始日"),
    date("終了日"),
    wide("確認機関", 20),
    half("閲覧制限", 1),
    half("交付制限", 1),
    half("附票制限", 1),
    wide("保護住所", 40),
    wide("保護氏名", 40),
    wide("相手方氏名", 20),
    wide("相手方続柄", 10),
    half("抑止区分", 2),
    half("異動抑止", 1),
    half("証明抑止", 1),
    half("照会抑止", 1),
    wide("抑止理由", 20),
    date("処理日"),
    half("所属", 4),
    half("更新日時", 14),
];

/// 措置区分 as the vendor writes it.
const KINDS: [(&str, &str); 4] = [("1", "D"), ("2", "T"), ("3", "G"), ("4", "O")];

/// The day before the anniversary: a measure lasts a year (住民基本台帳事務処理要領 第5-10).
fn year_after(start: Day, years: i32) -> Day {
    let date = start.date();
    let day = if (date.month, date.day) == (2, 29) { 28 } else { i32::from(date.day) };
    Day::of(i32::from(date.year) + years, date.month.into(), day)
}

pub(crate) fn records(story: &Story, person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let mut number = 0;
    if let Some(support) = person.support {
        if support.renewed {
            let before = Support { start: year_after(support.start, -1), ..support };
            measure(story, person, &before, (1, "E"), out);
            put(out);
        }
        let state = if support.provisional { "K" } else { "S" };
        measure(story, person, &support, (1 + u64::from(support.renewed), state), out);
        put(out);
        number += 1;
        restriction(story, person, number, Some(&support), out);
        put(out);
    }
    if person.restricted {
        restriction(story, person, number + 1, None, out);
        put(out);
    }
}

/// 申出番号.
fn application(story: &Story, support: &Support, out: &mut Fields) {
    out.build(|line| {
        line.text("SH");
        line.number(support.kind.parse().unwrap_or(0), 1);
        line.number(story.number, 10);
    });
}

fn measure(
    story: &Story,
    person: &Person,
    support: &Support,
    (number, state): (u64, &str),
    out: &mut Fields,
) {
    let end = year_after(support.start, 1).plus(-1);
    let provisional = state == "K";
    out.clear();
    out.text("B1").number(person.numbers.person, 15);
    application(story, support, out);
    out.number(number, 5).flag(state != "E").text(if support.applicant.is_some() { "2" } else { "1" });
    match support.applicant {
        Some(applicant) => out.number(story.people[applicant].numbers.person, 15),
        None => out.blank(),
    };
    let kind = KINDS.iter().find(|kind| kind.0 == support.kind).map_or("O", |kind| kind.1);
    out.text(kind).text(state).day(support.start);
    match provisional {
        true => out.day(support.start).day(support.start.plus(30)).blanks(2),
        false => out.blanks(2).day(support.start).day(end),
    };
    out.text(["架空警察署", "架空県女性相談支援センター", "架空児童相談所"][(story.dice % 3) as usize]);
    out.flag(true).flag(true).flag(true);
    out.build(|line| write::home(line, &story.household.home));
    out.build(|line| line.name(&person.resident.name));
    out.build(|line| {
        line.text(&story.previous_head.written).text("　").text(&person.resident.head.given.written);
    });
    out.text("元配偶者").blanks(5).day(support.start).text("0103").time(support.start, person.numbers.person);
}

fn restriction(story: &Story, person: &Person, number: u64, support: Option<&Support>, out: &mut Fields) {
    out.clear();
    out.text("B2").number(person.numbers.person, 15);
    match support {
        Some(support) => application(story, support, out),
        None => {
            out.blank();
        }
    }
    let start = support.map_or(person.resident.since.max(Day::of(2015, 1, 5)), |support| support.start);
    out.number(number, 5).flag(true).blanks(7).day(start).blanks(9);
    out.text(if support.is_some() { "01" } else { "02" }).text("1").text(if support.is_some() {
        "2"
    } else {
        "1"
    });
    out.text("1").text(if support.is_some() { "支援措置" } else { "不受理申出あり" });
    out.day(start).text("0103").time(start, person.numbers.person);
}
