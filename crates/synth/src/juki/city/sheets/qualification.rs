//! JUKI06: what a resident is entitled to, several in a record. JUKI08: 個人番号 and 住民票コード. JUKI09: cards.

use crate::day::{Day, EXPORT_DAY};
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Group, Sheet, date, half};
use crate::juki::city::story::{Person, Story};
use crate::juki::city::write;
use crate::juki::status::{INDIVIDUAL_NUMBERS_SINCE, RESIDENT_CODES_SINCE};

pub(crate) const QUALIFICATIONS: Sheet = Sheet {
    name: "JUKI06",
    title: "資格データ",
    job: "qualification",
    types: &[],
    columns: &[half("宛名番号", 15), half("投票区", 6), half("更新日時", 14)],
    group: Some(Group {
        name: "資格",
        times: 5,
        columns: &[
            half("区分", 2),
            half("番号", 12),
            date("取得日"),
            date("喪失日"),
            half("取得事由", 2),
            half("有無", 1),
        ],
    }),
    line_ends: true,
};

/// Whether there is a record of this person at all.
pub(crate) fn qualifications(story: &Story, person: &Person, out: &mut Fields) -> bool {
    out.clear();
    out.number(person.numbers.person, 15);
    out.number(write::districts(story.household.home.town.number)[1], 6);
    out.time(person.latest().processed, person.numbers.person);
    let resident = &person.resident;
    let until = person.until();
    let gone = resident.removal.map(|removal| removal.day);
    let begins = out.len();
    // Kind, from which day, until which.
    let mut add = |kind: &str, start: Day, end: Option<Day>| {
        let start = start.max(resident.since);
        let end = match (end.filter(|end| *end <= until), gone) {
            (Some(end), Some(gone)) => Some(end.min(gone)),
            (end, gone) => end.or(gone),
        };
        if start > until || end.is_some_and(|end| end < start) {
            return;
        }
        out.text(kind).build(|line| {
            if kind != "SE" {
                line.number(person.numbers.person % 10_000_000 + 10_000_000, 8);
            }
        });
        out.day(start).day(end).text(if start == resident.since { "01" } else { "02" }).flag(end.is_none());
    };
    if resident.stay.is_none() {
        add("SE", person.aged(18), None);
    }
    if resident.insurance == "1" {
        add("KO", resident.since, Some(person.aged(75)));
    }
    add("KK", person.aged(75), None);
    add("KA", person.aged(65), None);
    if person.aged(20) > Day::of(1961, 4, 1) {
        add("NE", person.aged(20), Some(person.aged(60)));
    }
    let any = out.len() > begins;
    out.blanks(QUALIFICATIONS.width() - out.len());
    any
}

pub(crate) const NUMBERS: Sheet = Sheet {
    name: "JUKI08",
    title: "番号履歴データ",
    job: "number",
    types: &[],
    columns: &[
        half("宛名番号", 15),
        half("履歴番号", 5),
        half("最新", 1),
        half("個人番号", 12),
        date("個人番号指定日"),
        half("住民票コード", 11),
        date("住民票コード記載日"),
        half("統合宛名番号", 15),
        date("異動日"),
        half("更新日時", 14),
    ],
    group: None,
    line_ends: true,
};

pub(crate) fn numbers(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    if !person.has_resident_code() {
        return;
    }
    let since = person.resident_codes_since().max(match person.resident.stay {
        Some(_) => person.resident.since,
        None => person.resident.birth,
    });
    debug_assert!(since >= RESIDENT_CODES_SINCE);
    let assigned = since.max(INDIVIDUAL_NUMBERS_SINCE);
    let mut number = 0;
    let both = person.has_individual_number();
    if assigned > since || !both {
        number += 1;
        row(person, number, (!both, false), (since, assigned), out);
        put(out);
    }
    if both {
        row(person, number + 1, (true, true), (since, assigned), out);
        put(out);
    }
}

fn row(
    person: &Person,
    number: u64,
    (latest, both): (bool, bool),
    (since, assigned): (Day, Day),
    out: &mut Fields,
) {
    out.clear();
    out.number(person.numbers.person, 15).number(number, 5).flag(latest);
    match both {
        true => out.build(|line| super::history::individual(person, line)).day(assigned),
        false => out.blanks(2),
    };
    out.number(person.numbers.resident_code(), 11).day(since);
    match both {
        true => out.number(7_000_000_000_000 + person.numbers.person * 13, 15),
        false => out.blank(),
    };
    let day = if both { assigned } else { since };
    out.day(day).time(day, person.numbers.person);
}

pub(crate) const CARDS: Sheet = Sheet {
    name: "JUKI09",
    title: "カードデータ",
    job: "card",
    types: &[],
    columns: &[
        half("宛名番号", 15),
        half("枚目", 5),
        half("最新", 1),
        half("カード種別", 2),
        half("製造番号", 16),
        half("運用状況", 2),
        date("申請日"),
        date("発行日"),
        date("交付日"),
        half("交付場所", 4),
        date("有効期限"),
        date("廃止日"),
        half("署名証明書", 16),
        date("署名発行日"),
        date("署名満了日"),
        half("利用者証明書", 16),
        date("利用者発行日"),
        date("利用者満了日"),
        half("更新日時", 14),
    ],
    group: None,
    line_ends: true,
};

pub(crate) fn cards(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let earliest = Day::of(2016, 1, 20).max(person.resident.since);
    let span = person.until().0 - earliest.0 - 60;
    if person.dice % 100 >= 78 || span < 200 || !person.has_individual_number() {
        return;
    }
    let first = earliest.plus((person.dice / 100) as i32 % (span / 2));
    // Some have lost the first.
    let lost = (person.dice.is_multiple_of(41)).then(|| first.plus(span / 4));
    let gone = person.resident.removal.map(|removal| removal.day);
    card(person, 1, lost.is_none(), first, lost.or(gone), out);
    put(out);
    if let Some(lost) = lost {
        card(person, 2, true, lost.plus(30), gone, out);
        put(out);
    }
}

fn card(person: &Person, nth: u64, latest: bool, applied: Day, end: Option<Day>, out: &mut Fields) {
    let (issued, delivered) = (applied.plus(14), applied.plus(25).min(EXPORT_DAY));
    let years = if person.aged(18) > issued { 5 } else { 10 };
    let expiry = |years: i32| {
        let date = issued.date();
        let birth = person.resident.birth.date();
        let day = i32::from(birth.day).min(28);
        Day::of(i32::from(date.year) + years, birth.month.into(), day)
    };
    out.clear();
    out.number(person.numbers.person, 15).number(nth, 5).flag(latest).text("MN");
    out.number(person.numbers.person * 10 + nth, 16).text(if end.is_some() { "90" } else { "10" });
    out.day(applied).day(issued).day(delivered).text("0101").day(expiry(years)).day(end);
    for kind in 1..=2 {
        out.number(person.numbers.person * 100 + nth * 10 + kind, 16).day(issued).day(expiry(5));
    }
    out.time(delivered, person.numbers.person);
}
