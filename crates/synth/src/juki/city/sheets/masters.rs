//! MASTER: every code that the other files use, one record type a master, with the same columns for all.

use crate::juki::city::fields::Fields;
use crate::juki::city::reason::REASONS;
use crate::juki::city::sheet::{Column, Sheet, TYPE, date, half, wide};
use crate::juki::city::write;
use crate::names::names;

pub(crate) const SHEET: Sheet = Sheet {
    name: "MASTER",
    title: "共通マスタ",
    job: "master",
    types: &[
        ("01", "町字"),
        ("02", "行政区"),
        ("03", "投票区"),
        ("04", "学区"),
        ("05", "方書"),
        ("06", "異動事由"),
        ("07", "区分"),
        ("08", "所属"),
        ("09", "操作者"),
        ("10", "外字"),
    ],
    columns: COLUMNS,
    group: None,
    line_ends: true,
};

const COLUMNS: &[Column] = &[
    half(TYPE, 2),
    half("コード", 20),
    wide("名称", 40),
    date("開始日"),
    date("終了日"),
    half("属性1", 20),
    half("属性2", 20),
    half("属性3", 20),
    half("属性4", 20),
    half("属性5", 20),
    wide("属性名", 40),
    half("並び順", 6),
];

/// Every master begins before anything that refers to it: the oldest record there can be is of 明治.
const FROM: &str = "M060101";

pub(crate) fn records(out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
    let mut order = 0;
    let mut put = |kind: &str, code: &str, name: &str, until: &str, attributes: [&str; 5], text: &str| {
        order += 1;
        out.clear();
        out.text(kind).text(code).text(name).text(FROM).text(until);
        for attribute in attributes {
            out.text(attribute);
        }
        out.text(text).number(order, 6);
        put(out);
    };
    let names = names();
    let last = names.towns.len() as u32;
    let text = |write: &dyn Fn(&mut crate::juki::csv::Line<'_>)| {
        let mut out = String::new();
        write(&mut crate::juki::csv::Line { out: &mut out });
        out
    };
    for town in &names.towns {
        let chomes = if town.chomes == 0 { 0..=0 } else { 1..=town.chomes };
        for chome in chomes {
            let code = text(&|line| write::town_code_of(line, town.number, chome));
            let name = text(&|line| write::town_name(line, town.name, chome));
            let [district, polling, elementary, junior] = write::districts(town.number);
            let codes = [
                format!("{district:03}"),
                format!("{polling:06}"),
                format!("{elementary:06}"),
                format!("{junior:06}"),
            ];
            let postal = format!("{:07}", town.number);
            put("01", &code, &name, "", [&postal, &codes[0], &codes[1], &codes[2], &codes[3]], town.name);
        }
    }
    // A town that is no more: 住居表示 gave it another name.
    put("01", "99000900000", "大字旧架空", "H170331", ["", "", "", "", ""], "");
    let [districts, pollings, elementaries, juniors] = write::districts(last);
    for district in 1..=districts {
        let area = format!("{:06}", write::area(district));
        put("02", &format!("{district:03}"), &format!("第{district}行政区"), "", [&area, "", "", "", ""], "");
    }
    for polling in 1..=pollings {
        let place = format!("架空第{polling}集会所");
        put("03", &format!("{polling:06}"), &format!("第{polling}投票区"), "", [""; 5], &place);
    }
    for (kind, count, school) in [("1", elementaries, "小学校"), ("2", juniors, "中学校")] {
        for number in 1..=count {
            let name = format!("架空第{number}{school}");
            put("04", &format!("{number:06}"), &format!("{name}区"), "", [kind, "", "", "", ""], &name);
        }
    }
    for (at, building) in names.buildings.iter().enumerate() {
        put("05", &format!("{:010}", at + 1), building, "", [""; 5], "");
    }
    for reason in &REASONS {
        let removal = if reason.kind == "2" { "1" } else { "0" };
        put(
            "06",
            reason.code,
            reason.name,
            "",
            [reason.kind, reason.notification, removal, reason.vendor, ""],
            "",
        );
    }
    for (at, nation) in super::foreign::nations() {
        put("07", &format!("{at:03}"), nation, "", ["KOKU", "", "", "", ""], "");
    }
    for (at, status) in super::foreign::STATUSES.iter().enumerate() {
        put("07", &format!("{:02}", at + 1), status, "", ["ZAIR", "", "", "", ""], "");
    }
    for (at, period) in super::foreign::PERIODS.iter().enumerate() {
        put("07", &format!("{at:02}"), period, "", ["KIKA", "", "", "", ""], "");
    }
    for (kind, code, name) in [
        ("YOKU", "01", "支援措置"),
        ("YOKU", "02", "不受理申出"),
        ("SETA", "10", "一般世帯"),
        ("SETA", "20", "施設等の世帯"),
    ] {
        put("07", code, name, "", [kind, "", "", "", ""], "");
    }
    for (code, name) in
        [("0101", "市民課"), ("0103", "市民課支援担当"), ("0201", "西支所"), ("0202", "駅前サービスセンター")]
    {
        put("08", code, name, "", [""; 5], "");
    }
    // An office that is no more.
    put("08", "0109", "旧東出張所", "H310331", [""; 5], "");
    for number in 1..=12 {
        let person = names.families[number * 7 % names.families.len()].written.clone();
        put("09", &format!("OP{number:04}"), &person, "", ["0101", "", "", "", ""], "");
    }
    for (code, private, state) in [("F040", "E000", "0"), ("F041", "E001", "3")] {
        put("10", code, "", "", [private, state, "", "", ""], "GAIJI.TTE");
    }
}
