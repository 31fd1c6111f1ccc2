//! The migration project of a whole municipality: what reads each file, and what it feeds.

use super::block::SLOTS;
use super::definition;
use super::sheets::certificate::WINDOWS;
use super::sheets::foreign;
use super::write;
use crate::juki::Format;
use crate::names::names;
use std::fmt::Write;

/// A standard file that a job feeds: from which record type, or under which condition, or with which group.
struct Target {
    file: &'static str,
    key: Option<(&'static str, &'static str)>,
}

const fn target(file: &'static str) -> Target {
    Target { file, key: None }
}

const fn of(file: &'static str, record: &'static str) -> Target {
    Target { file, key: Some(("record", record)) }
}

const fn each(file: &'static str, group: &'static str) -> Target {
    Target { file, key: Some(("each", group)) }
}

const fn when(file: &'static str, condition: &'static str) -> Target {
    Target { file, key: Some(("when", condition)) }
}

/// What each vendor file feeds, by the name of its job. Masters come first.
const JOBS: &[(&str, &[Target])] = &[
    (
        "master",
        &[
            of("00.town_master", "町字"),
            of("00.district_master", "行政区"),
            of("00.polling_district_master", "投票区"),
            of("00.school_district_master", "学区"),
            of("00.building_master", "方書"),
            of("00.change_reason_master", "異動事由"),
            of("00.code_master", "区分"),
            of("00.department_master", "所属"),
            of("00.operator_master", "操作者"),
            of("00.gaiji_list", "外字"),
        ],
    ),
    ("support", &[of("01.support_measure", "支援措置"), of("01.restriction", "抑止")]),
    ("resident", &[target("01.resident"), when("01.koseki_display", "本籍 is not blank")]),
    ("household", &[of("01.household", "世帯現況"), of("01.household_history", "世帯履歴")]),
    ("change", &[target("01.change_history"), target("01.resident_history")]),
    ("address", &[each("01.address_history", "住所")]),
    ("foreign", &[when("01.foreign_resident", "最新 = \"1\""), target("01.residence_status_history")]),
    ("qualification", &[each("01.qualification", "資格")]),
    ("name", &[of("01.former_surname_history", "旧氏"), of("01.alias_history", "通称")]),
    ("number", &[target("01.individual_number")]),
    ("card", &[target("01.individual_number_card")]),
    ("removed", &[target("01.removed_resident")]),
    ("certificate", &[each("01.certificate_issue", "対象者")]),
    ("remark", &[target("01.remark")]),
    ("image", &[target("00.image_index")]),
    ("total", &[target("00.control_total")]),
];

macro_rules! mappings {
    ($($slug:literal),* $(,)?) => {
        &[$(($slug, include_str!(concat!("project/mapping/", $slug, ".toml")))),*]
    };
}

/// The mappings, the same for both forms.
const MAPPINGS: &[(&str, &str)] = mappings![
    "address_history",
    "alias_history",
    "building_master",
    "certificate_issue",
    "change_history",
    "change_reason_master",
    "code_master",
    "control_total",
    "department_master",
    "district_master",
    "foreign_resident",
    "former_surname_history",
    "gaiji_list",
    "household",
    "household_history",
    "image_index",
    "individual_number",
    "individual_number_card",
    "koseki_display",
    "operator_master",
    "polling_district_master",
    "qualification",
    "remark",
    "removed_resident",
    "residence_status_history",
    "resident",
    "resident_history",
    "restriction",
    "school_district_master",
    "support_measure",
    "town_master",
];

/// Every file of the project but the export itself, for an export of so many records by slot: path and content. A
/// reference is in CP932, as the vendor's lists are.
pub(crate) fn files(format: Format, records: &[u64]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("migration.toml".to_owned(), migration(format, records).into_bytes())];
    for (nth, slot) in SLOTS.iter().enumerate() {
        if SLOTS[..nth].iter().all(|other| other.sheet.name != slot.sheet.name) {
            let text = definition::source(slot.sheet, format);
            files.push((format!("source/{}.toml", slot.sheet.name.to_lowercase()), text.into_bytes()));
        }
    }
    for (slug, text) in MAPPINGS {
        files.push((format!("mapping/{slug}.toml"), text.as_bytes().to_vec()));
    }
    for (name, text) in references() {
        let mut bytes = Vec::new();
        crate::juki::block::put_line(&text, &mut bytes);
        files.push((format!("reference/{name}.csv"), bytes));
    }
    files
}

fn references() -> [(&'static str, String); 3] {
    let mut districts = "行政区,地区\r\n".to_owned();
    let [count, ..] = write::districts(names().towns.len() as u32);
    for district in 1..=count {
        // Writing to a string cannot fail.
        let _ = write!(districts, "{district:03},{:06}\r\n", write::area(district));
    }
    let mut nations = "国籍,コード\r\n".to_owned();
    for (at, nation) in foreign::nations() {
        let _ = write!(nations, "{nation},{at:03}\r\n");
    }
    let mut windows = "窓口,所属\r\n".to_owned();
    for (window, department) in WINDOWS {
        let _ = write!(windows, "{window},{department}\r\n");
    }
    [("districts", districts), ("nations", nations), ("windows", windows)]
}

fn migration(format: Format, records: &[u64]) -> String {
    let mut out = include_str!("project/migration.toml").to_owned();
    for (name, targets) in JOBS {
        let mut read =
            SLOTS.iter().zip(records).filter(|(slot, records)| slot.sheet.job == *name && **records > 0);
        let Some((slot, _)) = read.next() else { continue };
        let sheet = slot.sheet;
        let (file, source) = (sheet.name, sheet.name.to_lowercase());
        let _ = write!(
            out,
            "\n# {}\n[[job]]\nname = \"{name}\"\nsource = \"source/{source}.toml\"\nfiles = [\"input/{file}*.{}\"]\n",
            sheet.title,
            format.extension()
        );
        for Target { file, key } in *targets {
            let slug = file.split_once('.').map_or(*file, |(_, slug)| slug);
            let _ = write!(out, "\n[[job.target]]\nfile = \"{file}\"\nmapping = \"mapping/{slug}.toml\"\n");
            if let Some((key, value)) = key {
                let _ = writeln!(out, "{key} = '{value}'");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_by_a_job_and_every_mapping_used() {
        for slot in SLOTS {
            assert!(JOBS.iter().any(|(name, _)| *name == slot.sheet.job), "{}", slot.sheet.name);
        }
        let mut used: Vec<&str> = JOBS
            .iter()
            .flat_map(|(_, targets)| *targets)
            .filter_map(|target| target.file.split('.').nth(1))
            .collect();
        used.sort_unstable();
        assert_eq!(used, MAPPINGS.iter().map(|(slug, _)| *slug).collect::<Vec<_>>());
        assert_eq!(
            JOBS.iter()
                .flat_map(|(_, targets)| *targets)
                .filter(|target| target.file.starts_with("01."))
                .count(),
            19
        );
    }
}
