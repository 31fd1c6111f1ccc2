//! KENSU: what the old system counts of its own files, for the other side to count again.

use crate::day::EXPORT_DAY;
use crate::juki::city::fields::Fields;
use crate::juki::city::sheet::{Column, Sheet, date, half, wide, zoned};
use crate::juki::city::story::{Person, Story};
use crate::juki::city::write;
use crate::juki::resident::Sex;
use std::collections::BTreeMap;

pub(crate) const SHEET: Sheet = Sheet {
    name: "KENSU",
    title: "件数表",
    job: "total",
    types: &[],
    columns: COLUMNS,
    group: None,
    line_ends: true,
};

const COLUMNS: &[Column] = &[
    half("ファイル", 30),
    wide("集計名", 20),
    date("基準日"),
    half("行", 6),
    half("分類1", 20),
    half("分類2", 20),
    half("分類3", 20),
    zoned("件数", 12),
    wide("単位", 4),
];

/// Counts by file, name and group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals(BTreeMap<(&'static str, &'static str, [String; 3]), u64>);

const NONE: [&str; 3] = [""; 3];

impl Totals {
    pub fn add(&mut self, file: &'static str, name: &'static str, groups: [&str; 3], count: u64) {
        *self.0.entry((file, name, groups.map(str::to_owned))).or_default() += count;
    }

    pub fn merge(&mut self, other: Totals) {
        for (key, count) in other.0 {
            *self.0.entry(key).or_default() += count;
        }
    }

    pub fn household(&mut self, story: &Story) {
        if story.removed.is_none() {
            let mut town = String::new();
            write::town_code(&mut crate::juki::csv::Line { out: &mut town }, &story.household.home);
            self.add("01.household", "世帯数", [&town, story.nationality_kind(), ""], 1);
            for person in story.present() {
                let sex = if person.resident.sex == Sex::Male { "1" } else { "2" };
                let nationality = if person.resident.stay.is_some() { "2" } else { "1" };
                self.add("01.resident", "人口", [&town, sex, nationality], 1);
            }
        }
        for person in &story.people {
            self.person(person);
        }
    }

    fn person(&mut self, person: &Person) {
        self.add("01.resident", "件数", NONE, 1);
        self.add("01.resident_history", "件数", NONE, person.events.len() as u64);
        if let Some(support) = person.support {
            self.add("01.resident", "支援措置対象者数", NONE, 1);
            let state = if support.provisional { "1" } else { "2" };
            self.add("01.support_measure", "支援措置件数", [support.kind, state, ""], 1);
        }
        if person.reissued {
            self.add("01.removed_resident", "件数", ["2", "", ""], 1);
        }
        if person.resident.removal.is_some() {
            self.add("01.removed_resident", "件数", ["1", "", ""], 1);
        }
    }

    pub fn records(&self, out: &mut Fields, put: &mut dyn FnMut(&mut Fields)) {
        let mut line = 0;
        let mut before = ("", "");
        for ((file, name, groups), count) in &self.0 {
            if before != (*file, *name) {
                (line, before) = (0, (*file, *name));
            }
            line += 1;
            out.clear();
            out.text(file).text(name).day(EXPORT_DAY).number(line, 6);
            for group in groups {
                out.text(group);
            }
            let unit = match *name {
                "人口" | "支援措置対象者数" => "人",
                "世帯数" => "世帯",
                _ => "件",
            };
            out.number(*count, 1).text(unit);
            put(out);
        }
    }
}
