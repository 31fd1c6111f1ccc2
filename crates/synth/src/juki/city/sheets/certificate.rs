//! JUKI12: certificates, each with the people on it. JUKI13: remarks, their kind a record type.

use crate::day::EXPORT_DAY;
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, DELETED, Group, Sheet, TYPE, date, half, wide, zoned};
use crate::juki::city::story::{Person, Story};
use crate::juki::household::MEMBERS_MAX;

pub(crate) const CERTIFICATES: Sheet = Sheet {
    name: "JUKI12",
    title: "証明交付データ",
    job: "certificate",
    types: &[],
    columns: CERTIFICATE_COLUMNS,
    group: Some(Group { name: "対象者", times: MEMBERS_MAX, columns: &[half("番号", 15)] }),
    line_ends: true,
};

const CERTIFICATE_COLUMNS: &[Column] = &[
    date("交付日"),
    half("発行番号", 20),
    half("時刻", 6),
    half("種別", 2),
    half("世帯番号", 15),
    zoned("通数", 5),
    zoned("手数料", 7),
    half("免除", 1),
    half("請求者", 1),
    wide("請求者氏名", 40),
    wide("関係", 10),
    wide("本人確認", 20),
    half("本籍記載", 1),
    half("続柄記載", 1),
    wide("窓口", 10),
    wide("交付方法", 10),
    half("端末", 8),
    half("操作者", 8),
    half("更新日時", 14),
];

/// 窓口, in the reference that the mapping looks places up in: name and department.
pub(crate) const WINDOWS: [(&str, &str); 4] =
    [("本庁１番窓口", "0101"), ("本庁２番窓口", "0101"), ("西支所窓口", "0201"), ("駅前窓口", "0202")];

/// The certificate of a household, if it asked for one: its kind by standard code, and how many are on it.
pub(crate) fn certificate(story: &Story, out: &mut Fields) -> Option<(&'static str, u64)> {
    if !story.dice.is_multiple_of(3) {
        return None;
    }
    let day = EXPORT_DAY.plus(-((story.dice / 3 % 700) as i32));
    let mut people: Vec<&Person> = story.present().filter(|person| person.resident.settled <= day).collect();
    let whole = story.dice.is_multiple_of(2);
    if !whole {
        people.truncate(1);
    }
    let first = people.first()?;
    let (vendor, kind) = match (whole, story.dice / 7 % 4) {
        (true, _) => ("A2", "02"),
        (false, 0) => ("A4", "04"),
        (false, _) => ("A1", "01"),
    };
    let (window, _) = WINDOWS[(story.dice / 11 % 4) as usize];
    out.clear();
    out.day(day).build(|line| {
        day.date().write_compact(line.out);
        line.text("-");
        line.number(story.number, 10);
    });
    out.number(u64::from(9 + story.dice % 8) * 10_000 + u64::from(story.dice % 60) * 100, 6);
    out.text(vendor).number(story.number, 15).number(1, 1);
    let free = (story.dice / 13).is_multiple_of(20);
    out.number(if free { 0 } else { 300 }, 1).flag(free).text(if free { "K" } else { "H" });
    out.build(|line| line.name(&first.resident.name)).text("本人").text("個人番号カード");
    out.flag((story.dice / 17).is_multiple_of(4)).flag(true).text(window).text("窓口");
    out.build(|line| {
        line.text("T");
        line.number(u64::from(story.dice % 30) + 1, 3);
    });
    super::resident::operator(story.number, out);
    out.time(day, story.number);
    for person in &people {
        out.number(person.numbers.person, 15);
    }
    out.blanks(CERTIFICATES.width() - out.len());
    Some((kind, people.len() as u64))
}

pub(crate) const REMARKS: Sheet = Sheet {
    name: "JUKI13",
    title: "備考データ",
    job: "remark",
    types: &[("C1", "留意事項"), ("C2", "備考"), ("C3", "メモ")],
    columns: &[
        half(TYPE, 2),
        half("宛名番号", 15),
        half("番号", 5),
        half("異動番号", 5),
        wide("対象項目", 20),
        date("記載日"),
        date("削除日"),
        wide("本文", 100),
        half("証明書記載", 1),
        half("所属", 4),
        half("更新日時", 14),
        half(DELETED, 1),
    ],
    group: None,
    line_ends: true,
};

const TEXTS: [(&str, &str); 6] = [
    ("C2", "住居表示実施により住所表示変更"),
    ("C2", "職権により住民票コードの記載あり"),
    ("C3", "窓口で\"要確認\"の申出, 後日電話で確認済"),
    ("C3", "転送先の届出あり。郵便物は本人あてに送付する"),
    ("C3", "届書の控えは文書庫に保管"),
    ("C2", "戸籍届出により氏の変更なし"),
];

/// Remarks on a person; some of them marked as deleted.
pub(crate) fn remarks(person: &Person, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let cancelled = person.events.iter().find(|event| event.cancels.is_some());
    let mut number = 0;
    if let Some(event) = cancelled {
        number += 1;
        let text = format!("履歴番号{}を職権で取消", event.cancels.unwrap_or(0));
        remark(person, (number, "C1", &text, Some(event.number)), out);
        put(out);
    }
    if person.dice % 3 == 1 {
        let (kind, text) = TEXTS[(person.dice / 3 % 6) as usize];
        number += 1;
        remark(person, (number, kind, text, None), out);
        if person.dice % 50 == 1 {
            out.set(REMARKS.columns.len() - 1, "1");
        }
        put(out);
    }
}

fn remark(person: &Person, (number, kind, text, event): (u64, &str, &str, Option<u32>), out: &mut Fields) {
    let day = person.latest().processed;
    out.clear();
    out.text(kind).number(person.numbers.person, 15).number(number, 5);
    match event {
        Some(event) => out.number(event.into(), 5).text("異動事由"),
        None => out.blanks(2),
    };
    out.day(day).blank().text(text).flag(kind == "C2").text("0101");
    out.time(day, person.numbers.person).flag(false);
}
